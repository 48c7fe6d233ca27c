"""Gates come before any cell that says grow."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import strategy

NOTHING = {
    "revenue": 1000.0,
    "profit": 100.0,
    "year_revenue": 400.0,
    "overdue": 0.0,
    "payment_delay": 3.0,
    "diverts": False,
}


def gate_of(**figures) -> str:
    frame = pd.DataFrame([{"account_id": "a"} | NOTHING | figures])
    return strategy.gates(frame, overdue_share=0.25, late_days=30)["gate"].iloc[0]


@pytest.mark.parametrize(
    ("figures", "gate"),
    [
        ({}, ""),
        ({"overdue": 100.0}, ""),  # exactly a quarter is not above it
        ({"overdue": 100.01}, "overdue"),
        ({"overdue": 0.01, "year_revenue": 0.0}, "overdue"),
        ({"overdue": 0.01, "year_revenue": -50.0}, "overdue"),
        ({"payment_delay": 30.0}, ""),
        ({"payment_delay": 31.0}, "late"),
        ({"profit": -1.0}, "loss"),
        ({"profit": np.nan, "revenue": -1.0}, "loss"),
        ({"diverts": True}, "conduct"),
        ({"diverts": np.nan, "overdue": np.nan, "payment_delay": np.nan, "profit": np.nan}, ""),
        (
            {"diverts": True, "profit": -1.0, "payment_delay": 99.0, "overdue": 999.0},
            "overdue late loss conduct",
        ),
    ],
)
def test_gates(figures, gate):
    assert gate_of(**figures) == gate


POSITIONS = pd.DataFrame(
    {
        "account_id": ["a", "b", "c"],
        "matrix": "m",
        "cell": ["high_good", "high_good", "low_good"],
        "strategy": ["develop", "develop", "defend"],
        "action": ["Invest.", "Invest.", "Guard."],
        "grows": [True, True, False],
        "source": "s",
    }
)


def advised(gates: dict, language="en") -> pd.DataFrame:
    shut = pd.DataFrame({"account_id": list(gates), "gate": list(gates.values())})
    return strategy.strategies(POSITIONS, shut, language=language).set_index("account_id")


def test_a_gated_account_keeps_its_cell_and_is_not_told_to_grow():
    found = advised({"a": "", "b": "late", "c": "loss conduct", "d": "", "e": "overdue"})
    assert found.loc["a", "advice"] == "Invest."
    assert found.loc["b", "cell"] == "high_good"
    assert found.loc["b", "strategy"] == "develop"
    assert "Invest" not in found.loc["b", "advice"]
    assert "payment plan" in found.loc["b", "advice"]
    assert found.loc["c", "advice"].endswith("Guard.")
    assert "profit" in found.loc["c", "advice"]
    assert "scores" in found.loc["d", "advice"]  # without a place on the map
    assert pd.isna(found.loc["d", "cell"])
    assert found.loc["e", "advice"].startswith("Collect")


def test_chinese_advice_has_no_blanks_between_sentences():
    assert "。先核实" in advised({"c": "loss conduct"}, "zh").loc["c", "advice"]


def test_no_positions_at_all():
    shut = pd.DataFrame({"account_id": ["a"], "gate": ["loss"]})
    found = strategy.strategies(POSITIONS.iloc[:0], shut, language="en")
    assert found["advice"].iloc[0].startswith("Bring it back")
