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
from kamlib.intake import cells, date_texts, dates, ids, names, numbers
from kamlib.intake.findings import MOST, Findings
from kamlib.intake.numbers import ACTIVE
from kamlib.intake.parts import literal
from kamlib.intake.sources import Lines
from kamlib.tables import SOURCES, Column

_ISO = "%Y-%m-%d"
SQL_KINDS = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE"}


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
        f", {typed.values.get(c.name, f'CAST(NULL AS {SQL_KINDS[c.kind]})')} AS {c.name}"
        for c in SOURCES[name].columns
    )
    bad = " OR ".join(typed.bad) or "FALSE"
    connection.execute(f"""
        CREATE TEMP {kind} typed_{name} AS
        SELECT l._part, l._row, l._line, l._line AS _text, l._step, l._loose{columns},
            {bad} AS _bad
        FROM {typed.lines.table} l {" ".join(typed.joins)}""")
    return f"typed_{name}"


def fault_rows(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    column: str,
    sql: str,
    make,
) -> list[Fault]:
    """A fault for each place that `sql` gives as _part, _row, value, more; at most MOST of them.

    A head that is joined to several lines stands in one place.
    """
    sql = f"SELECT DISTINCT * FROM ({sql})"
    found = connection.execute(f"{sql} ORDER BY _part, _row LIMIT {MOST}").fetchall()
    faults = [
        make(
            value,
            more,
            file=lines.all_parts[part].file,
            sheet=lines.all_parts[part].sheet,
            row=row,
            column=lines.columns.get(column, column),
        )
        for part, row, value, *more in found
    ]
    if len(found) == MOST:
        (count,) = connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0]
        if count > MOST:
            values = {"more": count - MOST}
            named = lines.columns.get(column, column)
            file = lines.file(column)
            faults.append(Fault("more_rows", file=file, column=named, values=values))
    return faults


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
    for rule, rows, example in ids.repairs(connection, read):
        if rule != "blanks" or is_id or name == "customer_name":
            findings.repair(lines.name, name, rule, rows=rows, example=example)


def _allowed_words(value: str, column: Column) -> str:
    """SQL of a word that is one of few, understood in either language and any case."""
    if not column.allowed:
        return value
    cases = "".join(
        f" WHEN {literal(word.lower())} THEN {literal(allowed)}"
        for allowed in column.allowed
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
        share=column.unit == "0 to 1",
        decimal=lines.source.decimal,
        typed=lines.typed,
    )
    for rule, rows, example in numbers.repairs(connection, read.odd):
        findings.repair(lines.name, name, rule, rows=rows, example=example)
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
    place = _first(connection, lines, name, f"l.{name} = ?", text)
    readings = {"first": first, "second": second, "table": lines.name}
    return Fault("number_ambiguous", **place, values=readings)


def _first(connection, lines: Lines, name: str, condition: str, text: str) -> dict:
    """Place and value of the first cell in use that meets a condition on `text`."""
    ((part, row, value),) = connection.execute(
        f"SELECT {lines.place(name)}, l.{name} FROM {lines.table} l "
        f"WHERE {ACTIVE} AND {condition} ORDER BY 1, 2 LIMIT 1",
        [text],
    ).fetchall()
    found = lines.all_parts[part]
    place = {"file": found.file, "sheet": found.sheet, "row": row, "value": value}
    return place | {"column": lines.columns[name]}


def _range(connection, typed, column, read, findings: Findings, *, stop: bool) -> None:
    """Figures outside what the column may hold cannot be used."""
    limits = _limits(column)
    if limits == (None, None):
        return
    low, high = limits
    tests = [f"{read.value} < {low}"] if low is not None else []
    tests += [f"{read.value} > {high}"] if high is not None else []
    outside = f"coalesce({' OR '.join(tests)}, FALSE)"
    typed.bad.append(outside)
    if stop:
        lines = typed.lines
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


