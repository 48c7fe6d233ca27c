"""Customers rolled up to accounts: site, company or group, through the list's parents."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kamlib.intake.findings import Findings
from kamlib.intake.parts import literal, unnested

_TEXTS = ("industry", "region", "channel", "owner", "role")


def roll_up(parents: Mapping[str, str | None], level: str) -> tuple[dict[str, str], list[str]]:
    """Return the account of every customer, and the customers that stand in a cycle.

    parents: customer_id -> parent_id or None, of the customer list.

    group: the top of the chain. company: the parent of a customer that has no children;
    one that has children stands for itself. site: the customer itself. A parent that is not
    in the list is a top of its own. A cycle is cut at its smallest id, which is then the top.
    """
    if level == "site":
        return {customer: customer for customer in parents}, []
    up, circular = _cut_cycles(parents)
    if level == "company":
        have_children = set(up.values())
        return {c: c if c in have_children else up.get(c, c) for c in parents}, circular
    tops: dict[str, str] = {}
    for customer in parents:
        chain = [customer]
        while chain[-1] in up and chain[-1] not in tops:
            chain.append(up[chain[-1]])
        top = tops.get(chain[-1], chain[-1])
        tops.update(dict.fromkeys(chain, top))
    return {customer: tops[customer] for customer in parents}, circular


def _cut_cycles(parents: Mapping[str, str | None]) -> tuple[dict[str, str], list[str]]:
    """Parents without cycles, and every id that stood in one; a row that names itself is a top."""
    up = {c: p for c, p in parents.items() if p and p != c}
    done: set[str] = set()
    circular: list[str] = []
    for start in sorted(up):
        path: dict[str, int] = {}
        at = start
        while at in up and at not in done and at not in path:
            path[at] = len(path)
            at = up[at]
        if at in path:
            cycle = [c for c, place in path.items() if place >= path[at]]
            circular += sorted(cycle)
            del up[min(cycle)]
        done.update(path)
    return up, sorted(circular)


def read_parents(connection: duckdb.DuckDBPyConnection, level: str, findings: Findings) -> None:
    """Write `ups`: customer_id, account_id of the customer list, and note doubtful parents.

    `typed_customers` must be there, empty where the engagement has no customer list.
    """
    rows = connection.execute(
        "SELECT customer_id, parent_id FROM typed_customers WHERE _step IS NULL ORDER BY 1"
    ).fetchall()
    parents = dict(rows)
    accounts, circular = roll_up(parents, level)
    if level != "site":
        _note_parents(parents, circular, findings)
    _write_pairs(connection, accounts)


def _note_parents(parents: dict, circular: list[str], findings: Findings) -> None:
    if circular:
        noted = {"rows": len(circular), "example": circular[0]}
        findings.question("customers", "parent_id", "parents_in_a_circle", **noted)
    lost = sorted({p for p in parents.values() if p and p not in parents})
    if lost:
        rows = sum(p in set(lost) for p in parents.values())
        findings.question("customers", "parent_id", "parents_missing", rows=rows, example=lost[0])


def _write_pairs(connection, accounts: dict[str, str]) -> None:
    columns = [(list(accounts), "VARCHAR"), (list(accounts.values()), "VARCHAR")]
    connection.execute(
        f"CREATE TABLE ups AS SELECT v1 AS customer_id, v2 AS account_id "
        f"FROM ({unnested(columns)})",
        [values for values, _ in columns],
    )


def write_members(connection: duckdb.DuckDBPyConnection, roles: list[str]) -> None:
    """Write `members` and `accounts`: everyone whom the lines analysed or the list name.

    A name is the list's, else the one most lines carry (ties: first in the alphabet), else
    the id. With `roles`, only customers of these roles.
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
            SELECT account_id, count(*) AS customers, min(start_date) AS start_date
            FROM described GROUP BY 1
        ){common}
        SELECT g.account_id, coalesce(c.customer_name, m.customer_name, g.account_id)
            AS account_name{texts},
            CAST(coalesce(c.start_date, g.start_date) AS TIMESTAMP) AS start_date,
            c.credit_limit, c.credit_days, CAST(g.customers AS BIGINT) AS customers
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
