"""From a book to strategies, targets, hours, actions and risks."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import economics, identification, strategy
from kamlib.analysis.accounts import accounts
from kamlib.faults import InputError
from tests.conftest import make_book, make_study

TABLES = ("strategies", "targets", "allocation", "actions", "risks")
ACCOUNTS = ["big", "late", "loser", "away", "fading", *(f"small{i}" for i in range(15))]
MONEY = {"big": 900, "late": 500, "loser": 400, "away": 300, "fading": 350}


def lines() -> pd.DataFrame:
    """Two years, an order a month; one account loses money, one fades, one sells elsewhere."""
    rows = []
    for account in ACCOUNTS:
        for month in pd.date_range("2023-01-01", periods=24, freq="MS") + pd.Timedelta(days=14):
            amount = MONEY.get(account, 20.0 + len(account))
            if account == "fading" and month.year == 2024:
                amount *= 0.4
            share = 1.2 if account == "loser" else 0.6
            region = "South" if account == "away" and month.month % 2 else "North"
            rows.append((account, month, amount, amount * share, region))
    frame = pd.DataFrame(rows, columns=["account_id", "date", "amount", "cost", "region"])
    return frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"))


INVOICES = [
    {
        "customer_id": "late",
        "invoice_id": "1",
        "date": "2024-06-01",
        "due": "2024-07-01",
        "amount": 4000,
    },
    {
        "customer_id": "big",
        "invoice_id": "2",
        "date": "2024-12-01",
        "due": "2025-01-01",
        "amount": 900,
    },
]


@pytest.fixture
def study():
    listed = [{"account_id": a, "region": "North", "owner": "Li"} for a in ACCOUNTS]
    managers = [{"kam_id": "k1", "name": "Li", "hours_year": 100}]
    book = make_book(
        lines(),
        since="2023-01-01",
        as_of="2024-12-31",
        accounts=listed,
        receivables=INVOICES,
        kam=managers,
    )
    plans = [{"account_id": "big", "action": "Joint forecast", "due": "2025-02-01"}]
    return make_study(book, {"plans": plans})


def test_gates_stand_before_growth(study):
    found = strategy.strategies(study).set_index("account_id")
    assert found.loc["big", "gate"] == ""
    assert "overdue" in found.loc["late", "gate"]
    assert found.loc["loser", "gate"] == "loss"
    assert found.loc["away", "gate"] == "conduct"
    assert not found.loc[found["gate"] != "", "grows"].any()
    grow = found[found["grows"]]["advice"]
    gated = found[found["gate"] != ""]["advice"]
    assert not gated.isin(set(grow)).any()
    assert sorted(found.index) == sorted(ACCOUNTS)


def test_risks_name_the_planted_accounts(study):
    found = strategy.risks(study)
    named = {(r.account_id, r.risk): r.amount for r in found.itertuples()}
    assert named["late", "late payment"] == 4000
    assert named["loser", "loss"] == pytest.approx(400 * 24 * 0.2)
    assert named["fading", "decline"] == pytest.approx(350 * 12 * 0.6)
    assert named["away", "diversion"] == pytest.approx(300 * 12)
    assert named["big", "dependence"] == pytest.approx(900 * 12)


def test_targets_add_up_to_the_goal(study):
    found = strategy.targets(study)
    year = found[found["period"] == "2025"]
    base = accounts(study)["revenue_12m"].sum()
    assert year["value"].sum() == pytest.approx(base * 1.05, abs=0.5)
    quarters = found[found["period"] != "2025"].groupby("account_id")["value"].sum()
    assert (quarters == year.set_index("account_id")["value"]).all()
    held = year.set_index("account_id").loc[["late", "loser", "away"]]
    assert held["value"].tolist() == pytest.approx(held["base"].tolist(), abs=0.5)


def test_hours_against_the_managers(study):
    found = strategy.allocation(study)
    tiers = identification.key_accounts(study)["tier"].value_counts()
    needed = 120 * tiers.get("A", 0) + 40 * tiers.get("B", 0) + 4 * tiers.get("C", 0)
    assert found["hours"].sum() == needed
    assert strategy.capacity(study)["short"] == needed - 100
    loads = strategy.loads(study)
    assert loads["owner"].tolist() == ["Li"]
    assert loads["hours"].tolist() == [needed]
    assert strategy.programmes(study)["accounts"].sum() == len(ACCOUNTS)


def test_actions_have_owner_day_and_origin(study):
    found = strategy.actions(study)
    assert set(found["origin"]) == {"risk", "strategy", "worksheet"}
    assert (found["owner"] == "Li").all()
    assert found["due"].notna().all()
    assert found["due"].is_monotonic_increasing
    growing = found[(found["origin"] == "strategy")]["account_id"]
    assert not growing.isin(["late", "loser", "away"]).any()


def test_ageing_sums_to_what_is_owed(study):
    assert economics.ageing(study)["receivable"].sum() == 4900
    assert economics.ageing(study)["overdue"].sum() == accounts(study)["overdue"].sum() == 4000


def test_twelve_months_agree_with_the_accounts_table(study):
    ours = economics.decline(study).set_index("account_id")
    theirs = accounts(study).set_index("account_id")
    assert ours["last"].to_dict() == pytest.approx(theirs["revenue_12m"].to_dict())
    assert ours["before"].to_dict() == pytest.approx(theirs["revenue_12m_before"].to_dict())


def test_a_map_that_is_not_there_is_a_fault():
    book = make_book([{"account_id": "a", "date": "2024-01-01", "amount": 1}])
    with pytest.raises(InputError, match="attractiveness_relationship"):
        strategy.strategies(make_study(book, strategy={"map": "nosuch"}))


@pytest.mark.parametrize(
    "rows",
    [
        [{"account_id": "a", "date": "2024-01-01", "amount": 10}],
        [{"account_id": "a", "date": "2024-01-01", "amount": 0}],
        [{"account_id": a, "date": "2024-01-01", "amount": -5} for a in "abc"],
        [{"account_id": "a", "date": f"2023-{m:02d}-01", "amount": 5} for m in range(1, 13)],
        [
            {"account_id": a, "date": d, "amount": -5}
            for a in "ab"
            for d in ("2022-01-01", "2024-12-31")
        ],
    ],
    ids=["one order", "zero", "negative", "one account", "negative years"],
)
def test_small_and_odd_books_have_every_table(rows):
    study = make_study(make_book(rows))
    for name in TABLES:
        found = getattr(strategy, name)(study)
        assert list(found)[: len(results.RESULTS[name].names)] == results.RESULTS[name].names
    assert len(strategy.strategies(study)) == len({r["account_id"] for r in rows})
    assert (strategy.targets(study)["value"] >= 0).all()
    assert economics.whale_curve(study).empty  # no cost is known


def test_less_than_a_year_has_no_targets_and_a_bad_receivable_stays_out():
    rows = [{"account_id": "a", "date": d, "amount": 10} for d in ("2024-01-01", "2024-06-01")]
    stray = [{"customer_id": "other", "invoice_id": "1", "date": "2024-01-01", "amount": 5}]
    study = make_study(make_book(rows, receivables=stray))
    assert strategy.targets(study).empty
    assert economics.ageing(study).empty


def test_payments_alone_give_a_balance():
    rows = [{"account_id": "a", "date": "2024-01-01", "amount": 10}]
    paid = [{"customer_id": "a", "date": "2024-01-01", "amount": 4}]
    study = make_study(
        make_book(rows, payments=paid, accounts=[{"account_id": "a", "credit_limit": 3}])
    )
    assert economics.owed(study)["receivable"].tolist() == [6]
    assert economics.credit(study)["credit_use"].tolist() == [2]
