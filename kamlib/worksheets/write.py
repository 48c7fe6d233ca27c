"""Write the workbook: empty for people to fill in, or with rows in it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamlib import labels
from kamlib.results import RESULTS
from kamlib.tables import Column
from kamlib.worksheets import cell_rules, judgements, words
from kamlib.worksheets.sheets import BESIDE, OF_CRITERIA, SHEETS, frame

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

FORMAT = 1  # written on the first sheet: later kits read what earlier ones wrote
ROOM = 500  # rows a sheet has ready beyond those written
MOST_READY = 20_000  # rows of scores made ready; beyond it the managers add their own
UNKNOWN = "?"  # shown for an id that is not on the list
LONGEST = 32_767  # letters a cell of Excel holds
_WIDE = {"text", "note", "evidence", "reason", "action", "goal", "factor", "resource", "need"}
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  fixed, so that equal content gives equal bytes
_EXPLAIN = ("how_1", "how_2", "how_3", "how_4", "how_5", "how_6", "how_7", "how_8")


def write_blank(
    path: str | Path,
    language: str,
    *,
    accounts: pd.DataFrame | None = None,
    criteria: Sequence[str] = (),
    compared: Sequence[str] = (),
) -> Path:
    """Write an empty workbook; with accounts and criteria, the scores have a row for each pair.

    See `write` for the arguments.
    """
    return write(path, language, accounts=accounts, criteria=criteria, compared=compared)


def write(
    path: str | Path,
    language: str,
    *,
    accounts: pd.DataFrame | None = None,
    criteria: Sequence[str] = (),
    compared: Sequence[str] = (),
    rows: Mapping[str, pd.DataFrame] | None = None,
    only: str = "",
) -> Path:
    """Write a workbook with `rows` in it; equal arguments give equal bytes.

    Parameters
    ----------
    accounts
        account_id, account_name: fills the lists a person chooses from; names are shown
        beside the ids.
    criteria
        Names the `scores` sheet offers. Where `rows` has no scores, one row per account and
        criterion is made ready.
    compared
        Criteria that judges compare: each pair is made ready, where `rows` has no comparisons.
    rows
        Sheet to frame, in the columns of SHEETS and BESIDE; further columns are left out.
    only
        The one sheet to write; empty: all of them, with the explanations and lists.

    Raises
    ------
    FileExistsError
        If `path` exists: what a person filled in is never overwritten.
    ValueError
        If a text is longer than a cell holds (32,767 letters).
    """
    path = Path(path)
    if path.exists():
        raise FileExistsError(path)
    filled = {name: _columns_of(name, (rows or {}).get(name)) for name in SHEETS}
    if "scores" not in (rows or {}):
        filled["scores"] = _ready_scores(accounts, criteria)
    if judgements.SHEET not in (rows or {}):
        filled[judgements.SHEET] = frame(judgements.SHEET, judgements.pairs(compared))
    if only:
        filled = {only: filled[only]}
    content = _content(language, filled, _known_names(accounts), list(criteria))
    with path.open("xb") as file:
        file.write(content)
    return path


def _columns_of(name: str, rows: pd.DataFrame | None) -> pd.DataFrame:
    made = frame(name, [] if rows is None else rows.to_dict("records"))
    for shown in BESIDE.get(name, {}).values():
        for column in shown:
            made[column] = None if rows is None or column not in rows else list(rows[column])
    return made


def _ready_scores(accounts: pd.DataFrame | None, criteria: Sequence[str]) -> pd.DataFrame:
    known = [] if accounts is None else list(accounts["account_id"])
    if len(known) * len(criteria) > MOST_READY:
        return frame("scores")
    pairs = [{"account_id": a, "criterion": c} for a in known for c in criteria]
    return frame("scores", pairs)


def _known_names(accounts: pd.DataFrame | None) -> dict[str, str]:
    if accounts is None:
        return {}
    names = accounts["account_name"].fillna(accounts["account_id"])
    return dict(zip(accounts["account_id"], names, strict=True))


@dataclass
class _Pen:
    """A workbook being written, and how its cells look."""

    book: Any
    language: str
    names: dict[str, str]  # account_id -> account_name
    criteria: list[str]
    formats: dict[str, Any] = field(default_factory=dict)

    def say(self, key: str, **values) -> str:
        return labels.say(f"worksheets.{key}", self.language, **values)


def _content(
    language: str, filled: dict[str, pd.DataFrame], names: dict[str, str], criteria: list[str]
) -> bytes:
    import xlsxwriter  # noqa: PLC0415  only where a workbook is written

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _MADE})
    pen = _Pen(book, language, names, criteria, _formats(book))
    whole = len(filled) == len(SHEETS)
    if whole:
        _write_explain(pen)
    for name, rows in filled.items():
        _write_sheet(pen, name, rows)
    if whole:
        _write_lists(pen)
    book.close()
    return buffer.getvalue()


def _formats(book) -> dict[str, Any]:
    base = {"font_size": 10, "valign": "top"}
    head = base | {"bold": True, "text_wrap": True, "border": 1, "border_color": "#c9d1d6"}
    looks = {
        "text": base | {"num_format": "@"},
        "wide": base | {"num_format": "@", "text_wrap": True},
        "number": base | {"num_format": "General"},
        "date": base | {"num_format": "yyyy-mm-dd"},
        "name": base | {"font_color": "#6b7780"},
        "required": head | {"bg_color": "#0b4f6c", "font_color": "#ffffff"},
        "optional": head | {"bg_color": "#dfe6ea", "font_color": "#1c2b36"},
        "title": {"font_size": 16, "bold": True, "font_color": "#0b4f6c"},
        "heading": {"font_size": 12, "bold": True, "font_color": "#0b4f6c"},
        "prose": {"font_size": 10.5, "text_wrap": True, "valign": "top"},
        "small": {"font_size": 9, "font_color": "#6b7780"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_explain(pen: _Pen) -> None:
    sheet = pen.book.add_worksheet(words.title("explain", pen.language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 92)
    sheet.write_string(0, 0, pen.say("explain.title"), pen.formats["title"])
    sheet.write_string(2, 0, pen.say("explain.how"), pen.formats["heading"])
    row = 3
    for number, key in enumerate(_EXPLAIN, start=1):
        sheet.write_number(row, 0, number, pen.formats["prose"])
        sheet.write_string(row, 1, pen.say(f"explain.{key}"), pen.formats["prose"])
        row += 1
    sheet.write_string(row + 1, 0, pen.say("explain.sheets"), pen.formats["heading"])
    row += 2
    for name in SHEETS:
        title = words.title(name, pen.language)
        link = f"internal:'{title}'!A1"
        sheet.write_url(row, 0, link, pen.formats["prose"], string=title)
        sheet.write_string(row, 1, pen.say(f"about.{name}"), pen.formats["prose"])
        row += 1
    sheet.write_string(row + 1, 0, pen.say("explain.format", number=FORMAT), pen.formats["small"])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_lists(pen: _Pen) -> None:
    """The known accounts and criteria, locked: the other sheets choose from them."""
    sheet = pen.book.add_worksheet(words.title("lists", pen.language))
    sheet.set_column(0, 0, 18, pen.formats["text"])
    sheet.set_column(1, 1, 44, pen.formats["text"])
    sheet.set_column(2, 2, 24, pen.formats["text"])
    for place, column in enumerate(("account_id", "account_name", "criterion")):
        sheet.write_string(0, place, words.head(column, pen.language), pen.formats["optional"])
    for row, (account, name) in enumerate(pen.names.items(), start=1):
        _write_text(sheet, (row, 0), account, pen.formats["text"])
        _write_text(sheet, (row, 1), name, pen.formats["text"])
    for row, name in enumerate(pen.criteria, start=1):
        word = words.criterion(name, pen.language)
        _write_text(sheet, (row, 2), word, pen.formats["text"])
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True})


@dataclass
class _Page:
    """One sheet being written: `last` is the last row (from 0) that is made ready."""

    name: str
    sheet: Any
    last: int


def _write_sheet(pen: _Pen, name: str, rows: pd.DataFrame) -> None:
    sheet = pen.book.add_worksheet(words.title(name, pen.language))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    page = _Page(name, sheet, len(rows) + ROOM)
    place = 0
    for column in SHEETS[name].columns:
        _write_column(pen, page, place, column, rows[column.name])
        place += 1
        if column.name == "account_id" and pen.names:
            _write_names(pen, page, place, rows["account_id"])
            place += 1
        for beside in BESIDE.get(name, {}).get(column.name, ()):
            _write_beside(pen, page, place, beside, rows[beside])
            place += 1
    sheet.autofilter(0, 0, page.last, place - 1)
    # Ids and texts that look like figures are meant as text: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A2:Z{page.last + 1}"})


def _write_column(pen: _Pen, page: _Page, place: int, column: Column, values: pd.Series) -> None:
    wide = column.name in _WIDE
    look = pen.formats["wide" if wide else column.kind]
    page.sheet.set_column(place, place, 44 if wide else 17, look)
    head = pen.formats["required" if column.required else "optional"]
    page.sheet.write_string(0, place, words.head(column.name, pen.language), head)
    for row, value in enumerate(values, start=1):
        if value is not None and value == value:
            _write_value(pen, page.sheet, (row, place), column, value)
    counts = {"criteria": len(pen.criteria), "accounts": len(pen.names)}
    rule = cell_rules.rule(page.name, column, pen.language, **counts)
    page.sheet.data_validation(1, place, page.last, place, rule)


def _write_beside(pen: _Pen, page: _Page, place: int, name: str, values: pd.Series) -> None:
    """A column for the reader's eye, such as the name of the customer whose id stands before."""
    column = RESULTS["name_review"].column(name)
    page.sheet.set_column(place, place, 30 if column.kind == "text" else 12, pen.formats["name"])
    head = words.head(name, pen.language)
    page.sheet.write_string(0, place, head, pen.formats["optional"])
    for row, value in enumerate(values, start=1):
        if value is not None and value == value:
            _write_value(pen, page.sheet, (row, place), column, value)


