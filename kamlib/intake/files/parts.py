"""A part: one block of cells under one header, on its way into the engine as text.

A text file is one part, a workbook one for each sheet, a Parquet file or a query one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.findings import MOST

if TYPE_CHECKING:
    from kamlib.intake.files.asides import Rules
    from kamlib.intake.files.hidden import Hidden
    from kamlib.intake.files.layout import Layout

Rows = Iterator[tuple[int, list[str]]]  # row as a person counts it, and its cells
SEPARATE = "\x1f"
NAMES_OF_PARTS = ("@sheet", "@file")  # columns whose cells are the name of the sheet or file
LONE = "lone"  # mark of a row of one text, until it is clear whether data follow
BATCH = 20_000
_MOST_SHORT = 10_000
_MOST_SAID = 120  # letters of a row beside the data
_EXACT = 1e15


@dataclass
class Part:
    """One block of cells. `rows` are read once, when it is loaded."""

    file: str
    names: list[str]
    rows: Callable[[], Rows] | None = None
    sql: str = ""  # instead of rows: a query the engine runs itself, with _row and all names
    sheet: str = ""
    header_row: int = 1
    plain_header: bool = False  # of a text file: one line for each record down to the header
    encoding: str = ""
    separator: str = ""
    path: str = ""
    digest: str = ""  # of all rows, known when they are read, where there is no file
    layout: Layout | None = None  # None: the names stand in row header_row and nothing else
    hidden: Hidden | None = None
    passed: list[str] = field(default_factory=list)  # of the first sheet: those not read
    passed_hidden: list[str] = field(default_factory=list)  # the hidden ones among them
    kind: str = ""  # what the file is, where its ending says something else
    days: dict[str, str] = field(default_factory=dict)  # the date that @sheet or @file stands for
    own: dict[str, str] = field(default_factory=dict)  # name here of one called otherwise in it
    short: dict[int, int] = field(default_factory=dict)  # row, fields found: fewer than names
    ragged: list[tuple[int, int]] = field(default_factory=list)  # row, fields found
    ragged_rows: int = 0
    blank_rows: int = 0
    counts_days: str = ""  # of a workbook: excel or excel-1904, how its numbers of days count
    loaded: int = 0

    @property
    def typed(self) -> bool:
        """Whether true dates come as ISO text, because the source knows dates."""
        return self.encoding in ("workbook", "parquet", "database")

    @property
    def head_rows(self) -> int:
        """The last row above the data, a row of units included."""
        return self.layout.last if self.layout else self.header_row

    def holds(self, name: str) -> bool:
        """Whether the part gives this column, be it its own name as one."""
        return name in self.names or name in NAMES_OF_PARTS

    def named(self, name: str) -> str:
        """What the part itself calls a column."""
        return self.own.get(name, name)

    def constant(self, name: str) -> str | None:
        """The text of every cell of a column that names the sheet or the file."""
        if name in self.names or name not in NAMES_OF_PARTS:
            return None
        if name in self.days:
            return self.days[name]
        return self.sheet if name == "@sheet" else Path(self.file).name.partition(".")[0]

    def keep_short(self, row: int, fields: int) -> bool:
        """Keep a row with fewer fields than names until it is clear what it is."""
        if len(self.short) >= _MOST_SHORT:
            return False
        self.short[row] = fields
        return True

    def note_ragged(self, row: int, fields: int) -> None:
        """Note a row with another number of fields than names."""
        self.ragged_rows += 1
        if len(self.ragged) < MOST:
            self.ragged.append((row, fields))


def tidy(name: object) -> str:
    """A column name as it is compared: one blank for each run of blanks, none at the ends."""
    return " ".join(str(name).replace("\ufeff", "").split())


def as_text(value: object) -> str:
    """A cell of a workbook or a database as text: dates ISO, whole numbers without `.0`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        # From 16 digits on a spreadsheet has lost the last ones: the text shows that it has.
        return str(int(value)) if abs(value) < _EXACT else f"{value:.16e}"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def create(connection: duckdb.DuckDBPyConnection, table: str, width: int) -> None:
    """An empty table for parts: _part, _row, _line and _text (two digests of the whole row),
    _mark (what a row beside the data is, see `asides`), _said (its words), f0, f1, ...
    """
    columns = "".join(f", f{i} VARCHAR" for i in range(width))
    connection.execute(
        f"CREATE TABLE {table} (_part INTEGER, _row BIGINT, _line UBIGINT, _text UBIGINT, "
        f"_mark VARCHAR, _said VARCHAR{columns})"
    )


