"""Risks with their money and their sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import strategy

CALM = {
    "gate": "",
    "revenue": 1000.0,
    "profit": 100.0,
    "year_revenue": 400.0,
    "overdue": 0.0,
    "payment_delay": 3.0,
    "outside": np.nan,
    "outside_share": np.nan,
    "own_region": None,
    "falls": False,
    "silent": False,
    "before": 500.0,
    "last": 400.0,
    "change": -0.2,
    "silence": 5.0,
    "usual_pause": 10.0,
    "longest_pause": 20.0,
    "at_stake": np.nan,
    "share": 0.01,
    "depends": False,
}


def risks(*accounts, language="en") -> pd.DataFrame:
    frame = pd.DataFrame([{"account_id": f"a{i}"} | CALM | a for i, a in enumerate(accounts)])
    return strategy.risks(frame, language=language)


def test_a_calm_account_has_no_risk_and_the_table_keeps_its_columns():
    found = risks({})
    assert found.empty
    assert list(found) == ["account_id", "risk", "amount", "evidence"]


def test_every_kind_with_its_money():
    found = risks(
        {"falls": True, "at_stake": 100.0},
        {"gate": "overdue late", "overdue": 150.0},
        {"gate": "late", "payment_delay": 73.0},
        {"gate": "loss", "profit": -70.0},
        {"gate": "loss", "profit": np.nan, "revenue": -60.0},
        {"gate": "conduct", "outside": 50.0, "outside_share": 0.4, "own_region": "{x} South"},
        {"share": 0.4, "depends": True},
    )
    by_account = found.set_index("account_id")
    assert by_account["risk"].to_dict() == {
        "a0": "decline",
        "a1": "late payment",
        "a2": "late payment",
        "a3": "loss",
        "a4": "loss",
        "a5": "diversion",
        "a6": "dependence",
    }
    assert by_account["amount"].to_dict() == {
        "a0": 100,
        "a1": 150,
        "a2": 80,
        "a3": 70,
        "a4": 60,
        "a5": 50,
        "a6": 400,
    }
    assert found["amount"].is_monotonic_decreasing
    assert "{x} South" in by_account.loc["a5", "evidence"]


def test_one_account_may_run_several_risks_and_decline_says_both_signs():
    found = risks({"falls": True, "silent": True, "at_stake": 500.0, "depends": True, "share": 0.2})
    assert sorted(found["risk"]) == ["decline", "dependence"]
    said = found.set_index("risk").loc["decline", "evidence"]
    assert "twelve months" in said
    assert "No order for 5 days" in said


def test_chinese_evidence():
    found = risks({"gate": "late", "payment_delay": 45.0}, language="zh")
    assert found["evidence"].tolist() == ["平均拖延付款 45 天。"]
