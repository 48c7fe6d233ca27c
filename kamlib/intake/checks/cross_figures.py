"""Figures of the lists against each other and against what we sold, each as a question.

Reads `ours` (see `cross_checks`) and the lists as typed. Money agrees within half a cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.tables import SOURCES

_CENT = 0.0051
_POINT = 0.0051  # of a growth rate that is stated in whole per cent
# Who filled a survey in, where it was not the customer.
OURS = r"sales|seller|account manager|\bkam\b|\bus\b|业务员|销售|客户经理|我方|我司|本公司"


def ask(
    connection: duckdb.DuckDBPyConnection,
    lists: Mapping[str, Lines],
    findings: Findings,
    *,
    as_of: date,
) -> None:
    """Ask about every figure of the lists that another one contradicts."""
    if "payments" in lists:
        _ask_payments(connection, lists, findings)
    if "wallet" in lists:
        _ask_wallet(connection, lists, findings, as_of)
    if "customer_sales" in lists:
        _ask_own_sales(connection, findings)
    if "survey" in lists:
        _ask_survey(connection, lists["survey"], findings)
    if "market" in lists:
        _ask_market(connection, lists["market"], findings)
    if "targets" in lists and {"target_id", "part_of"} <= lists["targets"].columns.keys():
        _ask_targets(connection, findings)


def note(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    what: tuple[str, str],
    broken: str,
    findings: Findings,
) -> None:
    """A question on the rows in use (aliased t) that meet `broken`; what: column and question.

    The example is what the first of them holds in the column.
    """
    column, question = what
    money = "fsum(amount)" if "amount" in SOURCES[lines.name].names else "NULL"
    ((rows, amount, example),) = connection.execute(f"""
        SELECT count(*), {money}, min_by(CAST({column} AS VARCHAR), (_part, _row))
        FROM typed_{lines.name} t WHERE _step IS NULL AND ({broken})""").fetchall()
    if rows:
        findings.question(
            lines.name, column, question, rows=rows, amount=amount, example=example or ""
        )


def _told(connection, findings: Findings, what: tuple[str, str, str], sql: str) -> None:
    """A question from a query that gives rows, amount and example; what: table, column, name."""
    ((rows, amount, example),) = connection.execute(sql).fetchall()
    if rows:
        findings.question(*what, rows=rows, amount=amount, example=example or "")


def _ask_payments(connection, lists: Mapping[str, Lines], findings: Findings) -> None:
    by_invoice = "invoice_id" in lists["payments"].columns
    if "receivables" not in lists:
        _ask_overpaid(connection, findings, "bought", "paid_over_ordered")
    elif by_invoice and "invoice_id" in lists["receivables"].columns:
        none = "invoice_id IS NULL"
        what = ("invoice_id", "payment_names_no_invoice")
        note(connection, lists["payments"], what, none, findings)
        _told(
            connection,
            findings,
            ("payments", "amount", "payments_over_invoice"),
            f"""
            WITH paid AS (
                SELECT invoice_id, count(*) AS n, fsum(amount) AS paid FROM typed_payments
                WHERE _step IS NULL AND invoice_id IS NOT NULL GROUP BY 1)
            SELECT sum(n), fsum(paid - i.amount),
                min(concat(invoice_id, ': ', {_money("paid")}, ' > ', {_money("i.amount")}))
            FROM paid JOIN typed_receivables i USING (invoice_id)
            WHERE i._step IS NULL AND paid > i.amount + {_CENT}""",
        )
    else:
        _ask_overpaid(connection, findings, "invoiced", "customer_overpaid")


def _ask_overpaid(connection, findings: Findings, against: str, question: str) -> None:
    """Customers whose payments exceed what they were invoiced or, without invoices, bought.

    Payments before the first invoice settle what the files do not hold.
    """
    owed, first = "SELECT customer_id, fsum(bought) AS owed FROM ours GROUP BY 1", "TRUE"
    if against == "invoiced":
        owed = """SELECT customer_id, fsum(amount) AS owed FROM typed_receivables
            WHERE _step IS NULL GROUP BY 1"""
        first = "date >= (SELECT min(date) FROM typed_receivables WHERE _step IS NULL)"
    _told(
        connection,
        findings,
        ("payments", "amount", question),
        f"""
        WITH paid AS (
            SELECT customer_id, count(*) AS n, fsum(amount) AS paid FROM typed_payments
            WHERE _step IS NULL AND {first} GROUP BY 1), owing AS ({owed})
        SELECT sum(n), fsum(paid - owed),
            min(concat(customer_id, ': ', {_money("paid")}, ' > ', {_money("owed")}))
        FROM paid JOIN owing USING (customer_id) WHERE paid > owed + {_CENT}""",
    )


def _money(figure: str) -> str:
    """SQL of a figure in an example: two digits, thousands apart."""
    return f"format('{{:,.2f}}', {figure})"


def _ask_wallet(connection, lists: Mapping[str, Lines], findings: Findings, as_of: date) -> None:
    """What we sold a customer in a year is not more than they bought of everyone.

    A category that is a product family is set against what we sold of it; other categories
    of a customer and year are added up, against all we sold.
    """
    year = f"coalesce(year, {as_of.year})" if "year" in lists["wallet"].columns else "0"
    sold = "last_year" if year == "0" else "amount"
    own_year = "0" if year == "0" else "year"
    family = "CASE WHEN category IN (SELECT family FROM ours) THEN category END"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE spent AS
        WITH sold AS (
            {_sold(own_year, sold)} UNION ALL {_sold(own_year, sold, family="family")}
        ), said AS (
            SELECT customer_id AS id, CAST({year} AS BIGINT) AS year, {family} AS family,
                count(*) AS n, fsum(total) AS total, fsum(coalesce(total_high, total)) AS high
            FROM typed_wallet WHERE _step IS NULL GROUP BY 1, 2, 3)
        SELECT w.*, s.sold FROM said w JOIN sold s ON s.id = w.id AND s.year = w.year
            AND s.family IS NOT DISTINCT FROM w.family""")
    above = {
        "wallet_below_sales": ("high", f"sold > high + {_CENT}"),
        "wallet_total_below_sales": ("total", f"sold > total + {_CENT} AND sold <= high + {_CENT}"),
    }
    for question, (limit, broken) in above.items():
        _told(connection, findings, ("wallet", "total", question), _over("spent", limit, broken))


