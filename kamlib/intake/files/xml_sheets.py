"""Workbooks as XML Spreadsheet 2003, which ERP systems hand out as .xls or .xml.

Read with the parser of the standard library, which is told to follow nothing: a document type
or an entity ends the reading. Files and places in them are bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from kamlib.faults import Fault, InputError
from kamlib.intake.files import encoding
from kamlib.intake.files.hidden import Hidden
from kamlib.intake.files.parts import as_text

_MOST_BYTES = 1 << 28
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14  # of a sheet, as Excel has them
_MOST_CELLS = 100_000_000  # of all sheets together, blank ones included
_BLOCK = 1 << 20
_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet "
_OF_EXCEL = "urn:schemas-microsoft-com:office:excel "
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?")


class _Refused(Exception):
    """Something that no honest export holds."""


class Sheet:
    """One sheet, asked as the sheets of other workbooks are."""

    start = (0, 0)

    def __init__(self, name: str):
        self.name = name
        self.rows: list[list[str]] = []
        self.merged_cell_ranges: list[tuple] = []
        self.hidden = Hidden()

    @property
    def size(self) -> int:
        """Its cells, blank ones included."""
        return len(self.rows) * (1 + max(map(len, self.rows), default=0))

    def iter_rows(self) -> Iterator[list[str]]:
        """Every row from the first on, all of one width."""
        width = max(map(len, self.rows), default=0)
        for row in self.rows:
            yield row + [""] * (width - len(row))


class Book:
    """The sheets of a file. counts_days: how its numbers of days count."""

    def __init__(self):
        self.sheets: dict[str, Sheet] = {}
        self.counts_days = "excel"

    @property
    def sheet_names(self) -> list[str]:
        """Names in the order of the file."""
        return list(self.sheets)

    def get_sheet_by_name(self, name: str) -> Sheet:
        """The sheet of a name."""
        return self.sheets[name]

    def hidden(self, name: str) -> Hidden:
        """What of a sheet is hidden."""
        return self.sheets[name].hidden


def book(path: Path, label: str) -> Book:
    """Read a whole file.

    Raises
    ------
    InputError
        If it is too large, broken, or holds entities.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise InputError([Fault("file_kind", file=label, values={"kind": "XML Spreadsheet"})])
    name = encoding.find(path, label, None)
    reading = _Reading()
    try:
        with encoding.open_text(path, name) as file:
            first = _DECLARATION.sub("", file.read(_BLOCK))
            while first:
                reading.parser.Parse(first.encode("utf-8"), False)
                first = file.read(_BLOCK)
            reading.parser.Parse(b"", True)
        if sum(sheet.size for sheet in reading.book.sheets.values()) > _MOST_CELLS:
            raise _Refused
    except (expat.ExpatError, _Refused) as error:
        raise InputError([Fault("broken_workbook", file=label)]) from error
    return reading.book


class _Reading:
    """What the parser tells, gathered cell by cell."""

    def __init__(self):
        self.book, self.sheet = Book(), Sheet("")
        self.row: list[str] = []
        self.column = self.cells = 0
        self.place: int | None = None  # of the cell that is open
        self.across = 0
        self.text: list[str] | None = None  # of its data
        self.kind, self.inside, self.option = "", "", ""
        # A parser of its own encoding takes none that the text names.
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = _refuse

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.removeprefix(_NAMESPACE)
        take = {"Worksheet": self._worksheet, "Column": self._column, "Row": self._row}
        take |= {"Cell": self._cell, "Data": self._data}
        if tag == f"{_OF_EXCEL}Visible":
            self.option = "Visible"
        elif tag == f"{_OF_EXCEL}Date1904":
            self.book.counts_days = "excel-1904"
        elif name == "Comment":
            self.inside = "Comment"
        elif name in take:
            take[name]({k.removeprefix(_NAMESPACE): v for k, v in given.items()})

    def _worksheet(self, given: dict[str, str]) -> None:
        self.sheet = Sheet(given.get("Name", ""))
        self.book.sheets[self.sheet.name] = self.sheet
        self.column = 0

    def _column(self, given: dict[str, str]) -> None:
        first = _number(given.get("Index"), self.column + 1, _MOST_COLUMNS)
        self.column = first + _number(given.get("Span"), 0, _MOST_COLUMNS)
        if given.get("Hidden") == "1":
            self.sheet.hidden.columns |= set(range(first - 1, self.column))

    def _row(self, given: dict[str, str]) -> None:
        rows = self.sheet.rows
        at = _number(given.get("Index"), len(rows) + 1, _MOST_ROWS)
        if at <= len(rows):
            raise _Refused
        self._count(at - len(rows))
        rows += [[] for _ in range(at - len(rows) - 1)]
        self.row = []
        rows.append(self.row)
        self.sheet.hidden.rows += given.get("Hidden") == "1"

    def _cell(self, given: dict[str, str]) -> None:
        at = _number(given.get("Index"), len(self.row) + 1, _MOST_COLUMNS)
        across = _number(given.get("MergeAcross"), 0, _MOST_COLUMNS)
        down = _number(given.get("MergeDown"), 0, _MOST_ROWS)
        if at <= len(self.row):
            raise _Refused
        self._count(at + across - len(self.row))
        self.row += [""] * (at - len(self.row))
        if across or down:
            top, left = len(self.sheet.rows) - 1, at - 1
            merged = ((top, left), (top + down, left + across))
            self.sheet.merged_cell_ranges.append(merged)
        self.place, self.across = at - 1, across

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > _MOST_CELLS:
            raise _Refused

    def _data(self, given: dict[str, str]) -> None:
        if not self.inside and self.place is not None:
            self.text, self.kind = [], given.get("Type", "String")

    def _said(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)
        elif self.option == "Visible" and text.strip() in ("SheetHidden", "SheetVeryHidden"):
            self.sheet.hidden.sheet = True

    def _end(self, tag: str) -> None:
        name = tag.removeprefix(_NAMESPACE)
        if name == "Data" and self.text is not None:
            self.row[self.place or 0] = _as_text("".join(self.text), self.kind)
            self.text = None
        elif name == "Cell":
            self.row += [""] * self.across
            self.place, self.across = None, 0
        elif name == "Comment":
            self.inside = ""
        elif tag == f"{_OF_EXCEL}Visible":
            self.option = ""


def _refuse(*_) -> None:
    raise _Refused


def _number(given: str | None, otherwise: int, most: int) -> int:
    number = int(given) if given and given.isdecimal() and len(given) < 8 else otherwise  # noqa: PLR2004
    if number > most:
        raise _Refused
    return number


def _as_text(said: str, kind: str) -> str:
    """A cell as other workbooks give it: dates ISO, whole numbers without `.0`."""
    if kind == "Number":
        try:
            figure = float(said)
        except ValueError:
            return said
        return as_text(figure) if math.isfinite(figure) else said
    if kind == "Boolean":
        return "TRUE" if said.strip() == "1" else "FALSE"
    if kind == "DateTime" and (day := _DAY.fullmatch(said.strip())):
        return day[1] if day[2] == "00:00:00" else f"{day[1]} {day[2]}"
    return said
