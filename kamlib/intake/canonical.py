"""From the engagement's sources to canonical tables in a folder; faults of all of them together."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kamlib.engagement import Engagement
from kamlib.faults import Fault, InputError
from kamlib.intake import accounts, currency, direct, lists, orders, progress, tax
from kamlib.intake.checks import (
    control,
    cross_checks,
    customer_questions,
    doubtful,
    order_looks,
    totals,
    zeros,
)
from kamlib.intake.engine import DuckEngine, open_engine
from kamlib.intake.files import sources
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.names import name_review, same_customer
from kamlib.intake.names.same_customer import Decisions
from kamlib.intake.values import id_zeros
from kamlib.intake.values import typed as typing
from kamlib.tables import SOURCES

_SAMPLE, _LOOK = 5, 10_000  # ids, from so many lines
_SORTED = 1_000_000  # lines
_MEMORY = "1GB"  # beyond it the engine spills into the folder


def make(engagement: Engagement, folder: Path, findings: Findings, decisions: Decisions) -> dict:
    """Read every source and write its table as Parquet; the period, where all are usable.

    decisions: what people decided on customers that look alike.
    Faults are noted in `findings`; with any, nothing that is written may be used.
    """
    spill = {"temp_directory": str(folder / "spill")}
    with duckdb.connect(config=spill) as connection, progress.watching(connection):
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET preserve_insertion_order = TRUE; SET TimeZone = 'UTC'")
        try:
            engine = open_engine(engagement.engine, connection)
        except InputError as error:
            findings.faults += error.faults
            return {}
        names = _order(engagement)
        loaded = {}
        for name in names:
            if lines := _read(engine, engagement, name, folder, findings):
                loaded[name] = lines
                if name != "orders":
                    _settle_list(engine, engagement, loaded, name, findings)
        for name in ("customers", "products", "fx"):
            if name not in loaded:
                _empty(connection, name)
        id_zeros.check(engine, loaded, findings)
        for lines in loaded.values():
            currency.ask_unread(lines, findings)
        made = {}
        if "orders" in loaded:
            made = _square(engine, engagement, loaded, findings, folder, decisions)
        control.compare(engagement, findings)
        _count(findings, names)
        if made:
            _write(connection, loaded, folder, findings)
        return made


def _order(engagement: Engagement) -> list[str]:
    """Order lines first; rates before the lists whose money they convert."""
    return sorted(engagement.sources, key=lambda name: (name != "orders", name != "fx"))


def _read(
    engine: DuckEngine, engagement: Engagement, name: str, folder: Path, findings: Findings
) -> Lines | None:
    """Load and type one source; None, with its faults noted, where it cannot be used.

    Orders with unreadable cells are still squared: more of their faults come to light.
    """
    progress.at(name, "reading")
    before, connection = len(findings.faults), engine.connection
    stop = engagement.bad_rows == "stop"
    try:
        if lines := direct.read(engine, engagement, name, findings):
            _note_inputs(lines, findings)
            return lines
        copy = engine.fetch(engagement.sources[name].table, folder / "tables" / f"{name}.parquet")
        lines = sources.load(connection, engagement, name, findings, copy)
    except InputError as error:
        findings.faults += error.faults
        return None
    _note_inputs(lines, findings)
    _note_sheets(lines, findings)
    progress.at(name, "typing")
    typed = typing.read(connection, lines, findings, stop=stop)
    totals.check(connection, typed, findings, stop=stop)
    if lines.partial:
        return None
    typing.write(connection, typed)
    if name == "orders":
        engine.settle("typed_orders", folder / "spill" / "typed.parquet")
        return lines
    lists.check(connection, typed, findings, stop=stop)
    return None if len(findings.faults) > before else lines


def _settle_list(
    engine: DuckEngine, engagement: Engagement, loaded: dict, name: str, findings: Findings
) -> None:
    """Bring a list's money into one currency, and account for its rows and money."""
    has_rates = "fx" in loaded
    ask = has_rates or "fx" not in engagement.sources  # rates with faults have told them
    currency.convert_list(
        engine.connection, engagement, loaded[name], findings, has_rates=has_rates, ask=ask
    )
    lists.reconcile(engine.connection, loaded[name], findings)


def _note_inputs(lines: Lines, findings: Findings) -> None:
    for part in [*lines.parts, *(p for other in lines.others for p in other.parts)]:
        findings.inputs.append(
            {
                "table": lines.name,
                "file": part.file,
                "sheet": part.sheet,
                "rows": part.loaded,
                "encoding": part.encoding,
                "separator": part.separator,
                "header_row": part.header_row,
                "path": part.path,
                "digest": part.digest,
            }
        )


