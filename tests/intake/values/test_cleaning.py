"""Cells as people write them: numbers, dates, ids; one convention for each column."""

from __future__ import annotations

import pytest


def money(make, *cells: str, **more):
    """Check a book whose amounts are these cells."""
    rows = "".join(f'A;2024-01-{i:02};"{cell}"\n' for i, cell in enumerate(cells, 1))
    return make("id;day;money\n" + rows, **more)


@pytest.mark.parametrize(
    ("cell", "amount", "rule"),
    [
        ("1,234.50", 1234.5, "thousands"),
        ("1,234,567", 1234567, "thousands"),
        ("1 234.50", 1234.5, "thousands"),
        ("1'234.50", 1234.5, "thousands"),
        ("¥1,234.50", 1234.5, "currency_sign"),
        ("￥12", 12, "currency_sign"),
        ("$ -5", -5, "currency_sign"),
        ("-$5", -5, "currency_sign"),
        ("12元", 12, "currency_sign"),
        ("USD 12.5", 12.5, "currency_sign"),
        ("12.5 €", 12.5, "currency_sign"),
        ("(12.5)", -12.5, "minus_sign"),
        ("$(12.5)", -12.5, "minus_sign"),
        ("(USD 12.5)", -12.5, "minus_sign"),
        ("12.5-", -12.5, "minus_sign"),
        ("１２．５", 12.5, "full_width"),
        ("－１２", -12, "full_width"),
        ("\u221212", -12, "full_width"),
        ("3.5万", 35000, "ten_thousands"),
        ("1.2亿", 120000000, "ten_thousands"),
        ("+5", 5, None),
        (".5", 0.5, None),
        ("5.", 5, None),
        ("1e3", 1000, None),
        ("1.5E-2", 0.015, None),
        ("  7  ", 7, None),
        ("0007", 7, None),
        ("1,5", 1.5, "decimal_comma"),
        ("1.234,50", 1234.5, "decimal_comma"),
    ],
)
def test_numbers_as_people_write_them(make, cell, amount, rule):
    money(make, cell)
    assert make.orders()["amount"].tolist() == [amount]
    repairs = make.notes("repairs")
    assert rule is None or repairs[rule] == 1
    assert rule is not None or not repairs


@pytest.mark.parametrize(
    "cell",
    [
        "12 34",
        "1,23,456",
        "1.2.3",
        "--5",
        "(-5)",
        "5%",
        "0x10",
        "1_000",
        "12abc",
        "五",
        "1/2",
        "$",
        ",",
    ],
)
def test_what_is_no_number_is_refused(make, cell):
    fault = money(make, "1", cell).fault()
    assert (fault.row, fault.column, fault.value) == (3, "money", cell)


def test_a_lone_group_of_three_is_thousands_and_told(make):
    money(make, "1,234", "5,678")
    assert make.orders()["amount"].tolist() == [1234, 5678]
    assert make.notes("repairs") == {"thousands": 2}


def test_the_rest_of_the_column_decides_what_a_comma_is(make):
    money(make, "1,234", "2,5")
    assert make.orders()["amount"].tolist() == [1.234, 2.5]
    money(make, "1,234", "2.5")
    assert make.orders()["amount"].tolist() == [1234, 2.5]
    money(make, "1.234", "2,5", "3")
    assert make.orders()["amount"].tolist() == [1234, 2.5, 3]


def test_a_comma_and_a_point_that_both_may_be_decimal_are_refused(make):
    fault = money(make, "1,234", "1.234").fault()
    assert (fault.code, fault.value) == ("number_ambiguous", "1,234")
    assert "1234" in fault.message("en")
    assert "1.234" in fault.message("en")
    money(make, "1,234", "1.234", decimal=",")
    assert make.orders()["amount"].tolist() == [1.234, 1234]
    money(make, "1,234", "1.234", decimal=".")
    assert make.orders()["amount"].tolist() == [1234, 1.234]


