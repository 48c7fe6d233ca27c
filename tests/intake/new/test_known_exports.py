"""Exports of well-known systems: the right columns are live, what is doubtful is asked."""

import pytest

from kamlib import engagement, intake
from kamlib.faults import InputError
from kamlib.intake.new import propose
from tests.intake.new.exports import EXPORTS
from tests.intake.new.test_propose import asked, columns, doubts

pytestmark = pytest.mark.slow

# The columns of the order lines that must be live, and every question.
ORDERS = {
    "olist": (
        {
            "customer_id": "customer_id",
            "order_id": "order_id",
            "date": "order_purchase_timestamp",
            "product_id": "product_id",
            "amount": "price",
        },
        {"price_alone", "maybe", "status"},
    ),
    "adventureworks": (
        {
            "customer_id": "CustomerID",
            "order_id": "SalesOrderID",
            "date": "OrderDate",
            "product_id": "ProductID",
            "quantity": "OrderQty",
            "price": "UnitPrice",
            "discount": "UnitPriceDiscount",
            "amount": "LineTotal",
        },
        {"near"},
    ),
    "awdw": (
        {
            "customer_id": "CustomerKey",
            "order_id": "SalesOrderNumber",
            "date": "OrderDate",
            "product_id": "ProductKey",
            "quantity": "OrderQuantity",
            "price": "UnitPrice",
            "discount": "UnitPriceDiscountPct",
            "amount": "SalesAmount",
            "cost": "TotalProductCost",
            "region": "SalesTerritoryKey",
        },
        {"one_cost"},
    ),
    "contoso": (
        {
            "customer_id": "CustomerKey",
            "order_id": "OrderKey",
            "date": "OrderDate",
            "product_id": "ProductKey",
            "quantity": "Quantity",
            "price": "NetPrice",
            "unit_cost": "UnitCost",
            "currency": "CurrencyCode",
        },
        {"several_currencies"},
    ),
    "maven_electronics": (
        {
            "customer_id": "CustomerKey",
            "order_id": "Order Number",
            "date": "Order Date",
            "product_id": "ProductKey",
            "quantity": "Quantity",
            "price": "Unit Price USD",
            "currency": "Currency Code",
        },
        {"price_list", "several_currencies"},
    ),
    "chinook": (
        {
            "customer_id": "CustomerId",
            "order_id": "InvoiceId",
            "date": "InvoiceDate",
            "product_id": "TrackId",
            "quantity": "Quantity",
            "price": "UnitPrice",
        },
        set(),
    ),
    "bikestores": (
        {
            "customer_id": "customer_id",
            "order_id": "order_id",
            "date": "order_date",
            "product_id": "product_id",
            "quantity": "quantity",
            "price": "list_price",
            "discount": "discount",
        },
        {"maybe"},
    ),
    "superstore_en": (
        {
            "customer_id": "Customer ID",
            "customer_name": "Customer Name",
            "order_id": "Order ID",
            "date": "Order Date",
            "product_id": "Product ID",
            "product_name": "Product Name",
            "quantity": "Quantity",
            "discount": "Discount",
            "amount": "Sales",
            "profit": "Profit",
            "region": "Region",
        },
        set(),
    ),
    "online_retail_ii": (
        {
            "customer_id": "Customer ID",
            "order_id": "Invoice",
            "date": "InvoiceDate",
            "product_id": "StockCode",
            "product_name": "Description",
            "quantity": "Quantity",
            "price": "Price",
            "region": "Country",
        },
        set(),
    ),
    "sap_en": (
        {
            "customer_id": "KUNAG",
            "order_id": "VBELN",
            "date": "FKDAT",
            "product_id": "MATNR",
            "product_name": "ARKTX",
            "quantity": "FKIMG",
            "amount": "NETWR",
            "cost": "WAVWR",
            "type": "FKART",
            "currency": "WAERK",
        },
        set(),
    ),
    "sap_orders": (
        {
            "customer_id": "KUNNR",
            "order_id": "VBELN",
            "date": "AUDAT",
            "product_id": "MATNR",
            "product_name": "ARKTX",
            "quantity": "KWMENG",
            "price": "NETPR",
            "amount": "NETWR",
            "type": "AUART",
            "currency": "WAERK",
        },
        set(),
    ),
    "sap_report_de": (
        {
            "customer_id": "Auftraggeber",
            "order_id": "Faktura",
            "date": "Fakturadatum",
            "product_id": "Material",
            "product_name": "Bezeichnung",
            "quantity": "Fakturierte Menge",
            "amount": "Nettowert",
            "cost": "Verrechnungswert",
            "currency": "Währung",
        },
        {"maybe"},
    ),
    "kingdee": (
        {
            "customer_id": "客户编码",
            "customer_name": "客户名称",
            "order_id": "单据编号",
            "date": "单据日期",
            "product_id": "存货编码",
            "product_name": "存货名称",
            "quantity": "数量",
            "amount": "无税金额",
        },
        set(),
    ),
    "kingdee_tax_only": (
        {
            "customer_name": "购货单位",
            "order_id": "单据编号",
            "date": "日期",
            "product_id": "产品代码",
            "product_name": "产品名称",
            "quantity": "实发数量",
            "price": "含税单价",
            "amount": "价税合计",
        },
        {"tax"},
    ),
    "yonyou_cols": (
        {
            "customer_id": "cCusCode",
            "customer_name": "cCusName",
            "order_id": "cSBVCode",
            "date": "dDate",
            "product_id": "cInvCode",
            "product_name": "cInvName",
            "quantity": "iQuantity",
            "price": "iUnitPrice",
            "amount": "iMoney",
        },
        set(),
    ),
    "dynamics_nav": (
        {
            "customer_id": "Sell-to Customer No.",
            "order_id": "Document No.",
            "date": "Posting Date",
            "product_name": "Description",
            "quantity": "Quantity",
            "price": "Unit Price",
            "discount": "Line Discount %",
            "amount": "Amount",
            "unit_cost": "Unit Cost (LCY)",
            "type": "Type",
        },
        set(),
    ),
    "dynamics_ax": (
        {
            "customer_id": "OrderAccount",
            "order_id": "InvoiceId",
            "date": "InvoiceDate",
            "product_id": "ItemId",
            "quantity": "Qty",
            "price": "SalesPrice",
            "discount": "DiscPercent",
            "amount": "LineAmount",
            "currency": "CurrencyCode",
        },
        {"maybe"},
    ),
    "netsuite": (
        {
            "customer_name": "Customer",
            "order_id": "Document Number",
            "date": "Date",
            "product_name": "Item",
            "quantity": "Quantity",
            "price": "Item Rate",
            "amount": "Amount",
            "type": "Type",
        },
        set(),
    ),
    "quickbooks": (
        {
            "customer_name": "Customer full name",
            "order_id": "Num",
            "date": "Date",
            "product_name": "Product/Service full name",
            "quantity": "Quantity",
            "price": "Sales price",
            "amount": "Amount",
            "type": "Transaction type",
        },
        set(),
    ),
    "shopify": (
        {
            "customer_name": "Email",
            "date": "Created at",
            "product_id": "Lineitem sku",
            "product_name": "Lineitem name",
            "quantity": "Lineitem quantity",
            "price": "Lineitem price",
            "currency": "Currency",
        },
        {"maybe", "status"},
    ),
    "amazon": (
        {
            "customer_name": "buyer-email",
            "order_id": "amazon-order-id",
            "date": "purchase-date",
            "product_id": "sku",
            "product_name": "product-name",
            "quantity": "quantity",
            "amount": "item-price",
            "currency": "currency",
            "region": "ship-country",
        },
        {"maybe", "status"},
    ),
    "salesforce": (
        {
            "customer_id": "Account ID",
            "customer_name": "Account Name",
            "order_id": "Opportunity ID",
            "date": "Close Date",
            "amount": "Amount",
            "type": "Type",
            "currency": "Amount Currency",
        },
        {"status"},
    ),
    "crm_maven": (
        {
            "customer_name": "account",
            "order_id": "opportunity_id",
            "date": "close_date",
            "product_name": "product",
            "amount": "close_value",
        },
        {"status"},
    ),
    "dunnhumby": (
        {
            "customer_id": "household_key",
            "order_id": "BASKET_ID",
            "date": "DAY",
            "product_id": "PRODUCT_ID",
            "quantity": "QUANTITY",
            "amount": "SALES_VALUE",
        },
        {"values"},
    ),
    "taobao": (
        {
            "customer_name": "买家会员名",
            "order_id": "订单编号",
            "date": "订单创建时间",
            "product_name": "宝贝标题",
            "quantity": "宝贝总数量",
            "amount": "买家实际支付金额",
        },
        {"status"},
    ),
    "zh_pack": (
        {
            "customer_name": "客户名称",
            "order_id": "订单编号",
            "date": "下单日期",
            "product_id": "产品编码",
            "product_name": "产品名称",
            "quantity": "数量",
            "price": "单价",
            "amount": "金额",
        },
        set(),
    ),
}

