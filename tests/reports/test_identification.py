"""The pieces of page 01 show something for every book, and say why where there is nothing."""

import pandas as pd
import pytest

from kamlib import labels
from kamlib.analysis import identification
from kamlib.analysis.identification import findings, frames
from kamlib.reports import identification as pieces
from tests.conftest import make_book, make_study

CHARTS = (pieces.ranks, pieces.chances, pieces.points)


def study(revenue, language="en"):
    rows = [
        {"account_id": f"a{i}", "date": f"2024-0{m}-10", "amount": float(r)}
        for i, r in enumerate(revenue)
        for m in (1, 2, 3)
    ]
    return make_study(make_book(rows), language=language, identification={"draws": 200})


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_chart_is_a_picture_with_words(language):
    of = study([9, 5, 2, 1, 1], language)
    for piece in CHARTS:
        shown = piece(of)
        assert "<img" in shown.data and 'alt=""' not in shown.data, piece.__name__


def test_a_book_without_sales_still_has_its_charts_of_the_score():
    of = study([-9, -5])
    for piece in CHARTS:
        assert "<img" in piece(of).data


def test_sentences_and_gaps_are_shown_one_by_one(monkeypatch):
    shown = []
    monkeypatch.setattr(pieces, "display", shown.append)
    of = study([9, 5, 2, 1, 1])
    pieces.said(of, findings.eighty_twenty(of), findings.list_size(of))
    assert ["<p>" in s.data for s in shown] == [True, True]
    shown.clear()
    pieces.missing(of)
    assert len(shown) == len(findings.limits(of)) > 1
    assert all("kam-missing" in s.data for s in shown)


def test_a_page_with_nothing_missing_says_so(monkeypatch):
    shown = []
    monkeypatch.setattr(pieces, "display", shown.append)
    monkeypatch.setattr(findings, "limits", lambda study: [])
    pieces.missing(study([9, 5]))
    assert "Nothing this page asks for" in shown[0].data


@pytest.mark.parametrize(("last_key", "rows"), [(16, 32), (40, 40)])
def test_the_list_ends_at_twice_its_places_but_never_before_a_key_account(
    monkeypatch, last_key, rows
):
    of = study(range(100, 20, -1))
    assert identification.choice(of).places == 16
    contested = pd.concat([frames.listing(of)] * 4, ignore_index=True)
    contested["is_key"] = contested.index < last_key
    monkeypatch.setattr(frames, "listing", lambda study: contested)
    shown = pieces.key_list(of).data
    assert shown.count("<tr") - 1 == rows
    assert f"{64 - rows} more in tables/key_accounts.csv" in shown
