"""One cell of the workbook as a value of its column's kind, or what is wrong with it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from html import unescape
from pathlib import Path

from kamlib.tables import Column
from kamlib.worksheets import judgements
from kamlib.worksheets.sheets import IDS
from kamlib.worksheets.words import plain


class Unfit(Exception):
    """The cell does not hold what its column wants; its text is the code of the fault."""


def text_of(raw: object) -> str:
    """A cell as text, to the letter; figures as a person reads them (12, not 12.0)."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, datetime):
        return raw.isoformat(sep=" ")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def value_of(raw: object, column: Column, words: dict[str, str]) -> object:
    """The value of a filled cell in `column`; `words` are what may be written, put plainly.

    Raises
    ------
    Unfit
        A text in a column of figures or dates, a figure off its scale, a word not allowed.
    """
    if column.kind == "number":
        return _number(raw, column)
    if column.kind == "date":
        return _day(raw)
    if column.name == "judgement":
        return _judgement(raw)
    said = text_of(raw)
    if column.name in IDS:
        return said.strip()
    if not column.allowed:
        return said
    if plain(said) not in words:
        raise Unfit("worksheet_not_allowed")
    return words[plain(said)]


def _number(raw: object, column: Column) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Unfit("worksheet_not_number")
    low, high = column.low, column.high
    if (low is not None and raw < low) or (high is not None and raw > high):
        raise Unfit("worksheet_out_of_range")
    return float(raw)


def _judgement(raw: object) -> str:
    try:
        return judgements.written(raw)
    except ValueError:
        raise Unfit("worksheet_not_judgement") from None


def _day(raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    raise Unfit("worksheet_not_date")


def letters(place: int) -> str:
    """The letters of a spreadsheet's column: 0 is A, 26 is AA."""
    said = ""
    while place >= 0:
        said = chr(ord("A") + place % 26) + said
        place = place // 26 - 1
    return said


def error_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet title to {(row from 1, place from 0): error} of cells such as #REF!.

    calamine reads these as empty, and what is not there must not pass for not filled in.
    Only .xlsx can be asked; other files give nothing.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        book = _part(archive, parts, "xl/workbook.xml")
        links = _part(archive, parts, "xl/_rels/workbook.xml.rels")
        targets = {
            _mark(tag, "Id"): _mark(tag, "Target")
            for tag in re.findall(r"<Relationship\b[^>]*>", links)
        }
        found = {}
        for tag in re.findall(r"<sheet\b[^>]*>", book):
            target = targets.get(_mark(tag, "r:id"), "")
            content = _part(archive, parts, "xl/" + target.removeprefix("/xl/"))
            found[unescape(_mark(tag, "name"))] = {
                _place(_mark(cell, "r")): _shown(cell)
                for cell in re.findall(r'<c\b[^>]*\bt="e"[^>]*>.*?</c>', content)
                if _mark(cell, "r")
            }
        return found


def _place(address: str) -> tuple[int, int]:
    """B7 as row 7, place 1."""
    column = address.rstrip("0123456789")
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return int(address[len(column) :]), place - 1


def _part(archive: zipfile.ZipFile, parts: set[str], name: str) -> str:
    return archive.read(name).decode("utf-8", "replace") if name in parts else ""


def _mark(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def _shown(cell: str) -> str:
    found = re.search(r"<v>([^<]*)</v>", cell)
    return found.group(1) if found else ""
