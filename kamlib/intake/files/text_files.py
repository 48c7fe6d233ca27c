"""CSV, TSV and TXT files, also packed: encoding and separator found, rows counted exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import encoding, layout
from kamlib.intake.files.parts import Part, Rows, tidy
from kamlib.intake.files.wanted import Wanted

SEPARATORS = (",", ";", "\t", "|")
BLANKS = " "  # fields apart by runs of blanks, none at the ends of a line
_NAMED = {"tab": "\t", "\\t": "\t", "\\s+": BLANKS, "space": BLANKS, "blank": BLANKS}
_BROKEN: list[str] = []  # a record whose quotes do not match


def read(path: Path, label: str, source: Source, wanted: Wanted) -> list[Part]:
    """The one part of a text file; `wanted` names help to find separator and header."""
    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=label)])
    name = encoding.find(path, label, source.encoding)
    separator = _given(source.separator, label)
    if separator is None:
        named = Wanted() if source.header == 0 else wanted
        separator = _find_separator(path, name, named)
    head = _head(path, name, separator, max(layout.LOOK, source.header or 0))
    if not any(layout.is_filled(cells) for cells in head):
        raise InputError([Fault("file_empty", file=label)])
    found = layout.find(head, source.header, wanted)
    if found.row > len(head):
        raise InputError([Fault("header_beyond_end", file=label, value=str(found.row))])
    part = Part(label, found.names, header_row=found.row, encoding=name, separator=separator)
    part.layout = found
    broken = any("\n" in c or "\r" in c for cells in head[: found.last] for c in cells)
    part.plain_header = separator != BLANKS and not broken
    part.rows = lambda: _rows(path, part)
    return [part]


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


def _head(path: Path, name: str, separator: str, look: int = layout.LOOK) -> list[list[str]]:
    with encoding.open_text(path, name) as file:
        return list(islice(_records(file, separator, strict=False), look))


def _find_separator(path: Path, name: str, wanted: Wanted) -> str:
    """The separator whose header holds most wanted names, then whose rows are alike."""

    def fit(separator: str) -> tuple[int, float, int]:
        head = _head(path, name, separator)
        named = max((wanted.count(map(tidy, cells)) for cells in head), default=0)
        widths = [len(cells) for cells in head if cells]
        usual = max(set(widths), key=widths.count) if widths else 1
        alike = widths.count(usual) / len(widths) if usual > 1 else 0.0
        return named, alike, usual

    return max(SEPARATORS, key=fit)


def _rows(path: Path, part: Part) -> Rows:
    """Data rows of the whole file, numbered; rows that cannot be taken apart are noted.

    A row with too few fields is filled up: whether it may stay is told once it is loaded.
    """
    width, number, last = len(part.names), 0, part.head_rows
    part.ragged, part.ragged_rows, part.blank_rows, part.short = [], 0, 0, {}
    with encoding.open_text(path, part.encoding) as file:
        records = _records(file, part.separator, strict=True)
        while (cells := _next(records, part, number + 1)) is not None:
            number += 1
            if number <= last:
                continue
            if cells is _BROKEN:
                continue
            if not layout.is_filled(cells):
                part.blank_rows += bool(cells)
            elif len(cells) == width:
                yield number, cells
            elif len(cells) < width and part.keep_short(number, len(cells)):
                yield number, cells + [""] * (width - len(cells))
            else:
                part.note_ragged(number, len(cells))


def _next(records: Iterator[list[str]], part: Part, number: int) -> list[str] | None:
    """The next record; None at the end. One with a broken quote is noted as having no fields."""
    try:
        return next(records, None)
    except csv.Error as error:
        if "unexpected end" in str(error):  # the quote swallows the rest of the file
            fault = Fault("quote_broken", file=part.file, row=number)
            raise InputError([fault]) from error
        part.note_ragged(number, 0)
        return _BROKEN
