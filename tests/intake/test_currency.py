"""Money in several currencies: converted by the client's rates, else refused or asked about."""

from __future__ import annotations

import pytest

COLUMNS = {"customer_id": "id", "date": "day", "amount": "money", "currency": "cur"}
TEXT = "id,day,money,cur\nA,2024-01-05,10,usd\nB,2024-03-06,100,人民币\nC,2024-03-07,2,US$\n"
RATES = "cur,from,rate\nUSD,2024-01-01,7\nUSD,2024-02-01,7.2\n"
FX = {"path": "fx.csv", "columns": {"currency": "cur", "date": "from", "rate": "rate"}}


def converted(make, rates: str = RATES, text: str = TEXT, **more):
    files = {"fx.csv": rates, "o.csv": text}
    return make("o.csv", files=files, columns=COLUMNS, sources={"fx": FX}, CURRENCY="CNY", **more)


def test_rates_of_the_day_and_the_total_that_comes_of_them(make):
    converted(make)
    assert make.orders()["amount"].tolist() == pytest.approx([70, 100, 14.4])
    (asked,) = [q for q in make.check().questions if q["question"] == "rate_direction"]
    assert (asked["rows"], round(asked["amount"], 6)) == (3, 184.4)
    assert asked["example"] == "USD 12.00 = CNY 84.40"


def test_a_rate_that_is_missing_is_a_fault_of_its_line(make):
    fault = converted(make, text=TEXT + "D,2024-03-08,5,EUR\n").fault()
    assert (fault.code, fault.row, fault.value) == ("rate_missing", 5, "EUR")
    fault = converted(make, text=TEXT + "D,2023-12-31,5,USD\n").fault()
    assert (fault.code, fault.row) == ("rate_missing", 5)


def test_without_rates_several_currencies_are_refused_with_their_sums(make):
    fault = make(TEXT, columns=COLUMNS, CURRENCY="CNY").fault()
    assert fault.code == "several_currencies"
    assert "USD: 2 x, 12.00" in fault.message("en")


def test_one_currency_asks_no_direction(make):
    converted(make, text=TEXT.replace("usd", "CNY").replace("US$", "RMB"))
    assert "rate_direction" not in make.notes("questions")


@pytest.mark.parametrize("header", ["currency", "币种", "Währung"])
def test_a_column_of_currencies_that_nobody_mapped_is_asked_about(make, header):
    owed = {"path": "r.csv", "columns": {"customer_id": "id", "date": "day", "amount": "owed"}}
    files = {
        "r.csv": f"id,day,owed,{header}\nA,2024-01-05,3,USD\nA,2024-01-05,4,EUR\n",
        "o.csv": "id,day,money\nA,2024-01-05,1\n",
    }
    make("o.csv", files=files, sources={"receivables": owed})
    (asked,) = [q for q in make.check().questions if q["question"] == "currency_unread"]
    assert (asked["table"], asked["example"]) == ("receivables", header)
    assert "currency_unread" not in converted(make).notes("questions")
