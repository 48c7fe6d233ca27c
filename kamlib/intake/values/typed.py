"""From text to kinds: every mapped column of a source read as text, number or date.

What cannot be read is a fault with its row, or, where the engagement drops bad rows, a mark
(`_bad`) that takes the row out as a step of the reconciliation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from kamlib import labels
from kamlib.engagement import FILE
from kamlib.faults import Fault
from kamlib.intake import tax
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.nearest import nearest
from kamlib.intake.values import (
    cells,
    date_faults,
    date_texts,
    dates,
    id_faults,
    ids,
    numbers,
    places,
    scaling,
)
from kamlib.intake.values.numbers import ACTIVE
from kamlib.intake.values.places import fault_rows
from kamlib.tables import SHARE, SOURCES, Column

SQL_KINDS = {"text": "STRING", "number": "DOUBLE", "date": "DATE"}


@dataclass
class Typed:
    """How the columns of one source are read: SQL over its lines, aliased l."""

    lines: Lines
    values: dict[str, str] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


def read(
    connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings, *, stop: bool
) -> Typed:
    """Find out how every column is read; note repairs and, where bad rows stop, faults."""
    typed = Typed(lines)
    given = lines.source.date_format
    if given and not date_texts.is_format(given):
        column = f"sources.{lines.name}.date_format"
        findings.fault("date_format_wrong", file=FILE, column=column, value=given)
    for canonical in lines.columns:
        column = SOURCES[lines.name].column(canonical)
        kind = {"number": _number, "date": _date}.get(column.kind, _text)
        kind(connection, typed, column, findings, stop=stop)
    return typed


def write(connection: duckdb.DuckDBPyConnection, typed: Typed) -> str:
    """Write `typed_<name>`: every column of the table in its kind, _bad and the row's marks.

    For the orders, the largest table by far, it is a view.
    """
    name = typed.lines.name
    kind = "VIEW" if name == "orders" else "TABLE"
    columns = "".join(
        f", {tax.of_list(typed.lines, c.name, typed.values[c.name])} AS {c.name}"
        if c.name in typed.values
        else f", CAST(NULL AS {SQL_KINDS[c.kind]}) AS {c.name}"
        for c in SOURCES[name].columns
    )
    bad = " OR ".join(typed.bad) or "FALSE"
    connection.execute(f"""
        CREATE TEMP {kind} typed_{name} AS
        SELECT l._part, l._row, l._line, l._text, l._step, l._loose{columns},
            {bad} AS _bad
        FROM {typed.lines.table} l {" ".join(typed.joins)}""")
    return f"typed_{name}"


def missing_rows(
    connection: duckdb.DuckDBPyConnection, lines: Lines, column: str, rows: tuple[str, str]
) -> list[Fault]:
    """A fault for each row in use that lacks `column`; rows: their table, and SQL of the gap on t.

    The cell is shown as the file has it: what stands for nothing is not always empty.
    """
    table, empty = rows
    sql = f"""
        SELECT {lines.place(column)}, l.{column} FROM {table} t
        JOIN {lines.table} l ON l._part = t._part AND l._row = t._row
        WHERE t._step IS NULL AND NOT t._bad AND {empty}"""

    def fault(value: str, more: list, **place) -> Fault:
        return Fault("value_missing", **place, value=value or "")

    return fault_rows(connection, lines, column, sql, fault)


def _text(connection, typed: Typed, column: Column, findings: Findings, *, stop: bool) -> None:
    lines, name = typed.lines, column.name
    is_id = name.endswith("_id")
    read = ids.read(connection, lines.table, name, is_id=is_id)
    typed.values[name] = _allowed_words(read.value, column)
    typed.joins.append(read.join)
    if is_id and (lost := ids.lost_digits(connection, read)):
        findings.faults += id_faults.lost_digits(connection, lines, name, lost)
    for rule, rows, example in ids.repairs(connection, read):
        if rule != "blanks" or is_id or name == "customer_name":
            findings.repair(lines.name, name, rule, rows=rows, example=example)


def _allowed_words(value: str, column: Column) -> str:
    """SQL of a word that is one of few, understood in either language and any case."""
    known = column.allowed or column.words
    if not known:
        return value
    cases = "".join(
        f" WHEN {literal(word.lower())} THEN {literal(allowed)}"
        for allowed in known
        for word in (allowed, *_words(allowed))
    )
    return f"CASE lower({value}){cases} ELSE {value} END"


def _words(allowed: str) -> list[str]:
    key = f"values.{allowed.replace(' ', '_')}"
    return [labels.say(key, language) for language in labels.LANGUAGES]


def _number(connection, typed: Typed, column: Column, findings: Findings, *, stop: bool) -> None:
    lines, name = typed.lines, column.name
    read = numbers.read(
        connection,
        lines.table,
        name,
        share=column.unit in (SHARE, "rate"),
        per_cent=name in lines.source.percent,
        decimal=lines.source.decimal,
        typed=lines.typed,
    )
    for rule, rows, example in numbers.repairs(connection, read.odd):
        findings.repair(lines.name, name, rule, rows=rows, example=example)
    if not read.clash:
        read = scaling.apply(connection, lines, column, read, findings, stop=stop)
    typed.values[name] = read.value
    typed.joins.append(read.join)
    typed.bad.append(read.bad)
    if read.clash:
        findings.faults.append(_number_clash(connection, lines, name, read.clash))
    elif stop:
        sql = f"""
            SELECT {lines.place(name)}, l.{name}, {read.odd}.endless, {read.odd}.mixed
            FROM {lines.table} l {read.join} WHERE {ACTIVE} AND {read.bad}"""
        findings.faults += fault_rows(connection, lines, name, sql, _number_fault)
    _range(connection, typed, column, read, findings, stop=stop)


def _number_fault(value: str, more: list, **place) -> Fault:
    endless, mixed = more
    code = "number_not_finite" if endless else "number_mixed" if mixed else "number_text"
    return Fault(code, **place, value=value)


def _number_clash(connection, lines: Lines, name: str, clash: tuple) -> Fault:
    text, first, second = clash
    place = places.first(connection, lines, name, f"l.{name} = ?", text)
    readings = {"first": first, "second": second, "table": lines.name}
    return Fault("number_ambiguous", **place, values=readings)


def _range(connection, typed, column, read, findings: Findings, *, stop: bool) -> None:
    """Figures outside what the column may hold cannot be used."""
    low, high = limits(column)
    if (low, high) == (None, None):
        return
    tests = [f"{read.value} < {low}"] if low is not None else []
    tests += [f"{read.value} > {high}"] if high is not None else []
    outside = f"coalesce({' OR '.join(tests)}, FALSE)"
    typed.bad.append(outside)
    lines = typed.lines
    if column.unit == SHARE and (one := _in_per_cent(connection, lines, column.name, read)):
        findings.faults.append(one)
    elif stop:
        sql = f"""
            SELECT {lines.place(column.name)}, l.{column.name} FROM {lines.table} l {read.join}
            WHERE {ACTIVE} AND {outside}"""
        code = "discount_not_share" if column.name == "discount" else "out_of_range"
        values = {"low": "" if low is None else low, "high": "" if high is None else high}
        findings.faults += fault_rows(
            connection,
            lines,
            column.name,
            sql,
            lambda value, more, **place: Fault(code, **place, value=value, values=values),
        )


def _in_per_cent(connection, lines: Lines, name: str, read) -> Fault | None:
    """The one fault of a column of shares that is written as 10 for 10 per cent."""
    given = f"FILTER ({ACTIVE} AND {read.value} <> 0)"
    ((low, high, count, above, text),) = connection.execute(f"""
        SELECT min({read.value}) {given}, max({read.value}) {given}, count({read.value}) {given},
            count(*) FILTER ({ACTIVE} AND {read.value} > 1),
            arg_min(l.{name}, (l._part, l._row)) FILTER ({ACTIVE} AND {read.value} > 1)
        FROM {lines.table} l {read.join}""").fetchall()
    if not above or low < 0 or high > 100 or 2 * above <= count or name in lines.source.percent:
        return None
    place = places.first(connection, lines, name, f"l.{name} = ?", text)
    values = {"low": low, "high": high, "table": lines.name, "name": name}
    return Fault("share_in_per_cent", **place, values=values)


def limits(column: Column) -> tuple:
    """Lowest and highest figure that a column may hold; None where there is no such limit."""
    return (0, 1) if column.name == "discount" else (column.low, column.high)


def _date(connection, typed: Typed, column: Column, findings: Findings, *, stop: bool) -> None:
    lines, name = typed.lines, column.name
    given = lines.source.date_format
    cell = date_faults.with_serials(lines, name) if given not in date_texts.SERIALS else ""
    read = dates.read(connection, lines.table, name, given=given, typed=lines.typed, cell=cell)
    typed.values[name] = read.value
    if style := read.found.style:
        findings.formats.append({"table": lines.name, "column": name, "format": style})
    typed.joins.append(read.join)
    typed.bad.append(read.bad)
    if read.missing[0]:
        findings.repair(lines.name, name, "missing", rows=read.missing[0], example=read.missing[1])
    if read.serials[0]:
        noted = {"rows": read.serials[0], "example": read.serials[1]}
        findings.repair(lines.name, name, "date_serial_read", **noted)
    if read.months[0]:
        noted = {"rows": read.months[0], "example": read.months[1]}
        findings.repair(lines.name, name, "month_only", **noted)
    if read.found.clash:
        findings.faults.append(date_faults.clash(connection, lines, name, read))
    if read.all_serials:
        findings.faults.append(date_faults.serials(connection, lines, name, read))
    elif stop or read.found.uncertain:
        sql = f"""
            SELECT {lines.place(name)}, l.{name}, {read.odd}.text
            FROM {lines.table} l {read.join} WHERE {ACTIVE} AND {read.bad}"""

        def fault(value: str, more: list, **place) -> Fault:
            return date_faults.of_cell(read, value, more[0], given=given, place=place, lines=lines)

        findings.faults += fault_rows(connection, lines, name, sql, fault)


def check_allowed(
    connection: duckdb.DuckDBPyConnection, lines: Lines, column: Column, findings: Findings
) -> None:
    """Every value of a column with fixed words is one of them."""
    sql = f"""
        SELECT t._part, t._row, t.{column.name} FROM typed_{lines.name} t
        WHERE t._step IS NULL AND NOT {cells.is_one_of(f"t.{column.name}", column.allowed)}"""

    def fault(value: str, more: list, **place) -> Fault:
        near = nearest(value, list(column.allowed))
        return Fault("value_not_allowed", **place, value=value, values={"nearest": near})

    findings.faults += fault_rows(connection, lines, column.name, sql, fault)
