"""Negative lines as a fact: those analysed, against gross sales, and those left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib import labels
from kamlib.intake import returns

LINES = "id,day,money\nA,2024-01-05,100\nA,2024-01-06,-10\n,2024-01-07,-3\nB,2024-01-07,25\n"


def test_they_are_counted_among_the_lines_analysed_and_those_left_out(make):
    told = make(LINES).check().returns
    assert told == {
        "rows": 1,
        "amount": -10.0,
        "gross": 125.0,
        "share": 0.08,
        "rows_left_out": 1,
        "amount_left_out": -3.0,
    }
    assert make.check().as_dict()["tables"]["orders"]["returns"] == told
    assert make.book().returns == told


def test_excluded_returns_are_among_those_left_out(make):
    told = make(LINES, RETURNS="exclude").check().returns
    assert (told["rows"], told["rows_left_out"], told["amount_left_out"]) == (0, 2, -13.0)
    none, left_out = returns.sentences(told, "en", labels.cents)
    assert "no line analysed is negative" in none and "left out: 2, \u221213.00" in left_out


def test_a_negative_total_is_no_return(make):
    total = "id,day,money\nA,2024-01-05,-4\nA,2024-01-06,-6\nTotal,,-10\n"
    told = make(total).check().returns
    assert (told["rows"], told["share"], told["rows_left_out"]) == (2, None, 0)
    (said,) = returns.sentences(told, "en", labels.cents)
    assert "\u221210.00 in all; there are no gross sales" in said


def test_nothing_is_said_where_nothing_was_counted(make):
    told = make("id,day,money\nA,day,x\n").check().returns
    assert returns.sentences(told, "en", labels.cents) == []


@given(st.lists(st.tuples(st.sampled_from([None, "role", "total"]), st.integers(-99, 99))))
def test_gross_sales_are_the_money_of_the_other_lines(lines):
    negative = {}
    for step, amount in (line for line in lines if line[1] < 0):
        rows, money = negative.get(step, (0, 0.0))
        negative[step] = (rows + 1, money + amount)
    told = returns.counted(sum(a for s, a in lines if s is None), negative)
    assert told["gross"] == sum(a for s, a in lines if s is None and a > 0)
    assert told["rows_left_out"] == sum(s == "role" and a < 0 for s, a in lines)
    assert (told["share"] is None) == (told["gross"] <= 0)


@pytest.mark.slow
def test_the_cancellations_of_a_real_shop_are_told(make, shared_data):
    columns = {"customer_id": "CustomerID", "order_id": "InvoiceNo", "date": "InvoiceDate"}
    columns |= {"quantity": "Quantity", "price": "UnitPrice", "product_id": "StockCode"}
    make(str(shared_data / "uci_online_retail" / "online_retail.csv.gz"), columns=columns)
    told = make.check().returns
    assert (told["rows"], told["rows_left_out"]) == (8905, 385)
    assert told["amount"] == pytest.approx(-611_342.09, abs=0.005)
    assert told["amount"] + told["amount_left_out"] == pytest.approx(-918_936.61, abs=0.005)
