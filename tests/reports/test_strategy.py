"""The pieces of the strategy page."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kamlib import results
from kamlib.reports import strategy as pieces
from tests.conftest import make_book, make_study

SAVED = ("strategies", "targets", "allocation", "actions", "risks")


def study_of(language="en", months=24, amount=100.0):
    days = pd.date_range("2023-01-10", periods=months, freq="MS").strftime("%Y-%m-%d")
    rows = [
        {"account_id": a, "date": day, "amount": amount * n, "cost": 0.6 * amount * n}
        for n, a in enumerate("abc", 1)
        for day in days
    ]
    named = [{"account_id": "c", "account_name": "<b>C</b>"}]
    return make_study(make_book(rows, accounts=named), language=language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_advice_names_every_key_account_escaped(language):
    html = pieces.advice(study_of(language)).data
    assert "&lt;b&gt;C&lt;/b&gt;" in html
    assert "<b>C</b>" not in html


def test_every_table_of_the_wing_is_saved(tmp_path):
    pieces.save(replace(study_of(), out_dir=tmp_path))
    for name in SAVED:
        frame = pd.read_parquet(tmp_path / "tables" / f"{name}.parquet")
        assert list(frame)[: len(results.RESULTS[name].names)] == results.RESULTS[name].names


def test_targets_of_the_page_add_up_to_the_goal(tmp_path):
    pieces.save(replace(study_of(), out_dir=tmp_path))
    targets = pd.read_parquet(tmp_path / "tables" / "targets.parquet")
    years = targets[targets["period"].str.fullmatch(r"\d{4}")]
    quarters = targets[~targets["period"].isin(years["period"])]
    assert years["value"].sum() == round(12 * 600 * 1.05)
    assert quarters["value"].sum() == years["value"].sum()


def test_a_book_too_short_for_a_target_says_so():
    assert 'class="kam-missing"' in pieces.bridge(study_of(months=5)).data


def test_a_book_that_only_loses_still_has_its_pieces():
    study = study_of(amount=-100.0)
    for piece in (pieces.advice, pieces.risks_chart, pieces.whale, pieces.actions, pieces.loads):
        assert piece(study).data
