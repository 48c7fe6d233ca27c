"""Order lines squared: amounts and costs, returns, periods, and a step for every row left out.

Steps act in this order, and a row leaves at the first that takes it: where, drop_if_in,
unreadable, duplicate, no_customer, before_since, after_as_of, role, return.
"""

from __future__ import annotations

from datetime import date

import duckdb

from kamlib.engagement import Engagement
from kamlib.faults import Fault
from kamlib.intake import typed as typing
from kamlib.intake.book import ORDER_COLUMNS
from kamlib.intake.findings import Findings
from kamlib.intake.parts import literal
from kamlib.intake.sources import Lines

# Words of a line type that say return or credit note, in lower case.
RETURN_WORDS = r"return|refund|credit ?(note|memo)|^credit$|退货|退款|退回|^退$|红字|冲红|冲销|贷项"
IS_RETURN = "(amount < 0 OR _says_return)"  # of a line in use
STEPS = ("where", "drop_if_in", "unreadable", "duplicate", "no_customer", "before_since")
STEPS += ("after_as_of", "role", "return")


def price(
    connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings, *, has_costs: bool
) -> None:
    """Write `priced`: amount, list amount and cost of every line.

    `has_costs`: a table typed_products supplies unit costs where the lines have none.
    """
    joined = cost = ""
    if has_costs:
        joined = "LEFT JOIN typed_products p ON p.product_id = o.product_id AND p._step IS NULL"
        cost = ", o.quantity * p.unit_cost"
    who = "customer_id" if "customer_id" in lines.columns else "customer_name"
    what = "product_id" if "product_id" in lines.columns else "product_name"
    taken_back = _pieces_taken_back(connection, lines, findings)
    amount = "coalesce(o.amount, o.quantity * o.price * (1 - coalesce(o.discount, 0)))"
    connection.execute(f"""
        CREATE TABLE priced AS
        SELECT o.* REPLACE (o.{who} AS customer_id, o.{what} AS product_id, {amount} AS amount,
            coalesce(o.cost, o.unit_cost * o.quantity, {amount} - o.profit{cost}) AS cost),
            o.amount IS NULL AS _computed,
            coalesce(o.quantity * o.price,
                CASE WHEN o.discount < 1 THEN {amount} / (1 - o.discount) END) AS list_amount,
            coalesce(regexp_matches(lower(o.type), {literal(RETURN_WORDS)}), FALSE) AS _says_return
        FROM (SELECT * REPLACE ({taken_back} AS quantity) FROM typed_orders) o {joined}""")


def _pieces_taken_back(connection, lines: Lines, findings: Findings) -> str:
    """SQL of the quantity. Where no line of negative amount has a negative one, all get it:
    the client counts the pieces of returns without a sign, and their cost comes back too.
    """
    if not {"amount", "quantity"} <= lines.columns.keys():
        return "quantity"
    ((positive, negative, example),) = connection.execute("""
        SELECT count(*) FILTER (quantity > 0), count(*) FILTER (quantity < 0), min(quantity)
        FROM typed_orders WHERE _step IS NULL AND NOT _bad AND amount < 0""").fetchall()
    if not positive or negative:
        return "quantity"
    findings.repair("orders", "quantity", "pieces_signed", rows=positive, example=str(example))
    return "CASE WHEN amount < 0 THEN -abs(quantity) ELSE quantity END"


def note_missing(
    connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings, *, stop: bool
) -> None:
    """A line of a customer needs a date and an amount: without them it cannot be read.

    Lines without customer leave as a step of their own; totals and notes have no date.
    """
    used = "o._step IS NULL AND NOT o._bad AND o.customer_id IS NOT NULL"
    if not stop:
        connection.execute(
            f"UPDATE priced o SET _bad = TRUE WHERE {used} AND (date IS NULL OR amount IS NULL)"
        )
        return
    for column, empty in _needed(lines):
        sql = f"""
            SELECT {lines.place(column)}, l.{column} FROM priced o
            JOIN {lines.table} l ON l._part = o._part AND l._row = o._row
            WHERE {used} AND {empty}"""
        findings.faults += typing.fault_rows(
            connection,
            lines,
            column,
            sql,
            lambda value, more, **place: Fault("value_missing", **place, value=value or ""),
        )


def _needed(lines: Lines) -> list[tuple[str, str]]:
    """Columns whose gaps leave a line without date or amount, each with the SQL of the gap."""
    money = ["amount"] if "amount" in lines.columns else ["quantity", "price"]
    whole = " AND o.amount IS NULL"
    return [("date", "o.date IS NULL")] + [
        (c, f"o.{c} IS NULL{whole if c != 'amount' else ''}") for c in money
    ]


def sign_returns(connection: duckdb.DuckDBPyConnection, findings: Findings) -> float:
    """Count returns written without a sign as negative; the money this changes.

    Where every line that its type calls a return is positive, all are turned round, as a
    repair; where some are, a person has to say what they mean.
    """
    used = "_says_return AND _step IS NULL AND NOT _bad AND customer_id IS NOT NULL"
    positive, negative, money, example = connection.execute(f"""
        SELECT count(*) FILTER (amount > 0), count(*) FILTER (amount < 0),
            coalesce(fsum(amount) FILTER (amount > 0), 0), min(type) FROM priced
        WHERE {used}""").fetchall()[0]
    if not positive:
        return 0.0
    noted = {"rows": positive, "amount": money, "example": example}
    if negative:
        findings.question("orders", "type", "returns_of_both_signs", **noted)
        return 0.0
    findings.repair("orders", "amount", "returns_signed", **noted)
    turned = "_says_return AND amount > 0"
    (changed,) = connection.execute(
        f"SELECT coalesce(fsum(2 * amount), 0) FROM priced WHERE {turned}"
    ).fetchall()[0]
    connection.execute(f"""
        UPDATE priced SET amount = -amount, list_amount = -list_amount, cost = -abs(cost),
            quantity = -abs(quantity) WHERE {turned}""")
    return changed


