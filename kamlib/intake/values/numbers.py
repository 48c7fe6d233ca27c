"""Numbers as people write them, read in the engine: one convention for each column.

Plain figures are cast. Every other text of a column is read once, in a small table beside
it (`odd`), so that ten million cells cost one join. What cannot be read is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from kamlib.intake.files.parts import literal
from kamlib.intake.values import cells

_PLAIN = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)"
_WHOLE = r"[+-]?[0-9]+"
_SIGNS = (
    r"(?:US\$|HK\$|NT\$|[$¥€£₩₹₽]|USD|CNY|RMB|EUR|GBP|JPY|HKD|TWD|CHF|AUD|CAD|SGD|"
    r"人民币|美元|欧元|英镑|港元|港币|日元|元|块)"
)
_NUMBER = r"[0-9.,' ]*[0-9][0-9.,' ]*(?:[eE][+-]?[0-9]+)?"
_WRITTEN = (
    rf"^({_SIGNS})?\s*(\()?\s*([+-])?\s*({_SIGNS})?\s*([+-])?\s*({_NUMBER})\s*(万|亿|千)?\s*({_SIGNS})?"
    r"\s*(%)?\s*([+-])?\s*(\))?$"
)
_GROUPS = (
    "outer",
    "opened",
    "sign",
    "before",
    "second",
    "number",
    "unit",
    "after",
    "percent",
    "last",
)
_GROUPS += ("closed",)
_POINT = (
    r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}([ '][0-9]{3})+)(\.[0-9]*)?([eE][+-]?[0-9]+)?"
    r"|\.[0-9]+"
)
_COMMA = (
    r"([0-9]+|[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,3}([ '][0-9]{3})+)(,[0-9]*)?([eE][+-]?[0-9]+)?"
    r"|,[0-9]+"
)
_ENDLESS = ("inf", "+inf", "-inf", "infinity", "-infinity", "nan", "-nan", "∞", "-∞", "1.#inf")

ACTIVE = "l._step IS NULL"  # the lines still in use; l is the alias of the lines everywhere


@dataclass(frozen=True)
class Number:
    """How a column of numbers is read.

    `value` is the SQL of the number, over the column joined with `join`; `bad` the SQL of a
    cell that holds something unreadable.
    """

    value: str
    join: str
    bad: str
    odd: str
    comma: bool
    clash: tuple[str, str, str] | None = None  # a text of the column, and its two readings


def read(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    *,
    share: bool = False,
    per_cent: bool = False,
    decimal: str | None = None,
    typed: bool = False,
) -> Number:
    """Find the convention of a column of text: decimal point or comma, how it is grouped.

    A percent sign is read in a `share` only; `per_cent`: figures without one are per cent too,
    10 being a share of 0.1. A comma counts as decimal where `decimal` says
    so, or where no other reading fits every cell. In a `typed` source (a workbook, Parquet,
    a database) plain figures are true numbers, whose point is one.
    """
    odd, column = f"odd_{table}_{column}", f"l.{column}"
    _write_odd(connection, odd, table, column, plain=_PLAIN)
    comma, clash = _convention(connection, odd, table, column, decimal, typed=typed)
    plain = _WHOLE if comma and not typed else _PLAIN
    if plain == _WHOLE:
        _write_odd(connection, odd, table, column, plain=plain)
    _write_values(connection, odd, comma=comma, share=share, per_cent=per_cent)
    simple, of_100 = _simple(column, plain), " / 100" if per_cent else ""
    return Number(
        value=f"CASE WHEN {simple} THEN CAST({column} AS DOUBLE){of_100} ELSE {odd}.value END",
        join=f"LEFT JOIN {odd} ON {odd}.raw = {column}",
        bad=f"coalesce({odd}.bad, FALSE)",
        odd=odd,
        comma=comma,
        clash=clash,
    )


def _simple(column: str, plain: str) -> str:
    return f"(length({column}) < 40 AND regexp_full_match({column}, {literal(plain)}))"


def _write_odd(connection, odd: str, table: str, column: str, *, plain: str) -> None:
    """Every text of the column that is not a plain figure, taken apart; n: rows in use."""
    text = cells.half_width("squeezed")
    names = ", ".join(f"'{g}'" for g in _GROUPS)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {odd} AS
        WITH texts AS (
            SELECT {column} AS raw, count(*) FILTER ({ACTIVE}) AS n FROM {table} l
            WHERE {column} IS NOT NULL AND NOT {_simple(column, plain)} GROUP BY 1
        ), squeezed AS (SELECT *, {cells.trimmed("raw")} AS squeezed FROM texts),
        plain AS (SELECT *, trim({text}) AS text FROM squeezed)
        SELECT raw, n, squeezed, text,
            squeezed IS NULL OR {cells.is_one_of("text", cells.NOTHING_HERE)} AS nothing,
            regexp_extract(upper(text), {literal(_WRITTEN)}, [{names}]) AS part
        FROM plain""")


