"""Workbooks, Parquet files and databases: cells that know their kind."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from kamlib.intake.files.parts import as_text
from tests.intake.test_bad_input import workbook

HEAD = ["id", "day", "money"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (-7.0, "-7"),
        (0.1, "0.1"),
        (129.696, "129.696"),
        (1e14, "100000000000000"),
        (1e15, "1.0000000000000000e+15"),
        (1e-7, "1e-07"),
        (True, "TRUE"),
        (date(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5, 10, 30), "2024-01-05 10:30:00"),
        (None, ""),
        ("007", "007"),
    ],
)
def test_cells_as_text(value, text):
    assert as_text(value) == text


def test_true_dates_and_numbers_of_a_workbook(make):
    rows = [HEAD, [7, date(2024, 2, 5), 0.1], ["007", datetime(2024, 5, 2, 9, 30), 1e-7]]
    make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)})
    lines = make.orders()
    assert lines["customer_id"].tolist() == ["7", "007"]
    assert lines["date"].astype(str).tolist() == ["2024-02-05", "2024-05-02"]
    assert lines["amount"].tolist() == [0.1, 1e-7]
    item = make.check().inputs[0]
    assert (item["sheet"], item["encoding"], item["rows"]) == ("Lines", "workbook", 2)


def test_true_dates_do_not_need_the_named_format(make):
    rows = [HEAD, ["A", date(2024, 2, 5), 1], ["B", "06/02/2024", 1]]
    make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}, date_format="%d/%m/%Y")
    assert make.orders()["date"].astype(str).tolist() == ["2024-02-05", "2024-02-06"]


def test_a_date_that_stayed_text_among_true_ones_is_refused(make):
    """A spreadsheet of another country turns 05/02 into 2 May and leaves 13/02 as text."""
    rows = [HEAD, ["A", date(2024, 5, 2), 1], ["B", date(2024, 6, 2), 1], ["C", "13/02/2024", 1]]
    fault = make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}).fault()
    assert (fault.code, fault.sheet, fault.row, fault.value) == (
        "date_mixed",
        "Lines",
        4,
        "13/02/2024",
    )


def test_a_true_number_is_never_read_with_a_decimal_comma(make):
    rows = [HEAD, ["A", date(2024, 5, 2), 1.234], ["B", date(2024, 6, 2), "1,5"]]
    fault = make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}).fault()
    assert (fault.code, fault.value) == ("number_mixed", "1,5")
    make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}, decimal=",")
    assert make.orders()["amount"].tolist() == [1.234, 1.5]


def test_sheets_that_hold_every_column_are_stacked_and_told(make):
    book = workbook(
        Jan=[HEAD, ["A", date(2024, 1, 5), 1]],
        Notes=[["what", "who"], ["x", "y"]],
        Feb=[["money", "day", "id"], [2, date(2024, 2, 5), "B"]],
        Empty=[],
        Mar=[HEAD],
    )
    make("a.xlsx", files={"a.xlsx": book})
    found = make.check()
    assert [(i["sheet"], i["rows"]) for i in found.inputs] == [("Jan", 1), ("Feb", 1), ("Mar", 0)]
    assert found.tables["orders"]["amount"] == 3
    assert make.notes("questions")["sheets_stacked"] == 2
    make("a.xlsx", files={"a.xlsx": book}, sheet="Feb")
    assert make.check().tables["orders"]["amount"] == 2
    make("a.xlsx", files={"a.xlsx": book}, sheet=["Jan", "Feb"])
    assert make.check().tables["orders"]["amount"] == 3
    fault = make("a.xlsx", files={"a.xlsx": book}, sheet=["Jan", "Notes"]).faults()[0]
    assert (fault.code, fault.sheet) == ("column_missing", "Notes")
    faults = make("a.xlsx", files={"a.xlsx": book}, sheet="*").faults()
    assert {f.sheet for f in faults} == {"Notes"}


def test_a_workbook_without_the_columns_names_the_nearest_sheet(make):
    book = workbook(Notes=[["what"]], Lines=[["id", "day", "mony"], ["A", date(2024, 1, 5), 1]])
    fault = make("a.xlsx", files={"a.xlsx": book}).fault()
    assert (fault.code, fault.sheet, fault.column) == ("column_missing", "Lines", "money")
    assert fault.values["nearest"] == "mony"


def test_rows_of_a_sheet_that_begins_further_down(make):
    rows = [[], ["", "Sales"], [], ["", *HEAD], ["", "A", date(2024, 1, 5), "x"]]
    fault = make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}).fault()
    assert (fault.row, fault.value) == (5, "x")


def test_parquet(make, tmp_path):
    frame = pd.DataFrame(
        {
            "id": [17850.0, 12.0, None],
            "day": pd.to_datetime(["2024-02-05 10:00", "2024-05-02", "2024-05-03"], format="mixed"),
            "money": [0.1, 2.0, 3.0],
        }
    )
    frame.to_parquet(tmp_path / "acme" / "a.parquet")
    make("a.parquet")
    assert make.orders()["customer_id"].tolist() == ["17850", "12"]
    assert make.orders()["amount"].tolist() == [0.1, 2]
    assert str(make.book().since) == "2024-02-05"
    frame.assign(money=["1", "x", "2"]).to_parquet(tmp_path / "acme" / "a.parquet")
    fault = make("a.parquet").fault()
    assert (fault.file, fault.row, fault.value) == ("a.parquet", 3, "x")
