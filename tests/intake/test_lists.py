"""Lists: keys, and what a row cannot or should not hold."""

from __future__ import annotations

import pytest

from kamlib import labels
from kamlib.intake.checks import row_rules
from kamlib.tables import SOURCES


def of(text: str, **more) -> dict:
    """A source whose columns are called as the kit calls them."""
    head = text.split("\n", 1)[0].split(",")
    return {"path": more.pop("path", "list.csv"), "columns": {c: c for c in head}} | more


def given(make, table: str, text: str, **decisions):
    """An engagement with one list beside its orders."""
    source = of(text)
    return make(
        files={"orders.csv": ORDERS, "list.csv": text}, sources={table: source}, **decisions
    )


ORDERS = "id,day,money\n007,2024-01-05,10.5\n008,2024-02-01,-2\n007,2024-03-01,4\n"

IMPOSSIBLE = [
    (
        "wallet",
        "customer_id,total_low,total\n007,90,80\n008,10,80\n",
        "over_other",
        "total_low",
        "90",
    ),
    ("wallet", "customer_id,total,total_high\n007,90,80\n", "under_other", "total_high", "80"),
    ("wallet", "customer_id,total,year\n007,90,2024.5\n", "not_whole", "year", "2024.5"),
    (
        "rebates",
        "customer_id,amount,starts,ends\n007,5,2024-03-01,2024-02-29\n",
        "before_other",
        "ends",
        "2024-02-29",
    ),
    (
        "issues",
        "customer_id,opened,closed\n007,2024-03-01,2024-02-29\n008,2024-03-01,\n",
        "before_other",
        "closed",
        "2024-02-29",
    ),
    ("fx", "currency,rate\nUSD,0\n", "not_above_zero", "rate", "0"),
    ("survey", "customer_id,nps\n007,8.5\n008,8\n", "not_whole", "nps", "8.5"),
    ("survey", "customer_id,nps\n007,11\n", "out_of_range", "nps", "11"),
    ("activities", "customer_id,date,hours\n007,2024-01-05,-1\n", "out_of_range", "hours", "-1"),
    ("customer_sales", "customer_id,year,sales\n007,24,9\n", "out_of_range", "year", "24"),
    ("products", "product_id,unit_cost\nP,-1\n", "out_of_range", "unit_cost", "-1"),
    ("customers", "customer_id,employees\n007,-3\n", "out_of_range", "employees", "-3"),
    ("stock", "customer_id,date,quantity\n007,2024-01-05,-1\n", "out_of_range", "quantity", "-1"),
]


@pytest.mark.parametrize(("table", "text", "code", "column", "value"), IMPOSSIBLE)
def test_an_impossible_row_is_refused_with_its_place(make, table, text, code, column, value):
    fault = given(make, table, text).fault()
    assert (fault.code, fault.file, fault.row) == (code, "list.csv", 2)
    assert (fault.column, fault.value) == (column, value)


def test_the_fault_names_the_file_s_own_columns_and_both_values(make):
    text = "who,from,to,cost\n007,2024-03-01,2024-02-01,5\n"
    columns = {"customer_id": "who", "starts": "from", "ends": "to", "amount": "cost"}
    make(
        files={"orders.csv": ORDERS, "list.csv": text},
        sources={"rebates": {"path": "list.csv", "columns": columns}},
    )
    assert make.fault().message("en") == "to is 2024-02-01 and lies before from, 2024-03-01."


def test_an_impossible_row_leaves_where_bad_rows_are_dropped(make):
    text = "customer_id,opened,closed\n007,2024-03-01,2024-02-29\n008,2024-03-01,\n"
    given(make, "issues", text, BAD_ROWS="drop")
    book = make.book()
    assert book.tables["issues"]["customer_id"].tolist() == ["008"]
    steps = book.reconciliation[book.reconciliation["table"] == "issues"]
    assert steps[["step", "rows"]].to_numpy().tolist() == [
        ["in_files", 2],
        ["unreadable", 1],
        ["analysed", 1],
    ]


