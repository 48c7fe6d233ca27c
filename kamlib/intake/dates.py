"""Dates in one format for each column: found by what reads every value, never mixed.

A column that two formats read differently is refused with both readings; a column that no
format reads whole is refused row by row. The time of the day is left off.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import duckdb

from kamlib.intake import cells, date_texts
from kamlib.intake.numbers import ACTIVE
from kamlib.intake.parts import literal

_TIME = (
    r"[T ]\s*([01]?[0-9]|2[0-3])[:时][0-5][0-9](([:分][0-5][0-9])?(\.[0-9]+)?[分秒]?)"
    r"(\s*[AaPp]\.?[Mm]\.?)?(\s*([Zz]|UTC|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_TIME_IN_FORMAT = re.compile(r"[T ]+%[HIk].*$")


@dataclass
class Dates:
    """How a column of dates is read; `styles` are the formats that fit, best first."""

    value: str
    join: str
    bad: str
    odd: str
    style: str = ""
    clash: tuple[str, date, date, list[str]] | None = None  # a text, two readings, formats
    mixed: set[str] = field(default_factory=set)  # texts that another format reads
    swapped: bool = False  # day and month change places within the column


def read(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    *,
    given: str | None = None,
    typed: bool = False,
) -> Dates:
    """Find the format of a column of text, or read it in the `given` one.

    In a `typed` source (a workbook, Parquet, a database) true dates arrive as ISO text and
    are read beside the given format.
    """
    odd, column = f"days_{table}_{column}", f"l.{column}"
    given = _TIME_IN_FORMAT.sub("", given) if given else None
    texts = _texts(connection, table, column, odd)
    if given:
        found, style, clash = _by_format(texts, given, typed=typed), given, None
        mixed: set[str] = set()
        swapped = False
    else:
        found, style, clash, mixed, swapped = _by_column(texts)
    _write(connection, odd, found)
    stamp = f"{odd}.day"
    return Dates(
        value=stamp,
        join=f"LEFT JOIN {odd} ON {odd}.text = {day_part(column)}",
        bad=f"({used(column)} IS NOT NULL AND {stamp} IS NULL)",
        odd=odd,
        style=style,
        clash=clash,
        mixed=mixed,
        swapped=swapped,
    )


def used(column: str) -> str:
    """SQL of a date cell; empty where it holds nothing."""
    text = cells.half_width(cells.trimmed(column))
    return cells.unless(text, (*cells.NOTHING_HERE, *cells.NOT_A))


def day_part(column: str) -> str:
    """SQL of a date cell without the time of the day."""
    return f"rtrim(regexp_replace({used(column)}, {literal(_TIME)}, ''))"


def _texts(connection, table: str, column: str, odd: str) -> dict[str, tuple[int, int]]:
    """Every text of the column without its time: rows in use, rows in all."""
    rows = connection.execute(f"""
        SELECT {day_part(column)} AS text, count(*) FILTER ({ACTIVE}), count(*)
        FROM {table} l WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1""").fetchall()
    return {text: (used, whole) for text, used, whole in rows if text is not None}


def _by_format(texts: dict, given: str, *, typed: bool) -> dict[str, date]:
    found = {}
    for text in texts:
        day = date_texts.strict(text, given)
        if day is None and typed:
            day = date_texts.strict(text, "%Y-%m-%d")
        if day is not None:
            found[text] = day
    return found


def _by_column(texts: dict):
    """The days of every text in the one format that reads the column best."""
    days = {text: date_texts.readings(text) for text in texts}
    reads = Counter()
    for text, styles in days.items():
        for style in styles:
            reads[style] += texts[text][0]
    if not reads:
        return {}, "", None, set(), False
    most = max(reads.values())
    best = _plausible([s for s in reads if reads[s] == most], days)
    style = best[0]
    found = {text: styles[style] for text, styles in days.items() if style in styles}
    in_use = {text for text, (rows, _) in texts.items() if rows}
    mixed = {text for text in in_use if days[text] and text not in found}
    swapped = any(sorted(other) == sorted(style) for text in mixed for other in days[text])
    return found, style, _clash(best, days, in_use), mixed, swapped


def _plausible(styles: list[str], days: dict[str, dict[str, date]]) -> list[str]:
    """Leave out the two-digit year in front unless it packs the days closer together.

    24.01.23 is a German 24 January far more often than a 2024-01-23; where the dates of a
    column lie closer together read year first, the column stays open.
    """
    late = [s for s in styles if s.startswith("%y")]
    rest = [s for s in styles if not s.startswith("%y")]
    if not late or not rest:
        return styles
    return rest + [s for s in late if _span(s, days) < min(_span(r, days) for r in rest)]


def _span(style: str, days: dict[str, dict[str, date]]) -> int:
    read = [styles[style] for styles in days.values() if style in styles]
    return (max(read) - min(read)).days


def _clash(best: list[str], days: dict, in_use: set[str]):
    """A text that two formats, equally good, read as different days."""
    for other in best[1:]:
        for text in sorted(in_use):
            first, second = days[text].get(best[0]), days[text].get(other)
            if first and second and first != second:
                return text, first, second, [best[0], other]
    return None


def _write(connection, odd: str, found: dict[str, date]) -> None:
    import pyarrow as pa  # noqa: PLC0415  a third of a second

    table = pa.table(
        {
            "text": pa.array(list(found), pa.string()),
            "day": pa.array(list(found.values()), pa.date32()),
        }
    )
    connection.register("_days", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {odd} AS SELECT * FROM _days")
    connection.unregister("_days")
