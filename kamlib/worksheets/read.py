"""Read a filled-in workbook back, with every fault listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from kamlib import labels
from kamlib.engagement import Engagement
from kamlib.faults import Fault, InputError
from kamlib.tables import Column
from kamlib.worksheets import cells, judgements, moved, words
from kamlib.worksheets.reading import Reading, Sheet
from kamlib.worksheets.sheets import (
    ADDRESS,
    BESIDE,
    IDS,
    LATER,
    LOOKED_UP,
    OF_CRITERIA,
    SHEETS,
    frame,
    score_criteria,
)

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

FILE = "worksheets.xlsx"  # read where it stands in the folder, named or not


def read_filled(
    engagement: Engagement,
    accounts: Mapping[str, str] | None = None,
    repairs: list[dict] | None = None,
) -> dict[str, pd.DataFrame]:
    """Every sheet of the engagement's workbook; empty frames where there is no workbook.

    A workbook the engagement names must be there; `worksheets.xlsx` in its folder is read
    without being named. Sheets, heads and values are understood in either language. Rows in
    which nothing is filled in beyond what they are about (ADDRESS) are left out. Text is
    kept to the letter; an account id typed as a figure reads as its digits.

    accounts: customer_id to account_id, of customers that are part of an account; their rows
    become those of the account, which is noted in `repairs`.

    Raises
    ------
    InputError
        With every fault of the workbook: see `check`.
    """
    filled, faults = _read(engagement, accounts, repairs)
    if faults:
        raise InputError(faults, engagement.language)
    return {name: frame(name, rows) for name, rows in filled.items()}


def check(
    engagement: Engagement,
    accounts: Mapping[str, str] | None = None,
    repairs: list[dict] | None = None,
) -> list[Fault]:
    """Every fault of the engagement's workbook, with sheet, row, head and value.

    accounts, repairs: as for `read_filled`.
    """
    return _read(engagement, accounts, repairs)[1]


@dataclass(frozen=True)
class Filled:
    """One sheet as filled in: rows with their numbers, and where a complaint points."""

    file: str
    title: str
    heads: dict[str, str]  # column to its head in the file
    rows: list[tuple[int, dict]]
    faults: list[Fault]


def read_sheet(engagement: Engagement, name: str) -> Filled:
    """One sheet of the engagement's workbook, without rows where the workbook lacks it.

    `faults` are those of this sheet only; `check` has those of all.
    """
    path = engagement.resolve(engagement.worksheets or FILE)
    reading = _reading(engagement)
    found = [s for s in _sheets(path, reading) if s.name == name] if path.exists() else []
    if not found:
        return Filled(reading.file, words.title(name, reading.language), {}, [], [])
    (sheet,) = found
    rows = _read_sheet(reading, sheet)
    known = words.find(sheet.columns, words.head)
    heads = {known.get(words.plain(cells.text_of(h))): cells.text_of(h) for h in sheet.rows[0]}
    faults = [f for f in reading.faults if f.sheet == sheet.title]
    return Filled(reading.file, sheet.title, heads, rows, faults)


def holds_entries(path: Path, name: str) -> bool:
    """Whether something is filled in on one sheet of a file; so too where it cannot be read."""
    reading = Reading(path.name, labels.LANGUAGES[0], [], [])
    found = [_read_sheet(reading, sheet) for sheet in _sheets(path, reading) if sheet.name == name]
    unread = any(f.code != "worksheet_sheet_missing" for f in reading.faults)
    return any(found) or unread


def _reading(engagement: Engagement) -> Reading:
    file = engagement.worksheets or FILE
    compared = engagement.identification.compared
    return Reading(file, engagement.language, score_criteria(engagement), compared)


def _read(
    engagement: Engagement, accounts: Mapping[str, str] | None, repairs: list[dict] | None
) -> tuple[dict[str, list[dict]], list[Fault]]:
    path = engagement.resolve(engagement.worksheets or FILE)
    reading = _reading(engagement)
    filled: dict[str, list[dict]] = {name: [] for name in SHEETS}
    if not path.exists():
        if engagement.worksheets:
            reading.complain("worksheet_missing", value=reading.file)
        place = {"sheet": words.title(judgements.SHEET, reading.language)}
        return filled, reading.faults + judgements.wanted(engagement, [], place)
    for sheet in _sheets(path, reading):
        place = {"file": reading.file, "sheet": sheet.title, "language": reading.language}
        found = moved.to_accounts(sheet.name, _read_sheet(reading, sheet), accounts or {}, place)
        filled[sheet.name] = [row for _, row in found.rows]
        reading.faults += found.faults
        if found.ids and repairs is not None:
            repairs.append(found.repair(sheet.name))
        if sheet.name == judgements.SHEET and not _faulty(reading, sheet):
            reading.faults += judgements.faults(engagement, found.rows, _at(place))
    place = {"file": reading.file, "sheet": words.title(judgements.SHEET, reading.language)}
    reading.faults += judgements.wanted(engagement, filled[judgements.SHEET], place)
    return filled, reading.faults


def _faulty(reading: Reading, sheet: Sheet) -> bool:
    return any(fault.sheet == sheet.title for fault in reading.faults)


def _at(place: dict[str, str]) -> dict[str, str]:
    return {"file": place["file"], "sheet": place["sheet"]}


def _sheets(path: Path, reading: Reading) -> list[Sheet]:
    """Every sheet found; complains of those missing or there twice."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415  only to read

    try:
        book = load_workbook(str(path))
        errors = cells.error_cells(path)
        known, found = words.titles(), {}
        for title in book.sheet_names:
            name = known.get(words.plain(title))
            if name in found:
                other = {"other": found[name].title}
                reading.complain("worksheet_sheet_twice", sheet=title, values=other)
            elif name:
                content = book.get_sheet_by_name(title)
                _complain_of_merged(content, title, reading)
                rows = content.to_python(skip_empty_area=False)
                found[name] = Sheet(name, title, rows, errors.get(title, {}))
    except (CalamineError, OSError, BadZipFile) as error:
        reading.complain("worksheet_unreadable", values={"said": str(error)})
        return []
    for name in SHEETS:
        if name not in found and name not in LATER:
            title = words.title(name, reading.language)
            there = {"there": ", ".join(book.sheet_names)}
            reading.complain("worksheet_sheet_missing", sheet=title, values=there)
    return list(found.values())


