from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlib import results
from kamlib.segmentation import migration
from tests.conftest import make_book

BEFORE, LAST = date(2023, 1, 1), date(2024, 1, 1)
CUTS = (0.8, 0.95)


def lines(*rows):
    return [{"account_id": a, "date": d, "amount": m} for a, d, m in rows]


def states(*rows):
    book = make_book(lines(*rows))
    years = migration.year_revenue(book.orders, before=BEFORE, last=LAST)
    return migration.class_states(years, CUTS).set_index("account_id")


def test_revenue_by_year_at_the_edges():
    book = make_book(
        lines(
            ("a", "2022-12-31", 1),
            ("a", "2023-01-01", 10),
            ("a", "2023-12-31", 20),
            ("a", "2024-01-01", 300),
            ("b", "2023-06-01", -5),
        )
    )
    years = migration.year_revenue(book.orders, before=BEFORE, last=LAST).set_index("account_id")
    assert years.loc["a"].tolist() == [30, 300, 2, 1, 1]
    assert years.loc["b"].tolist() == [-5, 0, 1, 0, 0]


def test_states_of_accounts_that_came_went_and_came_back():
    found = states(
        ("big", "2023-03-01", 90),
        ("big", "2024-03-01", 90),
        ("small", "2023-03-01", 5),
        ("small", "2024-03-01", 400),
        ("left", "2023-03-01", 5),
        ("new", "2024-03-01", 1),
        ("back", "2022-03-01", 1),
        ("back", "2024-03-01", 1),
        ("returns", "2023-03-01", -3),
        ("returns", "2024-03-01", 0),
        ("long gone", "2022-03-01", 7),
    )
    assert found.loc["big"].tolist() == ["A", "B"]
    assert found.loc["small"].tolist() == ["B", "A"]
    assert found.loc["left"].tolist() == ["B", "gone"]
    assert found.loc["new"].tolist() == ["new", "C"]
    assert found.loc["back"].tolist() == ["gone", "C"]
    assert found.loc["returns"].tolist() == ["no net sales", "no net sales"]
    assert "long gone" not in found.index


def test_transitions_count_every_account_once():
    moves = pd.DataFrame(
        {
            "account_id": list("abcde"),
            "from_state": ["A", "A", "A", "B", "new"],
            "to_state": ["A", "A", "B", "gone", "C"],
        }
    )
    table = migration.transitions(moves, scheme="value class", period="x")
    assert len(table) == len(migration.FROM) * len(migration.TO)
    assert table["n"].sum() == 5
    p = table.pivot(index="from_state", columns="to_state", values="p")
    assert p.loc["A"].to_dict() == pytest.approx(
        {"A": 2 / 3, "B": 1 / 3, "C": 0, "gone": 0, "no net sales": 0}
    )
    assert p.loc["C"].isna().all()
    sums = p.dropna().sum(axis=1)
    assert sums.tolist() == pytest.approx([1] * len(sums))
    empty = table[table["from_state"] == "C"]
    assert empty[["low", "high"]].isna().all(axis=None)
    results.arrange(table, "migration")


def test_no_moves_at_all():
    none = pd.DataFrame({"account_id": [], "from_state": [], "to_state": []}, dtype="str")
    table = migration.transitions(none, scheme="value class", period="x")
    assert table["n"].sum() == 0 and table["p"].isna().all()


# Wilson (1927) score interval, from the closed form with z = 1.959964.
@pytest.mark.parametrize(
    ("n", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (5, 10, 0.236593, 0.763407),
        (81, 263, 0.255274, 0.366228),
    ],
)
def test_wilson_interval(n, total, low, high):
    found = migration.wilson(np.array([n]), np.array([total]))
    assert [x[0] for x in found] == pytest.approx([low, high], abs=5e-5)


def test_wilson_has_nothing_to_say_of_nobody():
    low, high = migration.wilson(np.array([0]), np.array([0]))
    assert np.isnan(low[0]) and np.isnan(high[0])
