"""Several currencies into the engagement's, by rates of the client; never added up as they are."""

from __future__ import annotations

import duckdb

from kamlib.engagement import Engagement
from kamlib.faults import Fault
from kamlib.intake import typed as typing
from kamlib.intake.findings import Findings
from kamlib.intake.parts import literal
from kamlib.intake.sources import Lines

_SAME = {"RMB": "CNY", "人民币": "CNY", "元": "CNY", "CNH": "CNY", "美元": "USD", "欧元": "EUR"}
_SAME |= {"US$": "USD", "€": "EUR", "£": "GBP", "英镑": "GBP", "港元": "HKD", "港币": "HKD"}
_MONEY = ("price", "amount", "unit_cost", "cost", "profit", "list_amount")
_USED = "_step IS NULL AND NOT _bad AND customer_id IS NOT NULL"


def code(column: str) -> str:
    """SQL of a currency as its ISO code, where the common other names are known."""
    cases = " ".join(f"WHEN {literal(k)} THEN {literal(v)}" for k, v in _SAME.items())
    return f"CASE upper({column}) {cases} ELSE upper({column}) END"


def convert(
    connection: duckdb.DuckDBPyConnection,
    engagement: Engagement,
    lines: Lines,
    findings: Findings,
    *,
    has_rates: bool,
) -> None:
    """Turn all money of `priced` into the engagement's currency.

    Lines of one currency stay as they are. Several, or one other than the engagement's with
    rates given, need a rate on or before the day of each line.
    """
    if "currency" not in lines.columns:
        return
    connection.execute(f"UPDATE priced SET currency = {code('currency')}")
    found = connection.execute(f"""
        SELECT currency, count(*), fsum(amount) FROM priced
        WHERE {_USED} AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""").fetchall()
    home = connection.execute(f"SELECT {code('?')}", [engagement.currency] * 2).fetchall()[0][0]
    foreign = [name for name, _, _ in found if name != home]
    if len(found) > 1 and (not has_rates or not home):
        findings.faults.append(_several(lines, found, home, has_rates=has_rates))
    elif len(found) == 1 and foreign and home and not has_rates:
        name, rows, amount = found[0]
        noted = {"rows": rows, "amount": amount, "example": name}
        findings.question("orders", "currency", "currency_differs", **noted)
    elif foreign and has_rates and home:
        _apply(connection, lines, home, findings)


def _several(lines: Lines, found: list, home: str, *, has_rates: bool) -> Fault:
    listed = "; ".join(f"{name}: {rows:,} x, {amount:,.2f}" for name, rows, amount in found)
    return Fault(
        "currency_home_missing" if has_rates and not home else "several_currencies",
        file=lines.file("currency"),
        column=lines.columns["currency"],
        value=", ".join(name for name, _, _ in found),
        values={"listed": listed},
    )


def _apply(connection, lines: Lines, home: str, findings: Findings) -> None:
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rates AS
        SELECT {code("currency")} AS currency, coalesce(date, DATE '0001-01-01') AS day, rate
        FROM typed_fx WHERE _step IS NULL AND NOT _bad""")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rated AS
        SELECT o._part, o._row, CASE WHEN coalesce(o.currency, {literal(home)}) = {literal(home)}
            THEN 1 ELSE r.rate END AS rate
        FROM priced o ASOF LEFT JOIN rates r ON r.currency = o.currency AND r.day <= o.date""")
    sql = """
        SELECT o._part, o._row, o.currency, o.date FROM priced o
        JOIN rated r ON r._part = o._part AND r._row = o._row
        WHERE o._step IS NULL AND NOT o._bad AND o.customer_id IS NOT NULL AND r.rate IS NULL"""

    def fault(value: str, more: list, **place) -> Fault:
        return Fault("rate_missing", **place, value=value, values={"on": more[0]})

    findings.faults += typing.fault_rows(connection, lines, "currency", sql, fault)
    money = ", ".join(f"{column} = {column} * r.rate" for column in _MONEY)
    connection.execute(f"""
        UPDATE priced SET {money} FROM rated r
        WHERE r._part = priced._part AND r._row = priced._row AND r.rate IS DISTINCT FROM 1""")
    rows, amount, example = connection.execute(f"""
        SELECT count(*), fsum(amount), min(currency) FROM priced
        WHERE {_USED} AND currency <> {literal(home)}""").fetchall()[0]
    findings.repair("orders", "amount", "converted", rows=rows, amount=amount, example=example)
