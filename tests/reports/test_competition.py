"""Pieces of the competition page: there, or saying what to bring; and nothing runs."""

from __future__ import annotations

import re

import pytest

from kamlib import labels
from kamlib.reports import competition as pieces
from tests.analysis.test_competition import HOSTILE, NEEDS, study

PIECES = (
    pieces.needs_chart,
    pieces.wallet_chart,
    pieces.wallet_doubts,
    pieces.needs_table,
    pieces.swot_said,
    pieces.swot_grids,
    pieces.competitors_table,
    pieces.forces_chart,
    pieces.facts_table,
)
LINE = {"subject": "rival", "account_id": "a", "quadrant": "threat", "text": HOSTILE}


def full(language: str = "en", **more):
    sheets = {
        "needs": [n | {"rival": HOSTILE} for n in NEEDS],
        "swot": [LINE, LINE | {"subject": "customer", "text": "x" * 5000}],
        "competitors": [{"competitor": HOSTILE, "text": HOSTILE, "account_id": "a"}],
        "forces": [{"subject": HOSTILE, "force": "buyers", "score": 4, "factor": HOSTILE}],
    }
    names = [{"account_id": a, "account_name": f"{HOSTILE} {a}"} for a in "abcdef"]
    spent = [
        {"customer_id": "a", "year": 2025, "total": 36000, "total_low": 20000, "total_high": 40000}
    ]
    return study(sheets, language=language, accounts=names, wallet=spent, **more)


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("piece", PIECES, ids=lambda p: p.__name__)
def test_a_piece_escapes_what_it_shows(piece, language):
    shown = piece(full(language))
    assert "<script>" not in shown.data
    assert "nan" not in re.sub(r"base64,[^\"]*", "", shown.data).lower()


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("piece", PIECES, ids=lambda p: p.__name__)
def test_a_piece_without_data_says_what_to_bring_or_shows_what_data_say(piece, language):
    shown = piece(study(language=language))
    assert "image/png" not in shown.data
    beside = piece in (pieces.wallet_doubts, pieces.needs_table)  # the chart says what is missing
    assert bool(shown.plain) != beside


def test_subjects_are_never_mixed():
    html = pieces.swot_grids(full()).data
    customers, us, rivals = re.split(r"<h3>", html)[1:]
    assert "xxxxx" in customers
    assert "xxxxx" not in us + rivals
    assert "&lt;script&gt;{x}" in rivals
    assert "We at the customers" in us


def test_a_grid_shows_one_line_of_each_rule_before_a_second():
    asked = [{"customer_id": a, "date": "2025-10-01", "item": "q", "nps": 9} for a in "abc"]
    html = pieces.swot_grids(study(survey=asked)).data
    us = html.split("We at the customers")[1]
    rules = re.findall("Buys evenly|Would recommend", us.split("Weaknesses")[0])
    assert rules == ["Buys evenly", "Would recommend"] * 3


def test_estimates_that_cannot_be_right_are_named():
    spent = [
        {"customer_id": "a", "year": 2025, "total": 1},
        {"customer_id": "b", "year": 2025, "total": 90000},
    ]
    assert "own sales, so not shown: a." in pieces.wallet_doubts(study(wallet=spent)).plain
    apart = [{"customer_id": "a", "year": 2001, "total": 1}]
    assert "without a share: 1" in pieces.wallet_doubts(study(wallet=apart)).plain
    assert "image/png" not in pieces.wallet_chart(study(wallet=apart)).data


def test_more_needs_than_a_chart_holds_are_cut_with_their_number(monkeypatch):
    rows = [
        {"account_id": a, "need": f"need {i}", "importance": 5, "us": 3, "rival_score": 4}
        for i in range(30)
        for a in "abcdef"
    ]
    drawn = {}
    plot = pieces.plots.plot_needs
    monkeypatch.setattr(
        pieces.plots, "plot_needs", lambda f, **more: plot(f, **drawn.setdefault("of", more))
    )
    assert "image/png" in pieces.needs_chart(study({"needs": rows})).data
    assert drawn["of"]["cut"] == 30
