"""What the first values of a column look like: enough to doubt a header, no more.

Reading for good is the business of the readers; here a column is only judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ENOUGH = 0.95  # of the values that are there
_EMPTY = {"", "-", "--", "无", "暂无", "n/a", "#n/a", "na", "nan", "null", "none"}
_YEAR_FIRST = re.compile(r"^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
_COMPACT = re.compile(r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?:[ T].*)?$")
_NAMED = re.compile(r"^(?:\d{1,2}[- .][a-z]{3,9}|[a-z]{3,9} \d{1,2}),?[- .]+\d{2,4}(?: .*)?$", re.I)
_MARKS = re.compile(r"[\s'¥$€£%]|rmb|cny|usd|eur|元", re.I)
_THOUSANDS = re.compile(r"[-+(]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?[-)]?")


@dataclass(frozen=True)
class Looks:
    """A judged column.

    filled: share of rows with a value. numeric: share of values that are numbers, with a
    point as decimal mark; comma the same with a comma. date: the order of its parts
    (ymd, mdy, dmy, named), ambiguous where days and months cannot be told apart, or "".
    has_fractions: most values are numbers with a fraction, so not ids.
    """

    filled: float
    numeric: float
    comma: float
    date: str
    two_digit_year: bool
    mark: str
    distinct: int
    has_fractions: bool
    samples: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Whether nearly every value is a number, under either decimal mark."""
        return max(self.numeric, self.comma) >= _ENOUGH

    @property
    def date_formats(self) -> tuple[str, ...]:
        """Formats the values fit, without their time; two where only a person can tell."""
        year = "%y" if self.two_digit_year else "%Y"
        parts = {"mdy": ("%m", "%d", year), "dmy": ("%d", "%m", year)}
        orders = {"ambiguous": ("mdy", "dmy"), "mdy": ("mdy",), "dmy": ("dmy",)}
        return tuple(self.mark.join(parts[o]) for o in orders.get(self.date, ()))


def look(values: Sequence[str]) -> Looks:
    """Judge a column by its first values, as text."""
    filled = [v.strip() for v in values if v.strip().casefold() not in _EMPTY]
    counts = Counter(filled)
    order, short, mark = _date_order(list(counts))
    return Looks(
        filled=len(filled) / len(values) if values else 0.0,
        numeric=_share(filled, counts, lambda v: as_number(v) is not None),
        comma=_share(filled, counts, lambda v: as_number(v, decimal=",") is not None),
        date=order,
        two_digit_year=short,
        mark=mark,
        distinct=len(counts),
        has_fractions=_share(filled, counts, _has_fraction) >= 0.5,
        samples=tuple(list(counts)[:3]),
    )


def as_number(text: str, *, decimal: str = ".") -> float | None:
    """The number a text stands for, or None: 1,234.50  ¥12  (3.2)  5-  15%  １２."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if decimal == ",":
        plain = plain.translate(str.maketrans({".": ",", ",": "."}))
    percent = plain.endswith("%")
    plain = _MARKS.sub("", plain)
    plain = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    elif plain.endswith("-"):
        plain = f"-{plain[:-1]}"
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", plain, re.I):
        return None
    return float(plain) / (100 if percent else 1)


def _has_fraction(text: str) -> bool:
    number = as_number(text)
    return number is not None and number % 1 != 0


def _share(filled: list[str], counts: Counter, fits) -> float:
    return sum(n for value, n in counts.items() if fits(value)) / len(filled) if filled else 0.0


def _date_order(values: list[str]) -> tuple[str, bool, str]:
    """Order of year, month and day; whether years have two digits; the mark between."""
    if not values:
        return "", False, ""
    plain = [unicodedata.normalize("NFKC", v) for v in values]
    if _most(plain, _YEAR_FIRST) or _most(plain, _COMPACT):
        return "ymd", False, ""
    if _most(plain, _NAMED):
        return "named", False, ""
    found = [m for v in plain if (m := _YEAR_LAST.match(v))]
    if len(found) < _ENOUGH * len(plain):
        return "", False, ""
    first, second = ([int(m[i]) for m in found] for i in (1, 3))
    short = any(len(m[4]) == 2 for m in found)
    return _which_is_the_day(max(first), max(second)), short, found[0][2]


def _which_is_the_day(first: int, second: int) -> str:
    if max(first, second) > 31 or min(first, second) > 12:
        return ""
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else "ambiguous"


def _most(values: list[str], pattern: re.Pattern) -> bool:
    return sum(bool(pattern.match(v)) for v in values) >= _ENOUGH * len(values)
