"""One table against another: every contradiction is a question with rows, money and an example."""

from __future__ import annotations

import pytest

from kamlib import labels
from kamlib.intake.checks import cross_checks
from kamlib.tables import SOURCES

ORDERS = """customer_id,order_id,date,product_id,amount
007,A1,2023-05-05,P,100
007,A2,2024-01-05,P,60
007,A3,2024-06-05,Q,40
008,B1,2024-02-01,P,30
009,C1,2024-12-30,Q,20
"""


def source(text: str, path: str) -> dict:
    head = text.split("\n", 1)[0].split(",")
    return {"path": path, "columns": {c: c for c in head}}


def given(make, *, orders: str = ORDERS, **lists: str):
    """An engagement of order lines and lists whose columns are called as the kit calls them."""
    decisions = {k: lists.pop(k) for k in list(lists) if k.isupper()}
    files = {f"{name}.csv": text for name, text in lists.items()} | {"orders.csv": orders}
    sources = {name: source(text, f"{name}.csv") for name, text in lists.items()}
    return make(
        "orders.csv",
        files=files,
        columns=source(orders, "")["columns"],
        sources=sources,
        **decisions,
    )


def questions(make) -> dict[str, tuple]:
    """Question to table, column, rows, amount, example; of those on the lists' side."""
    found = make.check()
    assert found.usable, found.faults
    return {
        q["question"]: (q["table"], q["column"], q["rows"], q["amount"], q["example"])
        for q in found.questions
        if q["question"] not in ("customers_without_orders", "customers_not_in_list")
    }


INVOICES = """customer_id,invoice_id,date,amount
007,R1,2024-01-31,100
008,R2,2024-02-28,30
"""
PAYMENTS = "customer_id,invoice_id,date,amount\n"


def test_tables_that_agree_leave_no_question(make):
    given(
        make,
        receivables=INVOICES,
        payments=PAYMENTS + "007,R1,2024-03-01,60\n007,R1,2024-04-01,40\n",
        wallet="customer_id,year,total,total_high\n007,2024,120,150\n",
        products="product_id,family\nP,pumps\nQ,valves\n",
        targets="target_id,part_of,period,value\nT,,2024,90\nU,T,2024,50\nV,T,2024,40\n",
        kam="kam_id,name\nK1,Ann\n",
        customers="customer_id,owner\n007,Ann\n008,K1\n009,\n",
    )
    assert questions(make) == {}


@pytest.mark.parametrize(
    ("rows", "question", "expected"),
    [
        (
            "007,R9,2024-03-01,55\n008,R2,2024-03-01,30\n",
            "payment_without_invoice",
            ("payments", "invoice_id", 1, 55.0, "R9"),
        ),
        (
            "007,,2024-03-01,55\n008,R2,2024-03-01,30\n",
            "payment_names_no_invoice",
            ("payments", "invoice_id", 1, 55.0, ""),
        ),
        (
            "007,R1,2024-03-01,60\n007,R1,2024-04-01,40.01\n008,R2,2024-04-01,30.004\n",
            "payments_over_invoice",
            ("payments", "amount", 2, pytest.approx(0.01), "R1: 100.01 > 100.00"),
        ),
    ],
)
def test_payments_against_invoices(make, rows, question, expected):
    given(make, receivables=INVOICES, payments=PAYMENTS + rows)
    assert questions(make) == {question: expected}


def test_payments_that_know_no_invoices_are_compared_by_customer(make):
    paid = "customer_id,date,amount\n008,2023-12-31,900\n008,2024-03-01,20\n008,2024-04-01,15\n"
    given(make, receivables=INVOICES, payments=paid)
    expected = ("payments", "amount", 2, 5.0, "008: 35.00 > 30.00")  # 2023 pays older invoices
    assert questions(make) == {"customer_overpaid": expected}
    given(make, payments="customer_id,date,amount\n008,2024-03-01,30\n009,2024-12-30,20.5\n")
    expected = ("payments", "amount", 1, 0.5, "009: 20.50 > 20.00")
    assert questions(make) == {"paid_over_ordered": expected}


