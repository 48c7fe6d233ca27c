"""A year, quarter or month as a client writes it, as calendar months."""

from __future__ import annotations

import re
from datetime import date

YEAR = 365  # days; a book of as many covers twelve months

_YEAR = re.compile(r"\D*(\d{4})\D*")
_QUARTER = re.compile(r"\D*(\d{4})\D*?[Qq第]\s*([1-4])\D*")
# A month, with or without a day and a time.
_MONTH = re.compile(r"\D*(\d{4})\D?(1[0-2]|0?[1-9])\D?([0-3]?\d)?\D?(\s.*)?")


def months(period: str) -> range | None:
    """Calendar months of 2024, 2024Q3, 2024-07, 202407, 2024年7月 or a day, as year x 12 + month.

    None where the text is none of these.
    """
    said = str(period).strip()
    if found := _YEAR.fullmatch(said):
        first, count = 1, 12
    elif found := _QUARTER.fullmatch(said):
        first, count = 3 * int(found[2]) - 2, 3
    elif found := _MONTH.fullmatch(said):
        first, count = int(found[2]), 1
    else:
        return None
    start = int(found[1]) * 12 + first
    return range(start, start + count)


def order(period: str) -> tuple[int, int, str]:
    """What periods are sorted by: their last month, the longer of two that end together last.

    A text that names no period stands before all that do, by its letters.
    """
    named = months(period)
    return (0, 0, str(period)) if named is None else (named.stop, len(named), "")


def share_inside(period: str, since: date, as_of: date) -> float:
    """Share of the period's calendar months among those of since..as_of.

    1 where the text names no period: such a figure belongs to all of the time counted.
    """
    if (named := months(period)) is None:
        return 1.0
    counted = range(since.year * 12 + since.month, as_of.year * 12 + as_of.month + 1)
    return sum(month in counted for month in named) / len(named)


def whole_years(since: date, as_of: date) -> range:
    """Calendar years that since..as_of covers from the first to the last day."""
    first = since.year if (since.month, since.day) == (1, 1) else since.year + 1
    last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    return range(first, last + 1)
