"""Workbooks of all kinds: every sheet that holds the mapped columns, cells as text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import hidden, kinds, layout, sheets, xml_sheets
from kamlib.intake.files.parts import Part, Rows, as_text
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.nearest import nearest
from kamlib.intake.values import day_counts


def read(path: Path, label: str, source: Source, wanted: Wanted) -> list[Part]:
    """Return the sheets to stack; see Source.sheet.

    Raises
    ------
    InputError
        For a broken or locked workbook, or a sheet that is not there.
    """
    import python_calamine as calamine  # noqa: PLC0415  only for workbooks

    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=label)])
    try:
        book = _book(calamine, path)
        parts = [_part(book, name, label, source, wanted) for name in _sheets(book, label, source)]
    except calamine.PasswordError as error:
        raise InputError([Fault("workbook_locked", file=label)]) from error
    except calamine.CalamineError as error:
        raise InputError([Fault("broken_workbook", file=label)]) from error
    filled = _choose(parts, label, source, wanted)
    counts_days = day_counts.of_workbook(path)
    for part in filled:
        part.counts_days = counts_days
    shown = {sheet.name: str(sheet.visible).endswith(".Visible") for sheet in book.sheets_metadata}
    for part in filled:
        part.hidden = hidden.look(path, book.sheet_names.index(part.sheet))
        part.hidden.sheet = not shown.get(part.sheet, True)
    _note_passed(filled, [name for name, seen in shown.items() if not seen])
    return filled


def read_xml(path: Path, label: str, source: Source, wanted: Wanted) -> list[Part]:
    """The same of an XML Spreadsheet."""
    book = xml_sheets.book(path, label)
    parts = [_part(book, name, label, source, wanted) for name in _sheets(book, label, source)]
    filled = _choose(parts, label, source, wanted)
    for part in filled:
        part.counts_days, part.hidden = book.counts_days, book.hidden(part.sheet)
    _note_passed(filled, [name for name in book.sheet_names if book.hidden(name).sheet])
    return filled


def _choose(parts: list[Part | None], label: str, source: Source, wanted: Wanted) -> list[Part]:
    """The sheets to read of those that hold anything; the first names those passed over."""
    filled = [part for part in parts if part]
    if not filled:
        raise InputError([Fault("file_empty", file=label, sheet=_one(source.sheet))])
    passed: list[Part] = []
    if not _given(source.sheet):
        filled, passed = sheets.choose(filled, wanted)
    filled[0].passed = [part.sheet for part in passed]
    return filled


def _book(calamine, path: Path):
    """The workbook; where its ending is none of a workbook the reader looks at its content."""
    if path.suffix.lower() in (".xlsx", ".xlsm") and kinds.of(path) == kinds.XLSX:
        return calamine.CalamineWorkbook.from_path(str(path))
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _given(sheet: str | list[str] | None) -> list[str]:
    return [sheet] if isinstance(sheet, str) else list(sheet or [])


def _one(sheet: str | list[str] | None) -> str:
    given = _given(sheet)
    return given[0] if len(given) == 1 and given[0] != "*" else ""


def _sheets(book, label: str, source: Source) -> list[str]:
    given = _given(source.sheet)
    if not given or given == ["*"]:
        return book.sheet_names
    missing = [name for name in given if name not in book.sheet_names]
    if missing:
        raise InputError(
            Fault(
                "sheet_missing",
                file=label,
                sheet=name,
                value=name,
                values={"nearest": nearest(name, book.sheet_names)},
            )
            for name in missing
        )
    return given


def _part(book, name: str, label: str, source: Source, wanted: Wanted) -> Part | None:
    sheet = book.get_sheet_by_name(name)
    if not any(layout.is_filled(cells) for cells in _cells(sheet)):
        return None
    head = list(islice(_cells(sheet), max(layout.LOOK, source.header or 0)))
    found = layout.find(head, source.header, wanted, sheet.merged_cell_ranges or ())
    row = found.row
    if row > len(head):
        raise InputError([Fault("header_beyond_end", file=label, sheet=name, value=str(row))])
    part = Part(label, found.names, sheet=name, header_row=row, encoding="workbook", layout=found)
    part.rows = lambda: _rows(sheet, part)
    return part


def _cells(sheet) -> Iterator[list[str]]:
    """The rows of a sheet as text, from its first row and column on."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + [as_text(cell) for cell in row]


def _rows(sheet, part: Part) -> Rows:
    part.blank_rows = 0
    for number, cells in enumerate(_cells(sheet), 1):
        if number <= part.head_rows:
            continue
        if layout.is_filled(cells):
            yield number, cells
        else:
            part.blank_rows += 1


def _note_passed(parts: list[Part], hidden_ones: list[str]) -> None:
    """Note in the first part which hidden sheets were passed over."""
    read = {part.sheet for part in parts}
    parts[0].passed_hidden = [name for name in hidden_ones if name not in read]
