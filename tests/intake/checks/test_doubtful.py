"""Rows that may not belong into the analysis: found, priced, and cut by the line that is shown."""

from __future__ import annotations

import json

import pytest
import yaml

COLUMNS = {
    "customer_id": "Kunde",
    "customer_name": "name",
    "order_id": "nr",
    "date": "day",
    "product_id": "StockCode",
    "product_name": "what",
    "amount": "money",
}
NAME = "Northwind Traders Ltd"


def lines(*rows: dict) -> str:
    """Order lines; what a row does not name is a plain sale."""
    usual = {"Kunde": "C1", "name": "Alpha GmbH", "nr": "1", "day": "2024-01-05"}
    usual |= {"StockCode": "85123A", "what": "Cream heart holder", "money": "10"}
    head = ",".join(usual)
    body = "\n".join(",".join(str(v) for v in (usual | row).values()) for row in rows)
    return f"{head}\n{body}\n"


def asked(make, question: str) -> list[dict]:
    found = make.check()
    assert found.usable, found.faults
    return [q for q in found.questions if q["question"] == question]


def cut(make, text: str, question: dict, **more) -> tuple:
    """What the pasted line leaves out: it must be just the rows and money of the question."""
    left = yaml.safe_load(question["mend"])
    make(text, columns=COLUMNS, NAME=NAME, **left, **more)
    return make.steps()["left_out"]


@pytest.mark.parametrize(
    "name",
    [
        "Intercompany sales",
        "InterCo UK",
        "Inter-company DE",
        "Northwind Traders GmbH",
        "northwind traders (UK) Limited",
        "Internal use",
        "关联公司",
        "集团内部领用",
        "内部员工",
    ],
)
def test_sales_within_the_group(make, name):
    text = lines({}, {"Kunde": "C2", "name": name, "money": 5}, {"Kunde": "C2", "name": name})
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "internal_sales")
    assert (question["rows"], question["amount"], question["example"]) == (2, 15, "C2")
    assert question["mend"] == "leave_out: {Kunde: [C2]}"
    assert cut(make, text, question) == (2, 15)


@pytest.mark.parametrize(
    "name", ["Internationale Handels AG", "Interconti Hotels", "Northwind Farms", "North GmbH"]
)
def test_names_that_only_begin_so_are_no_sales_within_the_group(make, name):
    make(lines({}, {"Kunde": "C2", "name": name}), columns=COLUMNS, NAME=NAME)
    assert not asked(make, "internal_sales")


def test_the_clients_own_chinese_name(make):
    text = lines(
        {},
        {"Kunde": "C2", "name": "上海远航贸易（集团）有限公司"},
        {"Kunde": "C3", "name": "上海远景"},
    )
    make(text, columns=COLUMNS, NAME="上海远航贸易有限公司")
    (question,) = asked(make, "internal_sales")
    assert question["example"] == "C2"


def test_customers_of_the_role_internal(make):
    customers = {"path": "c.csv", "columns": {"customer_id": "id", "role": "role"}}
    files = {"c.csv": "id,role\nC1,distributor\n00 2,internal\n"}
    text = lines({}, {"Kunde": "00 2", "name": "Depot", "money": 7})
    make("o.csv", files=files | {"o.csv": text}, columns=COLUMNS, sources={"customers": customers})
    (question,) = asked(make, "internal_sales")
    assert (question["rows"], question["amount"]) == (1, 7)
    assert question["mend"] == 'leave_out: {Kunde: ["00 2"]}'


@pytest.mark.parametrize(
    "row",
    [
        {"name": "TEST", "Kunde": "T"},
        {"name": "Test Customer 1", "Kunde": "T"},
        {"name": "dummy account", "Kunde": "T"},
        {"name": "测试客户", "Kunde": "T"},
        {"name": "华东测试", "Kunde": "T"},
        {"what": "TEST", "StockCode": "T"},
        {"what": "Test product", "StockCode": "T"},
        {"what": "测试商品", "StockCode": "T"},
        {"what": "something", "StockCode": "TEST001"},
        {"nr": "TEST-7"},
        {"nr": "测试订单01"},
    ],
)
def test_rows_of_a_test(make, row):
    text = lines({}, row | {"money": 3}, {"money": 4})
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "test_rows")
    assert (question["rows"], question["amount"]) == (1, 3)
    assert cut(make, text, question) == (1, 3)


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Contest GmbH", "Kunde": "T"},
        {"name": "Acme Test Systems", "Kunde": "T"},
        {"name": "深圳华测测试技术有限公司", "Kunde": "T"},
        {"what": "Pregnancy test"},
        {"what": "Test tube rack"},
        {"what": "Crash test dummy"},
        {"what": "电压测试仪"},
        {"what": "baby dummy"},
        {"nr": "LATEST-1"},
    ],
)
def test_what_only_sounds_like_a_test(make, row):
    make(lines({}, row), columns=COLUMNS, NAME=NAME)
    assert not asked(make, "test_rows")


@pytest.mark.parametrize(
    "name",
    [
        "POSTAGE",
        "Dotcom postage",
        "Bank Charges",
        "AMAZON FEE",
        "CRUK Commission",
        "Manual",
        "Discount",
        "SAMPLES",
        "Adjust bad debt",
        "Next Day Carriage",
        "Shipping and handling",
        "运费",
        "运费（顺丰）",
        "顺丰快递费",
        "手续费",
        "包装费",
        "销售折扣",
        "价格调整",
    ],
)
def test_names_that_are_no_products(make, name):
    text = lines({}, {"StockCode": "Z1", "what": name, "money": 3})
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "not_products")
    assert (question["rows"], question["amount"], question["example"]) == (1, 3, "Z1")
    assert cut(make, text, question) == (1, 3)


