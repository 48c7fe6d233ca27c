"""Which evidence reaches which account, and what is lost without the rest."""

import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import evidence
from tests.analysis.test_intake import ASKED, WHOLE, said, study
from tests.conftest import make_study


def test_a_table_reaches_the_customers_it_names_and_all_where_it_names_the_account():
    found = study(
        [WHOLE, ("analysed", 4, 96.0)],
        tables={
            "survey": [{"account_id": "A", "customer_id": "A1"}],
            "wallet": [
                {"account_id": "A", "customer_id": "A", "total": 9.0},
                {"account_id": "X", "customer_id": "X", "total": 9.0},
            ],
        },
    )
    grid = evidence.coverage_grid(found).set_index("account_id")
    assert grid.index.tolist() == ["A", "B", "C"]  # by revenue
    assert grid["survey"].tolist() == [0.5, 0, 0]
    assert grid["wallet"].tolist() == [1, 0, 0]
    assert grid["cost"].tolist() == [0.5, 1, 0]
    table = evidence.coverage(found).set_index("table")
    assert table.loc["survey", "accounts"] == 1
    assert table.loc["survey", "share"] == pytest.approx(1 / 3)
    assert table.loc["survey", "revenue_share"] == pytest.approx(0.9)  # of 90 + 10, C is negative
    results.arrange(evidence.coverage(found), "coverage")


def test_scores_of_people_count_as_evidence():
    book = study([WHOLE, ("analysed", 4, 96.0)]).book
    scored = [{"account_id": "B", "criterion": "influence", "rater": "r", "score": 3}]
    grid = evidence.coverage_grid(make_study(book, {"scores": scored}))
    assert grid.set_index("account_id")["scores"].tolist() == [0, 1, 0]


def test_what_did_not_come_is_said_and_what_came_is_not():
    found = study(
        [WHOLE, ("analysed", 4, 96.0)], tables={"wallet": [{"customer_id": "A1", "total": 9.0}]}
    )
    lost = evidence.losses(found)["table"].tolist()
    assert "receivables" in lost and "wallet estimates" not in lost and "cost of goods" not in lost
    assert "exchange rates" not in lost  # one currency needs none
    assert evidence.loss_count(found).values == {"n": len(lost), "of": 22}


def test_columns_that_order_lines_lack_are_said():
    lacks = {"order numbers", "products of the order lines", "regions of the order lines"}
    bare = study([WHOLE, ("analysed", 4, 96.0)])
    assert lacks & set(evidence.losses(bare)["table"]) == lacks - {"order numbers"}
    row = ["orders", "order_id", "order_ids_made", 4, None, "", 1, ""]
    made = pd.DataFrame([row], columns=ASKED)
    assert "order numbers" in set(
        evidence.losses(study([("analysed", 4, 96.0)], questions=made))["table"]
    )
    some = made.assign(rows=3)  # one line has a number
    found = study([("analysed", 4, 96.0)], questions=some)
    assert "order numbers" not in set(evidence.losses(found)["table"])


def test_evidence_of_every_account_needs_no_chart(monkeypatch):
    every = [{"account_id": a, "customer_id": a} for a in "ABC"]
    reach = pd.DataFrame({"account_id": ["A"], "revenue": [1.0], "survey": [1.0], "wallet": [1.0]})
    found = study([WHOLE], tables={"survey": every, "wallet": [e | {"total": 1.0} for e in every]})
    assert not evidence.reaches_all(found)  # cost is known of some lines only
    monkeypatch.setattr(evidence, "_reach", lambda _: reach)
    assert evidence.reaches_all(found)
    assert "reaches all of the 1 accounts" in said(evidence.all_evidence(found))
