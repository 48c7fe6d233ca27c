"""The first rows of a client's file, as text: enough to propose a mapping from."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import duckdb

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import encoding, kinds, name_dates, text_files
from kamlib.intake.files import find as files
from kamlib.intake.files.layout import Layout
from kamlib.intake.files.parts import NAMES_OF_PARTS, Part, as_text, quoted
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.nearest import nearest
from kamlib.intake.new import headers
from kamlib.intake.new.guess import Guess, guess
from kamlib.intake.new.looks import Looks, as_number, look

ROWS = 3000  # looked at
_TITLE_ROWS = 15  # that may stand above a header
_OF_NAME = 0.5  # how sure it is that sales took place when the name says
_SMALL = 30_000_000  # bytes: the encoding of a larger file is taken from its first rows
_SAME_WIDTH = 0.95
_WESTERN = "cp1252"
PARQUET = (".parquet", ".pq")


@dataclass(frozen=True)
class Head:
    """The first rows of one sheet or text file.

    header: its row as a person counts, 0 where there is none (columns are then 1, 2, ...).
    titled: rows stand above the header. columns: names that stand once; values: texts by
    name, row by row, "" where empty. twice: names that stand several times, which nothing
    can be mapped to. whole: no row was left unread. unsure_encoding: nothing certain reads
    the file; a Western one-byte encoding was tried. layout: what stands around the names.
    """

    path: Path
    sheet: str
    header: int
    titled: bool
    columns: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    twice: tuple[str, ...]
    rows: int
    whole: bool
    encoding: str = ""
    separator: str = ""
    unsure_encoding: bool = False
    layout: Layout | None = None

    @cached_property
    def _looks(self) -> dict[str, Looks]:
        return {c: look(self.values[c]) for c in self.columns}

    @cached_property
    def _guessed(self) -> dict[str, list[Guess]]:
        return {}

    def looks(self) -> dict[str, Looks]:
        """How each column looks, by name."""
        return self._looks

    def guesses(self, table: str) -> list[Guess]:
        """What its columns are if it is `table`; see `guess`."""
        if table not in self._guessed:
            made = guess(table, self.looks())
            self._guessed[table] = made + self._day_of_name(table, made)
        return self._guessed[table]

    def _day_of_name(self, table: str, made: Sequence[Guess]) -> list[Guess]:
        """Order lines without a date that lie in a sheet or file named after a month: ask.

        The day in the name of a file is often that of its export, so only months count there.
        """
        if table != "orders" or not self.header or any(g.column == "date" for g in made):
            return []
        part = Part(self.path.name, [], sheet=self.sheet)
        told = {name: name_dates.told(part, name) for name in NAMES_OF_PARTS}
        for name, day in told.items():
            if day and (name == "@sheet" or len(day) == len("2024-01")):
                found = Guess("date", name, _OF_NAME, look([day]))
                return [found.doubted("date_of_name", live=True)]
        return []


def read_heads(path: Path, table: str) -> list[Head]:
    """The head of every sheet of `path` that holds anything; one for another file.

    table: the canonical table expected, whose names tell a header row from titles; empty
    where the file may be any.

    Raises
    ------
    InputError
        If the file is missing, empty or not what its name says.
    """
    if path.is_dir():
        raise InputError([Fault("file_is_folder", file=str(path))])
    if not path.is_file():
        near = nearest(path.name, _beside(path))
        raise InputError(
            [Fault("new_file_missing", file=str(path), values={"nearest": near or "-"})]
        )
    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=str(path))])
    if path.suffix.lower() in files.WORKBOOKS or is_xml_sheet(path):
        return [_sheet(path, part, table) for part in _parts(path, table, sheet="*")]
    if path.suffix.lower() in PARQUET:
        return [_head(path, part, titled=False) for part in _parts(path, table)]
    return [_text(path, table)]


def is_xml_sheet(path: Path) -> bool:
    """Whether a file is a workbook written as XML and called so."""
    named = path.suffix.lower() == ".xml" and path.is_file()
    return named and kinds.of(path) == kinds.XML_SHEET


@dataclass(frozen=True)
class _Known(Wanted):
    """Every name that the vocabulary knows tells a header, since no column is mapped yet."""

    @property
    def names(self) -> _Names:
        return _Names(self.table)

    def count(self, names: Iterable[str]) -> int:
        return headers.known(names, self.table)


@dataclass(frozen=True)
class _Names:
    """The sure names of a table, of the order lines where none is expected; asked one by one.

    In a header of two rows a bare 编号 below 客户 is no name of its own.
    """

    table: str

    def __contains__(self, name: str) -> bool:
        return headers.is_sure(name, self.table or "orders")


def _parts(path: Path, table: str, **fields) -> list[Part]:
    return files.parts(path, str(path), Source(path=str(path), **fields), _Known(table))


def _has_two_rows(part: Part) -> bool:
    """Whether the reader found a header of two rows, which it finds again by itself."""
    return part.layout is not None and part.layout.rows > 1


def _beside(path: Path) -> list[str]:
    try:
        return sorted(p.name for p in path.parent.iterdir() if p.is_file())
    except OSError:
        return []


def _text(path: Path, table: str) -> Head:
    fields, unsure = _encoding(path)
    part = _parts(path, table, **fields)[0]
    if len(part.names) == 1 and _set_apart_by_blanks(path, part):
        fields["separator"] = text_files.BLANKS
        part = _parts(path, table, **fields)[0]
    if _has_two_rows(part):
        return replace(_head(path, part, titled=False), unsure_encoding=unsure)
    records = _records(path, part)
    start = next(i for i, cells in enumerate(records, 1) if any(cells))
    at = _header_row(records, table)
    if at != part.header_row:
        part = _parts(path, table, **fields, header=at)[0]
    return replace(_head(path, part, titled=at > start), unsure_encoding=unsure)


def _encoding(path: Path) -> tuple[dict, bool]:
    """How to read the file, and whether its encoding is a mere try."""
    if much := _encoding_of_much(path):
        return {"encoding": much}, False
    try:
        encoding.find(path, str(path), None)
    except InputError as error:
        if error.faults[0].code != "encoding_unknown" or not _is_western(path):
            raise
        return {"encoding": _WESTERN}, True
    return {}, False


def _is_western(path: Path) -> bool:
    try:
        encoding.find(path, str(path), _WESTERN)
    except InputError:
        return False
    return True


def _encoding_of_much(path: Path) -> str | None:
    """The encoding of a large file by its first block; None where it is read whole."""
    if path.stat().st_size <= _SMALL:
        return None
    block = next(encoding.blocks(path, str(path)), b"")
    marked = [name for mark, name in encoding.MARKS if block.startswith(mark)]
    for name in [*marked, "utf-8", "gb18030"]:
        try:
            io.TextIOWrapper(io.BytesIO(block[: block.rfind(b"\n") + 1]), name).read()
        except UnicodeError:
            continue
        return name
    return None


def _records(path: Path, part: Part) -> list[list[str]]:
    """The first records as they stand, titles and blank lines included."""
    with io.TextIOWrapper(encoding.open_bytes(path), part.encoding, newline="") as file:
        if part.separator == text_files.BLANKS:
            return [line.split() for line in islice(file, _TITLE_ROWS)]
        return list(islice(csv.reader(file, delimiter=part.separator), _TITLE_ROWS))


def _set_apart_by_blanks(path: Path, part: Part) -> bool:
    with io.TextIOWrapper(encoding.open_bytes(path), part.encoding) as file:
        widths = [len(line.split()) for line in islice(file, 100) if line.strip()]
    usual = max(set(widths), key=widths.count)
    return usual > 2 and widths.count(usual) >= _SAME_WIDTH * len(widths)


def _sheet(path: Path, part: Part, table: str) -> Head:
    if _has_two_rows(part):
        return _head(path, part, titled=False)
    rows = [part.names, *(cells for _, cells in islice(part.rows(), _TITLE_ROWS))]
    at = _header_row(rows, table)
    if at == 1:
        return _head(path, part, titled=part.header_row > 1)
    row = part.header_row + at - 1 if at else 0
    again = _parts(path, table, sheet=part.sheet, header=row)[0]
    return _head(path, again, titled=row > part.header_row)


def _head(path: Path, part: Part, *, titled: bool) -> Head:
    rows, whole = _first_rows(part)
    counts = Counter(n for n in part.names if n)
    places = {n: i for i, n in enumerate(part.names) if counts.get(n) == 1}
    return Head(
        path=path,
        sheet=part.sheet,
        header=part.header_row,
        titled=titled,
        columns=tuple(places),
        values={c: tuple(r[i] if i < len(r) else "" for r in rows) for c, i in places.items()},
        twice=tuple(n for n, k in counts.items() if k > 1),
        rows=len(rows),
        whole=whole,
        encoding=part.encoding,
        separator=part.separator,
        layout=part.layout,
    )


def _first_rows(part: Part) -> tuple[list[list[str]], bool]:
    if part.sql:
        columns = ", ".join(quoted(name) for name in part.names)
        with duckdb.connect() as connection:
            found = connection.sql(f"SELECT {columns} FROM ({part.sql}) LIMIT {ROWS + 1}")
            rows = [[as_text(cell) for cell in row] for row in found.fetchall()]
        return rows[:ROWS], len(rows) <= ROWS
    left = part.rows()
    # Rows cut short are only kept where the reader knows what they are.
    rows = [cells for row, cells in islice(left, ROWS) if row not in part.short]
    return rows, next(left, None) is None


def _header_row(rows: Sequence[Sequence[str]], table: str) -> int:
    """The row with most known names; the first one filled without any; 0 where that is data."""
    scores = [headers.known(row, table) for row in rows[:_TITLE_ROWS]]
    first = next(i for i, row in enumerate(rows) if any(row))
    if max(scores) > 1 or scores[first]:
        return scores.index(max(scores)) + 1
    return 0 if _is_data(rows[first], rows[first + 1 :]) else first + 1


def _is_data(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds figures where the others do: then it is no header."""
    below = [any(map(_is_figure, column)) for column in zip(*rest, strict=False)]
    figures = [_is_figure(value) for value in first]
    return any(figures) and (not rest or any(f and b for f, b in zip(figures, below, strict=False)))


def _is_figure(value: str) -> bool:
    return as_number(value) is not None or bool(look([value]).dates)
