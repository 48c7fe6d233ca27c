"""How one value is written in a table, by its column's kind and unit; and how a name is kept
from disturbing what stands around it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from kamlib import labels, results, tables

_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _END = "\u2068", "\u2069"
_CENTS = 2  # decimals
_WIDE, _LONG = 12, 45  # Latin letters' room


def column_of(name: str, table: str = "") -> tables.Column | None:
    """What is known of a column: from result table `table`, else from the first that has it."""
    own = {c.name: c for c in results.RESULTS[table].columns} if table in results.RESULTS else {}
    return own.get(name) or _columns().get(name)


@lru_cache
def _columns() -> dict[str, tables.Column]:
    every = [*tables.SOURCES.values(), *results.RESULTS.values()]
    return {column.name: column for table in reversed(every) for column in table.columns}


def css_class(values: pd.Series, texts: Sequence[str] = ()) -> str:
    """How a column is set: `num` right, `day` unbroken, else `txt`, `wide` or `long` with it.

    texts: the column as written.
    """
    if _is_figures(values):
        return "num"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "txt day"
    room = max(map(_room, texts), default=0)
    return "txt long" if room > _LONG else "txt wide" if room > _WIDE else "txt"


def _room(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def head(name: str, language: str, *, table: str = "", currency: str = "") -> str:
    """The head of a column, with the currency behind money."""
    words = labels.say(f"columns.{name}", language)
    known = column_of(name, table)
    is_money = known is not None and known.unit == tables.MONEY
    return (
        labels.say("reports.head_unit", language, head=words, unit=currency)
        if (is_money and currency)
        else words
    )


def written_column(
    values: pd.Series, name: str, language: str, *, table: str = "", exact: bool = False
) -> list[str]:
    """Every value of a column as text; figures with the same decimals, so that they line up.

    exact: to the cent.
    """
    known = column_of(name, table)
    if not _is_figures(values):
        return [_text(value, known, language) for value in values]
    figures = [_float(value) for value in values]
    unit = known.unit if known else ""
    digits = _CENTS if exact else _digits([f for f in figures if f is not None], unit)
    return ["" if f is None else _figure(f, unit, digits, language) for f in figures]


def written(value: object, column: str, language: str, *, table: str = "") -> str:
    """`value` as text: shares in per cent, money and counts with separators, days ISO."""
    return written_column(pd.Series([value]), column, language, table=table)[0]


def isolated(value: object) -> object:
    """A name such that its writing direction ends where the name ends.

    Marks that turn the direction of text around are taken out of texts; a text with
    right-to-left letters is set apart. Anything else comes back as it is.
    """
    if not isinstance(value, str):
        return value
    bare = "".join(" " if unicodedata.category(c) == "Cc" else c for c in value)
    bare = "".join(c for c in bare if c not in _DIRECTIONS)
    turns = any(unicodedata.bidirectional(c) in ("R", "AL") for c in bare)
    return f"{_ISOLATE}{bare}{_END}" if turns else bare


def _is_figures(values: pd.Series) -> bool:
    kind = pd.api.types
    if kind.is_bool_dtype(values):
        return False
    if kind.is_numeric_dtype(values):
        return True
    known = values.dropna()
    return values.dtype == object and len(known) > 0 and all(map(kind.is_number, known))


def _float(value: object) -> float | None:
    return float(value) if pd.notna(value) and math.isfinite(value) else None


def _digits(figures: list[float], unit: str) -> int:
    """Decimals that show every figure of the column without false ones."""
    largest = max((abs(f) for f in figures), default=0)
    if unit in (tables.SHARE, "rate"):
        return 1 if any(0 < abs(f) < 0.0995 for f in figures) else 0
    if unit == "0 to 100":
        return 1
    if all(f.is_integer() for f in figures) or largest >= 1000:
        return 0
    if unit == tables.MONEY:
        return 0 if largest >= 100 else 2
    return 1 if largest >= 10 else 2


def _figure(figure: float, unit: str, digits: int, language: str) -> str:
    if unit in (tables.SHARE, "rate"):
        gap = "" if language == "zh" else "\u202f"
        text = f"{abs(figure) * 100:,.{digits}f}{gap}%"
    else:
        text = f"{abs(figure):,.{digits}f}"
    shows_zero = not any(c in "123456789" for c in text)
    return text if figure >= 0 or shows_zero else labels.MINUS + text


def _text(value: object, known: tables.Column | None, language: str) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return labels.say("common.yes" if value else "common.no", language)
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if known is not None and value in (*known.allowed, *known.words):
        return labels.say(f"values.{str(value).replace(' ', '_')}", language)
    return str(isolated(str(value)))
