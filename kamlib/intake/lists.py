"""Every table but the orders: required cells, keys that stand once, fixed words; then written."""

from __future__ import annotations

import duckdb

from kamlib.faults import Fault
from kamlib.intake import typed as typing
from kamlib.intake.findings import Findings
from kamlib.intake.parts import literal
from kamlib.intake.sources import Lines
from kamlib.intake.typed import Typed
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
    if not stop:
        connection.execute(
            f"UPDATE typed_{lines.name} SET _step = 'unreadable' WHERE _step IS NULL AND _bad"
        )
    key = [c for c in table.key if c in lines.columns]
    if key and (len(table.key) > 1 or key == list(table.key)):
        _check_key(connection, lines, key, findings)


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
    """Every row whose key stands in an earlier row is a fault; an empty single key is none."""
    shown = " || ' ' || ".join(f"coalesce(CAST({c} AS VARCHAR), '')" for c in key)
    filled = f"{key[0]} IS NOT NULL" if len(key) == 1 else "TRUE"
    sql = f"""
        SELECT _part, _row, {shown} AS value, first_value(_row) OVER w AS first
        FROM typed_{lines.name} WHERE _step IS NULL AND {filled}
        WINDOW w AS (PARTITION BY {shown} ORDER BY _part, _row)
        QUALIFY row_number() OVER w > 1"""

    def fault(value: str, more: list, **place) -> Fault:
        return Fault("key_twice", **place, value=value, values={"first": more[0]})

    findings.faults += typing.fault_rows(connection, lines, key[0], sql, fault)


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
    findings.step(lines.name, "in_files", whole, total)
    for step in ("where", "drop_if_in", "left_out", "unreadable"):
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