def test_payments_for_orders_before_the_period_are_not_too_much(make):
    paid = "customer_id,date,amount\n007,2024-03-01,200\n"
    given(make, payments=paid, SINCE="2024-01-01")
    assert questions(make) == {}


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("receivables", "customer_id,date,amount\nACME,2024-01-31,100\n008,2024-02-28,30\n"),
        ("payments", "customer_id,date,amount\nACME,2024-01-31,100\n"),
        ("cost_to_serve", "customer_id,amount\nACME,100\n008,1\n"),
        ("activities", "customer_id,date\nACME,2024-01-31\n"),
        ("survey", "customer_id,nps\nACME,9\n"),
        ("issues", "customer_id,opened\nACME,2024-01-31\n"),
        ("customer_sales", "customer_id,year,sales\nACME,2024,9\n"),
        ("wallet", "customer_id,total\nACME,9\n"),
        ("contacts", "customer_id,contact_id\nACME,P\n"),
        ("stock", "customer_id,date,quantity\nACME,2024-01-31,9\n"),
        ("rebates", "customer_id,amount\nACME,100\n"),
        ("targets", "customer_id,period,value\nACME,2024,9\n,2024,90\n"),
        ("deliveries", "order_id,customer_id\nA1,ACME\nA2,007\n"),
    ],
)
def test_customers_whom_nobody_knows(make, table, text):
    given(make, **{table: text})
    money = 100.0 if "amount" in SOURCES[table].names else None
    expected = (table, "customer_id", 1, money, "ACME")
    assert questions(make)["customer_unknown"] == expected


def test_every_list_of_customers_is_asked():
    named = {t for t, table in SOURCES.items() if "customer_id" in table.names}
    assert named - {"orders", "customers"} == {
        *("receivables", "payments", "cost_to_serve", "survey", "activities", "issues"),
        *("customer_sales", "wallet", "contacts", "deliveries", "stock", "rebates", "targets"),
    }


def test_heads_of_groups_and_customers_left_out_are_known(make):
    customers = "customer_id,parent_id,role\n007,G,end user\n008,,end user\n009,,internal\n"
    wallet = "customer_id,total\nG,999\n009,999\n"
    given(make, customers=customers, wallet=wallet, ROLES=["end user"])
    assert questions(make).keys() == {"parents_missing"}


def test_order_lines_against_the_product_list(make):
    given(make, products="product_id,unit_cost\nP,\n")
    assert questions(make) == {
        "products_not_in_list": ("orders", "product_id", 2, 60.0, "Q"),
    }
    orders = ORDERS.replace("amount\n", "quantity,amount\n").replace(",P,", ",P,2,")
    orders = orders.replace(",Q,", ",Q,1,")
    given(make, orders=orders, products="product_id,unit_cost\nP,20\nQ,\n")
    assert questions(make) == {"lines_without_cost": ("orders", "cost", 2, 60.0, "Q")}


def test_orders_that_no_line_has(make):
    given(
        make,
        deliveries="order_id,actual\nA1,2024-01-05\nZ9,2024-01-05\n",
    )
    assert questions(make) == {"order_unknown": ("deliveries", "order_id", 1, None, "Z9")}
    given(make, issues="customer_id,order_id,opened\n007,Z9,2024-01-05\n007,,2024-01-05\n")
    assert questions(make) == {"order_unknown": ("issues", "order_id", 1, None, "Z9")}


def test_invoices_are_orders_where_most_of_their_numbers_are(make):
    rows = "customer_id,invoice_id,date,amount\n007,A1,2024-01-31,100\n008,B1,2024-02-28,30\n"
    given(make, receivables=rows + "009,Z9,2024-02-28,5\n")
    assert questions(make) == {"order_unknown": ("receivables", "invoice_id", 1, 5.0, "Z9")}
    given(
        make, receivables=INVOICES.replace("R1", "A1").replace("R2", "X2") + "9,X3,2024-01-01,1\n"
    )
    assert "order_unknown" not in questions(make)
    ordered = INVOICES.replace("amount\n", "amount,order_id\n").replace("100\n", "100,A1\n")
    given(make, receivables=ordered.replace(",30\n", ",30,Z9\n"))
    assert questions(make) == {"order_unknown": ("receivables", "order_id", 1, 30.0, "Z9")}


