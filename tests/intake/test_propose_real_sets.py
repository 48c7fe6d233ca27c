"""The real sets: no hand edit where one file with a header holds the order lines."""

import os

import pytest

from kamlib import engagement, intake
from kamlib.intake import propose
from tests.intake.test_propose import asked, columns, doubts


def real(tmp_path, path, **more):
    proposal = propose.new(tmp_path / "acme", {"orders": [str(path)], **more})
    return proposal, engagement.load(tmp_path / "acme").sources["orders"]


def test_uci_online_retail(shared_data, tmp_path):
    proposal, source = real(tmp_path, shared_data / "uci_online_retail" / "online_retail.csv.gz")
    assert proposal.questions == ()
    assert source.columns == {
        "customer_id": "CustomerID", "order_id": "InvoiceNo", "date": "InvoiceDate",
        "product_id": "StockCode", "product_name": "Description", "quantity": "Quantity",
        "price": "UnitPrice", "region": "Country",
    }  # fmt: skip


def test_sales_data_sample(shared_data, tmp_path):
    proposal, source = real(tmp_path, shared_data / "sales_data_sample" / "sales_data_sample.csv")
    assert source.columns == {
        "customer_name": "CUSTOMERNAME", "order_id": "ORDERNUMBER", "date": "ORDERDATE",
        "product_id": "PRODUCTCODE", "quantity": "QUANTITYORDERED", "amount": "SALES",
        "region": "TERRITORY",
    }  # fmt: skip
    assert asked(proposal) == {"status"} and doubts(proposal) == {"price_disagrees"}


def test_the_chinese_superstore(shared_data, tmp_path):
    (path,) = (shared_data / "tableau_superstore_zh").glob("*.xls")
    proposal, source = real(tmp_path, path)
    assert source.sheet == "订单" and proposal.language == "zh"
    assert source.columns == {
        "customer_id": "客户 ID", "customer_name": "客户名称", "order_id": "订单 ID",
        "date": "订单日期", "product_id": "产品 ID", "product_name": "产品名称", "quantity": "数量",
        "discount": "折扣", "amount": "销售额", "profit": "利润", "region": "地区",
    }  # fmt: skip
    assert asked(proposal) == {"returned"}


@pytest.mark.parametrize(
    ("folder", "file", "heads", "key"),
    [
        ("northwind", "order_details.csv", "orders.csv", "order_id"),
        ("classicmodels", "orderdetails.csv", "orders.csv", "orderNumber"),
    ],
)
def test_lines_and_heads_of_the_real_sets(shared_data, tmp_path, folder, file, heads, key):
    _, source = real(tmp_path, shared_data / folder / file)
    assert [(os.path.basename(j.path), j.on) for j in source.join] == [(heads, key)]
    assert {"customer_id", "date", "order_id", "quantity", "price"} <= set(source.columns)


def test_ibm_invoices_stand_as_order_lines_and_as_receivables(shared_data, tmp_path):
    path = shared_data / "ibm_accounts_receivable" / "WA_Fn-UseC_-Accounts-Receivable.csv"
    proposal, source = real(tmp_path, path, receivables=[str(path)])
    assert proposal.questions == ()
    assert source.columns == {
        "customer_id": "customerID", "order_id": "invoiceNumber", "date": "InvoiceDate",
        "amount": "InvoiceAmount",
    }  # fmt: skip
    assert columns(proposal, "receivables") == {
        "customer_id": "customerID", "invoice_id": "invoiceNumber", "date": "InvoiceDate",
        "due": "DueDate", "amount": "InvoiceAmount", "paid_date": "SettledDate",
    }  # fmt: skip


def test_cdnow_has_no_header(shared_data, tmp_path):
    path = shared_data / "cdnow_sample" / "CDNOW_sample.txt"
    proposal = propose.new(tmp_path / "acme", {"orders": [str(path)]})
    assert asked(proposal) == {"no_header", "no_customer", "no_date", "no_money"}


def test_a_table_of_yearly_spend_is_no_list_of_order_lines(shared_data, tmp_path):
    path = shared_data / "uci_wholesale_customers" / "Wholesale customers data.csv"
    proposal = propose.new(tmp_path / "acme", {"orders": [str(path)]})
    assert asked(proposal) == {"no_customer", "no_date", "no_money"}


@pytest.mark.parametrize(
    ("path", "rows", "total"),
    [
        ("uci_online_retail/online_retail.csv.gz", 406_829, 8_300_065.81),
        ("sales_data_sample/sales_data_sample.csv", 2_823, 10_032_628.85),
        ("tableau_superstore_zh/*.xls", 10_000, 16_117_548.237),
        ("northwind/order_details.csv", 2_155, 1_265_793.04),
        ("classicmodels/orderdetails.csv", 2_996, 9_604_190.61),
        ("ibm_accounts_receivable/*.csv", 2_466, 147_703.18),
    ],
)
def test_the_proposal_is_usable_as_it_stands(shared_data, tmp_path, path, rows, total):
    (file,) = shared_data.glob(path)
    propose.new(tmp_path / "acme", {"orders": [str(file)]})
    book = intake.read(engagement.load(tmp_path / "acme"))
    kept = book.reconciliation.query("table == 'orders' and step == 'analysed'").iloc[0]
    assert kept["rows"] == rows
    assert kept["amount"] == pytest.approx(total, abs=0.005)


@pytest.mark.parametrize(
    ("path", "choice", "rows", "total"),
    [
        # 296 returned order ids: 1,163 lines worth 1,961,954.995
        ("tableau_superstore_zh/*.xls", "drop_if_in", 8_837, 14_155_593.242),
        ("classicmodels/orderdetails.csv", "where", None, 9_365_336.43),  # without Cancelled
    ],
)
def test_the_choice_that_a_question_offers_works_when_taken(
    shared_data, tmp_path, path, choice, rows, total
):
    (file,) = shared_data.glob(path)
    propose.new(tmp_path / "acme", {"orders": [str(file)]})
    yaml = tmp_path / "acme" / "engagement.yaml"
    text = yaml.read_text("utf-8").replace(f"# {choice}:", f"{choice}:")
    yaml.write_text(text.replace('"Cancelled", ', ""), "utf-8")
    book = intake.read(engagement.load(tmp_path / "acme"))
    kept = book.reconciliation.query("table == 'orders' and step == 'analysed'").iloc[0]
    assert kept["amount"] == pytest.approx(total, abs=0.005)
    assert rows is None or kept["rows"] == rows
