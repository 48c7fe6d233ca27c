"""How single values are written."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import tables
from kamlib.reports import cells

MINUS, NARROW = "\u2212", "\u202f"


@pytest.mark.parametrize(
    ("values", "column", "expected"),
    [
        ([1234567.8, -2.0, None], "revenue", ["1,234,568", f"{MINUS}2", ""]),
        ([1.5, 20.25], "revenue", ["1.50", "20.25"]),
        ([0.5, 0.123], "margin", [f"50{NARROW}%", f"12{NARROW}%"]),
        ([0.5, 0.012], "margin", [f"50.0{NARROW}%", f"1.2{NARROW}%"]),
        ([-0.25, np.inf], "growth", [f"{MINUS}25{NARROW}%", ""]),
        ([3.0, 1200.0], "orders", ["3", "1,200"]),
        ([81.25, 9], "score", ["81.2", "9.0"]),
        ([0.123, 0.5], "variability", ["0.12", "0.50"]),
        ([-0.0001, 0.0], "variability", ["0.00", "0.00"]),
    ],
)
def test_a_column_has_the_same_decimals_all_the_way_down(values, column, expected):
    assert cells.written_column(pd.Series(values), column, "en") == expected


def test_a_column_means_what_its_table_says():
    figures = pd.Series([0.5, 1234.5])
    assert cells.column_of("value", "targets").unit == tables.MONEY
    assert cells.column_of("value", "concentration").unit == ""
    assert cells.written_column(figures, "value", "en", table="targets") == ["0", "1,234"]


def test_texts_days_flags_and_allowed_values():
    day = pd.Series([pd.Timestamp("2024-02-29"), pd.NaT])
    assert cells.written_column(day, "last_order", "en") == ["2024-02-29", ""]
    assert cells.written_column(pd.Series([True, False]), "is_key", "en") == ["yes", "no"]
    assert cells.written_column(pd.Series(["core", None]), "status", "zh") == ["稳固", ""]
    assert cells.written(pd.NA, "account_name", "en") == ""
    assert cells.written(np.int64(7), "orders", "zh") == "7"
    assert cells.written("7", "account_id", "en") == "7"


def test_money_heads_name_the_currency():
    assert cells.head("revenue", "en", currency="EUR") == "Revenue (EUR)"
    assert cells.head("revenue", "en") == "Revenue"
    assert cells.head("orders", "en", currency="EUR") == "Orders"
    assert cells.head("revenue", "zh", currency="EUR") == "收入（EUR）"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", "plain"),
        ("שלום", "\u2068שלום\u2069"),
        ("evil\u202ename", "evilname"),
        ("שלום\u2069\u202e", "\u2068שלום\u2069"),
        ("two\nlines\x00", "two lines "),
        (7, 7),
    ],
)
def test_a_name_turns_no_text_around_it(name, expected):
    assert cells.isolated(name) == expected