WALLETS = [
    ("007,2024,80,99", "wallet_below_sales", 1.0, "007, 2024: 100.00 > 99.00"),
    ("007,2024,80,100", "wallet_total_below_sales", 20.0, "007, 2024: 100.00 > 80.00"),
    ("007,2024,80,", "wallet_below_sales", 20.0, "007, 2024: 100.00 > 80.00"),
    ("007,2024,100,", "", None, ""),
    ("007,2023,100,", "", None, ""),
    ("007,,80,", "wallet_below_sales", 20.0, "007, 2024: 100.00 > 80.00"),
    ("007,2020,1,", "", None, ""),  # nothing sold in that year
]


@pytest.mark.parametrize(("row", "question", "money", "example"), WALLETS)
def test_a_wallet_holds_at_least_what_we_sold(make, row, question, money, example):
    given(make, wallet=f"customer_id,year,total,total_high\n{row}\n")
    expected = {question: ("wallet", "total", 1, money, example)} if question else {}
    assert questions(make) == expected


def test_a_wallet_without_years_is_of_the_last_twelve_months(make):
    given(make, wallet="customer_id,total\n007,99\n")
    assert questions(make)["wallet_below_sales"][2:] == (1, 1.0, "007: 100.00 > 99.00")
    given(make, wallet="customer_id,total\n007,99\n", AS_OF="2024-05-31")
    assert questions(make) == {}  # 60 from June 2023 on


def test_a_wallet_of_a_group_covers_all_its_customers(make):
    customers = "customer_id,parent_id\n007,G\n008,G\nG,\n009,\n"
    wallet = "customer_id,year,total\nG,2024,120\n008,2024,29\n"
    given(make, customers=customers, wallet=wallet)
    found = questions(make)["wallet_below_sales"]
    assert found == ("wallet", "total", 2, 11.0, "008, 2024: 30.00 > 29.00")


def test_a_wallet_of_a_family_is_compared_with_that_family(make):
    products = "product_id,family\nP,pumps\nQ,valves\n"
    wallet = "customer_id,category,year,total\n007,pumps,2024,60\n007,valves,2024,39\n"
    given(make, products=products, wallet=wallet)
    expected = ("wallet", "total", 1, 1.0, "007, 2024: 40.00 > 39.00")
    assert questions(make) == {"wallet_below_sales": expected}


def test_a_customer_sells_more_than_it_buys_of_us(make):
    given(make, customer_sales="customer_id,year,sales\n007,2024,99\n008,2024,30\n")
    expected = ("customer_sales", "sales", 1, 1.0, "007, 2024: 100.00 > 99.00")
    assert questions(make) == {"own_sales_below_ours": expected}


def test_accounts_for_which_one_person_answers(make):
    customers = "customer_id,parent_id\n007,G\n008,G\n009,\nG,\n"
    head = "customer_id,date,item,score,respondents\n"
    rows = "007,2024-03-01,overall,8,1\n008,2024-03-01,overall,6,1\n"  # two of one group
    rows += "009,2023-03-01,overall,8,5\n009,2024-03-01,overall,8,1\n009,2024-03-01,price,8,1\n"
    given(make, customers=customers, survey=head + rows)
    expected = ("survey", "respondents", 2, None, "009")
    assert questions(make) == {"one_respondent": expected}


def test_answers_that_our_own_people_gave(make):
    rows = "007,9,Sales rep\n008,8,客户经理\n009,7,buyer\n009,7,客户\n"
    given(make, survey="customer_id,nps,answered_by\n" + rows)
    expected = ("survey", "answered_by", 2, None, "Sales rep")
    assert questions(make) == {"survey_by_us": expected}


