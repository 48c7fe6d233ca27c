"""The largest table of an HTML page, which many systems hand out as .xls: its cells are texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import encoding, layout
from kamlib.intake.files.parts import Part
from kamlib.intake.files.wanted import Wanted

_MOST_BYTES = 1 << 28
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_MOST_SPAN = 1000


@dataclass
class _Cell:
    across: int
    down: int
    text: list[str] = field(default_factory=list)


def read(path: Path, label: str, source: Source, wanted: Wanted) -> list[Part]:
    """The one part of a page. Rows count as those of the table.

    Raises
    ------
    InputError
        If the page is too large, or has no table.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise InputError([Fault("file_kind", file=label, values={"kind": "HTML"})])
    name = _encoding(path, label, source)
    with encoding.open_text(path, name) as file:
        table = rows(file.read())
    if not any(map(layout.is_filled, table)):
        raise InputError([Fault("page_without_table", file=label)])
    found = layout.find(table[: max(layout.LOOK, source.header or 0)], source.header, wanted)
    if found.row > len(table):
        raise InputError([Fault("header_beyond_end", file=label, value=str(found.row))])
    part = Part(label, found.names, header_row=found.row, encoding=name, layout=found)
    part.rows = lambda: _filled(table, part)
    return [part]


def _filled(table: list[list[str]], part: Part) -> Iterator[tuple[int, list[str]]]:
    part.blank_rows = 0
    for number, cells in enumerate(table[part.head_rows :], part.head_rows + 1):
        if layout.is_filled(cells):
            yield number, cells
        else:
            part.blank_rows += 1


def _encoding(path: Path, label: str, source: Source) -> str:
    """What is given, found, or else what the page says of itself."""
    try:
        return encoding.find(path, label, source.encoding)
    except InputError:
        said = _CHARSET.search(next(encoding.blocks(path, label), b"")[:4096])
        if source.encoding or not said:
            raise
        return encoding.find(path, label, said[1].decode())


class _Table(HTMLParser):
    """Collects the tables that stand side by side; one inside a cell is part of its text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self.depth = 0
        self.cell: _Cell | None = None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth != 1:
            return
        elif tag == "tr":
            self.tables[-1].append([])
            self.cell = None
        elif tag in ("td", "th"):
            if not self.tables[-1]:
                self.tables[-1].append([])
            given = dict(attrs)
            self.cell = _Cell(_span(given.get("colspan")), _span(given.get("rowspan")))
            self.tables[-1][-1].append(self.cell)
        elif tag == "br" and self.cell:
            self.cell.text.append(" ")

    def handle_endtag(self, tag):
        if tag == "table" and self.depth:
            self.depth -= 1
            self.cell = None
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.text.append(data)


def rows(text: str) -> list[list[str]]:
    """Rows of the table with most cells; a cell that spans several stands in the first."""
    parser = _Table()
    parser.feed(text)
    parser.close()
    largest = max(parser.tables, key=lambda table: sum(map(len, table)), default=[])
    laid = _laid_out(largest)
    width = max(map(len, laid), default=0)
    return [row + [""] * (width - len(row)) for row in laid]


def _laid_out(table: list[list[_Cell]]) -> list[list[str]]:
    taken: set[tuple[int, int]] = set()
    laid = []
    for number, cells in enumerate(table):
        row: list[str] = []
        for cell in cells:
            while (number, len(row)) in taken:
                row.append("")
            place = len(row)
            row += [" ".join("".join(cell.text).split()), *([""] * (cell.across - 1))]
            taken |= {
                (number + down, place + across)
                for down in range(1, min(cell.down, len(table) - number))
                for across in range(cell.across)
            }
        laid.append(row)
    return laid


def _span(given: str | None) -> int:
    return min(max(int(given), 1), _MOST_SPAN) if given and given.isdecimal() else 1
