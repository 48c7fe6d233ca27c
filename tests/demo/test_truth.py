"""The kit finds in the demo what its script planted there (data/demo/truth.json)."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from kamlib import paths
from kamlib.analysis import accounts, competition, identification, segmentation, strategy
from kamlib.analysis.identification import audit
from kamlib.study import open_study

TRUTH = json.loads((paths.DEMO / "truth.json").read_text("utf-8"))
CENT = 0.005


@pytest.fixture(scope="module")
def study():
    return open_study("demo")


def planted(what: str) -> list[str]:
    return TRUTH["planted"][what]


def risk(study, what: str) -> pd.DataFrame:
    found = strategy.risks(study)
    return found[found["risk"] == what].set_index("account_id")


def listed(study, rule: str) -> set[str]:
    found = identification.rule_lists(study)
    return set(found.loc[(found["rule"] == rule) & found["listed"], "account_id"])


def test_every_line_and_cent_is_accounted_for(study):
    steps = study.book.reconciliation
    orders = steps[steps["table"] == "orders"]
    assert orders["rows"].iloc[0] == TRUTH["lines_in_file"]
    assert orders["rows"].iloc[-1] == TRUTH["lines_analysed"]
    assert abs(orders["amount"].iloc[-1] - TRUTH["revenue"]) < CENT
    taken = orders.iloc[1:-1]
    assert abs(orders["amount"].iloc[0] - taken["amount"].sum() - TRUTH["revenue"]) < CENT
    for reason, out in TRUTH["left_out"].items():
        alike = (taken["rows"] == out["rows"]) & ((taken["amount"] - out["amount"]).abs() < CENT)
        assert alike.sum() == 1, f"{reason}: {out} is not among\n{taken}"


def test_sites_roll_up_to_sixty_groups_with_their_money(study):
    found = accounts.accounts(study).set_index("account_id")
    assert len(found) == TRUTH["accounts"]
    for column in ("revenue", "gross_profit", "net_profit"):
        true = pd.Series(TRUTH[f"{column}_by_account"])
        assert (found[column] - true).abs().max() < CENT


def test_ids_keep_their_zeros(study):
    assert accounts.accounts(study)["account_id"].str.fullmatch(r"\d{5}").all()


def test_largest_by_revenue_and_by_profit(study):
    assert listed(study, "top revenue") == set(TRUTH["largest_by_revenue"])
    assert listed(study, "most profit") == set(TRUTH["largest_by_profit"])
    values = identification.concentration(study).set_index("measure")["value"]
    assert values["accounts_for_80"] == len(TRUTH["largest_by_revenue"])
    assert values["accounts_for_50_profit"] == len(TRUTH["largest_by_profit"])
    assert values["revenue"] == pytest.approx(TRUTH["revenue"], abs=CENT)


def test_key_by_revenue_is_not_key_by_score(study):
    by_score, by_revenue = listed(study, "score"), listed(study, "top revenue")
    assert set(planted("revenue_only")) == by_revenue - by_score
    assert set(planted("score_only")) == by_score - by_revenue


def test_the_newcomer_is_on_the_list_because_the_board_put_it_there(study):
    found = identification.key_accounts(study).set_index("account_id")
    assert found.index[found["added"]].tolist() == planted("newcomer")
    assert found.loc[planted("newcomer"), "is_key"].all()


def test_the_newcomer_is_new_not_infinitely_grown(study):
    found = accounts.accounts(study).set_index("account_id")["growth"]
    assert found.index[found.isna()].tolist() == planted("newcomer")


def test_the_group_is_key_only_after_the_roll_up(study):
    (group,) = planted("roll_up")
    by_group = identification.key_accounts(study).set_index("account_id")
    assert by_group.loc[group, "is_key"]
    by_site = identification.key_accounts(open_study("demo", settings={"level": "site"}))
    assert len(by_site) == TRUTH["customers"]
    sites = by_site[by_site["account_id"].between(group, f"{int(group) + 19:05d}")]
    assert len(sites) == 14
    assert not sites["is_key"].any()


def test_the_loss_maker_behind_large_revenue(study):
    assert risk(study, "loss").index.tolist() == planted("loss_maker")
    ranked = accounts.accounts(study).sort_values("revenue", ascending=False)
    assert ranked["account_id"].iloc[1] == planted("loss_maker")[0]


def test_the_decliner_is_the_one_key_account_that_declines(study):
    found = risk(study, "decline")
    keys = [a for a in found.index if a in identification.key_ids(study)]
    assert keys == planted("decliner")
    assert found.loc[keys[0], "amount"] > 400_000


def test_the_late_payer(study):
    assert risk(study, "late payment").index.tolist() == planted("late_payer")


def test_the_channel_diverter(study):
    assert risk(study, "diversion").index.tolist() == planted("diverter")


def test_what_is_at_risk_is_not_grown(study):
    found = strategy.strategies(study).set_index("account_id")["gate"]
    gated = {i for i, gate in found.items() if isinstance(gate, str) and gate}
    for plant in ("loss_maker", "late_payer", "diverter"):
        assert set(planted(plant)) <= gated


def test_the_returner_sends_back_most(study):
    found = accounts.accounts(study).set_index("account_id")["returns_rate"]
    assert [found.idxmax()] == planted("returner")


def test_the_four_kinds_are_the_segments(study):
    found = segmentation.segments(study).set_index("account_id")["segment"]
    kinds = {k: ids for k, ids in TRUTH["kinds"].items() if k != "newcomer"}
    homes = {kind: found[ids].value_counts() for kind, ids in kinds.items()}
    assert len({counts.idxmax() for counts in homes.values()}) == len(kinds)
    for kind, counts in homes.items():
        assert counts.iloc[0] >= 0.9 * len(kinds[kind]), kind


def test_the_smallest_share_of_wallet(study):
    found = competition.facts(study)
    wallet = found[found["rule"] == "wallet"].set_index("account_id")["value"]
    assert [wallet.idxmin()] == planted("small_wallet_share")


def test_facts_that_people_cite_are_there(study):
    cited = set(study.sheets["swot"]["fact_ids"].dropna().str.split().explode())
    assert len(cited) == 3
    assert cited <= set(competition.facts(study)["fact_id"])


def test_the_present_list_has_one_account_too_many_and_lacks_one(study):
    found = audit.list_audit(study).set_index("account_id")["finding"]
    assert found.index[found == "present without support"].tolist() == planted("present_only")
    assert found.index[found == "missing from present"].tolist() == planted("unlisted")
    assert found[planted("newcomer")].tolist() == ["added without support"]


def test_the_contested_accounts_are_those_at_the_end_of_the_list(study):
    found = identification.key_accounts(study)
    contested = found[found["status"] == "contested"]
    assert sorted(contested["account_id"]) == sorted(planted("borderline"))
    assert contested["is_key"].sum() == 1