def test_segments_growth_and_basis_of_the_market(make):
    head = "industry,segment,year,size,growth,price_basis\n"
    given(make, market=head + "Food,,2024,100,,\nFood,bread,2024,60,,\nFood,meat,2024,41,,\n")
    expected = ("market", "size", 2, 1.0, "Food, 2024: 101.00 > 100.00")
    assert questions(make) == {"segments_over_industry": expected}
    given(
        make,
        market=head
        + "Food,,2023,100,,\nFood,,2024,104,4%,\nWood,,2023,100,,\nWood,,2024,110,0.07,\n",
    )
    expected = ("market", "growth", 1, None, "Wood, 2024: 7.0 % / 10.0 %")
    assert questions(make) == {"growth_differs": expected}
    given(make, market=head + "Food,,2023,100,,名义\nFood,,2024,104,,实际\n")
    assert questions(make) == {"market_real": ("market", "price_basis", 1, None, "real")}


def test_targets_that_do_not_add_up(make):
    head = "target_id,part_of,period,measure,value\n"
    rows = "T,,2024,revenue,100\nU,T,2024-Q1,revenue,40\nV,T,2024-Q2,revenue,50\n"
    rows += "W,T,2024-Q1,visits,9\n"  # another measure
    given(make, targets=head + rows + "X,Y,2024,revenue,1\n")
    assert questions(make) == {
        "target_unknown": ("targets", "part_of", 1, None, "Y"),
        "targets_do_not_sum": ("targets", "value", 2, -10.0, "T: 90.00 <> 100.00"),
    }


REFERENCES = [
    (
        {"contacts": "customer_id,contact_id,reports_to\n007,P,Q\n007,Q,\n008,R,Z\n"},
        ("superior_unknown", "contacts", "reports_to", "Z"),
    ),
    (
        {
            "contacts": "customer_id,contact_id\n007,P\n",
            "activities": "customer_id,date,contact_id\n007,2024-01-05,P\n007,2024-01-06,Z\n",
        },
        ("contact_unknown", "activities", "contact_id", "Z"),
    ),
    (
        {
            "kam": "kam_id,name\nK1,Ann\n",
            "customers": "customer_id,owner\n007,K1\n008,Ann\n009,Bob\n",
        },
        ("owner_unknown", "customers", "owner", "Bob"),
    ),
    (
        {
            "customers": "customer_id,industry\n007,Food\n008,\n009,\n",
            "market": "industry,year,size\nFood,2024,9\nFoods,2024,9\n",
        },
        ("industry_unknown", "market", "industry", "Foods"),
    ),
    (
        {
            "products": "product_id,family\nP,a\nQ,a\n",
            "deliveries": "order_id,product_id\nA1,P\nA1,Z\n",
        },
        ("product_unknown", "deliveries", "product_id", "Z"),
    ),
]


@pytest.mark.parametrize(("lists", "expected"), REFERENCES)
def test_what_another_list_does_not_hold(make, lists, expected):
    question, table, column, example = expected
    given(make, **lists)
    assert questions(make) == {question: (table, column, 1, None, example)}


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("activities", "customer_id,date\n007,2024-12-30\n007,2042-05-06\n"),
        ("survey", "customer_id,nps,date\n007,9,2042-05-06\n"),
        ("issues", "customer_id,opened,closed\n007,2024-12-30,2042-05-06\n"),
        ("deliveries", "order_id,promised,actual\nA1,2042-05-06,2042-05-06\n"),
    ],
)
def test_days_after_the_files_end(make, table, text):
    given(make, **{table: text.replace("2042-05-06", "2025-06-30")}, AS_OF="2024-06-30")
    assert questions(make) == {}  # paid or answered once the last order was in
    given(make, **{table: text}, AS_OF="2024-06-30")
    (found,) = questions(make).items()
    assert found[0] == "day_after_files"
    assert found[1][2:] == (1, None, "2042-05-06")


def test_everything_asked_has_its_column_and_words():
    for reference in cross_checks.REFERENCES:
        assert SOURCES[reference.table].column(reference.column)
        assert {*reference.known} <= {*SOURCES[reference.there].names}
        assert labels.has(f"intake.question.{reference.code}")
    for table, columns in cross_checks.PAST.items():
        assert {SOURCES[table].column(c).kind for c in columns} == {"date"}
