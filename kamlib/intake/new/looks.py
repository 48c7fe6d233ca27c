"""What the first values of a column look like: enough to doubt a header, no more.

Reading for good is the business of the readers; here a column is only judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kamlib.intake.values import date_texts

_ENOUGH = 0.95  # of the values that are there
_EMPTY = {"", "-", "--", "无", "暂无", "n/a", "#n/a", "na", "nan", "null", "none"}
_TIME = re.compile(r"[T ]\s*\d{1,2}[:时].*$")
_MARKS = re.compile(r"[\s'¥$€£%]|rmb|cny|usd|eur|元", re.I)
_THOUSANDS = re.compile(r"[-+(]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?[-)]?")


@dataclass(frozen=True)
class Looks:
    """A judged column.

    filled: share of rows with a value. numeric: share of values that are numbers, with a
    point as decimal mark; comma the same with a comma. dates: formats that nearly every
    value fits, two or more where only a person can tell the day from the month.
    has_fractions: most values are numbers with a fraction, so not ids.
    """

    filled: float
    numeric: float
    comma: float
    dates: tuple[str, ...]
    distinct: int
    has_fractions: bool
    samples: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Whether nearly every value is a number, under either decimal mark."""
        return max(self.numeric, self.comma) >= _ENOUGH


def look(values: Sequence[str]) -> Looks:
    """Judge a column by its first values, as text."""
    filled = [v.strip() for v in values if v.strip().casefold() not in _EMPTY]
    counts = Counter(filled)
    return Looks(
        filled=len(filled) / len(values) if values else 0.0,
        numeric=_share(filled, counts, lambda v: as_number(v) is not None),
        comma=_share(filled, counts, lambda v: as_number(v, decimal=",") is not None),
        dates=_date_formats(list(counts)),
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


def _date_formats(values: list[str]) -> tuple[str, ...]:
    """Formats that nearly every value fits; the best one alone unless the others tie with it."""
    plain = [_TIME.sub("", unicodedata.normalize("NFKC", v)).strip() for v in values]
    fits = Counter(style for v in plain for style in date_texts.readings(v))
    most = max(fits.values(), default=0)
    if not most or most < _ENOUGH * len(values):
        return ()
    return tuple(style for style, n in fits.items() if n == most)
