"""The pieces of page 00 on names that look alike."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from kamlib import results
from kamlib.reports import name_review
from tests.conftest import make_book, make_study

ORDERS = [{"account_id": a, "date": "2024-01-05", "amount": 10} for a in "AB"]
PAIR = {
    "customer_id": "B",
    "customer_name": "<b>Acme</b>",
    "other_id": "A",
    "other_name": "Acme",
    "rule": "branch",
    "similarity": 1.0,
    "revenue": 10.0,
    "same_region": "no",
    "decision": "undecided",
    "applied": False,
}


def study(rows, **decisions):
    known = results.empty("name_review")
    review = pd.DataFrame(rows, columns=list(known)).astype(known.dtypes)
    return make_study(replace(make_book(ORDERS), name_review=review), **decisions)


def test_pairs_are_shown_escaped_and_in_words():
    html = name_review.pairs(study([PAIR], language="zh")).data
    assert "&lt;b&gt;Acme" in html
    assert "分支机构" in html
    assert "待定" in html
    assert name_review.pairs(study([])).data == ""


def test_the_headline_says_what_was_decided_too():
    decided = PAIR | {"other_id": "C", "decision": "different"}
    html = name_review.headline(study([PAIR, decided])).data
    assert html.count("<p>") == 2
    assert "One pair of customers" in html
    assert "different firms 1" in html


def test_table_and_sheet_are_written(tmp_path):
    made = replace(study([PAIR]), out_dir=tmp_path)
    name_review.save(made)
    assert (tmp_path / "same_customer.xlsx").is_file()
    assert (tmp_path / "tables" / "name_review.csv").is_file()
    none = replace(study([]), out_dir=tmp_path / "none")
    name_review.save(none)
    assert not (tmp_path / "none" / "same_customer.xlsx").exists()
    assert (tmp_path / "none" / "tables" / "name_review.parquet").is_file()
