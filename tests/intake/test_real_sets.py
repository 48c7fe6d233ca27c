"""Real data sets, each as an engagement that a new user would write, against known figures."""

from __future__ import annotations

import pytest

ORDERS = "orders"


def known(make, **expected):
    found = make.check()
    assert found.usable, found.faults
    counted = found.tables["orders"]
    got = {key: counted[key] for key in expected if key != "amount"}
    assert got == {key: value for key, value in expected.items() if key != "amount"}
    assert counted["amount"] == pytest.approx(expected["amount"], abs=0.0051)
    make.steps()
    return found


@pytest.mark.slow
def test_uci_online_retail(make, shared_data):
    columns = {
        "customer_id": "CustomerID",
        "order_id": "InvoiceNo",
        "date": "InvoiceDate",
        "product_id": "StockCode",
        "product_name": "Description",
        "quantity": "Quantity",
        "price": "UnitPrice",
        "region": "Country",
    }
    make(str(shared_data / "uci_online_retail" / "online_retail.csv.gz"), columns=columns)
    found = known(make, rows=406_829, amount=8_300_065.81, accounts=4_372)
    assert found.tables["orders"]["sample_ids"][0] == "17850"
    steps = make.steps()
    assert steps["in_files"] == (541_909, pytest.approx(9_747_747.934, abs=1e-6))
    assert steps["no_customer"][0] == 135_080
    assert make.notes("questions")["duplicate_lines"] == 5_268
    assert make.notes("repairs")["point_zero"] == 406_829
    book = make.book()
    assert (str(book.since), str(book.as_of)) == ("2010-12-01", "2011-12-09")


def test_northwind_joined_to_its_order_heads(make, shared_data):
    folder = shared_data / "northwind"
    make(
        str(folder / "order_details.csv"),
        columns={
            "customer_id": "customer_id",
            "order_id": "order_id",
            "date": "order_date",
            "product_id": "product_id",
            "quantity": "quantity",
            "price": "unit_price",
            "discount": "discount",
        },
        join=[{"path": str(folder / "orders.csv"), "on": "order_id"}],
        sources={
            "customers": {
                "path": str(folder / "customers.csv"),
                "columns": {
                    "customer_id": "customer_id",
                    "customer_name": "company_name",
                    "region": "country",
                },
            },
        },
    )
    known(make, rows=2_155, amount=1_265_793.04, accounts=89)
    book = make.book()
    assert len(book.accounts) == 91
    assert (str(book.since), str(book.as_of)) == ("1996-07-04", "1998-05-06")
    lines = make.orders()
    assert lines["list_amount"].sum() == pytest.approx(1_354_458.59, abs=0.0051)
    totals = lines.groupby("account_id")["amount"].sum()
    assert totals["QUICK"] == pytest.approx(110_277.31, abs=0.0051)
    named = book.accounts.set_index("account_id")["account_name"]
    assert named["ALFKI"] == "Alfreds Futterkiste"


def test_classicmodels_with_costs_from_the_products(make, shared_data):
    folder = shared_data / "classicmodels"
    columns = {
        "customer_id": "customerNumber",
        "order_id": "orderNumber",
        "date": "orderDate",
        "product_id": "productCode",
        "quantity": "quantityOrdered",
        "price": "priceEach",
    }
    heads = {"path": str(folder / "orders.csv"), "on": "orderNumber"}
    products = {
        "path": str(folder / "products.csv"),
        "columns": {"product_id": "productCode", "unit_cost": "buyPrice", "family": "productLine"},
    }
    paid = {
        "path": str(folder / "payments.csv"),
        "columns": {"customer_id": "customerNumber", "date": "paymentDate", "amount": "amount"},
    }
    sources = {"products": products, "payments": paid}
    make(str(folder / "orderdetails.csv"), columns=columns, join=[heads], sources=sources)
    known(make, rows=2_996, amount=9_604_190.61, accounts=98)
    lines = make.orders()
    assert lines["cost"].notna().all()
    assert make.book().tables["payments"]["amount"].sum() == pytest.approx(8_853_839.23)
    # Without cancelled orders, by a column of the heads.
    kept = ["Shipped", "Disputed", "On Hold", "In Process", "Resolved"]
    where = {"status": kept}
    make(str(folder / "orderdetails.csv"), columns=columns, join=[heads], where=where)
    known(make, rows=2_917, amount=9_365_336.43)