def _sold(year: str, amount: str, *, family: str = "NULL") -> str:
    """SQL of id, year, family, sold: of every account, and of every customer within one."""
    known = "family IS NOT NULL" if family == "family" else "TRUE"
    return f"""
        SELECT account_id AS id, {year} AS year, {family} AS family, fsum({amount}) AS sold
        FROM ours WHERE {known} GROUP BY 1, 2, 3
        UNION ALL
        SELECT customer_id, {year}, {family}, fsum({amount}) FROM ours
        WHERE {known} AND customer_id NOT IN (SELECT account_id FROM ours) GROUP BY 1, 2, 3"""


def _over(table: str, limit: str, broken: str) -> str:
    """SQL of rows, money beyond `limit`, and the first such customer with year and figures."""
    place = "concat_ws(', ', id, CASE WHEN year > 0 THEN CAST(year AS BIGINT) END)"
    return f"""
        SELECT sum(n), fsum(sold - {limit}),
            min(concat({place}, ': ', {_money("sold")}, ' > ', {_money(limit)}))
        FROM {table} WHERE {broken}"""


def _ask_own_sales(connection, findings: Findings) -> None:
    """A customer that sells less than it buys of us is an end user, or one figure is wrong."""
    table = f"""(
        WITH sold AS ({_sold("year", "amount")})
        SELECT customer_id AS id, CAST(c.year AS BIGINT) AS year, 1 AS n, sales, sold
        FROM typed_customer_sales c JOIN sold s ON s.id = c.customer_id AND s.year = c.year
        WHERE _step IS NULL)"""
    what = ("customer_sales", "sales", "own_sales_below_ours")
    _told(connection, findings, what, _over(table, "sales", f"sold > sales + {_CENT}"))