def load(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    part: Part,
    place: tuple[int, list[str]],
    rules: Rules | None = None,
) -> None:
    """Put columns of a part into `table`; what it lacks is empty there.

    place: the number of the part, and the names wanted, in order. rules: what tells rows
    beside the data from them; without it none is marked.
    """
    from kamlib.intake.files import asides, engine_csv  # noqa: PLC0415  they need this module

    index, wanted = place
    if part.sql:
        _load_in_engine(connection, table, part, index, wanted)
        return
    if not (part.separator and engine_csv.load(connection, table, part, place, rules)):
        rows = part.rows()
        while batch := list(islice(rows, BATCH)):
            _insert(connection, table, part, place, (batch, rules))
            part.loaded += len(batch)
    asides.settle(connection, table, index, part)


def marks(rules: Rules | None, cell: Callable[[str], str], line: str) -> tuple[str, str]:
    """SQL of _mark and, once that has a name, of _said."""
    said = f"left(trim(regexp_replace({line}, '[{SEPARATE}\\s]+', ' ', 'g')), {_MOST_SAID})"
    return (rules.mark(cell, line) if rules else "NULL"), f"CASE WHEN _mark <> '' THEN {said} END"


def line_digests(line: str) -> str:
    """SQL of the two digests of a whole row; two rows alike in every column have the same."""
    return f"hash({line}), md5_number_lower({line})"


def line_text(columns: list[str]) -> str:
    """SQL of a whole row as one text."""
    texts = ", ".join(f"coalesce({c}, '')" for c in columns)
    return f"concat_ws(chr(31), {texts})"


def _insert(connection, table: str, part: Part, place: tuple, more: tuple) -> None:
    (index, wanted), (batch, rules) = place, more
    rows = [row for _, row in batch]
    columns = [([number for number, _ in batch], "BIGINT")]
    columns.append(([SEPARATE.join(row) for row in rows], "VARCHAR"))
    held = list(dict.fromkeys(n for n in wanted if n in part.names))
    for name in held:
        at = part.names.index(name)
        columns.append(([row[at] for row in rows], "VARCHAR"))
    cell = {name: f"v{i}" for i, name in enumerate(held, 3)}
    picked = "".join(f", {cell_of(part, n, cell)}" for n in wanted)
    if rules and rules.date in held:
        dates, _ = columns[2 + held.index(rules.date)]
        rules = None if rules.needless(connection, dates) else rules
    mark, said = marks(rules, cell.__getitem__, "v2")
    digests = line_digests("v2")
    connection.execute(
        f"INSERT INTO {table} SELECT {index}, v1, {digests}, _mark, {said}{picked} "
        f"FROM (SELECT *, {mark} AS _mark FROM ({unnested(columns)}))",
        [values for values, _ in columns],
    )


def cell_of(part: Part, name: str, cells: dict[str, str]) -> str:
    """SQL of a wanted cell: its column, the name of the part, or nothing."""
    constant = part.constant(name)
    return cells.get(name, "NULL") if constant is None else literal(constant)


def unnested(columns: list[tuple[list, str]]) -> str:
    """SQL of a table whose columns are given as lists of these SQL kinds, as its parameters.

    The way through Arrow would load pandas, which `kam check` does without.
    """
    given = (f"unnest(${i}::{kind}[]) AS v{i}" for i, (_, kind) in enumerate(columns, 1))
    return f"SELECT {', '.join(given)}"


def _load_in_engine(connection, table: str, part: Part, index: int, wanted: list[str]) -> None:
    texts = {n: f"CAST({quoted(part.named(n))} AS VARCHAR)" for n in part.names}
    line = line_digests(line_text(list(texts.values())))
    cells = "".join(f", {cell_of(part, n, texts)}" for n in wanted)
    try:
        connection.execute(
            f"INSERT INTO {table} SELECT {index}, _row, {line}, NULL, NULL{cells} FROM ({part.sql})"
        )
    except duckdb.Error as error:  # what is read only now of the file is broken
        raise InputError([Fault("broken_parquet", file=part.file)]) from error
    counted = connection.execute(f"SELECT count(*) FROM {table} WHERE _part = {index}")
    part.loaded = counted.fetchall()[0][0]


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
