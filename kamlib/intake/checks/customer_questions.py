"""What the customer list itself makes doubtful: wrong codes, orders of customers that closed."""

from __future__ import annotations

import duckdb

from kamlib.intake.files.parts import literal
from kamlib.intake.findings import Findings

# Letters of a unified social credit code by their value (GB 32100-2015): no I, O, S, V, Z.
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
# Words of a status that say a customer buys no more, in lower case.
CLOSED_WORDS = (
    r"closed|inactive|ceased|dissolved|bankrupt|insolvent|deregistered|liquidat|wound up|defunct"
    r"|停用|注销|关闭|吊销|停业|歇业|倒闭|破产|清算|销户|终止"
)
_NOT_CLOSED = r"\bnot\b|未|非"


def ask(connection: duckdb.DuckDBPyConnection, findings: Findings) -> None:
    """Note codes whose check digit is wrong, and lines analysed of customers that closed.

    Needs `typed_customers` and `priced`.
    """
    _ask_about_codes(connection, findings)
    _ask_about_closed(connection, findings)


def _ask_about_codes(connection, findings: Findings) -> None:
    code, letters = "upper(uscc)", literal(USCC_LETTERS)
    values = "".join(
        f" + (instr({letters}, substr({code}, {place + 1}, 1)) - 1) * {pow(3, place, 31)}"
        for place in range(USCC_LENGTH - 1)
    )
    check = f"substr({letters}, 1 + (31 - (0{values}) % 31) % 31, 1)"
    right = f"regexp_full_match({code}, '[{USCC_LETTERS}]+') AND {check} = right({code}, 1)"
    ((rows, example),) = connection.execute(f"""
        SELECT count(*), min(uscc) FROM typed_customers
        WHERE _step IS NULL AND length(uscc) = {USCC_LENGTH} AND NOT ({right})""").fetchall()
    if rows:
        findings.question("customers", "uscc", "uscc_wrong", rows=rows, example=example)


def _ask_about_closed(connection, findings: Findings) -> None:
    status = "lower(c.customer_status)"
    ((rows, amount, example),) = connection.execute(f"""
        SELECT count(*), fsum(p.amount), min(p.customer_id)
        FROM priced p JOIN typed_customers c ON c.customer_id = p.customer_id AND c._step IS NULL
        WHERE p._step IS NULL AND regexp_matches({status}, {literal(CLOSED_WORDS)})
            AND NOT regexp_matches({status}, {literal(_NOT_CLOSED)})""").fetchall()
    if rows:
        noted = {"rows": rows, "amount": amount, "example": example}
        findings.question("customers", "customer_status", "orders_of_closed_customers", **noted)
