"""Amounts and prices that include tax, made net; the money this takes away is a step of its own.

The rate is the engagement's (`tax_included` of the source) or the line's (`tax_rate`). Costs
and profits stay as they are written. Nothing is taken out where nobody says how much.
"""

from __future__ import annotations

import re

from kamlib.faults import Fault
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files.parts import SEPARATE, Part
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.values import cells, places
from kamlib.tables import SOURCES, TAXED

# What a header or a title says of money that includes tax, and of money that does not.
_TAXED = re.compile(
    r"含税|含稅|价税合计|價稅合計|税价合计"
    r"|\b(?:incl|inc|including|inclusive|with)\b[ .,]*(?:of )?(?:[\w.,%]+ )?"
    r"(?:vat|gst|tax(?:es)?)\b"
    r"|\btax[- ]?inclusive\b|\bgross\b(?! (?:profit|margin|weight))",
    re.IGNORECASE,
)
_NET = re.compile(
    r"不含税|未含税|未税|无税|除税|\b(?:excl?|excluding|without|net of)\b", re.IGNORECASE
)
_FLAG = re.compile(r"是否含税|含税标志|(?:tax|vat) included\??", re.IGNORECASE)  # says it by line
_YES = (*cells.YES, "含税", "incl", "included")
_NO = (*cells.NO, "不含税", "未税", "不含", "excl", "excluded")
_USED = "_step IS NULL AND NOT _bad AND customer_id IS NOT NULL"


def says_tax(name: str) -> bool:
    """Whether a header or a title says that its money includes tax."""
    return bool(_TAXED.search(name)) and not _NET.search(name)


def of_list(lines: Lines, column: str, value: str) -> str:
    """SQL of a money column of a list net of the tax that its source includes."""
    rate = lines.source.tax_included
    if not rate or lines.name == "orders" or column not in TAXED.get(lines.name, ()):
        return value
    return f"(({value}) / {1 + rate!r})"


def take_out(engine: DuckEngine, lines: Lines, findings: Findings) -> None:
    """View `net_orders`: the typed lines with amount and price net, and the rate taken out."""
    rate, column = lines.source.tax_included, "tax_rate" in lines.columns
    flag = "tax_included" in lines.columns
    if flag:
        _check_flags(engine, lines, findings)
    if not (rate or column):
        engine.view("net_orders", "SELECT * FROM typed_orders")
        _ask(lines, findings, decided=rate is not None or flag)
        return
    of_line = f"coalesce({'o.tax_rate, ' if column else ''}{rate or 0!r})"
    if flag:
        said = cells.is_one_of("o.tax_included", _NO)
        of_line = f"CASE WHEN coalesce({said}, FALSE) THEN 0 ELSE {of_line} END"
    changed = {c: f"o.{c} / (1 + {of_line})" for c in TAXED["orders"]} | {"tax_rate": of_line}
    names = ["_part", "_row", "_line", "_text", "_step", "_loose", "_bad"]
    names += SOURCES["orders"].names
    listed = ", ".join(f"{changed.get(n, f'o.{n}')} AS {n}" for n in names)
    engine.view("net_orders", f"SELECT {listed} FROM typed_orders o")


def taken(engine: DuckEngine, lines: Lines, findings: Findings) -> float:
    """The tax on all lines of `converted`, in the engagement's currency, noted as a repair."""
    if not (lines.source.tax_included or "tax_rate" in lines.columns):
        return 0.0
    whole, rows, money, low, high = engine.rows(f"""
        SELECT coalesce({engine.sum}(amount * tax_rate), 0),
            count(*) FILTER (WHERE {_USED} AND tax_rate > 0),
            coalesce({engine.sum}(amount * tax_rate) FILTER (WHERE {_USED}), 0),
            min(tax_rate) FILTER (WHERE tax_rate > 0), max(tax_rate)
        FROM converted""")[0]
    if rows:
        example = f"{low:.4g}" if low == high else f"{low:.4g} - {high:.4g}"
        findings.repair("orders", "amount", "tax_out", rows=rows, amount=money, example=example)
    _ask_lacking(engine, lines, findings)
    return whole


def _ask_lacking(engine: DuckEngine, lines: Lines, findings: Findings) -> None:
    """Lines without a rate of their own, where no rate stands for all, were read as net."""
    if "tax_rate" not in lines.columns or lines.source.tax_included is not None:
        return
    ((rows, example),) = engine.rows(
        "SELECT count(*), min(order_id) FROM typed_orders WHERE tax_rate IS NULL AND "
        f"{_USED.replace('customer_id', _who(lines))}"
    )
    if rows:
        findings.question("orders", "tax_rate", "tax_rate_empty", rows=rows, example=example or "")


def _who(lines: Lines) -> str:
    return "customer_id" if "customer_id" in lines.columns else "customer_name"


def _check_flags(engine: DuckEngine, lines: Lines, findings: Findings) -> None:
    """Every line says whether it includes tax, and those that do have a rate."""
    said = "trim(lower(coalesce(tax_included, '')))"
    no, either = cells.is_one_of(said, _NO), cells.is_one_of(said, (*_YES, *_NO))
    needs = f"NOT {no} AND {'tax_rate IS NULL' if 'tax_rate' in lines.columns else 'TRUE'}"
    used = _USED.replace("customer_id", _who(lines))
    for code, wrong in (("tax_flag_unclear", f"NOT {either}"), ("tax_rate_needed", needs)):
        if code == "tax_rate_needed" and lines.source.tax_included is not None:
            continue
        which = f"FROM typed_orders WHERE {used} AND {wrong}"
        ((rows, money),) = engine.rows(f"SELECT count(*), {engine.sum}(amount) {which}")
        if rows:
            first = f"SELECT coalesce(tax_included, '') {which} ORDER BY _part, _row LIMIT 1"
            place = _place(engine, lines, engine.rows(first)[0][0])
            values = {"rows": rows, "money": money or 0}
            findings.faults.append(Fault(code, **place, values=values))
            return


def _place(engine: DuckEngine, lines: Lines, value: str) -> dict:
    """Where the first such cell stands; the file only, where the lines are read directly."""
    named = {"file": lines.file("tax_included"), "column": lines.columns["tax_included"]}
    if lines.direct:
        return named | {"value": value}
    raw = "trim(lower(coalesce(l.tax_included, ''))) = trim(lower(?))"
    return places.first(engine.connection, lines, "tax_included", raw, value)


def _ask(lines: Lines, findings: Findings, *, decided: bool) -> None:
    """Headers and titles that speak of tax, where nobody has said what to do."""
    if decided:
        return
    for column in (c for c in TAXED["orders"] if c in lines.columns):
        own = lines.columns[column]
        for part in lines.parts:
            said = next((w for w in (own, *_titles(part)) if says_tax(w)), "")
            said = said or next((n for n in part.names if _FLAG.fullmatch(n)), "")
            if said and not _NET.search(own):
                findings.question("orders", column, "tax_in_header", example=said)
                return


def _titles(part: Part) -> list[str]:
    """Texts of the rows above the header that hold a title; the header itself is no title."""
    layout = part.layout
    rows = layout.block[: -layout.rows] if layout else []
    return [cell for row in rows for cell in row.split(SEPARATE)]
