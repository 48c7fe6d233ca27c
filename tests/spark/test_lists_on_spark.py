"""Lists against order lines that Spark holds: the same questions as against DuckDB's."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kamlib import intake

pytestmark = pytest.mark.slow  # starts a JVM

ORDERS = [
    ("007", "A1", "2023-05-05", "P", 100.0, 40.0),
    ("007", "A2", "2024-01-05", "P", 60.0, 20.0),
    ("007", "A3", "2024-06-05", "Q", 40.0, None),
    ("008", "B1", "2024-02-01", "R", 30.0, 9.0),
]
LISTS = {
    "products": "product_id,family\nP,pumps\nQ,valves\n",
    "wallet": "customer_id,category,year,total\n007,pumps,2024,50\nACME,other,2024,9\n",
    "deliveries": "order_id,actual\nA1,2023-05-05\nZ9,2042-05-05\n",
    "receivables": "customer_id,invoice_id,date,amount\n"
    "007,A1,2023-05-05,100\n007,Z8,2024-01-05,9\n",
    "payments": "customer_id,date,amount\n007,2024-01-05,110\n",
}
EXPECTED = {
    "customer_unknown",
    "day_after_files",
    "lines_without_cost",
    "order_unknown",
    "products_not_in_list",
    "wallet_below_sales",
    "customer_overpaid",
}


def told(folder, engine: str) -> list[tuple]:
    """Every question of an engagement of these files, with its rows, money and example."""
    names = ["customer_id", "order_id", "date", "product_id", "amount", "cost"]
    frame = pd.DataFrame(ORDERS, columns=names)
    frame["date"] = pd.to_datetime(frame["date"]).dt.date
    pq.write_table(pa.Table.from_pandas(frame), folder / "orders.parquet")
    sources = {"orders": {"path": "orders.parquet", "columns": {n: n for n in names}}}
    for name, text in LISTS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        mapped = {c: c for c in text.split("\n", 1)[0].split(",")}
        sources[name] = {"path": f"{name}.csv", "columns": mapped}
    content = {"name": "L", "engine": engine, "sources": sources}
    (folder / "engagement.yaml").write_text(json.dumps(content), encoding="utf-8")
    found = intake.check(folder)
    assert found.usable, found.faults
    return sorted(
        (q["question"], q["table"], q["rows"], q["amount"] and round(q["amount"], 6), q["example"])
        for q in found.questions
    )


def test_spark_and_duckdb_ask_the_same_about_lists(tmp_path, spark):
    here = told(tmp_path, "duckdb")
    assert {q[0] for q in here} >= EXPECTED
    assert told(tmp_path, "spark") == here
