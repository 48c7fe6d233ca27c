"""Order lines with their kinds, as a warehouse exports them, with everything that may be odd."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = {
    "customer_id": "Cust No",
    "order_id": "Order",
    "date": "Day",
    "product_id": "Item",
    "quantity": "Qty",
    "price": "Unit Price",
    "amount": "Net",
    "cost": "Cost",
    "type": "Kind",
    "currency": "Cur",
    "region": "Region",
}

CUSTOMERS = """id,name,up,role
007,Bond,A-1,end user
A-1,Ante,,end user
08,Acht,,agent
12,Dozen,,end user
"""
# Decisions of the engagement, and fields of the source of its orders.
CASES = {
    "plain": ({}, {}),
    "duplicates dropped": ({"duplicates": "drop"}, {}),
    "period and returns": (
        {"since": "2023-03-01", "as_of": "2024-06-30", "returns": "exclude"},
        {},
    ),
    "chosen rows": (
        {"level": "group", "roles": ["end user"]},
        {"where": {"Region": ["North", "South", "Nowhere"]}, "leave_out": {"Item": ["P3", "7"]}},
    ),
    "bad rows dropped": ({"bad_rows": "drop", "currency": "EUR"}, {"gaps": True}),
    "computed": ({}, {"without": ["amount"]}),
    "by name of order": ({}, {"without": ["order_id", "cost"]}),
    "in thousands": ({}, {"scale": {"amount": 1000, "price": 0.5}}),
    "tax taken out": ({}, {"tax_included": 0.19}),
    "currencies": ({"currency": "EUR"}, {"currencies": True}),
}


def lines(seed: int, *, gaps: bool, currencies: bool, rows: int = 400) -> pa.Table:
    """Random lines: nulls in keys, ties, lines twice, decimals, blanks, words for nothing."""
    rng = np.random.default_rng(seed)
    customers = ["007", "08 ", "A-1", "Ñandú", "n/a", None, "北方", "x'y", "12"]
    amounts = rng.choice([10.10, 10.10, 0.05, 99.99, -3.30, 0.0], rows)
    days = pd.Timestamp("2023-01-15") + pd.to_timedelta(rng.integers(0, 700, rows), "D")
    frame = pd.DataFrame(
        {
            "Cust No": rng.choice(np.array(customers, object), rows),
            "Order": rng.integers(1, 150, rows).astype(float),
            "Day": pd.Series(days).dt.date,
            "Item": rng.choice(np.array(["P1", "P2", "P3", None], object), rows),
            "Qty": rng.integers(1, 5, rows),
            "Unit Price": [Decimal(f"{a:.4f}") for a in rng.random(rows) * 10],
            "Net": [Decimal(f"{a:.2f}") for a in amounts],
            "Cost": rng.choice([1.5, 2.25, np.nan], rows),
            "Kind": np.where(amounts < 0, "Credit note", "Sale"),
            "Cur": rng.choice(["EUR", "US$", "eur"], rows) if currencies else "EUR",
            "Region": rng.choice(np.array(["North", "South ", "West", None], object), rows),
        }
    )
    frame.loc[frame.sample(20, random_state=seed).index, "Order"] = np.nan
    if gaps:
        frame.loc[frame.sample(15, random_state=seed + 1).index, "Day"] = None
        frame.loc[frame.sample(15, random_state=seed + 2).index, "Net"] = None
    frame = pd.concat([frame, frame.iloc[:25]], ignore_index=True)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.set_column(4, "Qty", table["Qty"].cast(pa.int32()))


def write(folder: Path, case: str, *, seed: int = 0, **decisions) -> Path:
    """An engagement of one of CASES in `folder`, with a customer list and rates."""
    decided, given = CASES[case]
    given = dict(given)
    without = given.pop("without", [])
    table = lines(seed, gaps=given.pop("gaps", False), currencies=given.pop("currencies", False))
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "lines.parquet")
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (folder / "fx.csv").write_text("c,d,r\nUSD,2022-01-01,0.9\nUSD,2023-12-01,0.8\n")
    columns = {c: own for c, own in COLUMNS.items() if c not in without}
    listed = {"customer_id": "id", "customer_name": "name", "parent_id": "up", "role": "role"}
    rates = {"currency": "c", "date": "d", "rate": "r"}
    sources = {
        "orders": {"path": "lines.parquet", "columns": columns} | given,
        "customers": {"path": "customers.csv", "columns": listed},
        "fx": {"path": "fx.csv", "columns": rates},
    }
    content = {"name": "Typed", "sources": sources} | decided | decisions
    (folder / "engagement.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder
