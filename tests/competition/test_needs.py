"""needs: demand relative to capability, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib.competition import needs


def sheet(*rows: tuple) -> pd.DataFrame:
    columns = ["account_id", "need", "importance", "us", "rival", "rival_score"]
    frame = pd.DataFrame(rows, columns=columns)
    numbers = ["importance", "us", "rival_score"]
    return frame.astype(dict.fromkeys(numbers, "float64") | {"account_id": "str", "rival": "str"})


def test_the_first_evaluation_frame_by_hand():
    """R19: per need importance x (our capability - best competitor's)."""
    found = needs.gaps(
        sheet(
            ("a", "delivery", 5, 2, "X", 4),
            ("a", "delivery", 5, 2, "Y", 3),
            ("a", "service", 4, 5, "X", 3),
            ("a", "price", 3, 2, "Y", 2),
        )
    )
    assert found["need"].tolist() == ["delivery", "service", "price"]
    assert found["best_rival"].tolist() == ["X", "X", "Y"]
    assert found["weighted_lead"].tolist() == [-10, 8, 0]
    (balance,) = needs.balance(found).to_dict("records")
    # (-10 + 8 + 0) / (5 + 4 + 3)
    assert balance == {
        "account_id": "a",
        "needs": 3,
        "compared": 3,
        "balance": pytest.approx(-2 / 12),
    }


def test_rivals_with_the_best_score_are_all_named():
    found = needs.gaps(sheet(("a", "n", 5, 4, "Y", 4), ("a", "n", 5, 4, "X", 4)))
    assert found["best_rival"].tolist() == ["X, Y"]
    assert found["lead"].tolist() == [0]


def test_entries_for_one_need_count_with_their_mean_whatever_its_case_and_width():
    found = needs.gaps(
        sheet(("a", "Fast  Delivery", 5, 4, "X", 2), ("a", "fast delivery", 3, 2, "X", 4))
    )
    (row,) = found.to_dict("records")
    assert (row["importance"], row["us"], row["rival_score"], row["lead"]) == (4, 3, 3, 0)
    assert row["need"] == "Fast  Delivery"


def test_what_is_not_scored_is_not_compared():
    found = needs.gaps(
        sheet(
            ("a", "one", 5, np.nan, "X", 4),
            ("a", "two", 4, 3, "X", np.nan),
            ("a", "three", 3, 3, None, np.nan),
            (None, "whole book", 5, 1, None, 2),
        )
    )
    assert found["lead"].isna().tolist() == [True, True, True, False]
    assert found["best_rival"].isna().tolist() == [False, True, True, True]
    balance = needs.balance(found).set_index("account_id")["balance"]
    assert pd.isna(balance["a"])
    assert balance.iloc[-1] == -1


def test_needs_over_accounts_by_importance_then_by_how_many_ask():
    found = needs.over_accounts(
        needs.gaps(
            sheet(
                ("a", "fast", 5, 4, "X", 2),
                ("b", "Fast", 4, 1, "X", 2),
                ("a", "cheap", 4.5, 1, None, np.nan),
                ("b", "near", 3, 1, "X", 5),
            )
        )
    )
    assert found["need"].tolist() == ["fast", "cheap", "near"]
    assert found["accounts"].tolist() == [2, 1, 1]
    assert found["importance"].tolist() == [4.5, 4.5, 3]
    assert found["lead"].fillna(99).tolist() == [0.5, 99, -4]


def test_nothing_filled_in():
    found = needs.gaps(sheet())
    assert found.empty
    assert list(found) == needs.COLUMNS
    assert needs.over_accounts(found).empty
    assert needs.balance(found).empty


def test_permuting_rows_changes_nothing(rng):
    rows = [
        (a, n, float(rng.integers(1, 6)), float(rng.integers(1, 6)), r, float(rng.integers(1, 6)))
        for a in "ab"
        for n in ("x", "y")
        for r in "PQ"
    ]
    straight = needs.gaps(sheet(*rows))
    shuffled = needs.gaps(sheet(*[rows[i] for i in rng.permutation(len(rows))]))
    pd.testing.assert_frame_equal(straight, shuffled)