def _complain_of_merged(sheet, title: str, reading: Reading) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        span = f"{cells.letters(left)}{top + 1}:{cells.letters(right)}{bottom + 1}"
        reading.complain("worksheet_merged", sheet=title, row=top + 1, value=span)


def _read_sheet(reading: Reading, sheet: Sheet) -> list[tuple[int, dict]]:
    """Every filled row with its number."""
    if not any(_filled(cell) for row in sheet.rows[:1] for cell in row):
        reading.complain("worksheet_no_header", sheet=sheet.title, row=1)
        return []
    places = _places(reading, sheet)
    _complain_of_errors(reading, sheet, places)
    allowed = {name: reading.words_of(column) for name, column in sheet.columns.items()}
    broken = {row for row, place in sheet.errors if place in places.values()}
    kept, seen = [], {}
    for number, line in enumerate(sheet.rows[1:], start=2):
        raw = {name: line[place] for name, place in places.items()}
        if number in broken or not _says_something(sheet.name, raw):
            continue
        row = _read_row(reading, sheet, number, places, allowed)
        _complain_of_double(reading, sheet, number, row, seen)
        kept.append((number, row))
    return kept


def _places(reading: Reading, sheet: Sheet) -> dict[str, int]:
    """Column name to its place; complains of heads that are missing, unknown or twice."""
    beside = [
        *LOOKED_UP.values(),
        *(c for shown in BESIDE.get(sheet.name, {}).values() for c in shown),
    ]
    known = words.find([*sheet.columns, *beside], words.head)
    places: dict[str, int] = {}
    for place, cell in enumerate(sheet.rows[0]):
        head = cells.text_of(cell)
        name = known.get(words.plain(head))
        if name in places:
            reading.complain("worksheet_column_twice", sheet=sheet.title, row=1, column=head)
        elif name:
            places[name] = place
        elif _filled(cell) or any(_filled(row[place]) for row in sheet.rows[1:]):
            _complain_of_unknown(reading, sheet, sheet.head(place))
    for name in beside:
        places.pop(name, None)
    for name in sheet.columns:
        if name not in places:
            head = words.head(name, reading.language)
            reading.complain("worksheet_column_missing", sheet=sheet.title, row=1, column=head)
    return places