def _note_sheets(lines: Lines, findings: Findings) -> None:
    """Sheets that were stacked because nothing says which one is meant."""
    if lines.source.sheet is None and any(part.sheet for part in lines.parts):
        sheets = list(dict.fromkeys(part.sheet for part in lines.parts))
        if len(sheets) > 1:
            rows = sum(part.loaded for part in lines.parts)
            findings.question(
                lines.name, "", "sheets_stacked", rows=rows, example=", ".join(sheets)
            )


def _empty(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = ", ".join(f"{c.name} {typing.SQL_KINDS[c.kind]}" for c in SOURCES[name].columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE typed_{name} (_part INTEGER, _row BIGINT, _line UBIGINT, "
        f"_text UBIGINT, _step VARCHAR, _loose VARCHAR, {columns}, _bad BOOLEAN)"
    )


def _square(
    engine: DuckEngine,
    engagement: Engagement,
    loaded: dict,
    findings: Findings,
    folder: Path,
    decisions: Decisions,
) -> dict:
    """Prices, steps and accounts of the orders; the period, where they can be used."""
    progress.at("orders", "squaring")
    connection, lines = engine.connection, loaded["orders"]
    stop = engagement.bad_rows == "stop"
    has_costs = "products" in loaded and "unit_cost" in loaded["products"].columns
    tax.take_out(engine, lines, findings)
    orders.value(engine, lines, findings, has_costs=has_costs, stop=stop)
    if stop and not lines.direct:
        orders.note_missing(connection, lines, findings)
    rates_failed = "fx" in engagement.sources and "fx" not in loaded
    currency.convert(
        engine, engagement, lines, findings, has_rates="fx" in loaded, ask=not rates_failed
    )
    taxed = tax.taken(engine, lines, findings)
    turned = orders.sign_returns(engine, findings)
    if orders.lacks_customers(engine):
        findings.faults.append(_no_customers(lines))
    by_month = findings.has_repair("orders", "date", "month_only")
    counted = orders.period(engine, engagement, by_month=by_month)
    if findings.faults:
        return {}
    same = same_customer.unite(decisions.rows)
    accounts.read_parents(connection, engagement.level, findings, same)
    if counted:
        path = folder / "orders.parquet"
        orders.square(engine, engagement, counted, path, in_order=_in_order(lines))
    if not counted or not orders.any_left(engine):
        findings.fault("no_lines_left", file=lines.parts[0].file)
        return {}
    orders.reconcile(engine, findings, ragged=lines.ragged_rows, turned=turned, tax=taxed)
    orders.ask(connection, lines, findings, has_list="customers" in loaded)
    accounts.write_members(connection, engagement.roles)
    name_review.write(connection, decisions, findings, has_list="customers" in loaded)
    customer_questions.ask(connection, findings)
    doubtful.ask(connection, engagement, lines, findings)
    zeros.ask(connection, lines, findings)
    order_looks.ask(connection, lines, findings)
    since, as_of = counted
    cross_checks.ask(engine, loaded, findings, as_of=as_of)
    return {"since": since.isoformat(), "as_of": as_of.isoformat()}


def _in_order(lines: Lines) -> bool:
    """Whether the lines are written in the order of the files: small books, for a person's eye."""
    return sum(part.loaded for part in lines.parts) <= _SORTED


def _no_customers(lines: Lines) -> Fault:
    who = "customer_id" if "customer_id" in lines.columns else "customer_name"
    return Fault("no_customer_at_all", file=lines.file(who), column=lines.columns[who])


def _count(findings: Findings, names: list[str]) -> None:
    """Rows and money of every table as analysed, all notes in the order of the sources."""
    findings.merge()
    for notes in (findings.reconciliation, findings.repairs, findings.questions, findings.inputs):
        notes.sort(key=lambda note: names.index(note["table"]))
    for line in findings.reconciliation:
        if line["step"] == "analysed":
            counted = {"rows": line["rows"]}
            if line["amount"] is not None:
                counted["amount"] = line["amount"]
            findings.tables[line["table"]] = counted


def _write(connection, loaded: dict, folder: Path, findings: Findings) -> None:
    """Write the canonical tables."""
    for name in ("members", "accounts"):
        path = literal(str(folder / f"{name}.parquet"))
        connection.execute(f"COPY (FROM {name}) TO {path} (FORMAT parquet)")
    for name, lines in loaded.items():
        if name != "orders":
            lists.write(connection, lines, str(folder / f"table_{name}.parquet"))
    sample = connection.execute(f"""
        SELECT customer_id FROM (SELECT * FROM priced WHERE _step IS NULL LIMIT {_LOOK}) GROUP BY 1
        ORDER BY min(_part), min(_row), 1 LIMIT {_SAMPLE}""").fetchall()
    ((count,),) = connection.execute(
        "SELECT count(DISTINCT account_id) FROM priced WHERE _step IS NULL"
    ).fetchall()
    findings.tables["orders"] |= {"accounts": count, "sample_ids": [i for (i,) in sample]}