def test_a_column_of_thousands_does_not_turn_decimal_for_a_slip(make):
    fault = money(make, "1,234", "5,678", "12,34").fault()
    assert (fault.code, fault.value) == ("number_ambiguous", "1,234")
    assert money(make, "$1,234", "$1.234").fault().code == "number_ambiguous"
    money(make, "1,234", "5,67", "12,3", "8")
    assert make.orders()["amount"].tolist() == [1.234, 5.67, 12.3, 8]


def test_two_decimal_signs_in_one_column_are_refused(make):
    fault = money(make, "1,5", "2.5", "3.25").fault()
    assert (fault.code, fault.value, fault.row) == ("number_mixed", "1,5", 2)
    fault = money(make, "1.234,50", "1,234.50", "2.50").fault()
    assert (fault.code, fault.value) == ("number_mixed", "1.234,50")


def test_thousands_stay_thousands_where_the_decimal_sign_is_named(make):
    money(make, "1.234.567,5", "12", decimal=",")
    assert make.orders()["amount"].tolist() == [1234567.5, 12]
    assert money(make, "1,5", decimal=".").fault().value == "1,5"


def test_figures_are_not_rounded(make):
    money(make, "0.1", "0.2", "1234567.891", "0.333333333333333")
    assert make.orders()["amount"].tolist() == [0.1, 0.2, 1234567.891, 0.333333333333333]


COMPUTED = {"customer_id": "id", "date": "day", "quantity": "n", "price": "p", "discount": "d"}


def test_discounts_are_shares(make):
    rows = "A;2024-01-01;2;10;10%\nA;2024-01-02;2;10;0.25\nA;2024-01-03;2;10;\nA;2024-01-04;1;5;-\n"
    make("id;day;n;p;d\n" + rows, columns=COMPUTED)
    assert make.orders()["amount"].tolist() == [18, 15, 20, 5]
    assert make.notes("repairs") == {"percent": 1, "missing": 1}


@pytest.mark.parametrize("cell", ["10", "1.5", "-0.1", "150%"])
def test_a_discount_that_is_no_share_is_refused(make, cell):
    rows = f"A;2024-01-01;2;10;0.1\nA;2024-01-02;2;10;{cell}\n"
    fault = make("id;day;n;p;d\n" + rows, columns=COMPUTED).fault()
    assert (fault.code, fault.row, fault.column, fault.value) == (
        "discount_not_share",
        3,
        "d",
        cell,
    )


def test_signs_for_nothing_are_told(make):
    text = (
        "id,day,money,region\nA,2024-01-05,1,-\nB,2024-01-06,2,#N/A\n"
        "C,2024-01-07,3,NA\n无,2024-01-08,4,x\n"
    )
    make(text, columns={"customer_id": "id", "date": "day", "amount": "money", "region": "region"})
    found = make.check()
    told = {(r["column"], r["rule"]): r["rows"] for r in found.repairs}
    assert told == {("region", "missing"): 2, ("customer_id", "missing"): 1}
    assert make.orders()["region"].fillna("").tolist() == ["", "", "NA"]
    assert make.steps()["no_customer"] == (1, 4)


DATES = [
    ("2024-01-05", "2024-01-05"),
    ("2024-1-5", "2024-01-05"),
    ("2024/1/5", "2024-01-05"),
    ("2024/01/05", "2024-01-05"),
    ("2024.01.05", "2024-01-05"),
    ("20240105", "2024-01-05"),
    ("2024年1月5日", "2024-01-05"),
    ("2024 年 1 月 5 日", "2024-01-05"),
    ("２０２４－０１－０５", "2024-01-05"),
    ("25.12.2024", "2024-12-25"),
    ("25/12/2024", "2024-12-25"),
    ("12/25/2024", "2024-12-25"),
    ("12/25/24", "2024-12-25"),
    ("2/24/03", "2003-02-24"),
    ("24-2-99", "1999-02-24"),
    ("5/5/2023", "2023-05-05"),
    ("5 Jan 2024", "2024-01-05"),
    ("05-Jan-2024", "2024-01-05"),
    ("5-jan-24", "2024-01-05"),
    ("January 5, 2024", "2024-01-05"),
    ("2024-02-29", "2024-02-29"),
    ("20240105", "2024-01-05"),
    ("20240105093000", "2024-01-05"),
]
TIMES = [
    "",
    " 0:00",
    " 10:05",
    " 23:59:59",
    "T10:05:00",
    "T10:05:00.123Z",
    " 10:05:00+08:00",
    " 10:05 PM",
    " 10:05:00.5 am",
    " 下午 3:05",
]