def _limits(column: Column) -> tuple:
    return (0, 1) if column.name == "discount" else (column.low, column.high)


def _date(connection, typed: Typed, column: Column, findings: Findings, *, stop: bool) -> None:
    lines, name = typed.lines, column.name
    given = lines.source.date_format
    cell = _with_serials(lines, name) if given not in date_texts.SERIALS else ""
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
        findings.faults.append(_date_clash(connection, lines, name, read))
    if read.all_serials:
        findings.faults.append(_date_serials(connection, lines, name, read))
    elif stop or read.found.swapped:
        sql = f"""
            SELECT {lines.place(name)}, l.{name}, {read.odd}.text
            FROM {lines.table} l {read.join} WHERE {ACTIVE} AND {read.bad}"""

        def fault(value: str, more: list, **place) -> Fault:
            return _date_fault(read, value, more[0], given=given, place=place, lines=lines)

        findings.faults += fault_rows(connection, lines, name, sql, fault)


def _with_serials(lines: Lines, name: str) -> str:
    """SQL of a column's text, marking numbers of days whose workbook says how it counts."""
    counted = {
        style: [i for i, part in enumerate(lines.all_parts) if part.counts_days == style]
        for style in date_texts.SERIALS
    }
    place = f"l._part{lines.joined[name]}" if name in lines.joined else "l._part"
    return dates.with_serials(name, place, counted)


def _date_serials(connection, lines: Lines, name: str, read: dates.Dates) -> Fault:
    """One fault for a column of nothing but a spreadsheet's numbers of days."""
    number = f"l.{name} IN (SELECT raw FROM {read.odd} WHERE text = ?)"
    place = _first(connection, lines, name, number, read.all_serials)
    return Fault("date_serials", **place, values=_serial_readings(read.all_serials, lines))


def _serial_readings(text: str, lines: Lines) -> dict:
    first, second = date_texts.serial_readings(text)
    return {"first": first, "second": second, "table": lines.name}


def _date_fault(read: dates.Dates, value: str, text: str, *, given, place, lines) -> Fault:
    if given in date_texts.SERIALS:
        return Fault("date_no_serial", **place, value=value, values={"style": given})
    if date_texts.looks_like_a_day(text) and not date_texts.readings(text):
        code = "date_impossible"
    elif date_texts.is_serial(text):
        return Fault("date_serial", **place, value=value, values=_serial_readings(text, lines))
    elif given:
        code = "date_not_in_format"
    else:
        code = "date_mixed" if text in read.found.mixed else "date_text"
        by_month = date_texts.is_month(read.found.style or _ISO)
        if code == "date_mixed" and by_month != all(
            map(date_texts.is_month, date_texts.readings(text))
        ):
            code = "date_month_mixed"
    return Fault(code, **place, value=value, values={"style": read.found.style or _ISO})


def _date_clash(connection, lines: Lines, name: str, read: dates.Dates) -> Fault:
    text, first, second, (style, other) = read.found.clash
    condition = f"l.{name} IN (SELECT raw FROM {read.odd} WHERE text = ?)"
    place = _first(connection, lines, name, condition, text)
    readings = {"first": first, "second": second, "style": style, "other": other}
    return Fault("date_ambiguous", **place, values=readings | {"table": lines.name})


def check_allowed(
    connection: duckdb.DuckDBPyConnection, lines: Lines, column: Column, findings: Findings
) -> None:
    """Every value of a column with fixed words is one of them."""
    sql = f"""
        SELECT t._part, t._row, t.{column.name} FROM typed_{lines.name} t
        WHERE t._step IS NULL AND NOT {cells.is_one_of(f"t.{column.name}", column.allowed)}"""

    def fault(value: str, more: list, **place) -> Fault:
        near = names.nearest(value, list(column.allowed))
        return Fault("value_not_allowed", **place, value=value, values={"nearest": near})

    findings.faults += fault_rows(connection, lines, column.name, sql, fault)
