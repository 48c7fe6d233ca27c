"""The first rows of a client's file, as text: enough to propose a mapping from."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake import encoding, excel, headers, text_files
from kamlib.intake.looks import Looks, as_number, look
from kamlib.intake.parts import Part, as_text, tidy

ROWS = 3000  # looked at
WORKBOOKS = ("xlsx", "xlsm", "xls")
_TITLE_ROWS = 15  # that may stand above a header
_SMALL = 30_000_000  # bytes: the encoding of a larger file is taken from its first rows
_SAME_WIDTH = 0.95
_WESTERN = "cp1252"


@dataclass(frozen=True)
class Head:
    """The first rows of one sheet or text file.

    header: its row as a person counts, 0 where there is none (columns are then 1, 2, ...).
    titled: rows stand above the header. columns: names that stand once; values: texts by
    name, row by row, "" where empty. twice: names that stand several times, which nothing
    can be mapped to. whole: no row was left unread. unsure_encoding: nothing certain reads
    the file; a Western one-byte encoding was tried.
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

    @cached_property
    def _looks(self) -> dict[str, Looks]:
        return {c: look(self.values[c]) for c in self.columns}

    def looks(self) -> dict[str, Looks]:
        """How each column looks, by name."""
        return self._looks


def read_heads(path: Path, table: str) -> list[Head]:
    """The head of every sheet of `path` that holds anything; one for another file.

    table: the canonical table expected, whose names tell a header row from titles.

    Raises
    ------
    InputError
        If the file is missing, empty or not what its name says.
    """
    if path.is_dir():
        raise InputError([Fault("file_is_folder", file=path.name)])
    if not path.is_file():
        raise InputError([Fault("file_missing", file=path.name, value=str(path))])
    kind = kind_of(path)
    if kind in WORKBOOKS:
        return _workbook(path, table)
    if kind == "parquet":
        return [_parquet(path)]
    return [_text(path, table)]


def kind_of(path: Path) -> str:
    """The kind of file by its name, without the ending of a compressed text."""
    named = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return named.suffix.lower().removeprefix(".")


def _text(path: Path, table: str) -> Head:
    first, unsure = _source(path)
    part = text_files.read(path, path.name, first, set())[0]
    if len(part.names) == 1 and _set_apart_by_blanks(path, part):
        first = first.model_copy(update={"separator": text_files.BLANKS})
        part = text_files.read(path, path.name, first, set())[0]
    at = _header_row(_records(path, part), table)
    if at != part.header_row:
        first = first.model_copy(update={"header": at})
        part = text_files.read(path, path.name, first, set())[0]
    head = _head(path, part, titled=at > _start(path, part))
    return replace(head, unsure_encoding=unsure)


def _source(path: Path) -> tuple[Source, bool]:
    """How to read the file, and whether its encoding is a mere try."""
    much = _encoding_of_much(path)
    if much:
        return Source(path=path.name, encoding=much), False
    try:
        encoding.find(path, path.name, None)
    except InputError as error:
        if error.faults[0].code != "encoding_unknown":
            raise
        return Source(path=path.name, encoding=_WESTERN), True
    return Source(path=path.name), False


def _start(path: Path, part: Part) -> int:
    """Row of the first record that is not blank."""
    return next(i for i, cells in enumerate(_records(path, part), 1) if any(cells))


def _encoding_of_much(path: Path) -> str | None:
    """The encoding of a large file by its first block; None where it is read whole."""
    if path.stat().st_size <= _SMALL:
        return None
    block = next(encoding.blocks(path, path.name), b"")
    names = [name for mark, name in encoding.MARKS if block.startswith(mark)]
    for name in [*names, "utf-8", "gb18030"]:
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


def _workbook(path: Path, table: str) -> list[Head]:
    heads = []
    for part in excel.read(path, path.name, Source(path=path.name, sheet="*"), set()):
        rows = [part.names, *(cells for _, cells in islice(part.rows(), _TITLE_ROWS))]
        at = part.header_row + _header_row(rows, table) - 1
        titled = at > part.header_row
        if at != part.header_row:
            again = Source(path=path.name, sheet=part.sheet, header=at)
            part = excel.read(path, path.name, again, set())[0]
        heads.append(_head(path, part, titled=titled))
    return heads


def _parquet(path: Path) -> Head:
    import pyarrow as pa  # noqa: PLC0415  only for Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(path)
        batch = next(file.iter_batches(batch_size=ROWS), None)
    except (OSError, pa.ArrowException) as error:
        raise InputError([Fault("broken_parquet", file=path.name)]) from error
    columns = [c.to_pylist() for c in batch.columns] if batch else []
    rows = [[as_text(v) for v in row] for row in zip(*columns, strict=True)]
    part = Part(path.name, [tidy(n) for n in file.schema_arrow.names])
    part.rows = lambda: enumerate(rows, 2)
    return _head(path, part, titled=False, known_whole=file.metadata.num_rows <= ROWS)


def _head(path: Path, part: Part, *, titled: bool, known_whole: bool | None = None) -> Head:
    rows, whole = _first(part.rows())
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
        whole=whole if known_whole is None else known_whole,
        encoding=part.encoding,
        separator=part.separator,
    )


def _first(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[list[str]], bool]:
    taken = [cells for _, cells in islice(rows, ROWS)]
    return taken, next(rows, None) is None


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
    return as_number(value) is not None or bool(look([value]).date)
