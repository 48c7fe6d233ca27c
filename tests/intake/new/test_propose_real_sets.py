"""The real sets: no hand edit where one file with a header holds the order lines."""

import os

import pytest

from kamlib import engagement, intake
from kamlib.faults import InputError
from kamlib.intake.new import propose
from tests.intake.new.test_propose import asked, columns, doubts

pytestmark = pytest.mark.slow


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
        pytest.param(
            "uci_online_retail/online_retail.csv.gz", 406_829, 8_300_065.81, marks=pytest.mark.slow
        ),
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


# What `kam new DIR --orders FOLDER` makes of each set; see the README of each for the figures.
FOLDERS = {
    "northwind": {"orders": (2_155, 1_265_793.04), "customers": (91, None),
                  "products": (77, None), "deliveries": (830, None)},
    "classicmodels": {"orders": (2_996, 9_604_190.61), "customers": (122, None),
                      "products": (110, None), "payments": (273, 8_853_839.23),
                      "deliveries": (326, None)},
    "ibm_accounts_receivable": {"orders": (2_466, 147_703.18),
                                "receivables": (2_466, 147_703.18)},
    "tableau_superstore_zh": {"orders": (10_000, 16_117_548.237)},
    "sales_data_sample": {"orders": (2_823, 10_032_628.85)},
    "uci_online_retail": {"orders": (406_829, 8_300_065.81)},
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow if n.startswith("uci") else ()) for n in FOLDERS],
)
def test_the_folder_of_a_set_is_usable_as_proposed(shared_data, tmp_path, name):
    propose.new(tmp_path / "acme", {"orders": [str(shared_data / name)]})
    check = intake.check(tmp_path / "acme")
    assert check.usable, [f.message() for f in check.faults]
    found = {table: (c["rows"], c.get("amount")) for table, c in check.tables.items()}
    assert found == {t: (rows, total and pytest.approx(total, abs=0.005))
                     for t, (rows, total) in FOLDERS[name].items()}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("northwind", {
            "orders": {"customer_id": "customer_id", "order_id": "order_id", "date": "order_date",
                       "product_id": "product_id", "quantity": "quantity", "price": "unit_price",
                       "discount": "discount", "region": "ship_country"},
            "customers": {"customer_id": "customer_id", "customer_name": "company_name",
                          "region": "country", "address": "address", "phone": "phone"},
        }),
        ("classicmodels", {
            "orders": {"customer_id": "customerNumber", "order_id": "orderNumber",
                       "date": "orderDate", "product_id": "productCode",
                       "quantity": "quantityOrdered", "price": "priceEach"},
            "products": {"product_id": "productCode", "product_name": "productName",
                         "family": "productLine", "unit_cost": "buyPrice", "list_price": "MSRP"},
            "payments": {"customer_id": "customerNumber", "payment_id": "checkNumber",
                         "date": "paymentDate", "amount": "amount"},
        }),
    ],
)  # fmt: skip
def test_no_live_column_of_the_folders_is_wrong(shared_data, tmp_path, name, tables):
    proposal = propose.new(tmp_path / "acme", {"orders": [str(shared_data / name)]})
    for table, wanted in tables.items():
        live = columns(proposal, table)
        assert {c: live.get(c) for c in wanted} == wanted
        assert table != "orders" or set(live) == set(wanted)


def test_a_folder_without_order_lines_is_refused(shared_data, tmp_path):
    with pytest.raises(InputError) as error:
        propose.new(tmp_path / "acme", {"orders": [str(shared_data / "uci_wholesale_customers")]})
    assert [f.code for f in error.value.faults] == ["new_no_orders"]
    assert not (tmp_path / "acme").exists()


def test_the_choice_offered_for_cdnow_works_when_taken(shared_data, tmp_path):
    propose.new(tmp_path / "acme", {"orders": [str(shared_data / "cdnow_sample")]})
    yaml = tmp_path / "acme" / "engagement.yaml"
    text = yaml.read_text("utf-8")
    for line in ('customer_id: "1"', 'date: "3"', 'quantity: "4"', 'amount: "5"'):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    yaml.write_text(text, "utf-8")
    check = intake.check(tmp_path / "acme")
    assert check.usable
    assert check.tables["orders"]["rows"] == 6_919
    assert check.tables["orders"]["accounts"] == 2_357
    assert check.tables["orders"]["amount"] == pytest.approx(244_091.94, abs=0.005)