@pytest.mark.parametrize(
    "name",
    [
        "Postage stamp album for collectors",
        "Carriage clock",
        "Manual coffee grinder",
        "Shipping container model",
        "Training manual",
        "Phone charger",
        "高度可调整",
        "可调整支架",
        "折扣券印刷机",
        "费列罗巧克力",
        "Discount card holder set of two",
    ],
)
def test_products_that_only_sound_like_fees(make, name):
    make(lines({}, {"StockCode": "Z1", "what": name}), columns=COLUMNS, NAME=NAME)
    assert not asked(make, "not_products")


def test_codes_that_are_no_products(make):
    goods = [{"StockCode": f"{i}A"} for i in range(20000, 20100)]
    codes = [
        "POST",
        "DOT",
        "M",
        "m",
        "C2",
        "D",
        "S",
        "B",
        "PADS",
        "BANK CHARGES",
        "AMAZONFEE",
        "CRUK",
    ]
    odd = [{"StockCode": code, "what": "", "money": 1} for code in codes]
    text = lines(*goods, *odd)
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "not_products")
    assert (question["rows"], question["amount"]) == (12, 12)
    assert question["mend"].startswith("leave_out: {StockCode: [")
    assert cut(make, text, question) == (12, 12)


def test_short_codes_are_products_where_all_codes_are_short(make):
    text = lines(*({"StockCode": code} for code in ("S", "M", "L", "XL")))
    make(text, columns=COLUMNS, NAME=NAME)
    assert not asked(make, "not_products")


def test_a_code_of_several_names_is_cut_by_the_names(make):
    text = lines({"StockCode": "X9", "what": "Postage", "money": 2}, {"StockCode": "X9"})
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "not_products")
    assert (question["column"], question["mend"]) == (
        "product_name",
        "leave_out: {what: [Postage]}",
    )
    assert cut(make, text, question) == (1, 2)


def test_the_line_names_what_stands_in_the_file(make):
    """Ids lose blanks and a .0 when they are read; what is left out is looked for as written."""
    text = "id,day,money,code\n7.0,2024-01-05,1,no\n8.0,2024-01-05,2,postage\n"
    columns = {"customer_id": "id", "date": "day", "amount": "money", "product_id": "code"}
    files = {"c.csv": "id,role\n7,internal\n8,agent\n", "o.csv": text}
    customers = {"path": "c.csv", "columns": {"customer_id": "id", "role": "role"}}
    make("o.csv", files=files, columns=columns, sources={"customers": customers})
    (question,) = asked(make, "internal_sales")
    assert question["mend"] == 'leave_out: {id: ["7.0"]}'
    left = yaml.safe_load(question["mend"])
    make("o.csv", files=files, columns=columns, sources={"customers": customers}, **left)
    assert make.steps()["left_out"] == (1, 1)


def test_hostile_values_come_back_whole(make):
    name = "Test: {x}' #1 \\ [a]"
    text = lines({}, {"Kunde": '"' + name + '"', "name": "Test"})
    make(text, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "test_rows")
    assert yaml.safe_load(question["mend"]) == {"leave_out": {"Kunde": [name]}}
    assert json.dumps(make.check().as_dict())


def test_rows_already_left_out_are_asked_about_no_more(make):
    text = lines({}, {"StockCode": "POST", "what": "Postage"})
    make(text, columns=COLUMNS, NAME=NAME, leave_out={"StockCode": "POST"})
    assert not asked(make, "not_products")


# --- zeros ------------------------------------------------------------------------------

PRICED = {"customer_id": "id", "date": "day", "amount": "money", "quantity": "n", "price": "p"}
PRICED |= {"unit_cost": "c"}


def test_zeros_among_prices_and_costs_are_asked_about(make):
    text = (
        "id,day,money,n,p,c\nA,2024-01-05,10,1,10,4\nB,2024-01-06,8,1,0,0\nC,2024-01-07,0,1,0,0\n"
    )
    make(text, columns=PRICED)
    found = {q["question"]: q for q in make.check().questions}
    assert (found["zero_price"]["rows"], found["zero_price"]["amount"]) == (1, 8)
    assert (found["zero_cost"]["rows"], found["zero_cost"]["column"]) == (1, "unit_cost")


def test_columns_of_nothing_but_zeros_are_not(make):
    make("id,day,money,n,p,c\nA,2024-01-05,10,1,0,0\n", columns=PRICED)
    assert not {"zero_price", "zero_cost"} & make.notes("questions").keys()


# --- orders that stand out ------------------------------------------------------------------


def test_an_order_that_stands_in_two_files_with_other_figures(make):
    first = lines({"nr": "1"}, {"nr": "2", "money": 5}, {"nr": "3"})
    second = lines({"nr": "1", "money": 12}, {"nr": "2", "money": 5}, {"nr": "4"})
    make("m*.csv", files={"m1.csv": first, "m2.csv": second}, columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "order_sent_again")
    assert (question["rows"], question["amount"], question["example"]) == (2, 22, "1")


def test_one_order_that_is_most_of_a_steady_customer(make):
    steady = [{"nr": str(i), "money": 10} for i in range(5)]
    make(lines(*steady, {"nr": "big", "money": 60}), columns=COLUMNS, NAME=NAME)
    (question,) = asked(make, "one_off_orders")
    assert (question["rows"], question["amount"], question["example"]) == (1, 60, "big")
    make(lines(*steady, {"nr": "big", "money": 50}), columns=COLUMNS, NAME=NAME)
    assert not asked(make, "one_off_orders")
    make(lines({"nr": "1", "money": 1}, {"nr": "big", "money": 60}), columns=COLUMNS, NAME=NAME)
    assert not asked(make, "one_off_orders")