# Of the other tables, what each export must give.
OTHERS = {
    "olist": {
        "customers": {"customer_id": "customer_id", "region": "customer_state"},
        "products": {"product_id": "product_id", "family": "product_category_name"},
        "deliveries": {
            "order_id": "order_id",
            "customer_id": "customer_id",
            "promised": "order_estimated_delivery_date",
            "actual": "order_delivered_customer_date",
        },
    },
    "adventureworks": {
        "customers": {"customer_id": "CustomerID"},
        "deliveries": {
            "order_id": "SalesOrderID",
            "customer_id": "CustomerID",
            "promised": "DueDate",
            "actual": "ShipDate",
        },
    },
    "awdw": {
        "deliveries": {
            "order_id": "SalesOrderNumber",
            "promised": "DueDate",
            "actual": "ShipDate",
            "quantity": "OrderQuantity",
            "product_id": "ProductKey",
        }
    },
    "contoso": {
        "customers": {
            "customer_id": "CustomerKey",
            "customer_name": "Company",
            "region": "CountryFull",
            "address": "StreetAddress",
        },
        "products": {
            "product_id": "ProductKey",
            "product_name": "ProductName",
            "family": "CategoryName",
            "unit_cost": "Cost",
            "list_price": "Price",
        },
    },
    "maven_electronics": {
        "products": {
            "product_id": "ProductKey",
            "product_name": "Product Name",
            "family": "Category",
            "unit_cost": "Unit Cost USD",
            "list_price": "Unit Price USD",
        }
    },
    "chinook": {
        "customers": {
            "customer_id": "CustomerId",
            "customer_name": "Company",
            "region": "Country",
            "owner": "SupportRepId",
            "address": "Address",
            "phone": "Phone",
        },
        "products": {"product_id": "TrackId", "product_name": "Name", "list_price": "UnitPrice"},
    },
    "bikestores": {
        "customers": {"customer_id": "customer_id", "address": "street"},
        "products": {
            "product_id": "product_id",
            "product_name": "product_name",
            "family": "category_id",
            "list_price": "list_price",
        },
        "deliveries": {
            "order_id": "order_id",
            "customer_id": "customer_id",
            "promised": "required_date",
            "actual": "shipped_date",
        },
    },
    "sap_en": {
        "customers": {
            "customer_id": "KUNNR",
            "customer_name": "NAME1",
            "parent_id": "KONZS",
            "industry": "BRSCH",
            "region": "LAND1",
            "address": "STRAS",
            "phone": "TELF1",
        },
        "receivables": {
            "customer_id": "KUNNR",
            "invoice_id": "BELNR",
            "date": "BLDAT",
            "amount": "DMBTR",
        },
    },
    "yonyou_cols": {
        "customers": {
            "customer_id": "cCusCode",
            "customer_name": "cCusName",
            "industry": "cTrade",
            "credit_limit": "iCusCreLine",
            "address": "cCusAddress",
            "phone": "cCusPhone",
        }
    },
    "crm_maven": {
        "customers": {
            "customer_id": "account",
            "customer_name": "account",
            "parent_id": "subsidiary_of",
            "industry": "sector",
            "employees": "employees",
        }
    },
    "zh_pack": {
        "customers": {
            "customer_id": "客户名称",
            "customer_name": "客户名称",
            "industry": "所属行业",
            "region": "区域",
            "owner": "客户经理",
        },
        "receivables": {
            "customer_id": "客户名称",
            "invoice_id": "发票号",
            "date": "开票日期",
            "due": "到期日",
            "amount": "应收金额",
            "paid_date": "收款日期",
        },
        "payments": {
            "customer_id": "客户名称",
            "payment_id": "收款单号",
            "date": "收款日期",
            "amount": "收款金额",
        },
        "survey": {"customer_id": "客户名称", "item": "题目", "score": "评分"},
        "activities": {
            "customer_id": "客户名称",
            "date": "拜访日期",
            "kind": "拜访类型",
            "hours": "时长",
        },
        "targets": {
            "customer_id": "客户名称",
            "period": "年度",
            "measure": "指标",
            "value": "目标值",
        },
    },
}