def _convention(connection, odd: str, table: str, column: str, decimal: str | None, *, typed):
    """Whether the comma is decimal, and a text with two readings where both may be meant.

    Where only one reading fits every cell, it is taken; but a column mostly of groups of
    three (1,234) does not turn decimal for the sake of a few cells that may be slips.
    """
    if decimal:
        return decimal == ",", None
    point, comma = (f"regexp_full_match(number, {literal(p)})" for p in (_POINT, _COMMA))
    with_comma = "number LIKE '%,%'"
    counts = f"""
        SELECT coalesce(sum(n) FILTER ({with_comma}), 0),
            coalesce(sum(n) FILTER (number LIKE '%.%'), 0),
            coalesce(sum(n) FILTER (NOT {point}), 0), coalesce(sum(n) FILTER (NOT {comma}), 0),
            coalesce(sum(n) FILTER ({with_comma} AND {point} AND {comma}), 0),
            min(raw) FILTER ({with_comma} AND {point} AND {comma})
        FROM (SELECT trim(part.number) AS number, raw, n FROM {odd}
            WHERE n > 0 AND NOT nothing AND part.number <> '')"""
    ((commas, dotted, not_point, not_comma, both, text),) = connection.execute(counts).fetchall()
    if not commas:
        return False, None
    ((plain_dotted, not_grouped),) = connection.execute(f"""
        SELECT count(*), count(*) FILTER (
            NOT regexp_full_match(ltrim({column}, '+-'), {literal(_COMMA)}))
        FROM {table} l WHERE {ACTIVE} AND {column} LIKE '%.%'
            AND {_simple(column, _PLAIN)}""").fetchall()
    if typed and plain_dotted:
        return False, None
    not_comma += not_grouped
    unsure = both > not_point if not_point else dotted + plain_dotted > 0
    if not_comma == 0 and both and unsure:
        return False, (text, text.replace(",", ""), text.replace(",", "."))
    return not_comma < not_point, None


def _write_values(connection, odd: str, *, comma: bool, share: bool, per_cent: bool) -> None:
    """Add to every odd text its value, what was done to it, and whether it is unreadable."""
    group, point = (".", ",") if comma else (",", ".")
    fits, other = (_COMMA, _POINT) if comma else (_POINT, _COMMA)
    digits = f"replace(translate(number, '{group} ''', ''), '{point}', '.')"
    minus = "".join(f" + (part.{p} = '-')::INT" for p in ("sign", "second", "last"))
    scale = "CASE part.unit WHEN '万' THEN 10000 WHEN '亿' THEN 100000000 WHEN '千' THEN 1000 END"
    of_100 = "TRUE" if per_cent else "part.percent = '%'"
    percent = "part.percent = '' OR (part.unit = '' AND part.before = '' AND part.after = '')"
    percent = f"({percent})" if share else "part.percent = ''"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {odd} AS
        WITH signed AS (
            SELECT *, trim(part.number) AS number,
                (part.opened = '(')::INT{minus} AS minus FROM {odd}
        ), sized AS (
            SELECT *, CASE WHEN part.unit = '' THEN TRY_CAST({digits} AS DOUBLE)
                ELSE TRY_CAST(TRY_CAST({digits} AS DECIMAL(24, 8)) * {scale} AS DOUBLE) END
                * (CASE WHEN minus = 1 THEN -1 ELSE 1 END)
                / (CASE WHEN {of_100} THEN 100 ELSE 1 END) AS size,
            coalesce(NOT nothing AND number <> '' AND minus <= 1 AND {percent}
                AND (part.opened = '(') = (part.closed = ')')
                AND regexp_full_match(number, {literal(fits)}), FALSE) AS good FROM signed
        ), valued AS (
            SELECT *, CASE WHEN good AND isfinite(size) THEN size + 0 END AS value,
                good AND NOT coalesce(isfinite(size), FALSE)
                    OR {cells.is_one_of("text", _ENDLESS)} AS endless FROM sized
        )
        SELECT raw, n, nothing, value, coalesce(endless, FALSE) AS endless,
            NOT nothing AND value IS NULL AS bad,
            NOT nothing AND value IS NULL AND regexp_full_match(number, {literal(other)})
                AND NOT regexp_full_match(number, {literal(fits)}) AS mixed,
            nothing AND squeezed IS NOT NULL AS missing,
            value IS NOT NULL AND regexp_matches(number, '[0-9][{group} ''][0-9]') AS thousands,
            value IS NOT NULL AND number LIKE '%,%' AND {str(comma).upper()} AS decimal_comma,
            value IS NOT NULL AND part.outer || part.before || part.after <> '' AS currency_sign,
            value IS NOT NULL AND part.percent <> '' AS percent,
            value IS NOT NULL AND part.unit <> '' AS ten_thousands,
            value IS NOT NULL AND (part.opened <> '' OR part.last = '-') AS minus_sign,
            value IS NOT NULL AND regexp_matches(squeezed, '[０-９．，－＋（）％−–]') AS full_width
        FROM valued""")


RULES = ("missing", "thousands", "decimal_comma", "currency_sign", "percent", "ten_thousands")
RULES += ("minus_sign", "full_width")


def repairs(connection, odd: str) -> list[tuple[str, int, str]]:
    """What was read otherwise than written: rule, rows in use, the first such text."""
    return cells.count_rules(connection, odd, {rule: rule for rule in RULES})
