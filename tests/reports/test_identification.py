"""The pieces of page 01 show something for every book, and say why where there is nothing."""

import pytest

from kamlib import labels
from kamlib.analysis.identification import findings
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
