"""CSV, TSV and TXT files, also packed: encoding and separator found, rows counted exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake import encoding
from kamlib.intake.findings import MOST
from kamlib.intake.parts import Part, Rows, tidy

SEPARATORS = (",", ";", "\t", "|")
BLANKS = " "  # fields apart by runs of blanks, none at the ends of a line
_NAMED = {"tab": "\t", "\\t": "\t", "\\s+": BLANKS, "space": BLANKS, "blank": BLANKS}
_BROKEN: list[str] = []  # a record whose quotes do not match
_LOOK = 60  # records read to find the separator and the header


def read(path: Path, label: str, source: Source, wanted: set[str]) -> list[Part]:
    """The one part of a text file; `wanted` names help to find separator and header."""
    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=label)])
    name = encoding.find(path, label, source.encoding)
    separator = _given(source.separator, label)
    if separator is None:
        named = set() if source.header == 0 else wanted
        separator = _find_separator(path, name, named)
    head = _head(path, name, separator, max(_LOOK, source.header or 0))
    if not any(_filled(cells) for cells in head):
        raise InputError([Fault("file_empty", file=label)])
    row = find_header(head, source.header, wanted)
    if row > len(head):
        raise InputError([Fault("header_beyond_end", file=label, value=str(row))])
    names = header_names(head, row)
    part = Part(label, names, header_row=row, encoding=name, separator=separator)
    broken = any("\n" in cell or "\r" in cell for cells in head[:row] for cell in cells)
    part.plain_header = separator != BLANKS and not broken
    part.rows = lambda: _rows(path, part)
    return [part]


def find_header(head: list[list[str]], given: int | None, wanted: set[str]) -> int:
    """Row of the header, counted from 1; 0 where there is none.

    Where it is not given: the row that holds most wanted names, else the first row that is
    not blank.
    """
    if given is not None:
        return given
    filled = [i for i, cells in enumerate(head, 1) if _filled(cells)]
    return max(filled, key=lambda i: len(wanted & {tidy(c) for c in head[i - 1]}), default=1)


def header_names(head: list[list[str]], row: int) -> list[str]:
    """Names of the columns; without a header they are numbered from 1."""
    if row == 0:
        first = next((cells for cells in head if _filled(cells)), [])
        return [str(i) for i in range(1, len(first) + 1)]
    return [tidy(cell) for cell in head[row - 1]]


def _filled(cells: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _given(separator: str | None, label: str) -> str | None:
    if separator is None:
        return None
    separator = _NAMED.get(separator, separator)
    if len(separator) != 1 or separator in '"\r\n':
        raise InputError([Fault("separator_wrong", file=label, value=separator)])
    return separator


def _records(file: io.TextIOWrapper, separator: str, *, strict: bool) -> Iterator[list[str]]:
    if separator == BLANKS:
        return (line.split() for line in file)
    csv.field_size_limit(1 << 30)
    return csv.reader(file, delimiter=separator, strict=strict)


def _head(path: Path, name: str, separator: str, look: int = _LOOK) -> list[list[str]]:
    with encoding.open_text(path, name) as file:
        return list(islice(_records(file, separator, strict=False), look))


def _find_separator(path: Path, name: str, wanted: set[str]) -> str:
    """The separator whose header holds most wanted names, then whose rows are alike."""

    def fit(separator: str) -> tuple[int, float, int]:
        head = _head(path, name, separator)
        named = max((len(wanted & {tidy(c) for c in cells}) for cells in head), default=0)
        widths = [len(cells) for cells in head if cells]
        usual = max(set(widths), key=widths.count) if widths else 1
        alike = widths.count(usual) / len(widths) if usual > 1 else 0.0
        return named, alike, usual

    return max(SEPARATORS, key=fit)


def _rows(path: Path, part: Part) -> Rows:
    """Data rows of the whole file, numbered; rows that cannot be taken apart are noted."""
    width, number = len(part.names), 0
    part.ragged, part.ragged_rows, part.blank_rows = [], 0, 0
    with encoding.open_text(path, part.encoding) as file:
        records = _records(file, part.separator, strict=True)
        while (cells := _next(records, part, number + 1)) is not None:
            number += 1
            if number <= part.header_row:
                continue
            if cells is _BROKEN:
                continue
            if not _filled(cells):
                part.blank_rows += bool(cells)
            elif len(cells) == width:
                yield number, cells
            else:
                _note_ragged(part, number, len(cells))


def _next(records: Iterator[list[str]], part: Part, number: int) -> list[str] | None:
    """The next record; None at the end. One with a broken quote is noted as having no fields."""
    try:
        return next(records, None)
    except csv.Error as error:
        if "unexpected end" in str(error):  # the quote swallows the rest of the file
            fault = Fault("quote_broken", file=part.file, row=number)
            raise InputError([fault]) from error
        _note_ragged(part, number, 0)
        return _BROKEN


def _note_ragged(part: Part, row: int, found: int) -> None:
    part.ragged_rows += 1
    if len(part.ragged) < MOST:
        part.ragged.append((row, found))
