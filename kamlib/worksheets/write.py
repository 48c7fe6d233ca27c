"""Write the workbook: empty for people to fill in, or with rows in it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamlib import labels
from kamlib.results import RESULTS
from kamlib.tables import Column
from kamlib.worksheets import cell_rules, judgements, lists, words
from kamlib.worksheets.pen import Pen, formats, write_text
from kamlib.worksheets.sheets import BESIDE, OF_CRITERIA, SHEETS, frame

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

FORMAT = 1  # written on the first sheet: later kits read what earlier ones wrote
ROOM = 500  # rows a sheet has ready beyond those written
MOST_READY = 20_000  # rows of scores made ready; beyond it the managers add their own
_WIDE = {"text", "note", "evidence", "reason", "action", "goal", "factor", "resource", "need"}
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  fixed, so that equal content gives equal bytes
_EXPLAIN = ("how_1", "how_2", "how_3", "how_4", "how_5", "how_6", "how_7", "how_8")


def write_blank(
    path: str | Path,
    language: str,
    *,
    accounts: pd.DataFrame | None = None,
    criteria: Sequence[str] | Mapping[str, Mapping[int, str]] = (),
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
    criteria: Sequence[str] | Mapping[str, Mapping[int, str]] = (),
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
        Names the `scores` sheet offers, or these with what a score stands for, which is shown
        beside them: see `sheets.scales`. Where `rows` has no scores, one row per account and
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
    known = (_known_names(accounts), list(criteria), _in_words(criteria, language))
    content = _content(language, filled, known)
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


def _in_words(
    criteria: Sequence[str] | Mapping[str, Mapping[int, str]], language: str
) -> dict[str, str]:
    if not isinstance(criteria, Mapping):
        return {}
    between = labels.say("worksheets.anchors.between", language)
    return {
        name: between.join(
            labels.say("worksheets.anchors.one", language, score=score, text=scale[score])
            for score in sorted(scale)
        )
        for name, scale in criteria.items()
    }


def _content(
    language: str,
    filled: dict[str, pd.DataFrame],
    known: tuple[dict[str, str], list[str], dict[str, str]],
) -> bytes:
    import xlsxwriter  # noqa: PLC0415  only where a workbook is written

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _MADE})
    pen = Pen(book, language, *known, formats(book))
    whole = len(filled) == len(SHEETS)
    if whole:
        _write_explain(pen)
    for name, rows in filled.items():
        _write_sheet(pen, name, rows)
    if whole:
        lists.write_lists(pen)
    book.close()
    return buffer.getvalue()


def _write_explain(pen: Pen) -> None:
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


@dataclass
class _Page:
    """One sheet being written: `last` is the last row (from 0) that is made ready."""

    name: str
    sheet: Any
    last: int


def _write_sheet(pen: Pen, name: str, rows: pd.DataFrame) -> None:
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
        if lists.has_words(pen, column.name):
            said = [_said(pen, column.name, value) for value in rows[column.name]]
            said += [""] * (page.last - len(said))
            lists.write_looked_up(pen, sheet, place, column.name, said)
            place += 1
        for beside in BESIDE.get(name, {}).get(column.name, ()):
            _write_beside(pen, page, place, beside, rows[beside])
            place += 1
    sheet.autofilter(0, 0, page.last, place - 1)
    # Ids and texts that look like figures are meant as text: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A2:Z{page.last + 1}"})


def _said(pen: Pen, column: str, value: object) -> str:
    """What a cell of a column that words are looked up for says."""
    if value is None or value != value:
        return ""
    return words.criterion(value, pen.language) if column in OF_CRITERIA else str(value)


def _write_column(pen: Pen, page: _Page, place: int, column: Column, values: pd.Series) -> None:
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


def _write_beside(pen: Pen, page: _Page, place: int, name: str, values: pd.Series) -> None:
    """A column for the reader's eye, such as the name of the customer whose id stands before."""
    column = RESULTS["name_review"].column(name)
    page.sheet.set_column(place, place, 30 if column.kind == "text" else 12, pen.formats["name"])
    head = words.head(name, pen.language)
    page.sheet.write_string(0, place, head, pen.formats["optional"])
    for row, value in enumerate(values, start=1):
        if value is not None and value == value:
            _write_value(pen, page.sheet, (row, place), column, value)


def _write_value(pen: Pen, sheet, cell: tuple[int, int], column: Column, value) -> None:
    if column.kind == "number":
        sheet.write_number(*cell, float(value))
    elif column.kind == "date":
        sheet.write_datetime(*cell, value, pen.formats["date"])
    elif column.allowed:
        write_text(sheet, cell, words.value(value, pen.language), pen.formats["text"])
    elif column.name in OF_CRITERIA:
        write_text(sheet, cell, words.criterion(value, pen.language), pen.formats["text"])
    else:
        wide = "wide" if column.name in _WIDE else "text"
        write_text(sheet, cell, value, pen.formats[wide])
