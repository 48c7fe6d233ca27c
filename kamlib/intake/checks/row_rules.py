"""What a row of a list can never hold, and what it may hold but a person should look at.

A rule is SQL over the columns of the row as typed, so that it is read in the engine. An
impossible row is refused with its place; a doubtful one is used and asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from kamlib.faults import Fault
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.values import cells
from kamlib.intake.values import typed as typing
from kamlib.tables import SOURCES


@dataclass(frozen=True)
class Rule:
    """A row breaks it where `broken` holds; `code` names its words, `other` the column it is
    compared with, where there is one.
    """

    table: str
    column: str
    broken: str
    code: str
    other: str = ""


def _whole(table: str, column: str) -> Rule:
    return Rule(table, column, f"{column} <> floor({column})", "not_whole")


IMPOSSIBLE = (
    Rule("wallet", "total_low", "total_low > total", "over_other", "total"),
    Rule("wallet", "total_high", "total_high < total", "under_other", "total"),
    Rule("rebates", "ends", "ends < starts", "before_other", "starts"),
    Rule("issues", "closed", "closed < opened", "before_other", "opened"),
    Rule("fx", "rate", "rate <= 0", "not_above_zero"),
    _whole("survey", "nps"),
    *(_whole(name, "year") for name in ("market", "customer_sales", "wallet")),
)

_LIMIT = "coalesce(total_high, total)"

#: Read in this order; of each, the rows, their money and the first of them are told.
DOUBTFUL = (
    Rule("products", "unit_cost", "unit_cost = 0", "cost_zero"),
    Rule("products", "unit_cost", "unit_cost > list_price", "cost_over_price"),
    Rule("products", "floor_price", "floor_price > list_price", "floor_over_price"),
    Rule("receivables", "due", "due < date", "due_before_invoice"),
    Rule("receivables", "paid_date", "paid_date < date", "paid_before_invoice"),
    Rule(
        "cost_to_serve",
        "amount",  # the rate may be rounded to its last cent
        "abs(amount - driver_quantity * driver_rate) > 0.0051 * (driver_quantity + 1)",
        "driver_differs",
    ),
    Rule("activities", "hours", "hours > 24", "hours_over_a_day"),
    Rule("wallet", "our_spend", f"our_spend > {_LIMIT}", "spend_over_wallet"),
    Rule(
        "wallet",
        "rival_spend",
        f"coalesce(our_spend, 0) <= {_LIMIT} AND coalesce(our_spend, 0) + rival_spend > {_LIMIT}",
        "spends_over_wallet",
    ),
    Rule("deliveries", "delivered", "delivered > quantity", "delivered_over_ordered"),
)


def refuse(
    connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings, *, stop: bool
) -> None:
    """A fault for every impossible row, or, unless bad rows stop the run, its mark `_bad`."""
    for rule in (r for r in IMPOSSIBLE if r.table == lines.name and r.column in lines.columns):
        if stop:
            findings.faults += _faults(connection, lines, rule)
        else:
            connection.execute(
                f"UPDATE typed_{lines.name} SET _bad = TRUE WHERE coalesce({rule.broken}, FALSE)"
            )


def _faults(connection, lines: Lines, rule: Rule) -> list[Fault]:
    """Faults of one rule, each with what the cell and the one it is compared with hold."""
    other = f"l.{rule.other}" if rule.other else "NULL"
    sql = f"""
        SELECT {lines.place(rule.column)}, l.{rule.column}, {other} FROM (
            SELECT _part, _row FROM typed_{lines.name}
            WHERE _step IS NULL AND NOT _bad AND {rule.broken}) t
        JOIN {lines.table} l ON l._part = t._part AND l._row = t._row"""
    named = lines.columns.get(rule.other, rule.other)

    def fault(value: str, more: list, **place) -> Fault:
        return Fault(rule.code, **place, value=value, values={"other": named, "held": more[0]})

    return typing.fault_rows(connection, lines, rule.column, sql, fault)


def ask(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """A question for each rule that rows in use break, and for words the kit does not know."""
    for rule in (r for r in DOUBTFUL if r.table == lines.name and r.column in lines.columns):
        _ask(connection, lines, (rule.column, rule.code), rule.broken, findings)
    for column in SOURCES[lines.name].columns:
        if column.words and column.name in lines.columns:
            known = cells.is_one_of(column.name, column.words)
            _ask(connection, lines, (column.name, "words_unknown"), f"NOT {known}", findings)


def _ask(connection, lines: Lines, what: tuple[str, str], doubtful: str, findings) -> None:
    column, code = what
    money = "fsum(amount)" if "amount" in lines.columns else "NULL"
    ((rows, amount, example),) = connection.execute(f"""
        SELECT count(*), {money}, min_by({_shown(lines.name, column)}, (_part, _row))
        FROM typed_{lines.name} WHERE _step IS NULL AND NOT _bad AND ({doubtful})""").fetchall()
    if rows:
        findings.question(lines.name, column, code, rows=rows, amount=amount, example=example)


def _shown(table: str, column: str) -> str:
    """SQL of an example: what tells the row, and the cell."""
    names = SOURCES[table].names
    telling = [c for c in (names[0], *SOURCES[table].key) if c != column][:2]
    parts = (f"nullif(CAST({c} AS VARCHAR), '')" for c in (*dict.fromkeys(telling), column))
    return f"concat_ws(', ', {', '.join(parts)})"
