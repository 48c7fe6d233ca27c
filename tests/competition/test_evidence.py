"""evidence: figures become facts by rule, remarkable ones by limit."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlib.competition import evidence

LIMITS = evidence.Limits(
    growth=0.15,
    margin=0.05,
    share=0.1,
    wallet=0.5,
    evenness=(0.6, 0.9),
    overdue=0.25,
    returns=0.02,
    breadth=2,
)
TELLING = evidence.Telling("en", "EUR", date(2023, 1, 1), date(2025, 12, 31))


def accounts(*rows: dict) -> pd.DataFrame:
    unknown = dict.fromkeys(
        ["growth", "gross_profit", "margin", "evenness", "overdue", "returns_rate"], np.nan
    )
    plain = {"revenue": 100.0, "gross_sales": 100.0, "products": 0.0, "revenue_12m": 50.0}
    return pd.DataFrame([unknown | plain | row for row in rows])


def drawn(frame: pd.DataFrame, ids=None) -> pd.DataFrame:
    ids = frame["account_id"] if ids is None else ids
    return evidence.from_accounts(frame, ids, limits=LIMITS, telling=TELLING)


def one(frame: pd.DataFrame, rule: str, account: str = "a") -> dict:
    found = drawn(frame)
    found = found[(found["rule"] == rule) & (found["account_id"] == account)]
    return found.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("growth", "reading", "said"),
    [
        (0.15, "high", "rose by 15"),
        (0.149, None, "rose by 15"),
        (-0.15, "low", "fell by 15"),
        (0.004, None, "level"),
    ],
)
def test_growth_is_remarkable_from_its_limit_on(growth, reading, said):
    fact = one(accounts({"account_id": "a", "growth": growth}), "growth")
    assert fact["reading"] == reading or (reading is None and pd.isna(fact["reading"]))
    assert said in fact["text"]
    assert fact["value"] == growth
    assert fact["period"] == "twelve months to 2025-12-31"


def test_margin_is_set_against_the_ratio_of_sums_not_the_mean_of_ratios():
    frame = accounts(
        {"account_id": "a", "revenue": 900.0, "gross_profit": 180.0, "margin": 0.2},
        {"account_id": "b", "revenue": 100.0, "gross_profit": 60.0, "margin": 0.6},
    )
    # (180 + 60) / 1000 = 24 %: a lies 4 points below, b 36 above
    assert pd.isna(one(frame, "margin")["reading"])
    assert "4.0 points below the book's 24" in one(frame, "margin")["text"]
    assert one(frame, "margin", "b")["reading"] == "high"


def test_share_of_revenue_is_of_what_positive_accounts_bring():
    frame = accounts(
        {"account_id": "a", "revenue": 90.0},
        {"account_id": "b", "revenue": 810.0},
        {"account_id": "c", "revenue": -500.0},
    )
    assert one(frame, "revenue_share")["value"] == pytest.approx(0.1)
    assert one(frame, "revenue_share")["reading"] == "high"  # the limit itself counts
    assert "c" not in set(drawn(frame).query("rule == 'revenue_share'")["account_id"])


def test_overdue_is_weighed_by_a_years_sales():
    frame = accounts(
        {"account_id": "a", "overdue": 12.5},
        {"account_id": "b", "overdue": 12.4},
        {"account_id": "c", "overdue": 1.0, "revenue_12m": 0.0},
        {"account_id": "d", "overdue": 0.0},
    )
    assert one(frame, "overdue")["reading"] == "high"
    assert pd.isna(one(frame, "overdue", "b")["reading"])
    assert one(frame, "overdue", "c")["reading"] == "high"  # nothing sold to set it against
    assert "no sales" in one(frame, "overdue", "c")["text"]
    assert set(drawn(frame).query("rule == 'overdue'")["account_id"]) == {"a", "b", "c"}


def test_returns_breadth_and_evenness():
    frame = accounts(
        {"account_id": "a", "returns_rate": 0.06, "products": 40.0, "evenness": 0.9},
        {"account_id": "b", "returns_rate": 0.0, "products": 20.0, "evenness": 0.6},
        {"account_id": "c", "returns_rate": 0.0, "products": 10.0, "evenness": 0.7},
    )
    assert one(frame, "returns")["reading"] == "high"  # 6 % against 2 % in the book
    read = {
        (f["rule"], f["account_id"]): f["reading"]
        for f in drawn(frame).to_dict("records")
        if isinstance(f["reading"], str)
    }
    assert read[("breadth", "a")] == "high"
    assert read[("breadth", "c")] == "low"
    assert read[("evenness", "a")] == "high"
    assert read[("evenness", "b")] == "low"
    assert ("evenness", "c") not in read
    assert ("breadth", "b") not in read


def test_no_figure_no_fact_and_only_of_those_asked_for():
    frame = accounts({"account_id": "a", "revenue": -1.0}, {"account_id": "b"})
    assert set(drawn(frame, ["a"])["rule"]) == set()
    assert set(drawn(frame, ["b"])["rule"]) == {"revenue_share"}
    assert drawn(frame.iloc[:0], ["a"]).empty


@pytest.mark.parametrize("language", ["en", "zh"])
def test_ids_hold_and_names_are_no_templates(language):
    telling = evidence.Telling(language, "", date(2023, 1, 1), date(2025, 12, 31))
    frame = accounts({"account_id": "{0} a,b%", "growth": 0.5, "overdue": 3.0})
    found = evidence.from_accounts(frame, frame["account_id"], limits=LIMITS, telling=telling)
    assert "F-growth-{0}%20a%2Cb%25" in set(found["fact_id"])
    assert found["fact_id"].is_unique
    assert evidence.fact_id("x", "a b") != evidence.fact_id("x", "a%20b")


def test_scaling_the_money_changes_no_reading():
    frame = accounts(
        {"account_id": "a", "gross_profit": 50.0, "margin": 0.5, "overdue": 20.0, "growth": 0.2},
        {"account_id": "b", "gross_profit": 10.0, "margin": 0.1, "overdue": 1.0, "growth": -0.2},
    )
    money = ["revenue", "gross_profit", "gross_sales", "overdue", "revenue_12m"]
    scaled = frame.assign(**{c: frame[c] * 1000 for c in money})
    pd.testing.assert_series_equal(drawn(frame)["reading"], drawn(scaled)["reading"])


def wallet_row(**row) -> pd.DataFrame:
    columns = {"account_id": "a", "sales_period": "2025", "confidence": None}
    ends = dict.fromkeys(["wallet_share_low", "wallet_share_high"], np.nan)
    return pd.DataFrame([columns | ends | row])


@pytest.mark.parametrize(
    ("low", "share", "high", "reading"),
    [
        (0.5, 0.6, 0.7, "high"),
        (0.4, 0.6, 0.7, None),  # the range lies on both sides of the limit
        (0.1, 0.2, 0.49, "low"),
        (np.nan, 0.5, np.nan, "high"),
        (np.nan, 0.49, np.nan, "low"),
    ],
)
def test_a_share_of_wallet_is_read_by_its_whole_range(low, share, high, reading):
    rows = wallet_row(wallet_share=share, wallet_share_low=low, wallet_share_high=high)
    (fact,) = evidence.from_wallet(rows, limits=LIMITS, telling=TELLING).to_dict("records")
    assert fact["reading"] == reading or (reading is None and pd.isna(fact["reading"]))


@pytest.mark.parametrize(
    ("said", "confidence"), [("High", "high"), ("\u4e2d", "medium"), (None, "low"), ("?", "low")]
)
def test_confidence_in_an_estimate_is_the_clients(said, confidence):
    rows = wallet_row(wallet_share=0.3, confidence=said)
    (fact,) = evidence.from_wallet(rows, limits=LIMITS, telling=TELLING).to_dict("records")
    assert fact["confidence"] == confidence


@pytest.mark.parametrize(("nps", "reading"), [(9.0, "high"), (6.0, "low"), (8.9, None)])
def test_satisfaction_is_read_by_the_cuts_of_the_recommendation(nps, reading):
    said = pd.DataFrame(
        {"account_id": ["a"], "nps": [nps], "people": [3.0], "day": [pd.Timestamp("2025-10-01")]}
    )
    (fact,) = evidence.from_survey(said, telling=TELLING).to_dict("records")
    assert fact["reading"] == reading or (reading is None and pd.isna(fact["reading"]))
    assert "people asked: 3" in fact["text"]
    assert fact["period"] == "2025-10-01"
