"""Other files beside a source: columns joined to its rows, and lists of rows to leave out."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from kamlib.engagement import DropIfIn, Engagement, Join, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import find as files
from kamlib.intake.files import parts
from kamlib.intake.files.asides import Rules
from kamlib.intake.files.parts import Part, tidy
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.findings import MOST
from kamlib.intake.nearest import nearest
from kamlib.intake.values import ids


@dataclass
class Beside:
    """Another file: `on` maps the source's columns to the ones here; `names` are the rest."""

    label: str
    on: dict[str, str]
    parts: list[Part]
    names: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)  # names that are loaded, as f<n> after the keys

    def place(self, name: str) -> int:
        """Position of a loaded column."""
        return len(self.on) + self.taken.index(name)


def open_file(engagement: Engagement, spec: Join | DropIfIn) -> Beside:
    """Find the file and its columns; nothing is loaded yet.

    Raises
    ------
    InputError
        If the file or its key is missing.
    """
    on = {spec.on: spec.on} if isinstance(spec.on, str) else spec.on
    on = {tidy(own): tidy(other) for own, other in on.items()}
    keys = set(on.values())
    source = Source(path=spec.path, sheet=spec.sheet)
    found = [
        part
        for path, label in files.find(engagement, spec.path)
        for part in files.parts(path, label, source, Wanted(keys=tuple(keys)))
    ]
    missing = [
        Fault(
            "column_missing",
            file=part.file,
            sheet=part.sheet,
            column=key,
            values={"nearest": nearest(key, part.names)},
        )
        for part in found
        for key in on.values()
        if key not in part.names
    ]
    if missing:
        raise InputError(missing)
    offered = dict.fromkeys(n for part in found for n in part.names if n and n not in keys)
    return Beside(spec.path, on, found, list(offered))


def load(
    connection: duckdb.DuckDBPyConnection, beside: Beside, table: str, needed: list[str]
) -> None:
    """Load the keys and the needed columns into `table`; the keys under k0, k1, ..."""
    beside.taken = [name for name in beside.names if name in needed]
    wanted = [*beside.on.values(), *beside.taken]
    parts.create(connection, f"{table}_raw", len(wanted))
    for index, part in enumerate(beside.parts):
        parts.load(connection, f"{table}_raw", part, (index, wanted), _rules(beside, part))
    connection.execute(f"DELETE FROM {table}_raw WHERE _mark IS NOT NULL")
    keys = [ids.read(connection, f"{table}_raw", f"f{i}") for i in range(len(beside.on))]
    named = "".join(f", {key.value} AS k{i}" for i, key in enumerate(keys))
    joins = " ".join(key.join for key in keys)
    connection.execute(f"CREATE TABLE {table} AS SELECT l.*{named} FROM {table}_raw l {joins}")
    connection.execute(f"DROP TABLE {table}_raw")


def _rules(beside: Beside, part: Part) -> Rules | None:
    """A header that comes again or a note is no row; what has no key is never matched."""
    if part.layout is None:
        return None
    return Rules(who=tuple(beside.on.values()), block=tuple(part.layout.block))


def keys_twice(connection: duckdb.DuckDBPyConnection, beside: Beside, table: str) -> list[Fault]:
    """A fault for every row whose key stands in an earlier row."""
    keys = ", ".join(f"k{i}" for i in range(len(beside.on)))
    shown = " || ' ' || ".join(f"k{i}" for i in range(len(beside.on)))
    rows = connection.execute(f"""
        SELECT _part, _row, {shown} FROM {table} WHERE {shown} IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY _part, _row) > 1
        ORDER BY _part, _row LIMIT {MOST}""").fetchall()
    return [
        Fault(
            "join_key_twice",
            file=beside.parts[part].file,
            sheet=beside.parts[part].sheet,
            row=row,
            column=", ".join(beside.on.values()),
            value=value,
        )
        for part, row, value in rows
    ]


def matches(
    connection: duckdb.DuckDBPyConnection, beside: Beside, rows: str, places: dict[str, str]
) -> tuple[str, str]:
    """SQL that reads the source's keys in `rows`, and of their match with those of `b`."""
    own = [ids.read(connection, rows, places[name]) for name in beside.on]
    return (
        " ".join(key.join for key in own),
        " AND ".join(f"b.k{i} = {key.value}" for i, key in enumerate(own)),
    )