def _ask_survey(connection, lines: Lines, findings: Findings) -> None:
    """Accounts for which one person speaks, and answers that our own people gave."""
    if "respondents" in lines.columns:
        sql = """
            WITH asked AS (
                SELECT coalesce(u.account_id, s.customer_id) AS id, date, item,
                    sum(respondents) AS persons, count(*) AS n
                FROM typed_survey s LEFT JOIN ups u USING (customer_id)
                WHERE _step IS NULL AND respondents IS NOT NULL GROUP BY ALL
            ), last AS (SELECT id, max(date) AS date FROM asked GROUP BY 1), alone AS (
                SELECT id, sum(n) AS n, max(persons) AS persons FROM asked a JOIN last l USING (id)
                WHERE a.date IS NOT DISTINCT FROM l.date GROUP BY 1)
            SELECT sum(n), NULL, min(id) FROM alone WHERE persons <= 1"""
        _told(connection, findings, ("survey", "respondents", "one_respondent"), sql)
    if "answered_by" in lines.columns:
        ours = f"regexp_matches(lower(answered_by), '{OURS}')"
        note(connection, lines, ("answered_by", "survey_by_us"), ours, findings)


def _ask_market(connection, lines: Lines, findings: Findings) -> None:
    if "segment" in lines.columns:
        sql = f"""
            WITH industry AS (
                SELECT industry, year, size FROM typed_market
                WHERE _step IS NULL AND segment IS NULL), parts AS (
                SELECT industry, year, count(*) AS n, fsum(size) AS parts FROM typed_market
                WHERE _step IS NULL AND segment IS NOT NULL GROUP BY 1, 2)
            SELECT sum(n), fsum(parts - size), min(concat(industry, ', ', CAST(year AS BIGINT),
                ': ', {_money("parts")}, ' > ', {_money("size")}))
            FROM parts JOIN industry USING (industry, year) WHERE parts > size + {_CENT}"""
        _told(connection, findings, ("market", "size", "segments_over_industry"), sql)
    if "growth" in lines.columns:
        sql = f"""
            WITH found AS (
                SELECT n.*, n.size / b.size - 1 AS sized FROM typed_market n JOIN typed_market b
                ON b.industry = n.industry AND b.segment IS NOT DISTINCT FROM n.segment
                    AND b.year = n.year - 1
                WHERE n._step IS NULL AND b._step IS NULL AND b.size > 0)
            SELECT count(*), NULL, min(concat(industry, ', ', CAST(year AS BIGINT), ': ',
                {_percent("growth")}, ' / ', {_percent("sized")}))
            FROM found WHERE abs(sized - growth) > {_POINT}"""
        _told(connection, findings, ("market", "growth", "growth_differs"), sql)
    if "price_basis" in lines.columns:
        real = "lower(price_basis) = 'real'"
        note(connection, lines, ("price_basis", "market_real"), real, findings)


def _percent(rate: str) -> str:
    return f"format('{{:.1f}} %', 100 * {rate})"


def _ask_targets(connection, findings: Findings) -> None:
    """The parts of a target add up to it, each measure for itself."""
    sql = f"""
        WITH parts AS (
            SELECT part_of, measure, count(*) AS n, fsum(value) AS parts FROM typed_targets
            WHERE _step IS NULL AND part_of IS NOT NULL GROUP BY 1, 2)
        SELECT sum(n), fsum(parts - value),
            min(concat(p.part_of, ': ', {_money("parts")}, ' <> ', {_money("value")}))
        FROM parts p JOIN typed_targets t
            ON t.target_id = p.part_of AND t.measure IS NOT DISTINCT FROM p.measure
        WHERE t._step IS NULL AND abs(parts - value) > {_CENT}"""
    _told(connection, findings, ("targets", "value", "targets_do_not_sum"), sql)
