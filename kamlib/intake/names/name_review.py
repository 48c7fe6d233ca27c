"""The review of names that look alike: candidates beside decisions, kept with the book.

Only customers, one row each, leave the engine; their lines stay there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from kamlib.intake.accounts import roll_up
from kamlib.intake.findings import Findings
from kamlib.intake.names.look_alikes import Customer, Pair, find, same, same_contact, why
from kamlib.intake.names.same_customer import Decision, Decisions, faults, unite

if TYPE_CHECKING:
    import pandas as pd

MOST = 200_000  # customers that are compared, those with the largest revenue; about twenty seconds
NAMES = 3  # names of one customer that are compared: the list's, and those most lines carry


def write(
    connection: duckdb.DuckDBPyConnection,
    decisions: Decisions,
    findings: Findings,
    *,
    has_list: bool,
) -> None:
    """Note the review in `findings`: every undecided pair, then every decision.

    Needs `priced`, `members`, `moved` and `typed_customers`.
    """
    table = "customers" if has_list else "orders"
    findings.faults += decisions.faults or faults(decisions, _ids(connection, decisions))
    if decisions.rows and not findings.faults:
        _note_united(connection, decisions, findings, table)
    heads = unite(decisions.rows)
    customers, more = _customers(connection, decisions, heads)
    if more:
        noted = {"rows": more, "example": customers[-1].names[0] if customers[-1].names else ""}
        findings.question(table, "customer_name", "names_not_compared", **noted)
    pairs = find(customers, different=decisions.different(heads))
    _ask(pairs, findings, table)
    findings.name_review += [_undecided(pair) for pair in pairs]
    known = {c.id: c for c in customers}
    findings.name_review += [_decided(d, known) for d in decisions.rows]


def _ids(connection, decisions: Decisions) -> set[str]:
    """Every customer of the files, where there is a decision to check against them."""
    if not decisions.rows:
        return set()
    found = connection.execute("""
        SELECT customer_id FROM priced WHERE customer_id IS NOT NULL
        UNION SELECT customer_id FROM typed_customers WHERE customer_id IS NOT NULL""").fetchall()
    return {customer for (customer,) in found}


def _customers(
    connection, decisions: Decisions, heads: Mapping[str, str]
) -> tuple[list[Customer], int]:
    """Those of `members` of whom more is known than their id, and how many are beyond MOST.

    Those a person decided on come first, then the largest revenue.
    """
    decided = sorted({c for d in decisions.rows for c in (d.customer_id, d.same_as)})
    answer = connection.execute(
        f"""
        WITH written AS (
            SELECT customer_id, customer_name, 0 AS place, 0 AS lines FROM typed_customers
            WHERE _step IS NULL AND customer_name IS NOT NULL
            UNION ALL
            SELECT customer_id, customer_name, 1, count(*) FROM priced
            WHERE _step IS NULL AND customer_name IS NOT NULL GROUP BY 1, 2
        ), ranked AS (
            SELECT *, row_number() OVER (
                PARTITION BY customer_id ORDER BY place, lines DESC, customer_name) AS rank
            FROM written
        ), named AS (
            SELECT customer_id, list(customer_name ORDER BY rank) AS names FROM ranked
            WHERE rank <= {NAMES} GROUP BY 1
        ), told AS (
            SELECT m.customer_id, m.account_id, n.names, c.region, c.industry,
                upper(c.uscc) AS uscc, c.phone, c.address
            FROM members m LEFT JOIN named n ON n.customer_id = m.customer_id
            LEFT JOIN typed_customers c ON c.customer_id = m.customer_id AND c._step IS NULL
            WHERE n.names IS NOT NULL OR c.uscc IS NOT NULL OR c.phone IS NOT NULL
                OR list_contains($1::VARCHAR[], m.customer_id)
        ), bought AS (
            SELECT customer_id, fsum(amount) AS revenue, count(*) AS lines FROM priced
            WHERE _step IS NULL AND customer_id IN (SELECT customer_id FROM told) GROUP BY 1
        ), sold_into AS (
            SELECT customer_id, region FROM priced
            WHERE _step IS NULL AND region IS NOT NULL
                AND customer_id IN (SELECT customer_id FROM told) GROUP BY 1, 2
            QUALIFY row_number() OVER (
                PARTITION BY customer_id ORDER BY fsum(amount) DESC, region) = 1
        )
        SELECT t.customer_id AS id, coalesce(names, []) AS names, account_id AS account,
            coalesce(revenue, 0) AS revenue, coalesce(lines, 0) AS lines,
            lines IS NOT NULL AS has_lines, coalesce(t.region, s.region) AS region, industry,
            uscc AS tax_number, phone, address, count(*) OVER () AS of_all
        FROM told t LEFT JOIN bought b ON b.customer_id = t.customer_id
        LEFT JOIN sold_into s ON s.customer_id = t.customer_id
        ORDER BY list_contains($1::VARCHAR[], id) DESC, revenue DESC, id
        LIMIT {MOST}""",
        [decided],
    )
    fields = [column for column, *_ in answer.description][:-1]
    rows = answer.fetchall()
    families = _families(connection) if rows else {}
    found = []
    for *values, _ in rows:
        told = dict(zip(fields, values, strict=True))
        told["names"] = tuple(dict.fromkeys(told["names"]))
        firm, family = heads.get(told["id"], ""), families.get(told["id"], told["id"])
        found.append(Customer(**told, firm=firm, family=family))
    return found, rows[0][-1] - len(rows) if rows else 0


def _families(connection) -> dict[str, str]:
    """Customer to the head of its group: the list itself says how these belong together."""
    parents = connection.execute(
        "SELECT customer_id, parent_id FROM typed_customers WHERE _step IS NULL ORDER BY 1"
    ).fetchall()
    return roll_up(dict(parents), "group")[0]


def _note_united(connection, decisions: Decisions, findings: Findings, table: str) -> None:
    """Log what the decisions changed: lines whose customer went to another account by them."""
    rows, amount = connection.execute("""
        SELECT count(*), fsum(amount) FROM priced
        WHERE _step IS NULL AND customer_id IN (SELECT customer_id FROM moved)""").fetchall()[0]
    if rows:
        first = next(d for d in decisions.rows if d.same)
        author = f" ({first.author})" if first.author else ""
        noted = {"rows": rows, "amount": amount}
        noted["example"] = f"{first.customer_id} = {first.same_as}{author}"
        findings.repair(table, "customer_id", "merged_by_decision", **noted)


def _ask(pairs: list[Pair], findings: Findings, table: str) -> None:
    if pairs:
        asked = {p.customer.id: p.customer for p in pairs}.values()
        first = pairs[0]
        example = f"{_called(first.customer)} = {_called(first.main)}"
        rows = len(asked) if table == "customers" else sum(c.lines for c in asked)
        noted = {"rows": rows, "amount": sum(c.revenue for c in asked), "example": example}
        findings.question(table, "customer_name", "names_look_alike", **noted)


def _called(customer: Customer) -> str:
    name = customer.names[0] if customer.names else customer.id
    return name if name == customer.id else f"{name} ({customer.id})"


def _undecided(pair: Pair) -> dict:
    shown = _row(pair.customer, pair.main) | {"rule": pair.rule, "similarity": pair.similarity}
    return shown | {"decision": "undecided", "applied": False}


def _decided(decision: Decision, customers: Mapping[str, Customer]) -> dict:
    one = customers.get(decision.customer_id, Customer(decision.customer_id, ()))
    other = customers.get(decision.same_as, Customer(decision.same_as, ()))
    known = decision.customer_id in customers and decision.same_as in customers
    rule, alike = why(one, other)
    return _row(one, other) | {
        "rule": rule,
        "similarity": alike,
        "decision": "same" if decision.same else "different",
        "applied": decision.same and known and one.account == other.account,
        "reason": decision.reason,
        "author": decision.author,
        "date": decision.date or None,
    }


def _row(one: Customer, other: Customer) -> dict:
    told = {
        "same_region": same(one.region, other.region),
        "same_industry": same(one.industry, other.industry),
        "same_tax_number": same(one.tax_number, other.tax_number),
        "same_contact": same_contact(one, other),
    }
    return {
        "customer_id": one.id,
        "customer_name": one.names[0] if one.names else one.id,
        "other_id": other.id,
        "other_name": other.names[0] if other.names else other.id,
        "revenue": one.revenue,
        "other_revenue": other.revenue,
    } | {name: None if is_so is None else "yes" if is_so else "no" for name, is_so in told.items()}


def frame(rows: list[dict]) -> pd.DataFrame:
    """The rows noted as result table `name_review`."""
    import pandas as pd  # noqa: PLC0415  a second; `kam check` does without

    from kamlib import results  # noqa: PLC0415

    blank = results.empty("name_review")
    return pd.DataFrame(rows, columns=list(blank)).astype(blank.dtypes)
