"""What one table says against another: ids nobody knows, days after the files, then figures.

Each finding is a question with its rows, its money and the first row as an example; nothing
is left out for it. Order lines are asked in their engine, in the SQL that engines share; every
list stands in DuckDB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from kamlib.intake.checks import cross_figures
from kamlib.intake.checks.cross_figures import note
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.tables import SOURCES

Loaded = Mapping[str, Lines]


@dataclass(frozen=True)
class Reference:
    """`column` of `table` names what stands in `known` of `there`; `code` asks about the rest."""

    table: str
    column: str
    there: str
    known: tuple[str, ...]
    code: str


REFERENCES = (
    *(
        Reference(table, "product_id", "products", ("product_id",), "product_unknown")
        for table in ("rebates", "deliveries", "stock")
    ),
    Reference("payments", "invoice_id", "receivables", ("invoice_id",), "payment_without_invoice"),
    Reference("activities", "contact_id", "contacts", ("contact_id",), "contact_unknown"),
    Reference("contacts", "reports_to", "contacts", ("contact_id",), "superior_unknown"),
    Reference("targets", "part_of", "targets", ("target_id",), "target_unknown"),
    Reference("customers", "owner", "kam", ("kam_id", "name"), "owner_unknown"),
    Reference("market", "industry", "customers", ("industry",), "industry_unknown"),
)

#: Columns of days that have passed; a due date or a promise may lie ahead.
PAST = {
    "customers": ("start_date",),
    "receivables": ("date", "paid_date"),
    "payments": ("date",),
    "survey": ("date",),
    "activities": ("date",),
    "issues": ("opened", "closed"),
    "deliveries": ("actual",),
    "stock": ("date",),
}
_AFTER = 182  # days; a year typed wrongly lies further off
_ORDERED = ("receivables", "deliveries", "issues")  # tables that may name orders


def ask(engine: DuckEngine, loaded: Loaded, findings: Findings, *, as_of: date) -> None:
    """Set every list against the order lines (`priced`) and against the other lists."""
    connection = engine.connection
    lists = {name: lines for name, lines in loaded.items() if name != "orders"}
    _ask_about_lines(engine, loaded, findings)
    if not lists:
        return
    _write_ours(engine, loaded, as_of)
    for name, lines in lists.items():
        if name != "customers" and "customer_id" in lines.columns:
            _ask_unknown_customers(connection, lines, findings)
        _ask_later_days(connection, lines, findings)
    for reference in REFERENCES:
        _ask_reference(connection, lists, reference, findings)
    for name in (n for n in _ORDERED if n in lists and "order_id" in loaded["orders"].columns):
        _ask_unknown_orders(engine, lists[name], findings)
    cross_figures.ask(connection, lists, findings, as_of=as_of)


def _write_ours(engine: DuckEngine, loaded: Loaded, as_of: date) -> None:
    """Tables `ours` (what each customer bought by year and family) and `somebody`.

    amount is what is analysed, last_year that of the twelve months up to as_of; bought also
    holds lines out of the period or of other parties. family is there where it is asked for.
    """
    year_ago = _year_before(as_of)
    family, joined = "CAST(NULL AS STRING)", ""
    if _by_family(loaded):
        engine.give("typed_products")
        family = "f.family"
        joined = "LEFT JOIN typed_products f ON f.product_id = p.product_id AND f._step IS NULL"
    counted = "p._step IS NULL OR p._step IN ('before_since', 'after_as_of', 'role', 'return')"
    engine.take(
        "ours",
        f"""
        SELECT customer_id, account_id, year(date) AS year, {family} AS family,
            {engine.sum}(CASE WHEN p._step IS NULL THEN amount END) AS amount,
            {engine.sum}(CASE WHEN p._step IS NULL AND date > DATE '{year_ago}' THEN amount END)
                AS last_year,
            {engine.sum}(CASE WHEN {counted} THEN amount END) AS bought, max(date) AS last
        FROM priced p {joined} WHERE customer_id IS NOT NULL GROUP BY 1, 2, 3, 4""",
    )
    engine.connection.execute("""
        CREATE OR REPLACE TEMP TABLE somebody AS
        SELECT customer_id FROM ours UNION SELECT account_id FROM ours
        UNION SELECT customer_id FROM typed_customers WHERE _step IS NULL
        UNION SELECT parent_id FROM typed_customers WHERE _step IS NULL AND parent_id IS NOT NULL
        UNION SELECT account_id FROM ups""")


def _by_family(loaded: Loaded) -> bool:
    """Whether wallets of a product family can be set against what we sold of it."""
    lacks = {"wallet", "products"} - loaded.keys()
    if lacks or "product_id" not in loaded["orders"].columns:
        return False
    return "category" in loaded["wallet"].columns and "family" in loaded["products"].columns


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _ask_about_lines(engine: DuckEngine, loaded: Loaded, findings: Findings) -> None:
    """Order lines of products that the list lacks, and those without a cost among others."""
    asked = {"lines_without_cost": ("cost", "cost IS NULL", "")}
    if "products" in loaded and "product_id" in loaded["orders"].columns:
        engine.give("typed_products")
        known = "(SELECT DISTINCT product_id FROM typed_products WHERE _step IS NULL)"
        joined = f"LEFT JOIN {known} k ON k.product_id = p.product_id"
        unknown = "k.product_id IS NULL AND p.product_id IS NOT NULL"
        asked["products_not_in_list"] = ("product_id", unknown, joined)
    for question, (column, broken, joined) in asked.items():
        rows, amount, example, others = engine.rows(f"""
            SELECT count(CASE WHEN {broken} THEN 1 END),
                {engine.sum}(CASE WHEN {broken} THEN amount END),
                min(CASE WHEN {broken} THEN p.product_id END), count(cost)
            FROM priced p {joined} WHERE _step IS NULL""")[0]
        if rows and (others or column != "cost"):
            told = {"rows": rows, "amount": amount, "example": example or ""}
            findings.question("orders", column, question, **told)


def _ask_unknown_customers(connection, lines: Lines, findings: Findings) -> None:
    unknown = """customer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM somebody s WHERE s.customer_id = t.customer_id)"""
    note(connection, lines, ("customer_id", "customer_unknown"), unknown, findings)


def _ask_later_days(connection, lines: Lines, findings: Findings) -> None:
    """Days well after the last order line of the files, which is about when they were exported.

    Payments of the last orders come within their terms and are no slip.
    """
    for column in (c for c in PAST.get(lines.name, ()) if c in lines.columns):
        later = f"{column} > (SELECT max(last) + INTERVAL {_AFTER} DAY FROM ours)"
        note(connection, lines, (column, "day_after_files"), later, findings)


def _ask_reference(
    connection: duckdb.DuckDBPyConnection, lists: Loaded, reference: Reference, findings: Findings
) -> None:
    """Rows that name something which the other table does not hold."""
    lines, there = lists.get(reference.table), lists.get(reference.there)
    known = [c for c in reference.known if there and c in there.columns]
    if not (lines and reference.column in lines.columns and known):
        return
    same = " OR ".join(f"k.{c} = t.{reference.column}" for c in known)
    unknown = f"""{reference.column} IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM typed_{reference.there} k WHERE k._step IS NULL AND ({same}))"""
    note(connection, lines, (reference.column, reference.code), unknown, findings)


def _ask_unknown_orders(engine: DuckEngine, lines: Lines, findings: Findings) -> None:
    """Rows of orders that no line of the files has.

    Invoices without an order number count as orders where at least half of them are.
    """
    column = "order_id"
    if column not in lines.columns:
        if lines.name != "receivables" or "invoice_id" not in lines.columns:
            return
        column = "invoice_id"
    engine.give(f"typed_{lines.name}")
    money = f"{engine.sum}(CASE WHEN o.order_id IS NULL THEN t.amount END)"
    if "amount" not in SOURCES[lines.name].names:
        money = "NULL"
    rows, unknown, amount, example = engine.rows(f"""
        SELECT count(*), count(CASE WHEN o.order_id IS NULL THEN 1 END), {money},
            min(CASE WHEN o.order_id IS NULL THEN t.{column} END)
        FROM typed_{lines.name} t LEFT JOIN (SELECT DISTINCT order_id FROM priced) o
            ON o.order_id = t.{column}
        WHERE t._step IS NULL AND t.{column} IS NOT NULL""")[0]
    if unknown and (column == "order_id" or unknown * 2 <= rows):
        told = {"rows": unknown, "amount": amount, "example": example}
        findings.question(lines.name, column, "order_unknown", **told)
