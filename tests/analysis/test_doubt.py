"""How sure the list of a study is: months, statements, central weights, flips, sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import identification
from kamlib.analysis.identification import doubt, drawn
from tests.conftest import make_book, make_study


def lines(revenue, *, months=12, cost=True, seed=5):
    """One account each; its revenue in uneven months, costs of 60 %."""
    rng = np.random.default_rng(seed)
    return [
        {
            "account_id": f"a{i}",
            "date": f"{2023 + m // 12}-{m % 12 + 1:02}-10",
            "amount": float(r / months * part),
            "cost": float(0.6 * r / months * part) if cost else None,
        }
        for i, r in enumerate(revenue)
        for m, part in enumerate(rng.uniform(0.2, 1.8, months))
    ]


def study(revenue=(500, 300, 290, 280, 100, 40, 30, 20, 15, 8), *, months=12, cost=True, **chosen):
    decisions = {"identification": {"draws": 600, "capacity": 3} | chosen}
    sheets = chosen.pop("sheets", None)
    decisions["identification"].pop("sheets", None)
    decisions["language"] = decisions["identification"].pop("language", "en")
    return make_study(make_book(lines(revenue, months=months, cost=cost)), sheets, **decisions)


@pytest.mark.parametrize("name", ["doubt", "central_weights", "flips"])
@pytest.mark.parametrize("months", [12, 4])
def test_tables_have_the_columns_they_promise(name, months):
    table = getattr(doubt, name)(study(months=months))
    assert list(table) == results.RESULTS[name].names
    assert len(table)


def test_chances_sum_to_the_places_and_the_status_needs_both():
    of = study()
    table = doubt.doubt(of)
    for column in ("p_key", "p_months", "p_both"):
        assert table[column].sum() == pytest.approx(3)
    lowest = table[["p_key", "p_both"]].min(axis=1)
    assert (table["status"] == "core").tolist() == (lowest >= 0.9).tolist()
    highest = table[["p_key", "p_both"]].max(axis=1)
    assert (table["status"] == "out").tolist() == (highest < 0.1).tolist()
    assert table["rank"].between(table["rank_low"], table["rank_high"]).all()
    assert table["rank"].between(table["weights_low"], table["weights_high"]).all()
    keys = identification.key_accounts(of)
    for column in ("p_key", "rank_low", "rank_high", "status"):
        assert keys[column].tolist() == table[column].tolist()
    assert keys.notna().all(axis=None)


def test_under_six_months_none_are_drawn_and_why_is_known():
    of = study(months=5)
    found, table = drawn.drawn(of), doubt.doubt(of)
    assert (found.why, found.count, found.months, found.moved) == ("few_months", 5, None, ())
    assert table[["p_months", "p_both"]].isna().all(axis=None)
    assert table["rank_low"].tolist() == table["weights_low"].tolist()
    assert drawn.drawn(study(months=6)).months is not None


def test_criteria_that_months_do_not_give_are_not_drawn():
    criteria = {
        "breadth": {"source": "recency_days", "weight": 1, "direction": "cost"},
        "loyal": {"source": "tenure_days", "weight": 1, "direction": "benefit"},
    }
    assert drawn.drawn(study(criteria=criteria)).why == "no_figure"
    mixed = criteria | {"volume": {"source": "revenue", "weight": 1, "direction": "benefit"}}
    assert drawn.drawn(study(criteria=mixed)).moved == ("volume",)


def test_months_move_what_hangs_on_few_of_them():
    """The same sum in one month and in twelve: only the first can be gone in other months."""
    once = [{"account_id": "once", "date": "2023-06-10", "amount": 120.0}]
    even = [
        {"account_id": f"even{i}", "date": f"2023-{m:02}-10", "amount": 9.0 - i / 10}
        for i in range(4)
        for m in range(1, 13)
    ]
    criteria = {"volume": {"source": "revenue", "weight": 1, "direction": "benefit"}}
    book = make_book(once + even, since="2023-01-01", as_of="2023-12-31")
    of = make_study(book, identification={"criteria": criteria, "capacity": 1, "draws": 4000})
    table = doubt.doubt(of).set_index("account_id")
    assert table.loc["once", "p_key"] == 1
    # Gone where its month is not among the twelve drawn: (11/12)^12.
    assert table.loc["once", "p_months"] == pytest.approx(1 - (11 / 12) ** 12, abs=0.03)
    assert table.loc["once", "status"] == "contested"
    assert table.loc["even0", "p_months"] == pytest.approx((11 / 12) ** 12, abs=0.03)


def test_what_is_stated_narrows_the_doubt():
    of = study(order=["profit >= volume"])
    drawn_weights = drawn.drawn(of).weights
    names = drawn.drawn(of).criteria
    mean = dict(zip(names, drawn_weights.mean, strict=True))
    assert mean["profit"] > mean["volume"]
    within = drawn.stated_space(of, list(names))
    assert set(within.names) == set(of.engagement.identification.criteria)
    wide = drawn.drawn(study()).weights.mean
    assert wide == pytest.approx(np.full(4, 0.25), abs=0.03)


def test_central_weights_are_means_of_weightings():
    of = study()
    table = doubt.central_weights(of)
    sums = table.groupby(["account_id", "event"])["weight"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(len(sums)))
    assert table.groupby("account_id")["all_draws"].sum().min() >= 1 - 1e-9
    firsts = table[table["event"] == "first"].drop_duplicates("account_id")
    assert firsts["draws"].sum() == pytest.approx(600)
    contested = identification.key_accounts(of).query("status == 'contested'")["account_id"]
    assert set(table.loc[table["event"] != "first", "account_id"]) == set(contested)


def test_flips_are_those_of_the_list_that_is_printed():
    of = study()
    table, keys = doubt.flips(of), identification.key_accounts(of)
    listed = keys[keys["is_key"]]["account_id"]
    contested = keys[keys["status"] == "contested"]["account_id"]
    assert set(table["account_id"]) == set(listed) | set(contested)
    assert set(table.loc[table["listed"], "account_id"]) == set(listed)
    assert table.groupby("account_id")["decides"].sum().max() <= 1
    known = table["change"].notna()
    assert (table.loc[table["decides"], "change"].notna()).all() and known.any()


def test_the_same_book_in_another_order_and_in_cents_is_as_sure():
    rows = lines([float(r) for r in np.random.default_rng(3).integers(1, 60, 20)])
    decisions = {"identification": {"draws": 400}}
    one = doubt.doubt(make_study(make_book(rows), **decisions)).set_index("account_id")
    dear = [row | {"amount": row["amount"] * 64, "cost": row["cost"] * 64} for row in rows[::-1]]
    other = doubt.doubt(make_study(make_book(dear), **decisions)).set_index("account_id")
    columns = ["rank", "p_key", "p_months", "p_both", "rank_low", "rank_high"]
    pd.testing.assert_frame_equal(one[columns], other.loc[one.index, columns], atol=0.006)