def _complain_of_unknown(reading: Reading, sheet: Sheet, head: str) -> None:
    heads = [words.head(name, reading.language) for name in sheet.columns]
    near = {"nearest": words.nearest(head, heads)}
    reading.complain("worksheet_column_unknown", sheet=sheet.title, row=1, column=head, values=near)


def _says_something(name: str, raw: dict) -> bool:
    return any(_filled(cell) for column, cell in raw.items() if column not in ADDRESS[name])


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _read_row(
    reading: Reading, sheet: Sheet, number: int, places: dict[str, int], allowed: dict
) -> dict:
    row = {}
    for name, at in places.items():
        column, cell = sheet.columns[name], sheet.rows[number - 1][at]
        said = cells.text_of(cell)
        place = {"sheet": sheet.title, "row": number, "column": sheet.head(at), "value": said}
        if not _filled(cell):
            if column.required:
                reading.complain("worksheet_empty_cell", **place)
        elif name in OF_CRITERIA:
            row[name] = _criterion(reading, name, allowed[name], place)
        else:
            try:
                row[name] = cells.value_of(cell, column, allowed[name])
            except cells.Unfit as unfit:
                reading.complain(str(unfit), **place, values=_may_be(reading, column))
    return row


def _criterion(reading: Reading, name: str, known: dict[str, str], place: dict) -> str:
    said, scored = place["value"], name == "criterion"
    if words.plain(said) not in known:
        asked = reading.criteria if scored else reading.compared
        offered = [words.criterion(c, reading.language) for c in asked]
        near = {"nearest": words.nearest(said, offered)}
        code = "worksheet_unknown_criterion" if offered else "worksheet_no_criteria"
        reading.complain(code if scored else "worksheet_not_compared", **place, values=near)
    return known.get(words.plain(said), said)


def _may_be(reading: Reading, column: Column) -> dict[str, str]:
    """What a cell of `column` may hold, for the words of a fault."""
    allowed = [words.value(v, reading.language) for v in column.allowed]
    low, high = (f"{x:g}" if x is not None else "" for x in (column.low, column.high))
    return {"allowed": ", ".join(allowed), "low": low, "high": high}


def _complain_of_errors(reading: Reading, sheet: Sheet, places: dict[str, int]) -> None:
    for (row, place), said in sheet.errors.items():
        if place in places.values() and row > 1:
            reading.complain(
                "worksheet_error_cell",
                sheet=sheet.title,
                row=row,
                column=sheet.head(place),
                value=said,
            )


def _complain_of_double(
    reading: Reading, sheet: Sheet, number: int, row: dict, seen: dict[tuple, int]
) -> None:
    key = SHEETS[sheet.name].key
    if not key or any(name not in row for name in key):
        return
    values = tuple(row[name] if name in IDS else words.plain(row[name]) for name in key)
    first = seen.setdefault(values, number)
    if first != number:
        heads = ", ".join(words.head(name, reading.language) for name in key)
        said = ", ".join(str(row[name]) for name in key)
        reading.complain(
            "worksheet_twice",
            sheet=sheet.title,
            row=number,
            column=heads,
            value=said,
            values={"first": first},
        )
