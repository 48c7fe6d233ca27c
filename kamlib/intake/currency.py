"""Several currencies into the engagement's, by rates of the client; never added up as they are."""

from __future__ import annotations

from kamlib.engagement import Engagement
from kamlib.faults import Fault
from kamlib.intake import orders
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.new import headers
from kamlib.intake.values import typed as typing

_SAME = {"RMB": "CNY", "人民币": "CNY", "元": "CNY", "CNH": "CNY", "美元": "USD", "欧元": "EUR"}
_SAME |= {"US$": "USD", "€": "EUR", "£": "GBP", "英镑": "GBP", "港元": "HKD", "港币": "HKD"}
_MONEY = ("price", "amount", "unit_cost", "cost", "profit", "list_amount")
_IN_MONEY = ("orders", "receivables", "payments")
_USED = "_step IS NULL AND NOT _bad AND customer_id IS NOT NULL"


def code(column: str) -> str:
    """SQL of a currency as its ISO code, where the common other names are known."""
    cases = " ".join(f"WHEN {literal(k)} THEN {literal(v)}" for k, v in _SAME.items())
    return f"CASE upper({column}) {cases} ELSE upper({column}) END"


def convert(
    engine: DuckEngine,
    engagement: Engagement,
    lines: Lines,
    findings: Findings,
    *,
    has_rates: bool,
    ask: bool = True,
) -> None:
    """View `converted`: all money of `valued` in the engagement's currency.

    Lines of one currency stay as they are. Several, or one other than the engagement's with
    rates given, need a rate on or before the day of each line. Without `ask` (the rates have
    faults of their own) nothing is said of that.
    """
    engine.view("converted", "SELECT * FROM valued")
    if "currency" not in lines.columns or not ask:
        return
    named = code("currency")
    found = engine.rows(f"""
        SELECT {named}, count(*), {engine.sum}(amount) FROM valued
        WHERE {_USED} AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""")
    ((home,),) = engine.rows(f"SELECT {code(literal(engagement.currency))}")
    foreign = [name for name, _, _ in found if name != home]
    if len(found) > 1 and (not has_rates or not home):
        findings.faults.append(_several(lines, found, home, has_rates=has_rates))
    elif len(found) == 1 and foreign and home and not has_rates:
        name, rows, amount = found[0]
        noted = {"rows": rows, "amount": amount, "example": name}
        findings.question("orders", "currency", "currency_differs", **noted)
    elif foreign and has_rates and home:
        _apply(engine, lines, home, findings)


def _several(lines: Lines, found: list, home: str, *, has_rates: bool) -> Fault:
    listed = "; ".join(f"{name}: {rows:,} x, {amount:,.2f}" for name, rows, amount in found)
    return Fault(
        "currency_home_missing" if has_rates and not home else "several_currencies",
        file=lines.file("currency"),
        column=lines.columns["currency"],
        value=", ".join(name for name, _, _ in found),
        values={"listed": listed},
    )


def _apply(engine: DuckEngine, lines: Lines, home: str, findings: Findings) -> None:
    """A rate holds from its day to the day before the next one of its currency."""
    connection = engine.connection
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rates AS
        SELECT *, lead(first, 1, DATE '9999-12-31') OVER (PARTITION BY currency ORDER BY first)
            AS until
        FROM (
            SELECT {code("currency")} AS currency, coalesce(date, DATE '0001-01-01') AS first, rate
            FROM typed_fx WHERE _step IS NULL AND NOT _bad
        )""")
    engine.give("rates")
    here, named = literal(home), code("o.currency")
    rated = f"""valued o LEFT JOIN rates r
        ON r.currency = {named} AND o.date >= r.first AND o.date < r.until"""
    at_home = f"coalesce({named}, {here}) = {here}"
    changed = {c: f"o.{c} * CASE WHEN {at_home} THEN 1 ELSE r.rate END" for c in _MONEY}
    changed["currency"] = named
    engine.view("converted", f"SELECT {orders.select(orders.LINE, changed)} FROM {rated}")
    sql = f"""
        SELECT o._part, o._row, o.currency, o.date FROM {rated}
        WHERE {_USED.replace("_step", "o._step")} AND NOT {at_home} AND r.rate IS NULL"""
    if engine.rows(f"{sql} LIMIT 1"):
        findings.faults += typing.fault_rows(connection, lines, "currency", sql, _rate_missing)
    rows, amount, example = engine.rows(f"""
        SELECT count(*), {engine.sum}(amount), min(currency) FROM converted
        WHERE {_USED} AND currency <> {here}""")[0]
    findings.repair("orders", "amount", "converted", rows=rows, amount=amount, example=example)
    _ask_direction(engine, home, findings)


def _ask_direction(engine: DuckEngine, home: str, findings: Findings) -> None:
    """A table of rates does not say which way it runs: show what comes of it."""
    totals = {
        view: dict(
            engine.rows(f"""
                SELECT {code("currency")}, {engine.sum}(amount) FROM {view}
                WHERE {_USED} AND currency IS NOT NULL GROUP BY 1""")
        )
        for view in ("valued", "converted")
    }
    foreign = [name for name in totals["valued"] if name != home]
    largest = max(foreign, key=lambda name: (abs(totals["converted"].get(name) or 0), name))
    before, after = (totals[view].get(largest) or 0 for view in ("valued", "converted"))
    ((rows, amount),) = engine.rows(
        f"SELECT count(*), {engine.sum}(amount) FROM converted WHERE {_USED}"
    )
    example = f"{largest} {before:,.2f} = {home} {after:,.2f}"
    findings.question(
        "orders", "amount", "rate_direction", rows=rows, amount=amount, example=example
    )


def ask_unread(lines: Lines, findings: Findings) -> None:
    """A column of currencies that is not mapped: is all of the money in one currency?"""
    if lines.name not in _IN_MONEY or "currency" in lines.columns:
        return
    read = set(lines.columns.values())
    for part in lines.parts:
        found = headers.matches([n for n in part.names if n and n not in read], "orders")
        for match in found:
            if match.column == "currency" and match.rule == "sure":
                findings.question(lines.name, "amount", "currency_unread", example=match.header)
                return


def _rate_missing(value: str, more: list, **place) -> Fault:
    return Fault("rate_missing", **place, value=value, values={"on": more[0]})
