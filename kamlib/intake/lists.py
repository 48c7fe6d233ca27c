"""Every table but the orders: required cells, keys that stand once, rules of a row; written."""

from __future__ import annotations

import duckdb

from kamlib.faults import Fault
from kamlib.intake.checks import personal, row_rules
from kamlib.intake.files import asides
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.values import typed as typing
from kamlib.intake.values.typed import Typed
from kamlib.tables import SOURCES


def check(
    connection: duckdb.DuckDBPyConnection, typed: Typed, findings: Findings, *, stop: bool
) -> None:
    """Note what keeps a list from being used, once `typed_<name>` is written."""
    lines = typed.lines
    table = SOURCES[lines.name]
    for column in table.columns:
        if column.required and column.name in lines.columns:
            _check_filled(connection, lines, column.name, findings, stop=stop)
        if column.allowed and column.name in lines.columns:
            typing.check_allowed(connection, lines, column, findings)
    row_rules.refuse(connection, lines, findings, stop=stop)
    if not stop:
        connection.execute(
            f"UPDATE typed_{lines.name} SET _step = 'unreadable' WHERE _step IS NULL AND _bad"
        )
    key = [c for c in table.key if c in lines.columns]
    if key[:1] == list(table.key[:1]) and key:
        _check_key(connection, lines, key, findings)
    else:
        _ask_about_doubles(connection, lines, findings)
    row_rules.ask(connection, lines, findings)
    personal.ask(connection, lines, findings)


def _check_filled(connection, lines: Lines, column: str, findings: Findings, *, stop: bool) -> None:
    written, empty = f"typed_{lines.name}", f"t.{column} IS NULL"
    if stop:
        rows = (written, empty)
        findings.faults += typing.missing_rows(connection, lines, column, rows)
    else:
        connection.execute(
            f"UPDATE {written} t SET _bad = TRUE WHERE _step IS NULL AND NOT _bad AND {empty}"
        )


def _check_key(connection, lines: Lines, key: list[str], findings: Findings) -> None:
    """Every row whose key stands in an earlier row is a fault; without its first part it is none.

    What is not mapped of a key does not count: one bank transfer pays several invoices.
    """
    shown = ", ".join(rf"regexp_replace(CAST({c} AS VARCHAR), '\.0$', '')" for c in key)
    shown = f"concat_ws(' ', {shown})"
    sql = f"""
        SELECT _part, _row, {shown} AS value, first_value(_row) OVER w AS first
        FROM typed_{lines.name} WHERE _step IS NULL AND {key[0]} IS NOT NULL
        WINDOW w AS (PARTITION BY {", ".join(key)} ORDER BY _part, _row)
        QUALIFY row_number() OVER w > 1"""

    def fault(value: str, more: list, **place) -> Fault:
        return Fault("key_twice", **place, value=value, values={"first": more[0]})

    findings.faults += typing.fault_rows(connection, lines, key[0], sql, fault)


def _ask_about_doubles(connection, lines: Lines, findings: Findings) -> None:
    """Rows without a key that stand in the files again, and costs posted to one place again.

    People may give the same answers, so the rows of a survey are never the same row.
    """
    if lines.name == "survey":
        return
    money = "fsum(amount)" if "amount" in lines.columns else "NULL"
    named = SOURCES[lines.name].names[0]
    asked = {"rows_alike": ("_line", "_text")}
    if {"period", "activity"} <= lines.columns.keys():
        asked["posted_again"] = ("customer_id", "period", "activity")
    for question, same in asked.items():
        ((rows, amount, example),) = connection.execute(f"""
            SELECT count(*), {money}, min_by(CAST({named} AS VARCHAR), (_part, _row)) FROM (
                SELECT * FROM typed_{lines.name} WHERE _step IS NULL AND NOT _bad
                QUALIFY row_number() OVER (PARTITION BY {", ".join(same)} ORDER BY _part, _row) > 1
            )""").fetchall()
        if rows:
            findings.question(lines.name, "", question, rows=rows, amount=amount, example=example)
            return  # rows alike are also posted again


def reconcile(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """Every row, and the money where the table has an amount, from the files to the analysis."""
    has_money = "amount" in SOURCES[lines.name].names
    money = "coalesce(fsum(amount), 0)" if has_money else "NULL"
    counted = connection.execute(
        f"SELECT _step, count(*), {money} FROM typed_{lines.name} GROUP BY 1"
    ).fetchall()
    steps = {step: (rows, amount) for step, rows, amount in counted}
    kept = steps.pop(None, (0, 0.0 if has_money else None))
    if lines.ragged_rows:
        rows, amount = steps.get("unreadable", (0, 0.0 if has_money else None))
        steps["unreadable"] = (rows + lines.ragged_rows, amount)
    whole = kept[0] + sum(rows for rows, _ in steps.values())
    total = kept[1] + sum(amount for _, amount in steps.values()) if has_money else None
    tax = total * (lines.source.tax_included or 0) if has_money else 0
    findings.step(lines.name, "in_files", whole, total + tax if tax else total)
    if tax:
        findings.step(lines.name, "tax", 0, tax)
        noted = {"rows": kept[0], "example": f"{lines.source.tax_included:.4g}"}
        amount = kept[1] * lines.source.tax_included
        findings.repair(lines.name, "amount", "tax_out", **noted, amount=amount)
    for step in (*asides.STEPS, "where", "drop_if_in", "left_out", "unreadable"):
        if step in steps:
            findings.step(lines.name, step, *steps[step])
    findings.step(lines.name, "analysed", *kept)


def write(connection: duckdb.DuckDBPyConnection, lines: Lines, path: str) -> None:
    """Write the rows in use, with account_id where there is customer_id; dates as timestamps."""
    table = SOURCES[lines.name]
    columns = ", ".join(
        f"CAST(t.{c.name} AS TIMESTAMP) AS {c.name}" if c.kind == "date" else f"t.{c.name}"
        for c in table.columns
    )
    account = joined = ""
    if "customer_id" in table.names:
        account = ", coalesce(m.account_id, t.customer_id) AS account_id"
        joined = "LEFT JOIN ups m ON m.customer_id = t.customer_id"
    connection.execute(f"""
        COPY (SELECT {columns}{account} FROM typed_{lines.name} t {joined}
            WHERE t._step IS NULL ORDER BY t._part, t._row)
        TO {literal(path)} (FORMAT parquet)""")
