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

from kamlib.intake.files.parts import literal, unnested
from kamlib.intake.values import cells, date_texts
from kamlib.intake.values.numbers import ACTIVE

_TIME = (
    r"[T ]\s*(上午|下午)?\s*([01]?[0-9]|2[0-3])[:时][0-5][0-9]"
    r"(([:分][0-5][0-9])?(\.[0-9]+)?[分秒]?)(\s*[AaPp]\.?[Mm]\.?)?"
    r"(\s*([Zz]|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?$"
)
_ISO = "%Y-%m-%d"
_MARK = ":"  # after how a number of days is counted, before the number
_TIME_IN_FORMAT = re.compile(r"[T ]+%[HIk].*$")


@dataclass
class Dates:
    """How a column of dates is read: SQL over the lines, aliased l, joined with `join`."""

    value: str
    join: str
    bad: str
    odd: str
    found: Found
    missing: tuple[int, str]  # rows in use that say there is no date, and one such text
    serials: tuple[int, str] = (0, "")  # rows in use read from a number of days, and one such
    months: tuple[int, str] = (0, "")  # rows in use that name a month only, and one such text
    all_serials: str = ""  # one of the column's texts, where all may be numbers of days


@dataclass
class Found:
    """The days of a column's texts, in the one format that reads it best."""

    days: dict[str, date]
    style: str = ""
    clash: tuple[str, date, date, list[str]] | None = None  # a text, two readings, formats
    mixed: set[str] = field(default_factory=set)  # texts that only another format reads
    swapped: bool = False  # day and month change places within the column
    of_other_kind: set[str] = field(default_factory=set)  # days among months, or the reverse

    @property
    def uncertain(self) -> bool:
        """Whether the other cells may be misread too, so that no row may be dropped instead."""
        return self.swapped or bool(self.of_other_kind)


def read(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    *,
    given: str | None = None,
    typed: bool = False,
    cell: str = "",
) -> Dates:
    """Find the format of a column of text, or read it in the `given` one.

    In a `typed` source (a workbook, Parquet, a database) true dates arrive as ISO text and
    are read beside the given format. `cell`: SQL of the column's text, see `with_serials`.
    """
    odd, cell = f"days_{table}_{column}", cell or f"l.{column}"
    texts, missing = _texts(connection, table, cell, odd)
    if given:
        found = _by_format(texts, _TIME_IN_FORMAT.sub("", given), typed=typed)
    else:
        found = _by_column(texts)
    _write(connection, odd, found.days)
    return Dates(
        value=f"{odd}.day",
        join=f"LEFT JOIN {odd} ON {odd}.raw = {cell}",
        bad=f"({odd}.text IS NOT NULL AND {odd}.day IS NULL)",
        odd=odd,
        found=found,
        missing=missing,
        serials=_serials(texts),
        months=_months(texts, found),
        all_serials=_all_serials(texts, given),
    )


def with_serials(column: str, part: str, counted: dict[str, list[int]]) -> str:
    """SQL of a column's text that marks the numbers of days whose workbook says how it counts.

    part: SQL of the part a cell stands in. counted: parts by how they count, `excel` or
    `excel-1904`.
    """
    number = f"regexp_matches(trim(l.{column}), {literal(date_texts.SERIAL)})"
    cases = "".join(
        f" WHEN {part} IN ({', '.join(map(str, parts))}) AND {number} "
        f"THEN {literal(style + _MARK)} || trim(l.{column})"
        for style, parts in counted.items()
        if parts
    )
    return f"CASE{cases} ELSE l.{column} END" if cases else f"l.{column}"


def _serials(texts: dict[str, int]) -> tuple[int, str]:
    """Rows in use whose number of a day was read, and one such number."""
    marked = [text for text, rows in texts.items() if rows and _serial(text)]
    example = marked[0].partition(_MARK)[2] if marked else ""
    return sum(texts[text] for text in marked), example


