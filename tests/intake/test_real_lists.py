"""Lists of real data sets against their orders: what is asked, and that nothing else is."""

from __future__ import annotations


def asked(make, *codes: str) -> dict[str, tuple]:
    """Those of the questions named that were asked: table, rows, amount, example."""
    found = make.check()
    assert found.usable, found.faults
    return {
        q["question"]: (q["table"], q["rows"], q["amount"] and round(q["amount"], 2), q["example"])
        for q in found.questions
        if q["question"] in codes
    }


CROSS = (
    *("customer_unknown", "order_unknown", "product_unknown", "products_not_in_list"),
    *("lines_without_cost", "paid_over_ordered", "payments_over_invoice", "customer_overpaid"),
    *("payment_without_invoice", "day_after_files", "owner_unknown", "words_unknown"),
    *("due_before_invoice", "paid_before_invoice", "cost_zero", "cost_over_price", "rows_alike"),
    *("control_differs", "control_agrees_after", "posted_again"),
)


def classicmodels(folder, **more) -> tuple[dict, dict]:
    """The order lines joined to their heads, and the lists beside them."""
    columns = {
        "customer_id": "customerNumber",
        "order_id": "orderNumber",
        "date": "orderDate",
        "product_id": "productCode",
        "quantity": "quantityOrdered",
        "price": "priceEach",
    }
    heads = {"path": str(folder / "orders.csv"), "on": "orderNumber"}
    names = {
        "customers": {"customer_id": "customerNumber", "owner": "salesRepEmployeeNumber"},
        "products": {"product_id": "productCode", "unit_cost": "buyPrice", "list_price": "MSRP"},
        "payments": {
            "customer_id": "customerNumber",
            "payment_id": "checkNumber",
            "date": "paymentDate",
            "amount": "amount",
        },
        "deliveries": {
            "order_id": "orderNumber",
            "customer_id": "customerNumber",
            "promised": "requiredDate",
            "actual": "shippedDate",
        },
        "kam": {"kam_id": "employeeNumber"},
    }
    files = {"deliveries": "orders", "kam": "employees"}
    sources = {
        name: {"path": str(folder / f"{files.get(name, name)}.csv"), "columns": mapped}
        for name, mapped in names.items()
    }
    return {"columns": columns, "join": [heads]} | more, sources


def test_classicmodels_agrees_with_itself(make, shared_data):
    folder = shared_data / "classicmodels"
    control = {"rows": 2996, "amount": 9_604_190.61}
    orders, sources = classicmodels(folder, control=control)
    sources["payments"]["control"] = {"amount": 8_853_839.23}
    make(str(folder / "orderdetails.csv"), **orders, sources=sources)
    assert asked(make, *CROSS) == {}
    assert [line["agrees_after"] for line in make.check().control_totals] == ["in_files"] * 3
    assert make.book().tables["deliveries"]["actual"].isna().sum() == 14


def test_classicmodels_without_its_cancelled_orders(make, shared_data):
    folder = shared_data / "classicmodels"
    kept = ["Shipped", "Disputed", "On Hold", "In Process", "Resolved"]
    orders, sources = classicmodels(
        folder, where={"status": kept}, control={"rows": 2917, "amount": 9_365_336.43}
    )
    make(str(folder / "orderdetails.csv"), **orders, sources=sources)
    (question,) = {q["question"] for q in make.check().questions if "control" in q["question"]}
    assert question == "control_agrees_after"
    assert {line["agrees_after"] for line in make.check().control_totals} == {"where"}


def test_ibm_receivables_are_the_orders_they_bill(make, shared_data):
    folder = shared_data / "ibm_accounts_receivable"
    (path,) = map(str, folder.glob("*.csv"))
    columns = {"customer_id": "customerID", "date": "InvoiceDate", "amount": "InvoiceAmount"}
    style = {"date_format": "%m/%d/%Y"}
    invoice = {"invoice_id": "invoiceNumber", "due": "DueDate", "paid_date": "SettledDate"}
    source = {"path": path, "columns": columns | invoice} | style
    ordered = columns | {"order_id": "invoiceNumber"}
    make(path, columns=ordered, sources={"receivables": source}, **style)
    assert asked(make, *CROSS) == {}
    # Orders left out are orders all the same.
    where = {"where": {"Disputed": ["Yes"]}}
    make(path, columns=ordered, sources={"receivables": source}, **style, **where)
    assert asked(make, *CROSS) == {}


def test_northwind_delivers_what_was_ordered(make, shared_data):
    folder = shared_data / "northwind"
    columns = {
        "customer_id": "customer_id",
        "order_id": "order_id",
        "date": "order_date",
        "product_id": "product_id",
        "quantity": "quantity",
        "price": "unit_price",
    }
    heads = {"path": str(folder / "orders.csv"), "on": "order_id"}
    promised = {"order_id": "order_id", "promised": "required_date", "actual": "shipped_date"}
    sources = {
        "deliveries": {"path": str(folder / "orders.csv"), "columns": promised},
        "products": {
            "path": str(folder / "products.csv"),
            "columns": {"product_id": "product_id", "list_price": "unit_price"},
        },
    }
    make(str(folder / "order_details.csv"), columns=columns, join=[heads], sources=sources)
    assert asked(make, *CROSS) == {}
