"""Orders that may count twice or only once: in several files with other lines, or a one-off."""

from __future__ import annotations

import duckdb

from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings

_ORDERS = 5  # an account of fewer orders has no habit that one of them could stand out from
_OF_ACCOUNT, _OF_ALL = 0.5, 0.01  # shares of revenue from which one order stands out


def ask(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """Note orders of `priced` that a person should look at, with their lines and money."""
    if "order_id" not in lines.columns:
        return
    if len(lines.parts) > 1 and {"product_id", "product_name"} & lines.columns.keys():
        _ask_revised(connection, findings)
    _ask_one_off(connection, findings)


def _ask_revised(connection, findings: Findings) -> None:
    """One order and product in several files or sheets, not alike: a changed order sent again?"""
    ((rows, amount, example),) = connection.execute("""
        WITH several AS (
            SELECT order_id, customer_id, product_id FROM priced WHERE _step IS NULL
            GROUP BY ALL HAVING count(DISTINCT _part) > 1 AND NOT bool_or(_again)
        )
        SELECT count(*), fsum(amount), min(order_id) FROM priced
        JOIN several USING (order_id, customer_id, product_id) WHERE _step IS NULL""").fetchall()
    if rows:
        noted = {"rows": rows, "amount": amount, "example": example}
        findings.question("orders", "order_id", "order_sent_again", **noted)


def _ask_one_off(connection, findings: Findings) -> None:
    """One order that is more than half of a steady customer's revenue: a project, not a habit?

    Only customers above the share of all that an order must have can hold one, so only their
    orders are added up.
    """
    found = connection.execute(f"""
        WITH customers AS (
            SELECT customer_id, fsum(amount) AS theirs FROM priced
            WHERE _step IS NULL AND amount > 0 GROUP BY 1
        ), large AS (
            SELECT *, whole FROM customers, (SELECT fsum(theirs) AS whole FROM customers)
            WHERE theirs > {_OF_ALL} * whole
        ), sums AS (
            SELECT customer_id, order_id, theirs, whole, count(*) AS n, fsum(amount) AS money
            FROM priced JOIN large USING (customer_id)
            WHERE _step IS NULL AND amount > 0 GROUP BY ALL
        )
        SELECT sum(n), fsum(money), first(order_id ORDER BY money DESC, order_id) FROM (
            SELECT *, count(*) OVER (PARTITION BY customer_id) AS orders FROM sums
        ) WHERE orders >= {_ORDERS} AND money > {_OF_ACCOUNT} * theirs
            AND money > {_OF_ALL} * whole""").fetchall()
    ((rows, amount, example),) = found
    if rows:
        noted = {"rows": rows, "amount": amount, "example": example}
        findings.question("orders", "order_id", "one_off_orders", **noted)