def leave_out(
    connection: duckdb.DuckDBPyConnection, engagement: Engagement
) -> tuple[date, date] | None:
    """Mark why each row is left out; the period counted, or None where no line is left."""
    usable = "_step IS NULL AND NOT _bad"
    first, last = connection.execute(
        f"SELECT min(date), max(date) FROM priced WHERE {usable} AND customer_id IS NOT NULL"
    ).fetchall()[0]
    since, as_of = engagement.since or first, engagement.as_of or last
    if since is None or as_of is None:
        return None
    _find_duplicates(connection, usable)
    again = "a._row IS NOT NULL"
    listed = ", ".join(map(literal, engagement.roles))
    tests = {
        "unreadable": "p._bad",
        "duplicate": again if engagement.duplicates == "drop" else "FALSE",
        "no_customer": "p.customer_id IS NULL",
        "before_since": f"p.date < DATE '{since}'",
        "after_as_of": f"p.date > DATE '{as_of}'",
        "role": f"c.role IS NULL OR c.role NOT IN ({listed})" if listed else "FALSE",
        "return": IS_RETURN if engagement.returns == "exclude" else "FALSE",
    }
    cases = " ".join(f"WHEN {test} THEN '{step}'" for step, test in tests.items())
    connection.execute(f"""
        CREATE TABLE squared AS
        SELECT p.* EXCLUDE (_step), {again} AS _again,
            CASE WHEN p._step IS NOT NULL THEN p._step {cases} END AS _step
        FROM priced p LEFT JOIN again a ON a._part = p._part AND a._row = p._row
        LEFT JOIN typed_customers c ON c.customer_id = p.customer_id AND c._step IS NULL""")
    connection.execute("DROP TABLE priced; ALTER TABLE squared RENAME TO priced")
    (left,) = connection.execute("SELECT count(*) FROM priced WHERE _step IS NULL").fetchall()[0]
    return (since, as_of) if left else None


def _find_duplicates(connection: duckdb.DuckDBPyConnection, usable: str) -> None:
    """Write `again`: every line alike in all columns of the file to an earlier one."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE again AS
        WITH several AS (
            SELECT _line FROM priced WHERE {usable} GROUP BY 1 HAVING count(*) > 1
        )
        SELECT p._part, p._row FROM priced p JOIN several USING (_line) WHERE {usable}
        QUALIFY row_number() OVER (PARTITION BY _line ORDER BY p._part, p._row) > 1""")


def reconcile(
    connection: duckdb.DuckDBPyConnection, findings: Findings, *, ragged: int, turned: float
) -> None:
    """Every row and cent from what the files hold to what is analysed."""
    steps = dict(
        (step, (rows, amount))
        for step, rows, amount in connection.execute(
            "SELECT _step, count(*), coalesce(fsum(amount), 0) FROM priced GROUP BY 1"
        ).fetchall()
    )
    kept = steps.pop(None, (0, 0.0))
    rows, amount = steps.get("unreadable", (0, 0.0))
    if rows or ragged:
        steps["unreadable"] = (rows + ragged, amount)
    whole = sum(rows for rows, _ in steps.values()) + kept[0]
    money = sum(amount for _, amount in steps.values()) + kept[1] + turned
    findings.step("orders", "in_files", whole, money)
    if turned:
        findings.step("orders", "returns_signed", 0, turned)
    for step in STEPS:
        if step in steps:
            findings.step("orders", step, *steps[step])
    findings.step("orders", "analysed", *kept)


def write(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Write the lines analysed, with their accounts, as the Parquet file of the book."""
    made = "coalesce(order_id, customer_id || ' ' || CAST(date AS VARCHAR))"
    own = {"account_id": "m.account_id", "is_return": f"{IS_RETURN} AS is_return"}
    columns = ", ".join(own.get(c, f"o.{c}") for c in ORDER_COLUMNS)
    connection.execute(f"""
        COPY (
            SELECT {columns}
            FROM (SELECT * REPLACE ({made} AS order_id) FROM priced WHERE _step IS NULL) o
            JOIN members m ON m.customer_id = o.customer_id
            ORDER BY o._part, o._row
        ) TO {literal(path)} (FORMAT parquet)""")


def lacks_customers(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there are lines in use, and none of them names a customer."""
    ((rows, named),) = connection.execute(
        "SELECT count(*), count(customer_id) FROM priced WHERE _step IS NULL"
    ).fetchall()
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
    used = "_step IS NULL"
    asked = [
        ("duplicate_lines", "", "_again AND _step IS DISTINCT FROM 'duplicate'", "order_id"),
        ("zero_amount", "amount", f"{used} AND amount = 0", "product_id"),
        ("join_without_match", "", f"{used} AND _loose IS NOT NULL", "_loose"),
        ("order_ids_made", "order_id", f"{used} AND order_id IS NULL", "customer_id"),
        ("no_customer_no_date", "customer_id", "_step = 'no_customer' AND date IS NULL", "type"),
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
