"""One source of the engagement into the engine: every mapped column as text.

The table `lines_<name>` that results holds _part, _row and _line of each row, the mapped
columns under their canonical names, _step: why a row is left out, empty while it is in, and
_loose: the joined file in which the row's key was not found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import (
    asides,
    beside,
    database,
    fill_down,
    layout_notes,
    name_dates,
    parquet,
    part_names,
    parts,
)
from kamlib.intake.files import find as files
from kamlib.intake.files import wanted as wanting
from kamlib.intake.files.beside import Beside
from kamlib.intake.files.parts import Part, literal, tidy
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.findings import Findings
from kamlib.intake.values import cells
from kamlib.tables import SOURCES


@dataclass
class Lines:
    """A source in the engine. `columns`: canonical name to the file's own name.

    partial: a mapped column is missing, so only the cells of the others can be looked at.
    """

    name: str
    source: Source
    columns: dict[str, str]
    parts: list[Part]
    others: list[Beside]  # joined ones first, then the list of rows to leave out
    partial: bool = False
    direct: bool = False  # read with its kinds, never as text: see `direct`
    totals: int = 0  # rows that look like totals
    marks: tuple[str, str] = ("", "")  # table and column that say why a row is left out
    joined: dict[str, int] = field(default_factory=dict)  # canonical name: joined file it is from

    @property
    def table(self) -> str:
        """Its table in the engine."""
        return f"lines_{self.name}"

    @property
    def all_parts(self) -> list[Part]:
        """Parts of the source, then of the files beside it: what _part counts in a place."""
        return [*self.parts, *(part for other in self.others for part in other.parts)]

    @property
    def typed(self) -> bool:
        """Whether true dates come as ISO text."""
        return any(part.typed for part in self.all_parts)

    def own(self, column: str, part: int) -> str:
        """What the part itself calls a column."""
        name = self.columns.get(column, column)
        return self.all_parts[part].named(name)

    def place(self, column: str) -> str:
        """SQL of the place of a cell as _part and _row: a joined cell stands in the other file."""
        if column not in self.joined:
            return "l._part AS _part, l._row AS _row"
        i = self.joined[column]
        return f"coalesce(l._part{i}, l._part) AS _part, coalesce(l._row{i}, l._row) AS _row"

    def file(self, column: str) -> str:
        """The (first) file that a column stands in."""
        given = self.others[self.joined[column]].parts if column in self.joined else self.parts
        return given[0].file

    @property
    def ragged_rows(self) -> int:
        """Rows with another number of fields than the header."""
        return sum(part.ragged_rows for part in self.parts)


def load(
    connection: duckdb.DuckDBPyConnection,
    engagement: Engagement,
    name: str,
    findings: Findings,
    copy: Path | None = None,
) -> Lines:
    """Load a source; rows that cannot be taken apart are noted and left out.

    copy: what was fetched of a table of a catalogue, which only its engine can read.

    Raises
    ------
    InputError
        With every fault of its files that keeps their cells from being read.
    """
    source = engagement.sources[name]
    where, left = (
        {tidy(own): values for own, values in given.items()}
        for given in (source.where, source.leave_out)
    )
    joins, dropped = _others(engagement, source)
    others = [*joins, *([dropped] if dropped else [])]
    keys = [*where, *left, *(own for other in others for own in other.on)]
    offered = {n for join in joins for n in join.names}
    wanted = wanting.of_source(name, source, offered, keys)
    found = _open(engagement, source, wanted, copy)
    columns = part_names.choose(source, found, wanted, offered)
    lost = part_names.check(name, found, (wanted, others), findings)
    partial = bool(lost)
    columns = {c: own for c, own in columns.items() if own not in lost}
    if not columns or lost & set(keys):
        raise InputError([])
    lines = Lines(name, source, columns, found, others, partial=partial)
    needed = [n for n in dict.fromkeys([*columns.values(), *keys]) if n not in lost]
    held = [n for n in needed if any(part.holds(n) for part in found)]
    _load_parts(connection, lines, held)
    fill_down.fill(connection, lines, held, findings)
    _check_rows(found, findings, stop=engagement.bad_rows == "stop")
    _write(connection, lines, held, (joins, dropped, where, left), findings)
    lines.totals = asides.note(connection, lines, findings)
    layout_notes.note(lines, findings)
    return lines


def _load_parts(connection: duckdb.DuckDBPyConnection, lines: Lines, held: list[str]) -> None:
    """Write `raw_<name>`: the columns that are needed, as f0, f1, ..."""
    parts.create(connection, f"raw_{lines.name}", len(held))
    for index, part in enumerate(lines.parts):
        _name_days(lines, part)
        known = part.encoding in ("parquet", "database")
        rules = (
            None if known else asides.rules(lines.name, part, lines.columns, lines.source.fill_down)
        )
        parts.load(connection, f"raw_{lines.name}", part, (index, held), rules)


def _name_days(lines: Lines, part: Part) -> None:
    """Let the name of a sheet or file that stands for a date be one."""
    kinds = {c.name: c.kind for c in SOURCES[lines.name].columns}
    for own in {own for c, own in lines.columns.items() if kinds[c] == "date"}:
        if own in parts.NAMES_OF_PARTS and (day := name_dates.told(part, own)):
            part.days[own] = day


def _write(connection, lines: Lines, held: list[str], beside_it: tuple, findings: Findings) -> None:
    """Write `lines_<name>` from the raw rows, the files beside them and the rows to keep."""
    joins, dropped, where, left = beside_it
    raw = rows = f"raw_{lines.name}"
    places = {own: f"f{i}" for i, own in enumerate(held)}
    needed = [n for n in [*lines.columns.values(), *where, *left] if n not in held]
    needed += [own for join in joins for own in join.on] + list(dropped.on if dropped else [])
    before = len(lines.parts)
    for i, join in enumerate(joins):
        rows = _add(connection, join, rows, places, needed, (i, before))
        before += len(join.parts)
        new = [c for c, own in lines.columns.items() if places.get(own, "").startswith(f"j{i}_")]
        lines.joined |= dict.fromkeys(new, i)
    rows, left_out = _leave_out(connection, dropped, rows, places)
    for decision, given in (("where", where), ("leave_out", left)):
        for own, values in given.items():
            unheard = f"{decision}_without_rows"
            _note_unheard(
                connection, (lines.name, rows), (own, places[own], values), unheard, findings
            )
    kept = " AND ".join(f"coalesce({_is_in(places[own], v)}, FALSE)" for own, v in where.items())
    gone = " OR ".join(f"coalesce({_is_in(places[own], v)}, FALSE)" for own, v in left.items())
    mapped = "".join(f", {places[own]} AS {c}" for c, own in lines.columns.items())
    mapped += "".join(f", _part{i}, _row{i}" for i in range(len(joins)))
    loose = ", ".join([*(f"_loose{i}" for i in range(len(joins))), "NULL"])
    plain = not (joins or dropped or where or left)
    chosen = f"""CASE WHEN NOT ({kept or "TRUE"}) THEN 'where'
                WHEN {left_out} THEN 'drop_if_in'
                WHEN {gone or "FALSE"} THEN 'left_out' END"""
    connection.execute(f"""
        CREATE {"VIEW" if plain else "TABLE"} {lines.table} AS
        SELECT _part, _row, _line, _text{mapped},
            coalesce(_mark, {chosen}) AS _step, CASE WHEN _mark <> '' THEN {chosen} END AS _else,
            CAST(coalesce({loose}) AS VARCHAR) AS _loose, _said
        FROM {rows}""")
    lines.marks = (raw, "_mark") if plain else (lines.table, "_step")
    if not plain:
        connection.execute(f"DROP TABLE {raw} CASCADE")


def _others(engagement: Engagement, source: Source) -> tuple[list[Beside], Beside | None]:
    faults: list[Fault] = []
    opened: list[Beside | None] = []
    for spec in [*source.join, source.drop_if_in]:
        try:
            opened.append(beside.open_file(engagement, spec) if spec else None)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return opened[:-1], opened[-1]


def _open(engagement: Engagement, source: Source, wanted: Wanted, copy: Path | None) -> list[Part]:
    if copy:
        return parquet.read(copy, source.table)
    if source.database:
        return database.read(engagement, source)
    faults: list[Fault] = []
    found: list[Part] = []
    for path, label in files.find(engagement, source.path):
        try:
            found += files.parts(path, label, source, wanted)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _check_rows(found: list[Part], findings: Findings, *, stop: bool) -> None:
    """No row has too many or too few fields, and there are rows at all."""
    if not any(part.loaded or part.ragged_rows for part in found):
        raise InputError([Fault("file_no_rows", file=found[0].file, sheet=found[0].sheet)])
    for part in found if stop else []:
        for row, fields in part.ragged:
            findings.faults.append(_ragged_fault(part, row, fields))
        if (more := part.ragged_rows - len(part.ragged)) > 0:
            findings.fault("more_rows", file=part.file, values={"more": more})


def _ragged_fault(part: Part, row: int, fields: int) -> Fault:
    width = len(part.names)
    code = "too_many_fields" if fields > width else "too_few_fields" if fields else "quote_broken"
    return Fault(code, file=part.file, row=row, values={"found": fields, "expected": width})


def _add(connection, join: Beside, rows: str, places: dict, needed: list, count: tuple) -> str:
    """Add a joined file's columns to the rows; returns the name of the result.

    count: the join's number, and the parts before its own.
    """
    i, before = count
    table = f"{rows}_join"
    beside.load(connection, join, table, needed)
    if faults := beside.keys_twice(connection, join, table):
        raise InputError(faults)
    keys, on = beside.matches(connection, join, rows, places)
    added = "".join(f", b.f{join.place(n)} AS j{i}_{join.place(n)}" for n in join.taken)
    connection.execute(f"""
        CREATE VIEW {rows}_{i} AS
        SELECT l.*{added}, b._part + {before} AS _part{i}, b._row AS _row{i},
            CASE WHEN b._row IS NULL THEN {literal(join.label)} END AS _loose{i}
        FROM {rows} l {keys} LEFT JOIN {table} b ON {on}""")
    for name in join.taken:
        places.setdefault(name, f"j{i}_{join.place(name)}")
    return f"{rows}_{i}"


def _leave_out(connection, dropped: Beside | None, rows: str, places: dict) -> tuple[str, str]:
    """Name of the rows, and SQL of whether a row's key stands in the other file."""
    if dropped is None:
        return rows, "FALSE"
    table = f"{rows}_drop"
    beside.load(connection, dropped, table, [])
    keys = ", ".join(f"k{i}" for i in range(len(dropped.on)))
    own, on = beside.matches(connection, dropped, rows, places)
    connection.execute(f"""
        CREATE VIEW {rows}_kept AS SELECT l.*, b.k0 IS NOT NULL AS _dropped FROM {rows} l {own}
        LEFT JOIN (SELECT DISTINCT {keys} FROM {table}) b ON {on}""")
    return f"{rows}_kept", "_dropped"


def _note_unheard(
    connection, source: tuple, wanted: tuple, question: str, findings: Findings
) -> None:
    """A value to keep or leave out that no row holds is more often a slip than a wish."""
    name, rows = source
    own, place, values = wanted
    held = connection.execute(f"SELECT DISTINCT {cells.trimmed(place)} FROM {rows}").fetchall()
    for value in values:
        if (value.strip(),) not in held:
            findings.question(name, own, question, rows=0, example=value)


def _is_in(column: str, values: list[str]) -> str:
    listed = ", ".join(literal(v.strip()) for v in values)
    return f"{cells.trimmed(column)} IN ({listed})" if values else "FALSE"