@pytest.mark.parametrize(("cell", "day"), DATES)
def test_dates_as_people_write_them(make, cell, day):
    make(f'id;day;money\nA;"{cell}";1\n')
    assert make.check().usable, make.check().faults
    assert str(make.book().since) == day


def test_the_time_of_the_day_is_left_off_even_where_only_some_have_one(make):
    rows = "".join(f"A;2024-01-05{time};1\n" for time in TIMES)
    make("id;day;money\n" + rows)
    assert set(make.orders()["date"].astype(str)) == {"2024-01-05"}


def test_one_format_reads_the_whole_column(make):
    make("id,day,money\nA,05/02/2024,1\nB,13/05/2024,2\n")
    assert make.orders()["date"].astype(str).tolist() == ["2024-02-05", "2024-05-13"]
    assert make.check().formats == [{"table": "orders", "column": "date", "format": "%d/%m/%Y"}]
    make("id,day,money\nA,05/02/2024,1\nB,05/13/2024,2\n")
    assert make.orders()["date"].astype(str).tolist() == ["2024-05-02", "2024-05-13"]


def test_day_and_month_that_change_places_stop_even_where_bad_rows_are_dropped(make):
    text = "id,day,money\nA,05/02/2024,1\nB,13/05/2024,2\nC,14/05/2024,3\nD,05/13/2024,4\n"
    for decision in ("stop", "drop"):
        fault = make(text, BAD_ROWS=decision).fault()
        assert (fault.code, fault.row, fault.value) == ("date_mixed", 5, "05/13/2024")


def test_readings_that_agree_are_no_question(make):
    make("id,day,money\nA,05/05/2024,1\nB,06/06/2024,2\n")
    assert str(make.book().as_of) == "2024-06-06"


def test_an_ambiguous_column_with_a_bad_cell_is_ambiguous_still(make):
    text = "id,day,money\nA,05/02/2024,1\nB,13 or so,2\n"
    assert {f.code for f in make(text).faults()} == {"date_ambiguous", "date_text"}
    assert make(text, BAD_ROWS="drop").fault().code == "date_ambiguous"


def test_a_named_format_is_taken(make):
    text = "id,day,money\nA,4/6/2013,1\nB,5/6/2013 10:00,1\n"
    make(text, date_format="%d/%m/%Y")
    assert make.orders()["date"].astype(str).tolist() == ["2013-06-04", "2013-06-05"]
    make(text, date_format="%m/%d/%Y")
    assert make.orders()["date"].astype(str).tolist() == ["2013-04-06", "2013-05-06"]
    make(text.replace("4/6/2013", "4/6/2013 9:30"), date_format="%d/%m/%Y %H:%M")
    assert str(make.book().since) == "2013-06-04"
    fault = make(text + "C,2013-06-05,1\n", date_format="%d/%m/%Y").fault()
    assert (fault.code, fault.row, fault.value) == ("date_not_in_format", 4, "2013-06-05")
    fault = make(text + "C,31/6/2013,1\n", date_format="%d/%m/%Y").fault()
    assert (fault.code, fault.row) == ("date_impossible", 4)