def test_the_chinese_superstore(make, shared_data):
    path = str(shared_data / "tableau_superstore_zh" / "示例 - 超市.xls")
    columns = {
        "customer_id": "客户 ID",
        "customer_name": "客户名称",
        "order_id": "订单 ID",
        "date": "订单日期",
        "product_id": "产品 ID",
        "product_name": "产品名称",
        "quantity": "数量",
        "discount": "折扣",
        "amount": "销售额",
        "profit": "利润",
        "region": "地区",
    }
    make(path, columns=columns, LANGUAGE="zh")
    found = known(make, rows=10_000, amount=16_117_548.237, accounts=790)
    assert [item["sheet"] for item in found.inputs] == ["订单"]
    book, lines = make.book(), make.orders()
    assert (lines["amount"] - lines["cost"]).sum() == pytest.approx(2_156_559.517)
    assert (str(book.since), str(book.as_of)) == ("2014-01-01", "2017-12-30")
    make(path, columns=columns, drop_if_in={"path": path, "sheet": "退货", "on": "订单 ID"})
    known(make, rows=8_837, amount=16_117_548.237 - 1_961_954.995)
    assert make.steps()["drop_if_in"] == (1_163, pytest.approx(1_961_954.995, abs=1e-6))


def test_sales_data_sample(make, shared_data):
    path = str(shared_data / "sales_data_sample" / "sales_data_sample.csv")
    columns = {
        "customer_name": "CUSTOMERNAME",
        "order_id": "ORDERNUMBER",
        "date": "ORDERDATE",
        "product_id": "PRODUCTCODE",
        "quantity": "QUANTITYORDERED",
        "amount": "SALES",
        "region": "TERRITORY",
    }
    make(path, columns=columns)
    known(make, rows=2_823, amount=10_032_628.85, accounts=92)
    lines = make.orders()
    assert (lines["region"] == "NA").sum() == 1_074
    assert (str(lines["date"].min())[:10], lines["order_id"].nunique()) == ("2003-01-06", 307)
    make(path, columns=columns, where={"STATUS": ["Shipped", "Resolved"]})
    known(make, rows=2_664, amount=make.check().tables["orders"]["amount"])


def test_cdnow_apart_by_blanks_and_without_header(make, shared_data):
    path = str(shared_data / "cdnow_sample" / "CDNOW_sample.txt")
    columns = {"customer_id": "2", "date": "3", "quantity": "4", "amount": "5"}
    make(path, columns=columns, header=0, separator=" ")
    found = known(make, rows=6_919, amount=244_091.94, accounts=2_357)
    assert found.tables["orders"]["sample_ids"][0] == "0001"
    notes = make.notes("questions")
    assert (notes["duplicate_lines"], notes["zero_amount"]) == (21, 8)
    assert notes["order_ids_made"] == 6_919


def test_ibm_receivables_and_the_same_as_orders(make, shared_data):
    path = str(shared_data / "ibm_accounts_receivable" / "WA_Fn-UseC_-Accounts-Receivable.csv")
    receivables = {
        "path": path,
        "columns": {
            "customer_id": "customerID",
            "invoice_id": "invoiceNumber",
            "date": "InvoiceDate",
            "due": "DueDate",
            "amount": "InvoiceAmount",
            "paid_date": "SettledDate",
        },
    }
    columns = {
        "customer_id": "customerID",
        "order_id": "invoiceNumber",
        "date": "InvoiceDate",
        "amount": "InvoiceAmount",
    }
    make(path, columns=columns, sources={"receivables": receivables})
    known(make, rows=2_466, amount=147_703.18, accounts=100)
    table = make.book().tables["receivables"]
    late = (table["paid_date"] - table["due"]).dt.days.clip(lower=0)
    assert late.mean() == pytest.approx(3.44, abs=0.005)
    assert "0000611365" in set(table["invoice_id"])
    assert (str(make.book().since), str(make.book().as_of)) == ("2012-01-03", "2013-12-02")
