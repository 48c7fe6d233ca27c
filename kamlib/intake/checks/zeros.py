"""Prices and costs of zero among others that are not: often a figure that is missing."""

from __future__ import annotations

import duckdb

from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings


def ask(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """Note lines analysed with a zero that may stand for nothing; amounts of zero are asked
    about elsewhere.
    """
    asked = [("cost", "zero_cost", "cost = 0 AND amount > 0", "cost <> 0")]
    if "amount" in lines.columns:
        asked.append(("price", "zero_price", "price = 0 AND amount <> 0", "price > 0"))
    for column, question, doubtful, usual in asked:
        rows, amount, example, others = connection.execute(f"""
            SELECT count(*) FILTER ({doubtful}), fsum(amount) FILTER ({doubtful}),
                min(coalesce(product_id, order_id)) FILTER ({doubtful}), count(*) FILTER ({usual})
            FROM priced WHERE _step IS NULL""").fetchall()[0]
        if rows and others:
            named = next((c for c in (column, "unit_cost") if c in lines.columns), column)
            noted = {"rows": rows, "amount": amount, "example": example or ""}
            findings.question("orders", named, question, **noted)