def found(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    for file, text in EXPORTS[name].items():
        (folder / file).write_text(text, encoding="utf-8")
    return propose.new(folder, {})


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_lines_of_known_exports(tmp_path, name):
    wanted, questions = ORDERS[name]
    proposal = found(tmp_path, name)
    assert columns(proposal) == wanted
    assert asked(proposal) | doubts(proposal) == questions


@pytest.mark.parametrize("name", [n for n in EXPORTS if n in ORDERS])
def test_the_other_tables_of_known_exports(tmp_path, name):
    proposal = found(tmp_path, name)
    assert {t.table for t in proposal.tables} == {"orders", *OTHERS.get(name, {})}
    for table, wanted in OTHERS.get(name, {}).items():
        live = columns(proposal, table)
        assert {c: live.get(c) for c in wanted} == wanted


def test_order_counts_without_money_or_day_are_no_order_lines(tmp_path):
    with pytest.raises(InputError) as error:
        found(tmp_path, "instacart")
    assert [f.code for f in error.value.faults] == ["new_no_orders"]


@pytest.mark.parametrize(
    ("name", "rows", "total"),
    [
        ("olist", 4, 510.79),
        ("adventureworks", 3, 8519.4349),
        ("awdw", 2, 10378.25),
        ("chinook", 3, 5.94),
        ("bikestores", 3, 4385.9641),
        ("sap_en", 3, 1750.0),
        ("sap_orders", 3, 55.0),
        ("sap_report_de", 2, 1250.5),
        ("kingdee", 2, 1100.0),
        ("yonyou_cols", 2, 1100.0),
        ("dynamics_nav", 2, 8000.0),
        ("dynamics_ax", 2, 700.0),
        ("netsuite", 2, 105.0),
        ("quickbooks", 2, 185.0),
        ("shopify", 3, 62.5),
        ("amazon", 2, 34.0),
        ("taobao", 2, 145.0),
        ("zh_pack", 4, 1063.0),
    ],
)
def test_known_exports_are_usable_as_proposed(tmp_path, name, rows, total):
    found(tmp_path, name)
    check = intake.check(tmp_path / name)
    assert check.usable, [f.message() for f in check.faults]
    assert check.tables["orders"]["rows"] == rows
    assert check.tables["orders"]["amount"] == pytest.approx(total, abs=0.005)


def test_targets_by_number_meet_orders_by_name(tmp_path):
    found(tmp_path, "zh_pack")
    source = engagement.load(tmp_path / "zh_pack").sources["targets"]
    assert [(j.path, j.on) for j in source.join] == [("客户清单.csv", "客户编号")]
    targets = intake.read(engagement.load(tmp_path / "zh_pack")).tables["targets"]
    assert targets["customer_id"].tolist() == ["甲公司"]
