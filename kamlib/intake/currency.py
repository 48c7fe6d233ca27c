"""Several currencies into the engagement's, by rates of the client; never added up as they are."""

from __future__ import annotations

from math import fsum

import duckdb

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
    if not (due := _due(engine, engagement, lines, "valued", findings, has_rates=has_rates)):
        return
    home, before = due
    rated, factor = _rated("valued", home)
    changed = {c: f"o.{c} * {factor}" for c in _MONEY} | {"currency": code("o.currency")}
    engine.view("converted", f"SELECT {orders.select(orders.LINE, changed)} FROM {rated}")
    _refuse_unrated(engine, lines, rated, home, findings)
    _note(engine, "orders", ("converted", before), home, findings)


def convert_list(
    connection: duckdb.DuckDBPyConnection,
    engagement: Engagement,
    lines: Lines,
    findings: Findings,
    *,
    has_rates: bool,
    ask: bool = True,
) -> None:
    """The amounts of `typed_<name>`, a list of invoices or payments, as `convert` has lines."""
    if lines.name not in _IN_MONEY or "currency" not in lines.columns or not ask:
        return
    engine, table = DuckEngine(connection), f"typed_{lines.name}"
    if not (due := _due(engine, engagement, lines, table, findings, has_rates=has_rates)):
        return
    home, before = due
    rated, factor = _rated(table, home)
    _refuse_unrated(engine, lines, rated, home, findings)
    money, named = f"o.amount * {factor} AS amount", f"{code('o.currency')} AS currency"
    engine.take("in_one", f"SELECT o.* REPLACE ({money}, {named}) FROM {rated}")
    connection.execute(f"DROP TABLE {table}; ALTER TABLE in_one RENAME TO {table}")
    _note(engine, lines.name, (table, before), home, findings)


def _due(
    engine: DuckEngine,
    engagement: Engagement,
    lines: Lines,
    table: str,
    findings: Findings,
    *,
    has_rates: bool,
) -> tuple[str, dict[str, tuple[int, float]]] | None:
    """The engagement's currency and the sums of each, with `rates` written; None where nothing
    is to be converted.
    """
    home = engine.rows(f"SELECT {code(literal(engagement.currency))}")[0][0]
    before = _sums(engine, table)
    if not _needs_rates(lines, before, home, findings, has_rates=has_rates):
        return None
    _write_rates(engine)
    return home, before


def _sums(engine: DuckEngine, table: str) -> dict[str, tuple[int, float]]:
    """Rows and amount of each currency, that of most rows first."""
    found = engine.rows(f"""
        SELECT {code("currency")}, count(*), {engine.sum}(amount) FROM {table}
        WHERE {_USED} AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""")
    return {name: (rows, amount) for name, rows, amount in found}


def _needs_rates(
    lines: Lines, found: dict, home: str, findings: Findings, *, has_rates: bool
) -> bool:
    """Whether there is something to convert, and rates to do it by; else what to ask or refuse."""
    foreign = [name for name in found if name != home]
    if len(found) > 1 and (not has_rates or not home):
        findings.faults.append(_several(lines, found, home, has_rates=has_rates))
        return False
    if len(found) == 1 and foreign and home and not has_rates:
        ((name, (rows, amount)),) = found.items()
        noted = {"rows": rows, "amount": amount, "example": name}
        findings.question(lines.name, "currency", "currency_differs", **noted)
    return bool(foreign and has_rates and home)


def _several(lines: Lines, found: dict, home: str, *, has_rates: bool) -> Fault:
    listed = "; ".join(f"{name}: {rows:,} x, {sold:,.2f}" for name, (rows, sold) in found.items())
    return Fault(
        "currency_home_missing" if has_rates and not home else "several_currencies",
        file=lines.file("currency"),
        column=lines.columns["currency"],
        value=", ".join(found),
        values={"listed": listed},
    )


def _write_rates(engine: DuckEngine) -> None:
    """Table `rates`: one holds from its day to the day before the next one of its currency."""
    engine.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rates AS
        SELECT *, lead(first, 1, DATE '9999-12-31') OVER (PARTITION BY currency ORDER BY first)
            AS until
        FROM (
            SELECT {code("currency")} AS currency, coalesce(date, DATE '0001-01-01') AS first, rate
            FROM typed_fx WHERE _step IS NULL AND NOT _bad
        )""")
    engine.give("rates")


def _rated(table: str, home: str) -> tuple[str, str]:
    """SQL of the rows o beside the rate r of their day, and of what their money is times."""
    rated = f"""{table} o LEFT JOIN rates r
        ON r.currency = {code("o.currency")} AND o.date >= r.first AND o.date < r.until"""
    return rated, f"CASE WHEN {_at_home(home)} THEN 1 ELSE r.rate END"


def _at_home(home: str) -> str:
    return f"coalesce({code('o.currency')}, {literal(home)}) = {literal(home)}"


def _refuse_unrated(
    engine: DuckEngine, lines: Lines, rated: str, home: str, findings: Findings
) -> None:
    used = _USED.replace("customer_id", "o.customer_id").replace("_step", "o._step")
    sql = f"""
        SELECT o._part, o._row, o.currency, o.date FROM {rated}
        WHERE {used} AND NOT {_at_home(home)} AND r.rate IS NULL"""
    if engine.rows(f"{sql} LIMIT 1"):
        faults = typing.fault_rows(engine.connection, lines, "currency", sql, _rate_missing)
        findings.faults += faults


def _note(engine: DuckEngine, name: str, money: tuple, home: str, findings: Findings) -> None:
    """The repair, and a question: rates do not say which way they run, so show what comes of it.

    money: the table or view converted, and the sums before.
    """
    table, before = money
    after = _sums(engine, table)
    rows, amount = (_sum(after, home, i) for i in (0, 1))
    example = min(c for c in after if c != home)
    findings.repair(name, "amount", "converted", rows=rows, amount=amount, example=example)
    largest = max(after.keys() - {home}, key=lambda c: (abs(after[c][1] or 0), c))
    was, now = (sums[largest][1] or 0 for sums in (before, after))
    example = f"{largest} {was:,.2f} = {home} {now:,.2f}"
    ((rows, amount),) = engine.rows(
        f"SELECT count(*), {engine.sum}(amount) FROM {table} WHERE {_USED}"
    )
    noted = {"rows": rows, "amount": amount, "example": example}
    findings.question(name, "amount", "rate_direction", **noted)


def _sum(sums: dict, home: str, place: int) -> float:
    return fsum(counted[place] or 0 for name, counted in sums.items() if name != home)


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
