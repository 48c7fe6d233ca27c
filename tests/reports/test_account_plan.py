"""The pieces of an account plan as a page shows them."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib.reports import account_plan as pieces
from tests.conftest import make_book, make_study

HOSTILE = "Ä <script>x</script> & co"


@pytest.fixture(params=["en", "zh"])
def study(request):
    days = pd.date_range("2023-01-10", periods=24, freq="MS").strftime("%Y-%m-%d")
    rows = [
        {"account_id": a, "date": day, "amount": 100.0 * n, "cost": 60.0 * n}
        for n, a in enumerate("ab", 1)
        for day in days
    ]
    contacts = [{"customer_id": "a", "contact_id": "1", "name": "Wang Wei", "role": "user"}]
    named = [{"account_id": "a", "account_name": HOSTILE}]
    return make_study(make_book(rows, accounts=named, contacts=contacts), language=request.param)


def test_the_card_has_its_four_groups_side_by_side_and_escapes_names(study):
    html = pieces.card(study, "a").data
    assert html.startswith('<div class="kam-grid"')
    assert html.count('<div class="kam-table">') == 4
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_names_of_persons_are_shown_only_where_a_run_asks_for_them(study):
    assert "Wang Wei" not in pieces.contacts(study, "a", persons=False).data
    assert "Wang Wei" in pieces.contacts(study, "a", persons=True).data


@pytest.mark.parametrize("piece", ["needs", "rivals", "wallet"])
def test_what_nobody_filled_in_is_said_and_not_left_blank(study, piece):
    assert 'class="kam-missing"' in getattr(pieces, piece)(study, "b").data


def test_the_revenue_chart_says_its_message_in_words(study):
    html = pieces.revenue(study, "b").data
    assert 'alt="b' in html.replace("\u2068", "").replace("\u2069", "")
    assert "data:image/png;base64," in html