def _months(texts: dict[str, int], found: Found) -> tuple[int, str]:
    """Rows in use that name a month and no day, and one such text."""
    if not date_texts.is_month(found.style):
        return 0, ""
    read = [text for text, rows in texts.items() if rows and text in found.days]
    return sum(texts[text] for text in read), read[0] if read else ""


def _all_serials(texts: dict[str, int], given: str | None) -> str:
    """One text of a column whose every text in use may be a number of days; else empty."""
    used = [text for text, rows in texts.items() if rows]
    if given or not used or not all(map(date_texts.is_serial, used)):
        return ""
    return used[0]


def _serial(text: str) -> date | None:
    style, mark, number = text.partition(_MARK)
    return date_texts.serial_day(number, style) if mark and style in date_texts.SERIALS else None


def _texts(connection, table: str, cell: str, odd: str) -> tuple[dict[str, int], tuple]:
    """Every text of the column without its time, with its rows in use; what says no date."""
    words = (*cells.NOTHING_HERE, *cells.NOT_A)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {odd} AS
        WITH different AS (
            SELECT {cell} AS raw, count(*) FILTER ({ACTIVE}) AS n FROM {table} l
            WHERE {cell} IS NOT NULL GROUP BY 1
        ), squeezed AS (
            SELECT *, {cells.half_width(cells.trimmed("raw"))} AS squeezed FROM different
        )
        SELECT *, CASE WHEN {cells.is_one_of("squeezed", words)} THEN NULL
            ELSE rtrim(regexp_replace(squeezed, {literal(_TIME)}, '')) END AS text
        FROM squeezed""")
    rows = connection.execute(
        f"SELECT text, sum(n) FROM {odd} WHERE text IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    missing = connection.execute(f"""
        SELECT coalesce(sum(n), 0), min(raw) FROM {odd}
        WHERE n > 0 AND squeezed IS NOT NULL AND text IS NULL""").fetchall()[0]
    return {text: int(n) for text, n in rows}, (int(missing[0]), missing[1])


def _by_format(texts: dict[str, int], given: str, *, typed: bool) -> Found:
    by_month = date_texts.is_month(given)
    days = {}
    for text in texts:
        day = date_texts.strict(text, given) or _serial(text)
        if typed and day is None:
            true = date_texts.strict(text, _ISO)
            # A true date under a format of months is one of a month only if it is its first.
            day = true if true and (true.day == 1 or not by_month) else None
        if day:
            days[text] = day
    return Found(days, given)


def _by_column(texts: dict[str, int]) -> Found:
    """The days of every text in the one format that reads the column best."""
    days = {text: _readings(text) for text in texts}
    reads: Counter[str] = Counter()
    for text, styles in days.items():
        for style in styles:
            reads[style] += texts[text]
    if not reads:
        return Found({})
    most = max(reads.values())
    best = _plausible([s for s in reads if reads[s] == most], days)
    style = best[0]
    found = {text: styles[style] for text, styles in days.items() if style in styles}
    in_use = {text for text, rows in texts.items() if rows}
    mixed = {text for text in in_use if days[text] and text not in found}
    swapped = any(sorted(other) == sorted(style) for text in mixed for other in days[text])
    other = {text for text in mixed if _is_of_other_kind(style, days[text])}
    return Found(found, style, _clash(best, days, in_use), mixed, swapped, other)


def _is_of_other_kind(style: str, read: dict[str, date]) -> bool:
    return all(date_texts.is_month(other) != date_texts.is_month(style) for other in read)


def _readings(text: str) -> dict[str, date]:
    """As of a text; a number whose workbook says how it counts is as good as a true date."""
    day = _serial(text)
    return {_ISO: day} if day else date_texts.readings(text)


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


def _write(connection, odd: str, days: dict[str, date]) -> None:
    """Add its day to every text."""
    columns = [(list(days), "VARCHAR"), (list(days.values()), "DATE")]
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {odd} AS
        SELECT {odd}.*, d.v2 AS day FROM {odd}
        LEFT JOIN ({unnested(columns)}) d ON d.v1 = {odd}.text""",
        [values for values, _ in columns],
    )
