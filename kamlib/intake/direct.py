"""Order lines that come with their kinds (Parquet, a table of Spark), without the way through text.

Used where every mapped column has the kind it needs and every value is in order. Anything else
goes the slow, exact way over text, which can name the row; with Spark there is no other way, and
what is out of order is a fault that names the column and counts its rows.

The view `typed_orders` that results is the same as that of `typed.write`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake import direct_parts
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files import units
from kamlib.intake.files.parts import literal, quoted, tidy
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.nearest import nearest
from kamlib.intake.values import cells, scaling
from kamlib.intake.values import typed as typing
from kamlib.tables import SOURCES, Column

TABLE = SOURCES["orders"]
# Fields of a source that the lines can have read directly, and those where there is no other way.
_PLAIN = {"path", "columns", "where", "leave_out", "scale", "tax_included", "control"}
_BESIDE = {"table", "join", "drop_if_in"}
_KINDS = {  # of the engine, that a kind of the kit can be made of
    "text": ("text", "whole", "float", "decimal"),
    "number": ("whole", "float", "decimal"),
    "date": ("date", "moment"),
}
# A text that needs no second look: no blank, no word for nothing begins like it, no `.0` and
# no `E+17` at its end.
_CLEAN = "^[0-9A-MO-Za-mo-z][!-*,/-~-]*$"
_LOST = "^[0-9.]+[eE][+][0-9]+$"  # an id whose last figures are gone
_HIGHEST = 1e15  # above it a binary figure has lost figures of an id


@dataclass
class _Reading:
    """How the columns are read: SQL of each, and of what a look at all values is to count."""

    lines: Lines
    values: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, str], str] = field(default_factory=dict)  # column, what: SQL

    def count(self, column: str, what: str, condition: str) -> None:
        """Have the rows in use counted that meet a condition."""
        self.counts[column, what] = f"count(*) FILTER (WHERE _step IS NULL AND ({condition}))"

    def fault(self, code: str, column: str, **values) -> InputError:
        """The complaint of a column."""
        own = self.lines.columns.get(column, column)
        return InputError([Fault(code, file=self.lines.parts[0].file, column=own, values=values)])


def read(engine: DuckEngine, engagement: Engagement, name: str, findings: Findings) -> Lines | None:
    """View `typed_orders` over the files; None where they are to go the way over text.

    Raises
    ------
    InputError
        What is out of order, where the engine knows no other way.
    """
    source = engagement.sources[name]
    if name != "orders":
        return None
    if engine.reads_text and not (source.path or "").lower().endswith((".parquet", ".pq")):
        return None
    notes = Findings()
    try:
        lines = _read(engine, engagement, source, notes)
    except InputError:
        if engine.reads_text:
            return None
        raise
    findings.repairs += notes.repairs
    findings.questions += notes.questions
    return lines


def _read(engine: DuckEngine, engagement: Engagement, source: Source, notes: Findings) -> Lines:
    fields = _PLAIN if engine.reads_text else _PLAIN | _BESIDE
    for name in sorted(source.model_fields_set - fields):
        place = f"sources.orders.{name}"
        raise InputError([Fault("direct_field", file="engagement.yaml", column=place)])
    found = direct_parts.open_parts(engine, engagement, source.path, source.table)
    reading = _Reading(Lines("orders", source, {}, found, [], direct=True))
    _choose(reading, direct_parts.write(engine, engagement, source, found))
    engine.view("given_orders", f"SELECT *, {_steps(engine, source, notes)} FROM beside_orders")
    _kinds(engine, reading)
    _look(engine, reading, notes, stop=engagement.bad_rows == "stop")
    _write(engine, reading)
    for part in found:
        part.loaded = engine.rows(f"SELECT count(*) FROM ({part.sql})")[0][0]
    return reading.lines


def _choose(reading: _Reading, offered: set[str]) -> None:
    """Which column is which; of several names given for one, the first that is there."""
    lines, faults = reading.lines, []
    place = {"file": lines.parts[0].file, "row": lines.parts[0].header_row}
    named = {"table": "orders"}
    for canonical, given in lines.source.columns.items():
        own = [tidy(n) for n in ([given] if isinstance(given, str) else given)]
        there = [n for n in own if n in offered]
        lines.columns[canonical] = there[0] if there else own[0]
    for own in [*lines.columns.values(), *lines.source.where, *lines.source.leave_out]:
        if tidy(own) not in offered:
            near = {"nearest": nearest(own, sorted(offered))}
            faults.append(Fault("column_missing", **place, column=own, values=near))
    faults += [
        Fault("unit_unclear", **place, column=own, value=unit.said, values=named | {"name": c})
        for c, own in lines.columns.items()
        if TABLE.column(c).kind == "number" and c not in lines.source.scale
        if (unit := units.of_header(own)) and unit.factor != 1
    ]
    if faults:
        raise InputError(faults)


def _kinds(engine: DuckEngine, reading: _Reading) -> None:
    """How every column is read, by its kind."""
    kinds = engine.kinds("SELECT * FROM given_orders")
    for canonical, own in reading.lines.columns.items():
        column, kind = TABLE.column(canonical), kinds[own]
        if kind not in _KINDS[column.kind] or column.allowed:
            raise reading.fault("direct_kind", canonical, needed=column.kind)
        as_kind = {"text": _text, "number": _number, "date": _date}[column.kind]
        as_kind(engine, reading, column, quoted(own), kind)


def _text(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    name = column.name
    if kind in ("float", "decimal"):
        reading.count(name, "unfit", f"{own} <> floor({own}) OR abs({own}) >= {_HIGHEST}")
    if kind != "text":
        whole = own if kind == "whole" else f"CAST({own} AS BIGINT)"
        reading.values[name] = engine.text(whole)
        if kind == "float":
            reading.count(name, "point_zero", f"{own} IS NOT NULL")
        return
    reading.values[name] = own
    if name == "order_id":
        reading.count(name, "unclean", f"NOT {engine.matches(own, _CLEAN)}")
        return
    # Customers, products and regions come again and again: a look at each of them is enough. A
    # WHERE would be asked of every line: the engine moves it before DISTINCT.
    different = f"SELECT DISTINCT {own} AS v FROM given_orders WHERE _step IS NULL"
    unclean = f"count(*) FILTER (WHERE NOT {engine.matches('v', _CLEAN)})"
    reading.counts[name, "unclean"] = f"(SELECT {unclean} FROM ({different}) d)"


def _number(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    name = column.name
    reading.values[name] = f"CAST({own} AS DOUBLE)"
    if (factor := reading.lines.source.scale.get(name, 1)) != 1:
        reading.values[name] = f"(CAST({own} AS DOUBLE) * {factor!r})"
        reading.count(name, "scaled", f"{own} IS NOT NULL")
    low, high = typing.limits(column)
    tests = [f"{own} < {low}"] if low is not None else []
    tests += [f"{own} > {high}"] if high is not None else []
    tests += [f"NOT (abs(CAST({own} AS DOUBLE)) < 1e300)"] if kind == "float" else []
    if tests:
        reading.count(name, "unfit", " OR ".join(tests))


def _date(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    reading.values[column.name] = f"CAST({own} AS DATE)"
    there = f"{own} IS NULL OR coalesce(year({own}) BETWEEN 1 AND 9999, FALSE)"
    reading.count(column.name, "unfit", f"NOT ({there})")


def _look(engine: DuckEngine, reading: _Reading, notes: Findings, *, stop: bool) -> None:
    """Look at every value once; what cannot be read directly is a fault. Repairs are noted."""
    if stop:
        for name, gap in _gaps(reading).items():
            reading.count(name, "gap", gap)
    asked = list(reading.counts)
    found = engine.rows(f"SELECT {', '.join(reading.counts.values())} FROM given_orders")[0]
    for (name, what), rows in zip(asked, found, strict=True):
        if not rows:
            continue
        if what in ("unfit", "gap"):
            raise reading.fault(f"direct_{what}", name, rows=rows)
        if what == "unclean":
            if name.endswith("_id"):
                _refuse_lost(engine, reading, name)
            _clean(engine, reading, name, notes)
        elif what == "scaled":
            _note_scaled(engine, reading, name, notes)
        else:
            sql = f"SELECT min({reading.values[name]}) FROM given_orders WHERE _step IS NULL"
            example = f"{engine.rows(sql)[0][0]}.0"
            notes.repair("orders", name, "point_zero", rows=rows, example=example)


def _note_scaled(engine: DuckEngine, reading: _Reading, name: str, notes: Findings) -> None:
    """Say what a factor of the engagement has made of a column."""
    value, own = reading.values[name], quoted(reading.lines.columns[name])
    ((rows, money, example),) = engine.rows(f"""
        SELECT count({value}), {engine.sum}({value}), min({own}) FROM given_orders
        WHERE _step IS NULL AND {own} IS NOT NULL""")
    noted = {"rows": rows, "amount": money if scaling.is_whole(TABLE.column(name)) else None}
    noted["places"] = len(reading.lines.parts)
    factor = reading.lines.source.scale[name]
    notes.repair("orders", name, "unit_scaled", **noted, example=f"{example} (× {factor:g})")


def _gaps(reading: _Reading) -> dict[str, str]:
    """SQL of a line of a customer that has no date, or no amount, by the column that lacks."""
    values = reading.values
    who = values.get("customer_id") or values.get("customer_name", "NULL")
    amount = f" AND {values['amount']} IS NULL" if "amount" in values else ""
    money = ("quantity", "price") if {"quantity", "price"} <= values.keys() else ("amount",)
    gaps = {name: f"{who} IS NOT NULL AND {values[name]} IS NULL{amount}" for name in money}
    return gaps | {"date": f"{who} IS NOT NULL AND {values['date']} IS NULL"}


def _refuse_lost(engine: DuckEngine, reading: _Reading, name: str) -> None:
    """Ids that end in `.0`, or have lost their last figures, are a matter for the exact way."""
    own = reading.values[name]
    condition = f"_step IS NULL AND ({own} LIKE '%.0' OR {engine.matches(own, _LOST)})"
    ((rows,),) = engine.rows(f"SELECT count(*) FROM given_orders WHERE {condition}")
    if rows:
        raise reading.fault("direct_unfit", name, rows=rows)


def _clean(engine: DuckEngine, reading: _Reading, name: str, notes: Findings) -> None:
    """Take blanks and words for nothing off a column of text, and say so."""
    own = reading.values[name]
    squeezed = cells.trimmed(own)
    nothing = f"coalesce({cells.is_one_of(squeezed, (*cells.NOTHING, *cells.NOT_A))}, FALSE)"
    reading.values[name] = f"CASE WHEN {nothing} THEN NULL ELSE {squeezed} END"
    padded = f"{own} <> {squeezed} AND NOT {nothing}"
    missing, word, blanks, example = engine.rows(f"""
        SELECT count(*) FILTER (WHERE {nothing}), min({own}) FILTER (WHERE {nothing}),
            count(*) FILTER (WHERE {padded}), min({own}) FILTER (WHERE {padded})
        FROM given_orders WHERE _step IS NULL""")[0]
    if missing:
        notes.repair("orders", name, "missing", rows=missing, example=word)
    if blanks and (name.endswith("_id") or name == "customer_name"):
        notes.repair("orders", name, "blanks", rows=blanks, example=example)


def _steps(engine: DuckEngine, source: Source, notes: Findings) -> str:
    """SQL of _step: where the engagement's own choice of rows takes a line out."""
    tests = {"where": [], "drop_if_in": ["_dropped"], "left_out": []}
    for step, given in (("where", source.where), ("left_out", source.leave_out)):
        for own, values in given.items():
            text = cells.trimmed(engine.text(quoted(tidy(own))))
            heard = engine.rows(f"SELECT DISTINCT {text} FROM beside_orders")
            unheard = "where" if step == "where" else "leave_out"
            for value in (v for v in values if (v.strip(),) not in heard):
                question = f"{unheard}_without_rows"
                notes.question("orders", own, question, rows=0, example=value)
            listed = ", ".join(literal(v.strip()) for v in values)
            is_in = f"coalesce({text} IN ({listed}), FALSE)" if values else "FALSE"
            tests[step].append(f"NOT {is_in}" if step == "where" else is_in)
    cases = [f"WHEN {' OR '.join(found)} THEN '{step}'" for step, found in tests.items() if found]
    return f"CASE {' '.join(cases)} END AS _step"


def _write(engine: DuckEngine, reading: _Reading) -> None:
    """View `typed_orders`."""
    own = dict.fromkeys(quoted(n) for part in reading.lines.parts for n in part.names if n)
    line, exact = engine.row_marks(list(own))
    empty = {c.name: f"CAST(NULL AS {typing.SQL_KINDS[c.kind]})" for c in TABLE.columns}
    values = empty | reading.values
    columns = ", ".join(f"{values[name]} AS {name}" for name in TABLE.names)
    engine.view(
        "typed_orders",
        f"""SELECT _part, _row, {line} AS _line, {exact} AS _text, _step,
            _lacking AS _loose, {columns}, FALSE AS _bad FROM given_orders""",
    )