def _write_value(pen: _Pen, sheet, cell: tuple[int, int], column: Column, value) -> None:
    if column.kind == "number":
        sheet.write_number(*cell, float(value))
    elif column.kind == "date":
        sheet.write_datetime(*cell, value, pen.formats["date"])
    elif column.allowed:
        _write_text(sheet, cell, words.value(value, pen.language), pen.formats["text"])
    elif column.name in OF_CRITERIA:
        _write_text(sheet, cell, words.criterion(value, pen.language), pen.formats["text"])
    else:
        wide = "wide" if column.name in _WIDE else "text"
        _write_text(sheet, cell, value, pen.formats[wide])


def _write_text(sheet, cell: tuple[int, int], text: str, look) -> None:
    """As text whatever it looks like: a name such as =HYPERLINK(...) stays a name."""
    if len(text) > LONGEST:
        raise ValueError(f"a text of {len(text)} letters does not fit a cell: {text[:40]}...")
    sheet.write_string(*cell, text, look)


def _write_names(pen: _Pen, page: _Page, place: int, ids: pd.Series) -> None:
    """Beside each id the account's name, looked up, so that nobody need know ids by heart."""
    title = words.title("lists", pen.language)
    known = f"'{title}'!$A$2:$B${len(pen.names) + 1}"
    page.sheet.set_column(place, place, 28, pen.formats["name"])
    head = words.head("account_name", pen.language)
    page.sheet.write_string(0, place, head, pen.formats["optional"])
    shown = ["" if i != i else pen.names.get(i, UNKNOWN) for i in ids]
    shown += [""] * (page.last - len(shown))
    for row, name in enumerate(shown, start=1):
        id_cell = f"{chr(ord('A') + place - 1)}{row + 1}"
        look_up = f'IFERROR(VLOOKUP({id_cell}&"",{known},2,FALSE),"{UNKNOWN}")'
        formula = f'=IF({id_cell}="","",{look_up})'
        page.sheet.write_formula(row, place, formula, pen.formats["name"], name)
