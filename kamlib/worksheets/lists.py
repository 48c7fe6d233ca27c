"""The sheet of lists that the others choose from, and the columns that look words up on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kamlib.worksheets import words
from kamlib.worksheets.pen import Pen, write_text
from kamlib.worksheets.sheets import LOOKED_UP

UNKNOWN = "?"  # shown for an id or criterion that is not on the list
_PLACES = {"account_id": "AB", "criterion": "CD"}  # columns of what is known, and of its words
_WIDTHS = {"account_id": 18, "account_name": 44, "criterion": 24, "anchors": 60}


def write_lists(pen: Pen) -> None:
    """The known accounts and criteria, locked."""
    sheet = pen.book.add_worksheet(words.title("lists", pen.language))
    for column, (at, beside) in _PLACES.items():
        known = _known(pen, column)
        _write_list(pen, sheet, ord(at) - ord("A"), column, known)
        if column == "account_id" or any(known.values()):
            _write_list(pen, sheet, ord(beside) - ord("A"), LOOKED_UP[column], known.values())
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True})


def _write_list(pen: Pen, sheet, place: int, column: str, said: Iterable[str]) -> None:
    sheet.set_column(place, place, _WIDTHS[column], pen.formats["text"])
    sheet.write_string(0, place, words.head(column, pen.language), pen.formats["optional"])
    for row, text in enumerate(said, start=1):
        write_text(sheet, (row, place), text, pen.formats["text"])


def _known(pen: Pen, column: str) -> Mapping[str, str]:
    """What may be written in cells of `column`, to the words that stand beside it."""
    if column == "account_id":
        return pen.names
    return {words.criterion(name, pen.language): pen.anchors.get(name, "") for name in pen.criteria}


def has_words(pen: Pen, column: str) -> bool:
    """Whether the lists know words to stand behind cells of `column`."""
    return column in LOOKED_UP and any(_known(pen, column).values())


def write_looked_up(pen: Pen, sheet, place: int, column: str, rows: Iterable[str]) -> None:
    """Behind `column` its words: an account's name, or what a score on a criterion stands for.

    They follow what a person chooses, so that nobody need know ids or scales by heart.

    place
        Of the new column, from 0; it stands right behind `column`.
    rows
        What every row says in `column`, "" where it says nothing yet.
    """
    known = _known(pen, column)
    first, last = _PLACES[column]
    among = f"'{words.title('lists', pen.language)}'!${first}$2:${last}${len(known) + 1}"
    head, look = LOOKED_UP[column], pen.formats["name" if column == "account_id" else "aside"]
    sheet.set_column(place, place, 28 if column == "account_id" else 44, look)
    sheet.write_string(0, place, words.head(head, pen.language), pen.formats["optional"])
    for row, said in enumerate(rows, start=1):
        cell = f"{chr(ord('A') + place - 1)}{row + 1}"
        # Joined with "": a criterion without words would read 0.
        found = f'IFERROR(VLOOKUP({cell}&"",{among},2,FALSE)&"","{UNKNOWN}")'
        shown = known.get(said, UNKNOWN) if said else ""
        sheet.write_formula(row, place, f'=IF({cell}="","",{found})', look, shown)
