"""Customers rolled up to accounts: site, company or group, through the list's parents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from kamlib.intake.files.parts import literal, unnested
from kamlib.intake.findings import Findings

_TEXTS = ("industry", "segment", "region", "channel", "owner", "role")


def roll_up(
    parents: Mapping[str, str | None], level: str, same: Mapping[str, str] | None = None
) -> tuple[dict[str, str], list[list[str]]]:
    """Return the account of every customer, and the circles that parents stand in.

    parents: customer_id -> parent_id or None, of the customer list.
    same: customer_id -> the customer that stands for it, where people found several to be one
    (see `same_customer.unite`). They have one place in the tree: the parent of the one that
    stands for them, or else of the first that has one.

    group: the top of the chain. company: the parent of a customer that has no children;
    one that has children stands for itself. site: the customer itself. A parent that is not
    in the list is a top of its own. A cycle is cut at its smallest id, which is then the top.
    """
    same = same or {}
    one_of = {customer: same.get(customer, customer) for customer in [*parents, *same]}
    if level == "site":
        return one_of, []
    up, circles = _cut_cycles(_contracted(parents, same))
    found = _companies(one_of.values(), up) if level == "company" else _tops(one_of.values(), up)
    return {customer: found[one] for customer, one in one_of.items()}, circles


def _contracted(parents: Mapping[str, str | None], same: Mapping[str, str]) -> dict:
    """Parents of those that stand for themselves and others; nobody is its own parent."""
    above = {c: same.get(p, p) for c, p in parents.items() if p}
    made = {c: above.get(c) for c in parents if same.get(c, c) == c}
    for customer in sorted(same):
        one, parent = same[customer], above.get(customer)
        if parent and not made.get(one) and not _leads_to(one, parent, made):
            made[one] = parent
    return {c: p for c, p in made.items() if p != c}


def _leads_to(one: str, parent: str, up: Mapping[str, str | None]) -> bool:
    """Whether the chain of parents from `parent` on holds `one`."""
    seen: set[str] = set()
    at: str | None = parent
    while at and at not in seen and at != one:
        seen.add(at)
        at = up.get(at)
    return at == one


def _companies(customers: Iterable[str], up: Mapping[str, str]) -> dict[str, str]:
    have_children = set(up.values())
    return {c: c if c in have_children else up.get(c, c) for c in customers}


def _tops(customers: Iterable[str], up: Mapping[str, str]) -> dict[str, str]:
    tops: dict[str, str] = {}
    for customer in customers:
        chain = [customer]
        while chain[-1] in up and chain[-1] not in tops:
            chain.append(up[chain[-1]])
        top = tops.get(chain[-1], chain[-1])
        tops.update(dict.fromkeys(chain, top))
    return tops


def _cut_cycles(parents: Mapping[str, str | None]) -> tuple[dict[str, str], list[list[str]]]:
    """Parents without cycles, and the cycles from child to parent, each from its smallest id on.

    A row that names itself is a top.
    """
    up = {c: p for c, p in parents.items() if p and p != c}
    done: set[str] = set()
    circles: list[list[str]] = []
    for start in sorted(up):
        path: dict[str, int] = {}
        at = start
        while at in up and at not in done and at not in path:
            path[at] = len(path)
            at = up[at]
        if at in path:
            cycle = [c for c, place in path.items() if place >= path[at]]
            head = cycle.index(min(cycle))
            circles.append(cycle[head:] + cycle[:head])
            del up[min(cycle)]
        done.update(path)
    return up, sorted(circles)


def read_parents(
    connection: duckdb.DuckDBPyConnection,
    level: str,
    findings: Findings,
    same: Mapping[str, str] | None = None,
) -> None:
    """Write `ups`: customer_id, account_id of the customer list, and note doubtful parents.

    `typed_customers` must be there, empty where the engagement has no customer list. `same`
    as for `roll_up`; table `moved` has the customers that are on another account by it.
    """
    rows = connection.execute(
        "SELECT customer_id, parent_id FROM typed_customers WHERE _step IS NULL ORDER BY 1"
    ).fetchall()
    parents = dict(rows)
    before, circles = roll_up(parents, level)
    if level != "site":
        _note_parents(parents, circles, findings)
    after, _ = roll_up(parents, level, same) if same else (before, [])
    moved = {c: a for c, a in after.items() if a != before.get(c, c)}
    _write_pairs(connection, "ups", after)
    _write_pairs(connection, "moved", moved)


def _note_parents(parents: dict, circles: list[list[str]], findings: Findings) -> None:
    """Examples: the first circle, and the first customer with the parent nobody knows."""
    if circles:
        first = [*circles[0], circles[0][0]]
        noted = {"rows": sum(map(len, circles)), "example": " → ".join(first)}
        findings.question("customers", "parent_id", "parents_in_a_circle", **noted)
    lost = [(c, p) for c, p in parents.items() if p and p not in parents]
    if lost:
        noted = {"rows": len(lost), "example": " → ".join(min(lost, key=lambda pair: pair[::-1]))}
        findings.question("customers", "parent_id", "parents_missing", **noted)


def _write_pairs(connection, table: str, accounts: dict[str, str]) -> None:
    columns = [(list(accounts), "VARCHAR"), (list(accounts.values()), "VARCHAR")]
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT v1 AS customer_id, v2 AS account_id "
        f"FROM ({unnested(columns)})",
        [values for values, _ in columns],
    )


def write_members(connection: duckdb.DuckDBPyConnection, roles: list[str]) -> None:
    """Write `members` and `accounts`: everyone whom the lines analysed or the list name.

    A name is the list's, else the one most lines carry (ties: first in the alphabet), else
    the id. With `roles`, only customers of these roles. The credit limit of an account is the
    sum over its listed customers, empty where one has none: the debts of all count against it.
    """
    kept = f"role IN ({', '.join(map(literal, roles))})" if roles else "TRUE"
    connection.execute(f"""
        CREATE TABLE members AS
        WITH named AS (
            SELECT customer_id, customer_name FROM priced
            WHERE _step IS NULL AND customer_name IS NOT NULL GROUP BY 1, 2
            QUALIFY row_number() OVER (
                PARTITION BY customer_id ORDER BY count(*) DESC, customer_name) = 1
        ), ids AS (
            SELECT customer_id FROM typed_customers WHERE _step IS NULL
            UNION SELECT customer_id FROM priced WHERE _step IS NULL
        )
        SELECT coalesce(u.account_id, i.customer_id) AS account_id, i.customer_id,
            coalesce(c.customer_name, n.customer_name, i.customer_id) AS customer_name, c.role
        FROM ids i LEFT JOIN ups u ON u.customer_id = i.customer_id
        LEFT JOIN named n ON n.customer_id = i.customer_id
        LEFT JOIN typed_customers c ON c.customer_id = i.customer_id AND c._step IS NULL
        WHERE {kept} ORDER BY 1, 2""")
    texts = "".join(f", coalesce(c.{t}, {t}_of.{t}) AS {t}" for t in _TEXTS)
    common = "".join(f", {_most_common(t)}" for t in _TEXTS)
    joined = "".join(f" LEFT JOIN {t}_of ON {t}_of.account_id = g.account_id" for t in _TEXTS)
    connection.execute(f"""
        CREATE TABLE accounts AS
        WITH described AS (
            SELECT m.account_id, c.* EXCLUDE (role), m.role FROM members m
            LEFT JOIN typed_customers c ON c.customer_id = m.customer_id AND c._step IS NULL
        ), grouped AS (
            SELECT account_id, count(*) AS customers, min(start_date) AS start_date,
                CASE WHEN count(credit_limit) = count(customer_id)
                    THEN fsum(credit_limit) END AS credit_limit
            FROM described GROUP BY 1
        ){common}
        SELECT g.account_id, coalesce(c.customer_name, m.customer_name, g.account_id)
            AS account_name{texts},
            CAST(coalesce(c.start_date, g.start_date) AS TIMESTAMP) AS start_date,
            g.credit_limit, c.credit_days, CAST(g.customers AS BIGINT) AS customers
        FROM grouped g
        LEFT JOIN typed_customers c ON c.customer_id = g.account_id AND c._step IS NULL
        LEFT JOIN members m ON m.customer_id = g.account_id{joined}
        ORDER BY 1""")


def _most_common(column: str) -> str:
    """SQL of a named subquery: the text most members of an account have; ties alphabetical."""
    return f"""{column}_of AS (
        SELECT account_id, {column} FROM described WHERE {column} IS NOT NULL GROUP BY 1, 2
        QUALIFY row_number() OVER (
            PARTITION BY account_id ORDER BY count(*) DESC, {column}) = 1)"""
