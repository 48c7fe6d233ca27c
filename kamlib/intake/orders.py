"""Order lines squared: amounts and costs, returns, periods, and a step for every line left out.

    typed_orders -> net_orders -> valued -> converted -> signed -> squared -> priced

Each is a view over the one before, in the SQL that DuckDB and Spark share, so that ten million
lines are written once: as `priced`, which holds every line of the files with the step that
took it out, empty while it is analysed. Steps act in the order of STEPS, and a line leaves at
the first that takes it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from kamlib.engagement import Engagement
from kamlib.intake import returns
from kamlib.intake.book import ORDER_COLUMNS
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files import asides
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.values import typed as typing
from kamlib.tables import SOURCES

# Words of a line type that say return or credit note, in lower case.
RETURN_WORDS = r"return|refund|credit ?(note|memo)|^credit$|退货|退款|退回|^退$|红字|冲红|冲销|贷项"
STEPS = (*asides.STEPS, "where", "drop_if_in", "left_out", "unreadable", "duplicate", "no_customer")
STEPS += ("before_since", "after_as_of", "role", "return")

NAMES = tuple(SOURCES["orders"].names)
_MARKS = ("_part", "_row", "_line", "_text", "_step", "_loose", "_bad")
_MADE = ("list_amount", "_computed", "_says_return")
_KEPT = ("_part", "_row", "_step", "_loose", "_computed", "_again", "_made_id", "customer_name")
_USED = "_step IS NULL AND NOT _bad"


def select(columns: tuple[str, ...], changed: Mapping[str, str], alias: str = "o") -> str:
    """The columns of a view as SQL lists them, some of them changed."""
    return ", ".join(f"{changed.get(c, f'{alias}.{c}')} AS {c}" for c in columns)


LINE = (*_MARKS, *NAMES, *_MADE)  # columns of every view from `valued` to `signed`


def value(
    engine: DuckEngine, lines: Lines, findings: Findings, *, has_costs: bool, stop: bool
) -> None:
    """View `valued`: amount, list amount and cost of every line.

    `has_costs`: a table typed_products supplies unit costs where the lines have none. Unless
    bad rows stop the run, a line of a customer without date or amount is unreadable.
    """
    joined = cost = ""
    if has_costs:
        engine.give("typed_products")
        joined = "LEFT JOIN typed_products p ON p.product_id = o.product_id AND p._step IS NULL"
        cost = ", {quantity} * p.unit_cost"
    who = "customer_id" if "customer_id" in lines.columns else "customer_name"
    what = "product_id" if "product_id" in lines.columns else "product_name"
    quantity = _pieces_taken_back(engine, lines, findings)
    cost = cost.format(quantity=quantity)
    amount = f"coalesce(o.amount, {quantity} * o.price * (1 - coalesce(o.discount, 0)))"
    empty = f"o.{who} IS NOT NULL AND (o.date IS NULL OR {amount} IS NULL)"
    whole_price = f"CASE WHEN o.discount < 1 THEN {amount} / (1 - o.discount) END"
    changed = {
        "_bad": "o._bad" if stop else f"(o._bad OR ({empty}))",
        "customer_id": f"o.{who}",
        "product_id": f"o.{what}",
        "quantity": quantity,
        "amount": amount,
        "cost": f"coalesce(o.cost, o.unit_cost * {quantity}, {amount} - o.profit{cost})",
        "list_amount": f"coalesce({quantity} * o.price, {whole_price})",
        "_computed": "o.amount IS NULL",
        "_says_return": f"coalesce({engine.matches('lower(o.type)', RETURN_WORDS)}, FALSE)",
    }
    engine.view("valued", f"SELECT {select(LINE, changed)} FROM net_orders o {joined}")


def _pieces_taken_back(engine: DuckEngine, lines: Lines, findings: Findings) -> str:
    """SQL of the quantity. Where no line of negative amount has a negative one, all get it:
    the client counts the pieces of returns without a sign, and their cost comes back too.
    """
    if not {"amount", "quantity"} <= lines.columns.keys():
        return "o.quantity"
    ((positive, negative, example),) = engine.rows(f"""
        SELECT count(*) FILTER (WHERE quantity > 0), count(*) FILTER (WHERE quantity < 0),
            min(quantity)
        FROM net_orders WHERE {_USED} AND amount < 0""")
    if not positive or negative:
        return "o.quantity"
    findings.repair("orders", "quantity", "pieces_signed", rows=positive, example=str(example))
    return "(CASE WHEN o.amount < 0 THEN -abs(o.quantity) ELSE o.quantity END)"


def note_missing(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """A line of a customer needs a date and an amount: a fault for each that lacks one.

    Lines without customer leave as a step of their own; totals and notes have no date.
    """
    for column, empty in _needed(lines):
        gap = f"t.customer_id IS NOT NULL AND {empty}"
        findings.faults += typing.missing_rows(connection, lines, column, ("valued", gap))


def _needed(lines: Lines) -> list[tuple[str, str]]:
    """Columns whose gaps leave a line without date or amount, each with the SQL of the gap."""
    if "amount" in lines.columns:
        return [("date", "t.date IS NULL"), ("amount", "t.amount IS NULL")]
    gaps = [(c, f"t.{c} IS NULL AND t.amount IS NULL") for c in ("quantity", "price")]
    return [("date", "t.date IS NULL"), *gaps]


def sign_returns(engine: DuckEngine, findings: Findings) -> float:
    """View `signed`: returns written without a sign as negative; returns the money this changes.

    Where every line that its type calls a return is positive, all are turned round, as a
    repair; where some are, a person has to say what they mean.
    """
    used = f"{_USED} AND customer_id IS NOT NULL"
    positive, negative, money, example, changed = engine.rows(f"""
        SELECT count(*) FILTER (WHERE {used} AND amount > 0),
            count(*) FILTER (WHERE {used} AND amount < 0),
            coalesce({engine.sum}(amount) FILTER (WHERE {used} AND amount > 0), 0),
            min(type) FILTER (WHERE {used}),
            coalesce({engine.sum}(2 * amount) FILTER (WHERE amount > 0), 0)
        FROM converted WHERE _says_return""")[0]
    if positive:
        noted = {"rows": positive, "amount": money, "example": example}
        if negative:
            findings.question("orders", "type", "returns_of_both_signs", **noted)
        else:
            findings.repair("orders", "amount", "returns_signed", **noted)
    turned = bool(positive and not negative)
    turn = "CASE WHEN o._says_return AND o.amount > 0 THEN -{0} ELSE o.{1} END"
    signed = {c: turn.format(f"o.{c}", c) for c in ("amount", "list_amount")}
    signed |= {c: turn.format(f"abs(o.{c})", c) for c in ("cost", "quantity")}
    engine.view("signed", f"SELECT {select(LINE, signed if turned else {})} FROM converted o")
    return changed if turned else 0.0


def period(
    engine: DuckEngine, engagement: Engagement, *, by_month: bool = False
) -> tuple[date, date] | None:
    """First and last day counted; None where no line in use has a day.

    `by_month`: dates name months, as their first days, so the last month counts to its end.
    """
    ((first, last),) = engine.rows(
        f"SELECT min(date), max(date) FROM signed WHERE {_USED} AND customer_id IS NOT NULL"
    )
    if by_month and last:
        last = last.replace(day=monthrange(last.year, last.month)[1])
    since, as_of = engagement.since or first, engagement.as_of or last
    return None if since is None or as_of is None else (since, as_of)


def square(
    engine: DuckEngine,
    engagement: Engagement,
    counted: tuple[date, date],
    path: Path,
    *,
    in_order: bool,
) -> None:
    """Write `priced`: every line with its account, and the step at which it leaves.

    in_order: in the order of the files, whatever the joins before made of it.
    """
    since, as_of = counted
    joined, again = engine.again("signed", _USED)
    listed = ", ".join(map(literal, engagement.roles))
    is_return = "(p.amount < 0 OR p._says_return)"
    tests = {
        "unreadable": "p._bad",
        "duplicate": again if engagement.duplicates == "drop" else "FALSE",
        "no_customer": "p.customer_id IS NULL",
        "before_since": f"p.date < DATE '{since}'",
        "after_as_of": f"p.date > DATE '{as_of}'",
        "role": f"c.role IS NULL OR c.role NOT IN ({listed})" if listed else "FALSE",
        "return": is_return if engagement.returns == "exclude" else "FALSE",
    }
    cases = " ".join(f"WHEN {test} THEN '{step}'" for step, test in tests.items())
    made = {
        "account_id": "coalesce(u.account_id, p.customer_id)",
        "order_id": f"coalesce(p.order_id, p.customer_id || ' ' || {engine.text('p.date')})",
        "is_return": is_return,
        "_step": f"CASE WHEN p._step IS NOT NULL THEN p._step {cases} END",
        "_again": again,
        "_made_id": "p.order_id IS NULL",
    }
    engine.give("ups", *(["typed_customers"] if listed else []))
    rolled = "LEFT JOIN ups u ON u.customer_id = p.customer_id"
    columns = (*ORDER_COLUMNS, *_KEPT)
    if not engine.rows("SELECT 1 FROM ups WHERE account_id <> customer_id LIMIT 1"):
        rolled, columns = "", columns[1:]  # every customer is an account: one column is enough
    roles = "LEFT JOIN typed_customers c ON c.customer_id = p.customer_id AND c._step IS NULL"
    engine.keep(
        "priced",
        f"""SELECT {select(columns, made, "p")} FROM signed p {rolled} {roles if listed else ""}
        {joined} {"ORDER BY p._part, p._row" if in_order else ""}""",
        path,
    )


def any_left(engine: DuckEngine) -> bool:
    """Whether a line is left to analyse."""
    return bool(engine.rows("SELECT 1 FROM priced WHERE _step IS NULL LIMIT 1"))


def reconcile(
    engine: DuckEngine, findings: Findings, *, ragged: int, turned: float, tax: float
) -> None:
    """Every row and cent from what the files hold to what is analysed; and what is negative.

    turned, tax: money by which signs and net amounts differ from what is written.
    """
    below = "CASE WHEN amount < 0 THEN {} END"
    counted = engine.rows(f"""
        SELECT _step, count(*), coalesce({engine.sum}(amount), 0), count({below.format("1")}),
            coalesce({engine.sum}({below.format("amount")}), 0)
        FROM priced GROUP BY 1""")
    steps = {step: (rows, amount) for step, rows, amount, *_ in counted}
    negative = {step: (rows, amount) for step, _, _, rows, amount in counted}
    kept = steps.pop(None, (0, 0.0))
    rows, amount = steps.get("unreadable", (0, 0.0))
    if rows or ragged:
        steps["unreadable"] = (rows + ragged, amount)
    whole = sum(rows for rows, _ in steps.values()) + kept[0]
    money = sum(amount for _, amount in steps.values()) + kept[1] + turned + tax
    findings.step("orders", "in_files", whole, money)
    for step, changed in (("tax", tax), ("returns_signed", turned)):
        if changed:
            findings.step("orders", step, 0, changed)
    for step in STEPS:
        if step in steps:
            findings.step("orders", step, *steps[step])
    findings.step("orders", "analysed", *kept)
    findings.returns = returns.counted(kept[1], negative)


def lacks_customers(engine: DuckEngine) -> bool:
    """Whether there are lines in use, and none of them names a customer."""
    ((rows, named),) = engine.rows(
        "SELECT count(*), count(customer_id) FROM signed WHERE _step IS NULL"
    )
    return rows > 0 and named == 0


def _ask_who_never_ordered(connection, findings: Findings) -> None:
    ((customers, example),) = connection.execute("""
        SELECT count(*), min(customer_id) FROM typed_customers
        WHERE _step IS NULL AND customer_id NOT IN (
            SELECT customer_id FROM priced WHERE _step IS NULL)""").fetchall()
    if customers:
        noted = {"rows": customers, "example": example}
        findings.question("customers", "customer_id", "customers_without_orders", **noted)


def ask(
    connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings, *, has_list: bool
) -> None:
    """Note what a person should know or decide about the lines, with its rows and money."""
    used, nobody = "_step IS NULL", "_step = 'no_customer'"
    bare = " AND _loose IS NULL"  # who bought stands in the joined file: that one is asked about
    asked = [
        ("duplicate_lines", "", "_again AND _step IS DISTINCT FROM 'duplicate'", "order_id"),
        ("zero_amount", "amount", f"{used} AND amount = 0", "product_id"),
        ("join_without_match", "", f"({used} OR {nobody}) AND _loose IS NOT NULL", "_loose"),
        ("order_ids_made", "order_id", f"{used} AND _made_id", "customer_id"),
        ("no_customer_no_date", "customer_id", f"{nobody} AND date IS NULL{bare}", "type"),
    ]
    if "amount" in lines.columns:
        asked.append(("amount_computed", "amount", f"{used} AND _computed", "order_id"))
    if has_list:
        known = "(SELECT customer_id FROM typed_customers WHERE _step IS NULL)"
        missing = f"{used} AND customer_id NOT IN {known}"
        asked.append(("customers_not_in_list", "customer_id", missing, "customer_id"))
        _ask_who_never_ordered(connection, findings)
    for question, column, condition, example in asked:
        rows, amount, shown = connection.execute(
            f"SELECT count(*), fsum(amount), min({example}) FROM priced WHERE {condition}"
        ).fetchall()[0]
        if rows:
            noted = {"rows": rows, "amount": amount, "example": shown or ""}
            findings.question("orders", column, question, **noted)