def test_years_of_two_digits_in_front_stay_open(make):
    """24/01/05 is a 24 January where the days spread; a 5 January 2024 where the years would."""
    spread = "id,day,money\nA,24.01.23,1\nB,02.03.24,1\nC,17.11.23,1\n"
    assert str(make(spread).book().since) == "2023-01-24"
    packed = "id,day,money\nA,24/01/05,1\nB,24/02/11,1\nC,24/03/12,1\n"
    fault = make(packed).fault()
    assert fault.code == "date_ambiguous"
    assert str(make(packed, date_format="%y/%m/%d").book().since) == "2024-01-05"


def test_ids_keep_their_zeros_and_lose_a_spreadsheets_point_zero(make):
    make("id,day,money\n007,2024-01-05,1\n 07 ,2024-01-06,1\n7,2024-01-07,1\n")
    assert make.orders()["customer_id"].tolist() == ["007", "07", "7"]
    assert make.notes("repairs") == {"blanks": 1}
    make("id,day,money\n17850.0,2024-01-05,1\n,2024-01-06,1\n12.0,2024-01-07,1\n")
    assert make.orders()["customer_id"].tolist() == ["17850", "12"]
    assert make.notes("repairs") == {"point_zero": 2}
    make("id,day,money\n17850.0,2024-01-05,1\nX1,2024-01-06,1\n")
    assert make.orders()["customer_id"].tolist() == ["17850.0", "X1"]
    make("id,day,money\nV1.0,2024-01-05,1\nV2.0,2024-01-06,1\n")
    assert make.orders()["customer_id"].tolist() == ["V1.0", "V2.0"]


def test_ids_lose_their_point_zero_file_by_file(make):
    files = {
        "a1.csv": "id,day,money\n7.0,2024-01-05,1\n",
        "a2.csv": "id,day,money\n7,2024-01-06,1\n",
    }
    make("a*.csv", files=files)
    assert make.check().tables["orders"]["accounts"] == 1


HOSTILE = [
    "x" * 300,
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "../../x",
    "😀 Ltd",
    "שלום",
    "a'b",
    '{"x"}',
    "{0}",
    "%s",
    "a|b",
    "'; DROP TABLE x",
]


def test_hostile_names_pass_unharmed(make):
    rows = "".join('"{}",2024-01-05,1\n'.format(name.replace('"', '""')) for name in HOSTILE)
    make("id,day,money\n" + rows)
    assert make.orders()["customer_id"].tolist() == HOSTILE
    columns = {"customer_id": HOSTILE[-1], "date": "d'a\"y", "amount": "{money}"}
    make('\'; DROP TABLE x,"d\'a""y",{money}\nA,2024-01-05,1\n', columns=columns)
    assert make.check().usable


NOTHING = ["#N/A", "-", "无", "暂无", "#DIV/0!", "--", "NULL", "n/a", "#REF!"]


@pytest.mark.parametrize("word", NOTHING)
@pytest.mark.parametrize("column", ["region", "order_id", "price", "unit_cost", "discount"])
def test_words_for_nothing_are_empty_in_every_kind_of_column(make, word, column):
    columns = {"customer_id": "id", "date": "day", "amount": "money", column: "x"}
    make(f"id,day,money,x\nA,2024-01-05,1,{word}\n", columns=columns)
    assert make.orders()["amount"].tolist() == [1]
    (repair,) = [r for r in make.check().repairs if r["rule"] == "missing"]
    assert (repair["column"], repair["rows"], repair["example"]) == (column, 1, word)


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_for_nothing_leaves_a_needed_cell_empty(make, word):
    for text in (f"A,{word},1", f"A,2024-01-06,{word}"):
        fault = make(f"id,day,money\nA,2024-01-05,1\n{text}\n").fault()
        assert (fault.code, fault.row) == ("value_missing", 3)
    make(f"id,day,money\nA,2024-01-05,1\n{word},2024-01-06,2\n")
    assert make.steps()["no_customer"] == (1, 2)
