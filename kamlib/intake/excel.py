"""Workbooks, xlsx and xls: every sheet that holds the mapped columns, cells as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake import day_counts
from kamlib.intake import names as near
from kamlib.intake.parts import Part, Rows, as_text
from kamlib.intake.text_files import find_header, header_names

_LOOK = 60


def read(path: Path, label: str, source: Source, wanted: set[str]) -> list[Part]:
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
        book = calamine.CalamineWorkbook.from_path(str(path))
        parts = [_part(book, name, label, source, wanted) for name in _sheets(book, label, source)]
    except calamine.PasswordError as error:
        raise InputError([Fault("workbook_locked", file=label)]) from error
    except calamine.CalamineError as error:
        raise InputError([Fault("broken_workbook", file=label)]) from error
    filled = [part for part in parts if part]
    counts_days = day_counts.of_workbook(path)
    for part in filled:
        part.counts_days = counts_days
    if not filled:
        raise InputError([Fault("file_empty", file=label, sheet=_one(source.sheet))])
    if _given(source.sheet):
        return filled
    return [p for p in filled if wanted <= set(p.names)] or [_fullest(filled, wanted)]


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
                values={"nearest": near.nearest(name, book.sheet_names)},
            )
            for name in missing
        )
    return given


def _part(book, name: str, label: str, source: Source, wanted: set[str]) -> Part | None:
    sheet = book.get_sheet_by_name(name)
    if not any(_filled(cells) for cells in _cells(sheet)):
        return None
    head = list(islice(_cells(sheet), max(_LOOK, source.header or 0)))
    row = find_header(head, source.header, wanted)
    if row > len(head):
        raise InputError([Fault("header_beyond_end", file=label, sheet=name, value=str(row))])
    part = Part(label, header_names(head, row), sheet=name, header_row=row, encoding="workbook")
    part.rows = lambda: _rows(sheet, part)
    return part


def _cells(sheet) -> Iterator[list[str]]:
    """The rows of a sheet as text, from its first row and column on."""
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + [as_text(cell) for cell in row]


def _filled(cells: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _rows(sheet, part: Part) -> Rows:
    part.blank_rows = 0
    for number, cells in enumerate(_cells(sheet), 1):
        if number <= part.header_row:
            continue
        if _filled(cells):
            yield number, cells
        else:
            part.blank_rows += 1


def _fullest(parts: list[Part], wanted: set[str]) -> Part:
    """The sheet to complain about: the one that holds most wanted names."""
    return max(parts, key=lambda part: len(wanted & set(part.names)))
