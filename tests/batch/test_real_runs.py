"""Real data sets from the client's files to the reports, each as a new user would write it."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent

import pandas as pd
import pytest

from kamlib.batch import run
from kamlib.batch.run import Options
from tests.batch.test_reports import Silent, made
from tests.conftest import SHARED

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Real:
    """An engagement on a real set, and what its README says of it."""

    yaml: str
    accounts: int
    revenue: float
    top: str  # the account with most revenue
    never_key: set[str] = field(default_factory=set)


SETS = {
    "online_retail": Real(
        """
        name: Online Retail
        currency: GBP
        level: site
        sources:
          orders:
            path: "{data}/uci_online_retail/online_retail.csv.gz"
            columns: {{customer_id: CustomerID, order_id: InvoiceNo, date: InvoiceDate,
              product_id: StockCode, quantity: Quantity, price: UnitPrice, region: Country}}
        """,
        accounts=4372,
        revenue=8_300_065.81,
        top="14646",
        never_key={"16446", "12346"},  # an order and its cancellation on one day
    ),
    "northwind": Real(
        """
        name: Northwind Traders
        currency: USD
        sources:
          orders:
            path: "{data}/northwind/order_details.csv"
            columns: {{customer_id: customer_id, order_id: order_id, date: order_date,
              product_id: product_id, quantity: quantity, price: unit_price, discount: discount}}
            join: [{{path: "{data}/northwind/orders.csv", on: order_id}}]
          customers:
            path: "{data}/northwind/customers.csv"
            columns: {{customer_id: customer_id, customer_name: company_name, region: country}}
        """,
        accounts=89,
        revenue=1_265_793.04,
        top="QUICK",
    ),
    "classicmodels": Real(
        """
        name: Classic Models
        currency: USD
        sources:
          orders:
            path: "{data}/classicmodels/orderdetails.csv"
            columns: {{customer_id: customerNumber, order_id: orderNumber, date: orderDate,
              product_id: productCode, quantity: quantityOrdered, price: priceEach}}
            join: [{{path: "{data}/classicmodels/orders.csv", on: orderNumber}}]
            where: {{status: [Shipped, Resolved, On Hold, In Process, Disputed]}}
          customers:
            path: "{data}/classicmodels/customers.csv"
            columns: {{customer_id: customerNumber, customer_name: customerName,
              region: country, credit_limit: creditLimit}}
          products:
            path: "{data}/classicmodels/products.csv"
            columns: {{product_id: productCode, product_name: productName, unit_cost: buyPrice}}
          payments:
            path: "{data}/classicmodels/payments.csv"
            columns: {{customer_id: customerNumber, date: paymentDate, amount: amount}}
        """,
        accounts=98,
        revenue=9_365_336.43,
        top="141",
    ),
    "superstore": Real(
        """
        name: 示例超市
        language: zh
        currency: CNY
        sources:
          orders:
            path: "{data}/tableau_superstore_zh/示例 - 超市.xls"
            sheet: 订单
            columns: {{customer_id: 客户 ID, customer_name: 客户名称, order_id: 订单 ID,
              date: 订单日期, product_id: 产品 ID, quantity: 数量, amount: 销售额,
              profit: 利润, region: 地区}}
        """,
        accounts=790,
        revenue=16_117_548.237,
        top="",
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The folder that holds the reports of every set, run together."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"the real data sets are not on this machine: {SHARED / 'data'}")
    folder = tmp_path_factory.mktemp("real")
    for name, real in SETS.items():
        (folder / name).mkdir()
        text = dedent(real.yaml.format(data=(SHARED / "data").as_posix()))
        (folder / name / "engagement.yaml").write_text(text, "utf-8")
    # Few account plans: they differ in nothing but the account.
    few = {"identification.capacity": 3}
    where = [str(folder / name) for name in SETS]
    made(run.run(where, Options(out=folder / "out", settings=few), Silent()))
    return folder / "out"


@pytest.mark.parametrize("name", SETS)
def test_the_figures_are_those_of_the_readme(reports, name):
    real, tables = SETS[name], reports / name / "tables"
    accounts = pd.read_parquet(tables / "accounts.parquet").set_index("account_id")
    assert len(accounts) == real.accounts
    assert accounts["revenue"].sum() == pytest.approx(real.revenue, abs=0.01)
    assert real.top in ("", accounts["revenue"].idxmax())


@pytest.mark.parametrize("name", SETS)
def test_the_list_is_complete_and_its_chances_sum_to_its_places(reports, name):
    keys = pd.read_parquet(reports / name / "tables" / "key_accounts.parquet")
    assert len(keys) == SETS[name].accounts
    assert not keys.isna().any(axis=None)
    assert keys["p_key"].sum() == pytest.approx(3)
    assert not set(keys.loc[keys["is_key"], "account_id"]) & SETS[name].never_key
    assert keys.loc[keys["account_id"].isin(SETS[name].never_key), "p_key"].eq(0).all()


@pytest.mark.parametrize("name", SETS)
def test_every_row_and_cent_is_accounted_for(reports, name):
    found = pd.read_parquet(reports / name / "tables" / "reconciliation.parquet")
    orders = found[found["table"] == "orders"]
    for column in ("rows", "amount"):
        first, *steps, last = orders[column]
        assert first - sum(steps) == pytest.approx(last, abs=0.005)
