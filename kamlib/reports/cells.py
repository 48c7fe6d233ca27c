"""How one value is written in a table, by its column's kind and unit."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pandas as pd

from kamlib import labels, results, tables


@lru_cache
def _columns() -> dict[str, tables.Column]:
    every = [*tables.SOURCES.values(), *results.RESULTS.values()]
    return {column.name: column for table in reversed(every) for column in table.columns}


def css_class(values: pd.Series, column: str) -> str:
    """`num` for figures, which are set right, else `txt`."""
    return "num" if pd.api.types.is_numeric_dtype(values) and values.dtype != bool else "txt"


def written(value: object, column: str, language: str) -> str:
    """`value` as text: shares in per cent, money and counts with separators, days ISO."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool):
        return labels.say("common.yes" if value else "common.no", language)
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, (int, float)):
        return _figure(value, _columns().get(column), language)
    key = f"values.{str(value).replace(' ', '_')}"
    known = _columns().get(column)
    translated = known is not None and value in known.allowed
    return labels.say(key, language) if translated else str(value)


def _figure(value: float, column: tables.Column | None, language: str) -> str:
    unit = column.unit if column else ""
    if unit in (tables.SHARE, "rate"):
        return labels.percent(value, language)
    if unit == tables.MONEY or float(value).is_integer():
        return labels.count(value, language)
    return labels.number(value, language)
