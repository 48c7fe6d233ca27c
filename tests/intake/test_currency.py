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


BOOK = "id,day,money\nA,2024-01-05,1\nB,2024-03-07,2\n"
OWED = "nr,id,day,owed,cur\n1,A,2024-01-05,10,usd\n2,B,2024-03-06,100,\n3,A,2024-03-07,2,US$\n"
OWNER = {"customer_id": "id", "date": "day", "amount": "owed", "currency": "cur"}
LISTS = ["receivables", "payments"]


def listed(make, table: str, text: str = OWED, rates: str | None = RATES, **more):
    """A list of invoices or payments in its own currencies, beside lines in CNY."""
    sources = {table: {"path": "r.csv", "columns": OWNER}}
    sources |= {"fx": FX} if rates else {}
    files = {"r.csv": text, "o.csv": BOOK} | ({"fx.csv": rates} if rates else {})
    more = {"CURRENCY": "CNY"} | more
    return make("o.csv", files=files, sources=sources, **more)


@pytest.mark.parametrize("table", LISTS)
def test_invoices_and_payments_are_converted_by_the_rate_of_their_day(make, table):
    listed(make, table)
    assert make.book().tables[table]["amount"].tolist() == pytest.approx([70, 100, 14.4])
    found = make.check()
    (repair,) = [r for r in found.repairs if r["rule"] == "converted"]
    assert (repair["table"], repair["rows"], repair["example"]) == (table, 2, "USD")
    assert repair["amount"] == pytest.approx(84.4)
    (asked,) = [q for q in found.questions if q["question"] == "rate_direction"]
    assert (asked["table"], asked["example"]) == (table, "USD 12.00 = CNY 84.40")
    assert found.tables[table]["amount"] == pytest.approx(184.4)
    steps = {s["step"]: s["amount"] for s in found.reconciliation if s["table"] == table}
    assert steps == pytest.approx({"in_files": 184.4, "analysed": 184.4})


@pytest.mark.parametrize("table", LISTS)
def test_lists_without_a_rate_are_refused(make, table):
    fault = listed(make, table, OWED + "4,A,2024-03-08,5,EUR\n").fault()
    assert (fault.code, fault.file, fault.row) == ("rate_missing", "r.csv", 5)
    fault = listed(make, table, OWED.replace("100,", "100,EUR"), rates=None).fault()
    assert (fault.code, fault.value) == ("several_currencies", "USD, EUR")
    fault = listed(make, table, OWED.replace("100,", "100,EUR"), CURRENCY="").fault()
    assert fault.code == "currency_home_missing"


def test_rates_that_are_broken_are_told_alone(make):
    fault = listed(make, "receivables", rates="cur,from,rate\nUSD,2024-01-01,much\n").fault()
    assert (fault.code, fault.file) == ("number_text", "fx.csv")


def test_a_list_in_one_other_currency_is_asked_about(make):
    found = listed(make, "payments", OWED.replace("100,", "100,USD"), rates=None).check()
    (asked,) = [q for q in found.questions if q["question"] == "currency_differs"]
    assert (asked["table"], asked["rows"], asked["example"]) == ("payments", 3, "USD")


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
