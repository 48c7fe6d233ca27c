"""Years to come and their worth: against the chain without doubt, and what must hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib.segmentation import markov, migration, outlook

PROFIT = {"A": 900.0, "B": 200.0, "C": 10.0, "no net sales": 0.0}


def moves(*rows):
    """Accounts that moved: from, to, how many."""
    states = [(a, b) for a, b, n in rows for _ in range(n)]
    frame = pd.DataFrame(states, columns=["from_state", "to_state"])
    return migration.transitions(frame, scheme="value class", period="1 > 2")


def told(*rows, profit=PROFIT, discount=0.1):
    found = outlook.outlook(moves(*rows), profit, discount=discount, seed=7)
    return found.set_index("value_class")


MANY = (("A", "A", 9000), ("A", "gone", 1000), ("B", "A", 2000), ("B", "B", 8000))


def test_with_many_accounts_it_is_the_chain_seen():
    found = told(*MANY)
    p = np.array([[0.9, 0, 0.1], [0.2, 0.8, 0], [0, 0, 1]])
    assert found.loc[["A", "B"], "years_ahead"].tolist() == pytest.approx(
        markov.periods_within(p, [False, False, True], 10)[:2], rel=0.02
    )
    rewards = np.array([900.0, 200, 0])
    worth = markov.value(p, rewards, discount=0.1, horizon=10) - rewards
    assert found.loc[["A", "B"], "worth"].tolist() == pytest.approx(worth[:2], rel=0.02)
    # An account of class A is kept with 90 %: its profit times r / (1 + d), ten years long.
    kept = sum((0.9 / 1.1) ** year for year in range(1, 11))
    assert found.at["A", "worth"] == pytest.approx(900 * kept, rel=0.02)
    assert found.loc["A", ["stay", "accounts"]].tolist() == [0.9, 11_000]
    assert found.at["A", "stay_low"] < 0.9 < found.at["A", "stay_high"]


def test_few_accounts_leave_much_open():
    few, many = told(("A", "A", 9), ("A", "gone", 1)), told(*MANY)
    for name in ("years_ahead", "worth"):
        width = [t.at["A", f"{name}_high"] / t.at["A", f"{name}_low"] for t in (few, many)]
        assert width[0] > 1.5 > 1.1 > width[1] > 1
    # Nobody left, and still nobody is sure to stay for all of the ten years.
    none = told(("A", "A", 10))
    assert none.at["A", "stay"] == 1 and none.at["A", "years_ahead_low"] < 9


def test_whom_nothing_is_known_of():
    found = told(("A", "B", 5), ("new", "C", 2))
    assert found["accounts"].to_dict() == {"A": 0, "B": 5, "C": 2, "no net sales": 0}
    unknown = ["years_ahead", "worth_low", "stay"]
    assert found.loc[["B", "C", "no net sales"], unknown].isna().all(axis=None)
    assert found.loc[["A"], unknown[:2]].isna().all(axis=None)  # nobody is in it now
    lacking = told(*MANY, profit={"B": 5.0})
    assert lacking[["worth", "worth_low"]].isna().all(axis=None)
    assert lacking.at["A", "years_ahead"] > 1


def test_laws():
    found = told(*MANY)
    thrice = told(*MANY, profit={name: 3 * value for name, value in PROFIT.items()})
    money = ["profit", "worth", "worth_low", "worth_high"]
    assert thrice.loc["A", money].tolist() == pytest.approx((3 * found.loc["A", money]).tolist())
    assert told(*MANY[::-1]).equals(found)
    dearer = told(*MANY, discount=0.2)
    assert dearer.at["A", "worth"] < found.at["A", "worth"]
    assert dearer["years_ahead"].equals(found["years_ahead"])
