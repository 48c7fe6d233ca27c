import tomllib
from importlib.resources import files

import pytest

from kamlib import tables
from kamlib.intake.new import headers


def best(names, table="orders"):
    found = {}
    for match in headers.matches(names, table):
        if match.column not in found and match.header not in {m.header for m in found.values()}:
            found[match.column] = match
    return {column: match.header for column, match in found.items()}


def test_the_synonyms_name_only_columns_of_the_vocabulary_and_cover_all():
    lists = tomllib.loads(files("kamlib.intake.new").joinpath("synonyms.toml").read_text("utf-8"))
    assert set(lists.pop("files")) <= set(tables.SOURCES)
    assert set(lists) == set(tables.SOURCES)
    for table, columns in lists.items():
        named = {c for c in columns if not c.startswith("_")}
        assert named == set(tables.SOURCES[table].names), table


def test_no_sure_name_stands_for_two_columns_of_one_table():
    lists = tomllib.loads(files("kamlib.intake.new").joinpath("synonyms.toml").read_text("utf-8"))
    del lists["files"]
    for table, columns in lists.items():
        owner = {}
        for column, rules in columns.items():
            for name in {headers.normal(n) for n in rules.get("sure", [])}:
                assert name not in owner, f"{table}: {name} is {owner.get(name)} and {column}"
                owner[name] = column


@pytest.mark.parametrize(
    "name",
    [
        "CustomerID",
        "customer_id",
        " Customer  Id ",
        "CUSTOMER-ID",
        "customer.id",
        "Customer_ID__c",
        "Ｃustomer ID",
        "Customer ID (SAP)",
    ],
)
def test_spelling_marks_and_width_do_not_count(name):
    assert headers.normal(name) == "customerid"


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        # UCI Online Retail
        (
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice",
             "CustomerID", "Country"],
            {"order_id": "InvoiceNo", "product_id": "StockCode", "product_name": "Description",
             "quantity": "Quantity", "date": "InvoiceDate", "price": "UnitPrice",
             "customer_id": "CustomerID", "region": "Country"},
        ),
        # SAP sales documents
        (
            ["Sales document", "Billing date", "Sold-to party", "Name of sold-to party",
             "Material", "Material description", "Billed quantity", "Net value",
             "Document currency", "Billing type"],
            {"order_id": "Sales document", "date": "Billing date", "customer_id": "Sold-to party",
             "customer_name": "Name of sold-to party", "product_id": "Material",
             "product_name": "Material description", "quantity": "Billed quantity",
             "amount": "Net value", "currency": "Document currency", "type": "Billing type"},
        ),
        (
            ["KUNNR", "VBELN", "FKDAT", "MATNR", "ARKTX", "FKIMG", "NETWR", "WAERK", "WAVWR"],
            {"customer_id": "KUNNR", "order_id": "VBELN", "date": "FKDAT", "product_id": "MATNR",
             "product_name": "ARKTX", "quantity": "FKIMG", "amount": "NETWR", "currency": "WAERK",
             "cost": "WAVWR"},
        ),
        # Yonyou
        (
            ["客户编码", "客户名称", "单据日期", "单据编号", "存货编码", "存货名称", "数量",
             "不含税金额", "毛利", "地区"],
            {"customer_id": "客户编码", "customer_name": "客户名称", "date": "单据日期",
             "order_id": "单据编号", "product_id": "存货编码", "product_name": "存货名称",
             "quantity": "数量", "amount": "不含税金额", "profit": "毛利", "region": "地区"},
        ),
        (
            ["cCusCode", "cCusName", "dDate", "cSBVCode", "cInvCode", "cInvName", "iQuantity",
             "iMoney"],
            {"customer_id": "cCusCode", "customer_name": "cCusName", "date": "dDate",
             "order_id": "cSBVCode", "product_id": "cInvCode", "product_name": "cInvName",
             "quantity": "iQuantity", "amount": "iMoney"},
        ),
        # Web shops
        (
            ["下单时间", "订单编号", "购买方", "商品编码", "商品名称", "件数", "成交金额",
             "往来单位编码"],
            {"date": "下单时间", "order_id": "订单编号", "customer_name": "购买方",
             "product_id": "商品编码", "product_name": "商品名称", "quantity": "件数",
             "amount": "成交金额", "customer_id": "往来单位编码"},
        ),
        # Dynamics
        (
            ["OrderAccount", "SalesId", "TransDate", "ItemId", "SalesQty", "LineAmount",
             "CurrencyCode"],
            {"customer_id": "OrderAccount", "order_id": "SalesId", "date": "TransDate",
             "product_id": "ItemId", "quantity": "SalesQty", "amount": "LineAmount",
             "currency": "CurrencyCode"},
        ),
        # Salesforce
        (
            ["AccountId", "Account Name", "CloseDate", "Amount", "CurrencyIsoCode", "StageName"],
            {"customer_id": "AccountId", "customer_name": "Account Name", "date": "CloseDate",
             "amount": "Amount", "currency": "CurrencyIsoCode", "_status": "StageName"},
        ),
        # Traditional Chinese
        (
            ["客戶編號", "客戶名稱", "訂單日期", "訂單編號", "品號", "數量", "單價", "金額"],
            {"customer_id": "客戶編號", "customer_name": "客戶名稱", "date": "訂單日期",
             "order_id": "訂單編號", "product_id": "品號", "quantity": "數量", "price": "單價",
             "amount": "金額"},
        ),
    ],
    ids=["uci", "sap", "sap_fields", "yonyou", "yonyou_fields", "shop", "dynamics", "salesforce",
         "traditional"],
)  # fmt: skip
def test_headers_of_systems_met_in_practice(names, wanted):
    assert best(names) == wanted
    assert best(names[::-1]) == wanted  # order of columns does not matter


def test_what_was_sent_before_what_was_shipped_or_paid():
    assert best(["Ship Date", "Order Date", "Invoice Date"])["date"] == "Order Date"
    assert best(["价税合计", "不含税金额"])["amount"] == "不含税金额"


def test_a_name_spelled_alike_is_near_and_never_sure():
    (match,) = headers.matches(["Custmer ID"], "orders")
    assert (match.column, match.rule, match.like) == ("customer_id", "near", "customerid")
    assert match.confidence < 0.75


def test_names_that_mean_nothing_here_match_nothing():
    assert headers.matches(["", "?", "weather", "a: b", "x"], "orders") == []


def test_a_known_name_of_another_column_is_not_taken_for_a_misspelling():
    columns = {m.column for m in headers.matches(["Unit Cost"], "orders")}
    assert columns == {"unit_cost"}
