"""What page 00 says on names that look alike."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import name_review
from tests.conftest import make_book, make_study

ORDERS = [
    {"account_id": "A", "date": "2024-01-05", "amount": 100},
    {"account_id": "B", "date": "2024-01-06", "amount": 20},
    {"account_id": "C", "date": "2024-01-06", "amount": 30},
]


def study(*rows: dict, named: bool = True, **decisions):
    """A study whose review has these rows, A the other of each."""
    blank = {"other_id": "A", "other_name": "Acme", "rule": "same core", "applied": False}
    known = results.empty("name_review")
    filled = [
        {"customer_name": f"Acme {r['customer_id']}", "revenue": 20.0} | blank | r for r in rows
    ]
    review = pd.DataFrame(filled, columns=list(known)).astype(known.dtypes)
    accounts = [{"account_id": a, "account_name": f"Acme {a}"} for a in "ABC"] if named else None
    return make_study(
        replace(make_book(ORDERS, accounts=accounts), name_review=review), **decisions
    )


OPEN = {"customer_id": "B", "decision": "undecided"}
SAME = {"customer_id": "C", "decision": "same", "applied": True}


@pytest.mark.parametrize(
    ("rows", "named", "key", "values"),
    [
        ([], False, "no_names", {}),
        ([], True, "none", {}),
        ([SAME], True, "all_decided", {"pairs": 1}),
        ([OPEN, SAME], True, "one", {"pairs": 1, "money": 20}),
        ([OPEN, OPEN | {"other_id": "C"}], True, "several", {"pairs": 2, "money": 20}),
    ],
)
def test_the_headline(rows, named, key, values):
    assert name_review.headline(study(*rows, named=named)) == (f"name_review.{key}", values)


def test_a_name_that_stands_for_the_id_is_a_name():
    by_name = {"customer_name": "CUSTOMERNAME", "date": "d", "amount": "a"}
    orders = {"path": "x.csv", "columns": by_name}
    found = name_review.headline(study(named=False, sources={"orders": orders}))
    assert found == ("name_review.none", {})


@pytest.mark.parametrize(
    ("ids", "key"),
    [
        (["Land of Toys Inc.", "Reims Collectables", "10107"], "ids_are_names"),
        (["远航贸易", "甲公司"], "ids_are_names"),
        (["ALFKI", "C 12", "00071"], "no_names"),
    ],
)
def test_ids_that_read_like_names_are_told_as_such(ids, key):
    book = make_book([{"account_id": i, "date": "2024-01-05", "amount": 1} for i in ids])
    none = results.empty("name_review")
    found = name_review.headline(make_study(replace(book, name_review=none)))
    assert found == (f"name_review.{key}", {})


def test_decisions_are_counted():
    assert name_review.decided(study(OPEN)) is None
    assert name_review.decided(study(OPEN, SAME)).values == {"same": 1, "different": 0}


def test_evidence_that_nobody_has_is_no_column():
    shown = name_review.shown(study(OPEN | {"same_region": "no"}, SAME))
    assert "same_region" in shown
    assert "same_industry" not in shown
    assert shown["decision"].tolist() == ["undecided", "same"]


def test_the_sheet_holds_what_is_undecided():
    rows = name_review.undecided_rows(study(OPEN, SAME))
    assert rows[["customer_id", "same_as", "rule"]].values.tolist() == [["B", "A", "same core"]]
