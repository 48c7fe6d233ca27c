"""From a client's file to the metrics: the kit, and DuckDB by hand, from Parquet and from CSV.

By hand: the file is copied to Parquet under the kit's names, nothing is checked, repaired or
accounted for, and one query follows.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pandas as pd

from kamlib.bench import ways

COLUMNS = {
    "customer_id": "Customer No",
    "order_id": "Order No",
    "date": "Order Date",
    "product_id": "Item",
    "quantity": "Qty",
    "price": "Unit Price",
    "amount": "Net",
    "cost": "Cost",
    "region": "Region",
}


def make_files(lines: Path) -> None:
    """Beside the invented `lines`: the same as a client would hand them over, in both formats."""
    import duckdb  # noqa: PLC0415  only the process that works with it loads it

    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = TRUE")
        connection.execute(f"""
            COPY (
              SELECT account_id AS "Customer No", order_id AS "Order No", date AS "Order Date",
                product_id AS "Item", (1 + hash(order_id, product_id) % 20)::INTEGER AS "Qty",
                CAST(abs(amount) / (1 + hash(order_id, product_id) % 20) AS DECIMAL(12, 2))
                    AS "Unit Price",
                CAST(amount AS DECIMAL(14, 2)) AS "Net", CAST(cost AS DECIMAL(14, 2)) AS "Cost",
                'R' || (hash(account_id) % 9) AS "Region"
              FROM '{lines}'
            ) TO '{lines.with_suffix(".client.parquet")}' (FORMAT parquet)""")
        connection.execute(f"""
            COPY (FROM '{lines.with_suffix(".client.parquet")}')
            TO '{lines.with_suffix(".client.csv")}' (HEADER)""")


def intake(lines: Path) -> pd.DataFrame:
    """The kit, from Parquet: every row and cent accounted for, then the metrics."""
    return _through_intake(lines.with_suffix(".client.parquet"))


def intake_csv(lines: Path) -> pd.DataFrame:
    """The kit, from CSV."""
    return _through_intake(lines.with_suffix(".client.csv"))


def copy(lines: Path) -> pd.DataFrame:
    """DuckDB by hand, from Parquet."""
    return _by_hand(f"'{lines.with_suffix('.client.parquet')}'")


def copy_csv(lines: Path) -> pd.DataFrame:
    """DuckDB by hand, from CSV."""
    return _by_hand(f"read_csv('{lines.with_suffix('.client.csv')}')")


def _through_intake(path: Path) -> pd.DataFrame:
    from kamlib import engagement, metrics  # noqa: PLC0415
    from kamlib import intake as reading  # noqa: PLC0415

    source = {"path": str(path), "columns": COLUMNS}
    content = {"name": "Bench", "level": "site", "sources": {"orders": source}}
    content |= {"since": str(ways.SINCE), "as_of": str(ways.AS_OF)}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KAM_CACHE"] = folder  # nothing kept from another run
        (Path(folder) / "engagement.yaml").write_text(json.dumps(content), encoding="utf-8")
        book = reading.read(engagement.load(folder))
        return metrics.account_metrics(book.orders, since=book.since, as_of=book.as_of)


def _by_hand(scan: str) -> pd.DataFrame:
    import duckdb  # noqa: PLC0415

    money = ("quantity", "price", "amount", "cost")
    listed = ", ".join(
        f'CAST("{own}" AS DOUBLE) AS {name}' if name in money else f'"{own}" AS {name}'
        for name, own in COLUMNS.items()
    )
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "lines.parquet"
        listed = listed.replace("customer_id", "account_id")
        connection.execute(f"COPY (SELECT {listed} FROM {scan}) TO '{path}' (FORMAT parquet)")
        return connection.sql(ways.SQL.format(path=path)).df()


WAYS = {"intake": intake, "copy": copy, "intake_csv": intake_csv, "copy_csv": copy_csv}
