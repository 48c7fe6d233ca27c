"""Actions: proposed by rule, decided by people."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamlib import strategy, worksheets

AS_OF = date(2024, 12, 31)
OWNERS = pd.DataFrame({"account_id": ["a", "b"], "owner": ["Li", None]})
PROPOSED = pd.DataFrame(
    {
        "account_id": ["a", "b"],
        "action": ["Collect.", "Visit."],
        "days": [14, 90],
        "origin": ["risk", "strategy"],
    }
)


def test_proposals_are_due_by_the_data_and_belong_to_the_account_owner():
    found = strategy.actions(PROPOSED, worksheets.frame("plans"), OWNERS, as_of=AS_OF)
    assert found["due"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-14", "2025-03-31"]
    assert found["owner"].tolist()[0] == "Li"
    assert pd.isna(found["owner"].iloc[1])
    assert found["status"].tolist() == ["proposed", "proposed"]


def test_plans_keep_what_people_wrote():
    plans = worksheets.frame(
        "plans",
        [
            {
                "account_id": "a",
                "action": "Call",
                "owner": "Wu",
                "due": "2025-01-01",
                "status": "done",
            },
            {"account_id": "a", "action": "Write"},
            {"account_id": "z", "action": "Ask"},
        ],
    )
    found = strategy.actions(PROPOSED.iloc[:0], plans, OWNERS, as_of=AS_OF)
    assert found["action"].tolist() == ["Call", "Write", "Ask"]
    assert found["owner"].tolist()[:2] == ["Wu", "Li"]
    assert found["status"].tolist() == ["done", "open", "open"]
    assert found["due"].isna().tolist() == [False, True, True]
    assert (found["origin"] == "worksheet").all()


def test_nothing_to_do():
    found = strategy.actions(PROPOSED.iloc[:0], worksheets.frame("plans"), OWNERS, as_of=AS_OF)
    assert found.empty
    assert list(found) == ["account_id", "action", "owner", "due", "status", "origin"]


def test_the_playbook_has_a_day_for_every_risk():
    days = strategy.playbook()
    assert {*strategy.RISKS, "strategy"} == set(days)
    assert all(entry["days"] > 0 for entry in days.values())
