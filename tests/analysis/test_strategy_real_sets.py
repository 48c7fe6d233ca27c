"""Economics and targets on public data sets, against their own files and published facts."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib.analysis import economics, strategy
from kamlib.analysis.accounts import accounts
from kamlib.study import open_study


def opened(folder, text, **options):
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")
    return open_study(folder, **options)


def test_classicmodels_owes_what_its_payments_leave(shared_data, tmp_path):
    data = shared_data / "classicmodels"
    study = opened(
        tmp_path,
        f"""
name: Classic Models
as_of: 2005-06-30
sources:
  orders:
    path: {data}/orderdetails.csv
    join: [{{path: {data}/orders.csv, on: orderNumber}}]
    columns: {{customer_id: customerNumber, order_id: orderNumber, date: orderDate,
      product_id: productCode, quantity: quantityOrdered, price: priceEach}}
  customers:
    path: {data}/customers.csv
    columns: {{customer_id: customerNumber, customer_name: customerName, credit_limit: creditLimit}}
  products:
    path: {data}/products.csv
    columns: {{product_id: productCode, unit_cost: buyPrice}}
  payments:
    path: {data}/payments.csv
    columns: {{customer_id: customerNumber, date: paymentDate, amount: amount}}
""",
    )
    assert economics.owed(study)["receivable"].sum() == pytest.approx(750_351.38, abs=0.005)
    assert economics.whale_summary(study)["accounts"] == 98
    credit = economics.credit(study).set_index("account_id")
    assert credit.loc["141", "credit_limit"] == 227_600
    assert economics.ageing(study).empty


def test_ibm_receivables_age_as_their_own_columns_say(shared_data, tmp_path):
    file = shared_data / "ibm_accounts_receivable" / "WA_Fn-UseC_-Accounts-Receivable.csv"
    as_of = pd.Timestamp("2013-06-30")
    source = f'path: {file}\n    date_format: "%m/%d/%Y"'
    study = opened(
        tmp_path,
        f"""
name: IBM
sources:
  orders:
    {source}
    columns: {{customer_id: customerID, order_id: invoiceNumber, date: InvoiceDate,
      amount: InvoiceAmount}}
  receivables:
    {source}
    columns: {{customer_id: customerID, invoice_id: invoiceNumber, date: InvoiceDate,
      due: DueDate, amount: InvoiceAmount, paid_date: SettledDate}}
""",
        as_of="2013-06-30",
    )
    raw = pd.read_csv(file)
    days = {
        c: pd.to_datetime(raw[c], format="%m/%d/%Y")
        for c in ("InvoiceDate", "DueDate", "SettledDate")
    }
    is_open = (days["InvoiceDate"] <= as_of) & (days["SettledDate"] > as_of)
    late = is_open & (days["DueDate"] < as_of)
    total = economics.book_receivables(study)
    assert total["receivable"] == pytest.approx(raw.loc[is_open, "InvoiceAmount"].sum())
    assert total["overdue"] == pytest.approx(raw.loc[late, "InvoiceAmount"].sum())
    assert total["overdue"] == pytest.approx(accounts(study)["overdue"].sum())


def test_northwind_targets_add_up(shared_data, tmp_path):
    data = shared_data / "northwind"
    study = opened(
        tmp_path,
        f"""
name: Northwind
sources:
  orders:
    path: {data}/order_details.csv
    join: [{{path: {data}/orders.csv, on: order_id}}]
    columns: {{customer_id: customer_id, order_id: order_id, date: order_date,
      product_id: product_id, quantity: quantity, price: unit_price, discount: discount}}
""",
    )
    found = strategy.targets(study)
    year = found[found["period"] == "1999"]
    goal = accounts(study)["revenue_12m"].clip(lower=0).sum() * 1.05
    assert year["value"].sum() == pytest.approx(goal, abs=0.5)
    quarters = found[found["period"] != "1999"].groupby("account_id")["value"].sum()
    assert (quarters == year.set_index("account_id")["value"]).all()
    assert economics.whale_curve(study).empty  # no costs in the set
