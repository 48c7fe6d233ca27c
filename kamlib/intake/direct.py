"""Order lines that come with their kinds (Parquet, a table of Spark), without the way through text.

Used where every mapped column has the kind it needs and every value is in order. Anything else
goes the slow, exact way over text, which can name the row; with Spark there is no other way, and
what is out of order is a fault that names the column and counts its rows.

The view `typed_orders` that results is the same as that of `typed.write`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kamlib.engagement import Engagement, Source
from kamlib.faults import InputError
from kamlib.intake import cells, sources
from kamlib.intake import typed as typing
from kamlib.intake.engine import DuckEngine
from kamlib.intake.findings import Findings
from kamlib.intake.parts import Part, literal, quoted, tidy
from kamlib.intake.sources import Lines
from kamlib.tables import SOURCES, Column

TABLE = SOURCES["orders"]
_KINDS = {  # of the engine, that a kind of the kit can be made of
    "text": ("text", "whole", "float", "decimal"),
    "number": ("whole", "float", "decimal"),
    "date": ("date", "moment"),
}
# A text that needs no reading: no blanks, and no word for nothing begins like it.
_CLEAN = "^[0-9A-MO-Za-mo-z][!-~]*$"
_PLAIN = {"path", "columns", "where", "leave_out", "control"}  # of the fields of a source
_LOST = "^[0-9.]+[eE][+][0-9]+$"  # an id whose last figures are gone
_HIGHEST = 1e15  # above it a binary figure has lost figures of an id


@dataclass
class _Reading:
    """How the columns are read: SQL of each, and what a look at all values is to count."""

    values: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, str], str] = field(default_factory=dict)  # column, what: SQL
    bad: list[str] = field(default_factory=list)

    def count(self, column: str, what: str, condition: str) -> None:
        """Have the rows counted that meet a condition."""
        self.counts[column, what] = f"count(*) FILTER (WHERE {condition})"


def _fits(source: Source) -> bool:
    """Whether the files may be read directly: Parquet, and nothing else is to be done to them."""
    plain = not source.model_fields_set - _PLAIN
    return plain and (source.path or "").lower().endswith((".parquet", ".pq"))


def read(engine: DuckEngine, engagement: Engagement, name: str, findings: Findings) -> Lines | None:
    """View `typed_orders` over the files; None, with nothing noted, where only text will do."""
    source = engagement.sources[name]
    if name != "orders" or not _fits(source):
        return None
    try:
        found = sources.open_parts(engagement, source, set(source.columns.values()))
    except InputError:
        return None
    columns = {canonical: tidy(own) for canonical, own in source.columns.items()}
    lines = Lines("orders", source, columns, found, [], direct=True)
    wanted = [*columns.values(), *map(tidy, [*source.where, *source.leave_out])]
    if any(len(set(p.names)) < len(p.names) or not set(wanted) <= set(p.names) for p in found):
        return None
    kinds = [engine.kinds(part.sql) for part in found]
    if any({n: k[n] for n in wanted} != {n: kinds[0][n] for n in wanted} for k in kinds):
        return None
    engine.view("given_orders", _together(found))
    reading = _reading(engine, columns, kinds[0])
    if reading is None:
        return None
    notes = Findings()
    stop = engagement.bad_rows == "stop"
    if not _look(engine, reading, notes, stop=stop):
        return None
    step = _steps(engine, source, notes)
    _write(engine, lines, reading, step)
    findings.repairs += notes.repairs
    findings.questions += notes.questions
    for part in found:
        part.loaded = engine.rows(f"SELECT count(*) FROM ({part.sql})")[0][0]
    return lines


def _together(found: list[Part]) -> str:
    """SQL of all parts, columns by name; one that a part lacks is empty there."""
    names = list(dict.fromkeys(n for part in found for n in part.names if n))
    selects = []
    for i, part in enumerate(found):
        listed = ", ".join(quoted(n) if n in part.names else f"NULL AS {quoted(n)}" for n in names)
        selects.append(f"SELECT {i} AS _part, _row, {listed} FROM ({part.sql})")
    return " UNION ALL ".join(selects)


def _reading(engine: DuckEngine, columns: dict, kinds: dict[str, str]) -> _Reading | None:
    """How every column is read; None where one has not the kind it needs."""
    reading = _Reading()
    for canonical, own in columns.items():
        column, kind = TABLE.column(canonical), kinds[own]
        if kind not in _KINDS[column.kind] or column.allowed:
            return None
        read_kind = {"text": _text, "number": _number, "date": _date}[column.kind]
        read_kind(engine, reading, column, quoted(own), kind)
    return reading


def _text(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    name = column.name
    if kind in ("float", "decimal"):
        reading.count(name, "unfit", f"{own} <> floor({own}) OR abs({own}) >= {_HIGHEST}")
        own = f"CAST({own} AS BIGINT)"
    if kind != "text":
        reading.values[name] = engine.text(own)
        if kind == "float":
            reading.count(name, "point_zero", f"{own} IS NOT NULL")
        return
    reading.values[name] = own
    reading.count(name, "unclean", f"NOT {engine.matches(own, _CLEAN)}")
    if name.endswith("_id"):
        reading.count(name, "odd", f"{own} LIKE '%.%' OR {own} LIKE '%+%'")


def _number(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    name = column.name
    reading.values[name] = f"CAST({own} AS DOUBLE)"
    low, high = typing.limits(column)
    tests = [f"{own} < {low}"] if low is not None else []
    tests += [f"{own} > {high}"] if high is not None else []
    tests += [f"NOT (abs(CAST({own} AS DOUBLE)) < 1e300)"] if kind == "float" else []
    if tests:
        reading.count(name, "unfit", " OR ".join(tests))


def _date(engine: DuckEngine, reading: _Reading, column: Column, own: str, kind: str) -> None:
    reading.values[column.name] = f"CAST({own} AS DATE)"
    reading.count(
        column.name, "unfit", f"NOT coalesce(year({own}) BETWEEN 1 AND 9999, {own} IS NULL)"
    )


def _look(engine: DuckEngine, reading: _Reading, notes: Findings, *, stop: bool) -> bool:
    """Look at every value once; whether all can be read directly. Repairs are noted."""
    if stop:
        reading.count("", "unfit", _gap(reading))
    asked = list(reading.counts)
    found = engine.rows(f"SELECT {', '.join(reading.counts.values())} FROM given_orders")[0]
    counted = dict(zip(asked, found, strict=True))
    if any(rows for (_, what), rows in counted.items() if what == "unfit"):
        return False
    for (name, what), rows in counted.items():
        if rows and what == "odd" and _is_lost(engine, reading.values[name]):
            return False
        elif rows and what == "unclean":
            _clean(engine, reading, name, notes)
        elif rows and what == "point_zero":
            sql = f"SELECT min({reading.values[name]}) FROM given_orders"
            example = f"{engine.rows(sql)[0][0]}.0"
            notes.repair("orders", name, "point_zero", rows=rows, example=example)
    return True


def _is_lost(engine: DuckEngine, own: str) -> bool:
    """Whether ids end in `.0`, or have lost their last figures: a matter for the exact way."""
    condition = f"{own} LIKE '%.0' OR {engine.matches(own, _LOST)}"
    return bool(engine.rows(f"SELECT 1 FROM given_orders WHERE {condition} LIMIT 1"))


def _gap(reading: _Reading) -> str:
    """SQL of a line of a customer that has no date, or no amount."""
    values = reading.values
    who = values.get("customer_id") or values.get("customer_name", "NULL")
    amount = [f"{values[c]} IS NULL" for c in ("amount",) if c in values]
    parts = [f"{values[c]} IS NULL" for c in ("quantity", "price") if c in values]
    lacks = amount + ([f"({' OR '.join(parts)})"] if len(parts) == 2 else [])
    return f"{who} IS NOT NULL AND ({values['date']} IS NULL OR ({' AND '.join(lacks)}))"


def _clean(engine: DuckEngine, reading: _Reading, name: str, notes: Findings) -> None:
    """Take blanks and words for nothing off a column of text, and say so."""
    own = reading.values[name]
    squeezed = cells.trimmed(own)
    nothing = cells.is_one_of(squeezed, (*cells.NOTHING, *cells.NOT_A))
    reading.values[name] = f"CASE WHEN {nothing} THEN NULL ELSE {squeezed} END"
    missing, word, blanks, padded = engine.rows(f"""
        SELECT count(*) FILTER (WHERE {nothing}), min({own}) FILTER (WHERE {nothing}),
            count(*) FILTER (WHERE {own} <> {squeezed} AND NOT {nothing}),
            min({own}) FILTER (WHERE {own} <> {squeezed} AND NOT {nothing})
        FROM given_orders""")[0]
    if missing:
        notes.repair("orders", name, "missing", rows=missing, example=word)
    if blanks and (name.endswith("_id") or name == "customer_name"):
        notes.repair("orders", name, "blanks", rows=blanks, example=padded)


def _steps(engine: DuckEngine, source: Source, notes: Findings) -> str:
    """SQL of the step that the engagement's own choice of rows takes a line out at."""
    tests = []
    for step, given in (("where", source.where), ("left_out", source.leave_out)):
        for own, values in given.items():
            text = cells.trimmed(engine.text(quoted(tidy(own))))
            heard = engine.rows(f"SELECT DISTINCT {text} FROM given_orders")
            unheard = "where" if step == "where" else "leave_out"
            for value in (v for v in values if (v.strip(),) not in heard):
                question = f"{unheard}_without_rows"
                notes.question("orders", own, question, rows=0, example=value)
            listed = ", ".join(literal(v.strip()) for v in values)
            is_in = f"coalesce({text} IN ({listed}), FALSE)" if values else "FALSE"
            tests.append(f"WHEN {'NOT ' if step == 'where' else ''}{is_in} THEN '{step}'")
    return f"CASE {' '.join(tests)} END" if tests else "CAST(NULL AS STRING)"


def _write(engine: DuckEngine, lines: Lines, reading: _Reading, step: str) -> None:
    """View `typed_orders`."""
    names = list(dict.fromkeys(quoted(n) for part in lines.parts for n in part.names if n))
    line, exact = engine.row_marks(names)
    empty = {c.name: f"CAST(NULL AS {typing.SQL_KINDS[c.kind]})" for c in TABLE.columns}
    values = empty | reading.values
    columns = ", ".join(f"{values[name]} AS {name}" for name in TABLE.names)
    engine.view(
        "typed_orders",
        f"""SELECT _part, _row, {line} AS _line, {exact} AS _text, {step} AS _step,
            CAST(NULL AS STRING) AS _loose, {columns}, FALSE AS _bad FROM given_orders""",
    )