DOUBTFUL = [
    ("products", "product_id,unit_cost\nP,0\nQ,1\n", "cost_zero"),
    ("products", "product_id,unit_cost,list_price\nP,3,2\nQ,1,2\n", "cost_over_price"),
    ("products", "product_id,floor_price,list_price\nP,3,2\nQ,1,2\n", "floor_over_price"),
    (
        "receivables",
        "customer_id,date,due,amount\n007,2024-01-05,2024-01-04,9\n008,2024-01-05,2024-01-05,9\n",
        "due_before_invoice",
    ),
    (
        "receivables",
        "customer_id,date,paid_date,amount\n007,2024-01-05,2023-12-31,9\n007,2024-01-05,,9\n",
        "paid_before_invoice",
    ),
    (
        "cost_to_serve",
        "customer_id,amount,driver_quantity,driver_rate\n007,30,3,9\n008,10,3,3.33\n",
        "driver_differs",
    ),
    (
        "activities",
        "customer_id,date,hours\n007,2024-01-05,90\n008,2024-01-05,1\n",
        "hours_over_a_day",
    ),
    ("wallet", "customer_id,total,our_spend\n007,9,10\n008,9,9\n", "spend_over_wallet"),
    (
        "wallet",
        "customer_id,total,our_spend,rival_spend\n007,9,5,6\n008,9,5,4\n",
        "spends_over_wallet",
    ),
    ("deliveries", "order_id,quantity,delivered\nA,5,6\nB,5,5\n", "delivered_over_ordered"),
    ("contacts", "customer_id,contact_id,role\n007,P,boss\n008,Q,decision\n", "words_unknown"),
    ("issues", "customer_id,opened\n007,2024-01-05\n007,2024-01-05\n", "rows_alike"),
    (
        "cost_to_serve",
        "customer_id,period,activity,amount\n007,2024,freight,5\n007,2024,freight,6\n",
        "posted_again",
    ),
]


@pytest.mark.parametrize(("table", "text", "question"), DOUBTFUL)
def test_a_doubtful_row_is_used_and_asked_about(make, table, text, question):
    given(make, table, text)
    asked = [q for q in make.check().questions if q["question"] == question]
    assert [(q["table"], q["rows"]) for q in asked] == [(table, 1)]
    assert asked[0]["example"]
    assert len(make.book().tables[table]) == 2


def test_doubtful_money_is_counted_and_the_first_row_shown(make):
    text = "customer_id,invoice_id,date,due,amount\n007,1,2024-01-05,2024-01-04,9\n"
    text += "008,2,2024-01-05,2024-01-01,6.5\n"
    given(make, "receivables", text)
    (asked,) = [q for q in make.check().questions if q["question"] == "due_before_invoice"]
    assert (asked["column"], asked["rows"], asked["amount"]) == ("due", 2, 15.5)
    assert asked["example"] == "007, 1, 2024-01-04"


def test_every_rule_has_its_column_and_its_words():
    for rule in (*row_rules.IMPOSSIBLE, *row_rules.DOUBTFUL):
        assert SOURCES[rule.table].column(rule.column)
        key = "faults.{}.message" if rule in row_rules.IMPOSSIBLE else "intake.question.{}"
        assert labels.has(key.format(rule.code))


def test_words_are_read_in_both_languages_and_any_case(make):
    text = (
        "customer_id,contact_id,role\n007,1,决策者\n007,2,Gatekeeper\n007,3,SPONSOR\n007,4,用户\n"
    )
    given(make, "contacts", text)
    roles = make.book().tables["contacts"]["role"].tolist()
    assert roles == ["decision", "gate", "sponsor", "用户"]
    assert make.notes("questions")["words_unknown"] == 1


PAYMENTS = "customer_id,payment_id,invoice_id,date,amount\n"


@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        ("007,Z1,R1,2024-01-05,5\n007,Z1,R2,2024-01-05,5\n", False),  # one transfer, two invoices
        ("007,Z1,R1,2024-01-05,5\n008,Z1,R1,2024-01-05,5\n", False),  # numbered by customer
        ("007,,R1,2024-01-05,5\n007,,R1,2024-01-06,5\n", False),  # without number
        ("007,Z1,R1,2024-01-05,5\n007,Z1,R1,2024-01-06,5\n", True),
        ("007,Z1,,2024-01-05,5\n007,Z1,,2024-01-06,5\n", True),
    ],
)
def test_a_payment_is_known_by_number_customer_and_invoice(make, rows, twice):
    given(make, "payments", PAYMENTS + rows)
    if twice:
        fault = make.fault()
        assert (fault.code, fault.row, fault.values["first"]) == ("key_twice", 3, 2)
    else:
        assert make.check().usable


def test_the_parts_of_a_key_are_not_run_together(make):
    given(make, "wallet", "customer_id,category,total\nA B,C,9\nA,B C,9\n")
    assert make.check().usable


def test_two_estimates_of_one_wallet_are_refused(make):
    given(make, "wallet", "customer_id,year,total\n007,2024,9\n007,2024,8\n")
    fault = make.fault()
    assert (fault.code, fault.row, fault.value) == ("key_twice", 3, "007 2024")
