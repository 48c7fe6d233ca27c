"""Dates that are no days yet: a spreadsheet's numbers, months; and columns that mix kinds."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import xlsxwriter

from kamlib.intake.values import day_counts

HEAD = "id,day,money\n"


def days(make) -> list[str]:
    return make.orders()["date"].astype(str).tolist()


def book(make, *cells, from_1904: bool = False, name: str = "orders.xlsx"):
    """A workbook whose date column holds these cells: dates, numbers or texts."""
    path = make.folder / name
    with xlsxwriter.Workbook(str(path), {"date_1904": from_1904}) as made:
        as_date = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["id", "day", "money"])
        for row, cell in enumerate(cells, 1):
            sheet.write_row(row, 0, ["A", None, row])
            if isinstance(cell, (date, datetime)):
                sheet.write_datetime(row, 1, cell, as_date)
            else:
                sheet.write(row, 1, cell)
    return make(name)


# --- a spreadsheet's numbers of days --------------------------------------------------------


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_workbook_says_from_when_its_numbers_count(make, from_1904):
    serial = 45296 - (1462 if from_1904 else 0)
    book(make, serial, serial + 1.75, datetime(2024, 1, 7), from_1904=from_1904)
    assert days(make) == ["2024-01-05", "2024-01-06", "2024-01-07"]
    (repair,) = make.check().repairs
    assert (repair["rule"], repair["rows"]) == ("date_serial_read", 2)
    assert repair["example"] == str(serial)


def test_two_workbooks_that_count_differently_are_each_read_their_way(make):
    book(make, 45296, name="b1.xlsx")
    book(make, 45296 - 1462, from_1904=True, name="b2.xlsx")
    make("b*.xlsx")
    assert days(make) == ["2024-01-05", "2024-01-05"]


def test_numbers_beside_texts_of_another_format_are_refused(make):
    """Excel reads 05/02/2024 as a date and leaves 25/02/2024 as text: the numbers may lie."""
    fault = book(make, 45296, 45297, "25/02/2024").fault()
    assert (fault.code, fault.row, fault.value) == ("date_mixed", 4, "25/02/2024")


def test_numbers_of_days_in_text_are_refused_with_both_readings(make):
    make(HEAD + "A,45296,1\nB,45297.5,1\n")
    for decision in ("stop", "drop"):
        fault = make(HEAD + "A,45296,1\nB,45297.5,1\n", BAD_ROWS=decision).fault()
        assert (fault.code, fault.row, fault.value) == ("date_serials", 2, "45296")
        assert "5 January 2024" in fault.message("en")
        assert "2028年1月6日" in fault.message("zh")
        assert "date_format: excel-1904" in fault.mend("en")


def test_numbers_of_days_are_read_as_the_engagement_says(make):
    text = HEAD + "A,45296,1\nB,45297.75,1\nC,４５２９８,1\n"
    make(text, date_format="excel")
    assert days(make) == ["2024-01-05", "2024-01-06", "2024-01-07"]
    make(text, date_format="excel-1904")
    assert days(make) == ["2028-01-06", "2028-01-07", "2028-01-08"]


def test_the_days_before_the_leap_day_that_never_was_are_refused(make):
    make(HEAD + "A,61,1\n", date_format="excel")
    assert days(make) == ["1900-03-01"]
    fault = make(HEAD + "A,60,1\n", date_format="excel").fault()
    assert (fault.code, fault.value) == ("date_no_serial", "60")
    make(HEAD + "A,0,1\n", date_format="excel-1904")
    assert days(make) == ["1904-01-01"]


def test_a_date_among_numbers_of_days_is_refused(make):
    fault = make(HEAD + "A,45296,1\nB,2024-01-06,1\n", date_format="excel").fault()
    assert (fault.code, fault.row, fault.value) == ("date_no_serial", 3, "2024-01-06")
    fault = make(HEAD + "A,2024-01-06,1\nB,45296,1\n").fault()
    assert (fault.code, fault.row, fault.value) == ("date_serial", 3, "45296")


def test_true_dates_of_a_workbook_are_read_beside_a_given_format(make):
    book(make, datetime(2024, 1, 5), "06/01/2024")
    make("orders.xlsx", date_format="%d/%m/%Y")
    assert days(make) == ["2024-01-05", "2024-01-06"]


def test_an_old_workbook_says_it_in_a_record_of_its_own(tmp_path):
    start = b"\xd0\xcf\x11\xe0" + b"\x00" * 60
    for mode, expected in ((b"\x00", "excel"), (b"\x01", "excel-1904")):
        path = tmp_path / "old.xls"
        path.write_bytes(start + b"\x22\x00\x02\x00" + mode + b"\x00" + b"\x00" * 20)
        assert day_counts.of_workbook(path) == expected
    path.write_bytes(start)
    assert day_counts.of_workbook(path) == ""
    path.write_bytes(b"neither")
    assert day_counts.of_workbook(path) == ""


# --- months -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-01", "2024-02"),
        ("2024/1", "2024/2"),
        ("202401", "202402"),
        ("２０２４０１", "２０２４０２"),
        ("2024年1月", "2024年02月"),
        ("2024 年 1 月", "2024年2月份"),
        ("Jan 2024", "Feb 2024"),
        ("January 2024", "February 2024"),
        ("Jan-2024", "Feb-2024"),
        ("1/2024", "2/2024"),
        ("01-2024", "02-2024"),
    ],
)
def test_months_are_read_as_their_first_day_and_count_to_their_last(make, first, last):
    make(f"{HEAD}A,{first},1\nB,{last},2\n")
    assert days(make) == ["2024-01-01", "2024-02-01"]
    found = make.check()
    assert (str(found.since), str(found.as_of)) == ("2024-01-01", "2024-02-29")
    assert make.notes("repairs") == {"month_only": 2}


def test_a_given_last_day_stands(make):
    make(f"{HEAD}A,2024-01,1\nB,2024-03,2\n", AS_OF="2024-02-10")
    assert str(make.check().as_of) == "2024-02-10"
    assert make.steps()["after_as_of"] == (1, 2)


def test_months_in_a_given_format(make):
    make(f"{HEAD}A,01.24,1\nB,02.24,2\n", date_format="%m.%y")
    assert str(make.check().as_of) == "2024-02-29"
    assert make.notes("repairs") == {"month_only": 2}


@pytest.mark.parametrize("decision", ["stop", "drop"])
def test_months_and_days_in_one_column_are_refused(make, decision):
    text = HEAD + "A,2024-01-05,1\nB,2024-01-06,1\nC,2024-02,1\n"
    fault = make(text, BAD_ROWS=decision).fault()
    assert (fault.code, fault.row, fault.value) == ("date_month_mixed", 4, "2024-02")
    text = HEAD + "A,202401,1\nB,202402,1\nC,20240305,1\n"
    assert make(text, BAD_ROWS=decision).fault().value == "20240305"


@pytest.mark.parametrize("cell", ["Jan-24", "2024-13", "13/2024", "2024", "2024.1", "240105"])
def test_what_is_not_certainly_a_month_is_refused(make, cell):
    assert make(f"{HEAD}A,{cell},1\n").fault().value == cell


def test_six_figures_that_may_be_a_month_or_a_day_are_refused(make):
    fault = make(f"{HEAD}A,201110,1\nB,201111,1\n").fault()
    assert fault.code == "date_ambiguous"
    assert "2020" in fault.message("en")
    make(f"{HEAD}A,201110,1\nB,201111,1\n", date_format="%Y%m")
    assert str(make.check().as_of) == "2011-11-30"


def test_a_month_in_another_table_does_not_stretch_the_period(make):
    customers = {"path": "list.csv", "columns": {"customer_id": "nr", "start_date": "since"}}
    files = {"list.csv": "nr,since\nA,2020-05\n", "orders.csv": HEAD + "A,2024-01-05,1\n"}
    make("orders.csv", files=files, sources={"customers": customers})
    assert str(make.check().as_of) == "2024-01-05"
    assert str(make.book().accounts["start_date"][0].date()) == "2020-05-01"
