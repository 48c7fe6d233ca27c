"""The pieces of the lists show something for every book, or say why there is nothing."""

import pytest

from kamlib import labels
from kamlib.reports import lists as pieces
from tests.conftest import make_book, make_study


def study(revenue, language="en", **tables):
    rows = [
        {
            "account_id": f"a{i}",
            "date": f"2024-{month}",
            "amount": float(r),
            "cost": 0.5 * r,
            "product_id": "p",
        }
        for i, r in enumerate(revenue)
        for month in ("01-01", "06-15", "12-31")
    ]
    book = make_book(rows, **tables)
    return make_study(book, language=language, identification={"draws": 200})


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_chart_is_a_picture_with_words(language):
    of = study([9, 5, 2, 1, 1], language)
    for piece in (pieces.side_by_side, pieces.value):
        shown = piece(of)
        assert "<img" in shown.data and 'alt=""' not in shown.data, piece.__name__


def test_a_book_without_sales_says_why_there_is_no_chart():
    of = study([-9, -5])
    for piece in (pieces.side_by_side, pieces.value):
        shown = piece(of)
        assert "kam-missing" in shown.data and "<img" not in shown.data


def test_what_is_not_there_has_no_table():
    of = study([9, 5, 2, 1, 1])
    assert pieces.families(of) is None
    assert pieces.audit(of) is None
    assert pieces.candidates(of) is None


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_tables_show_what_is_there(language):
    of = study(
        [9, 5, 2, 1, 1],
        language,
        products=[{"product_id": "p", "family": "pumps <x>"}],
        customers=[{"customer_id": "a4", "key_account": "yes"}],
        wallet=[{"customer_id": "a3", "total": 99.0}],
    )
    assert "pumps &lt;x&gt;" in pieces.families(of).data
    assert "a4" in pieces.audit(of).plain
    assert "a3" in pieces.candidates(of).plain
    assert "a3" in pieces.class_b(of).plain
    for piece in (pieces.families, pieces.audit, pieces.candidates, pieces.class_b):
        assert "nan" not in piece(of).plain.lower()


def test_saved_are_the_tables_of_the_pieces(monkeypatch):
    saved = []
    monkeypatch.setattr(type(study([1])), "save", lambda self, frame, name: saved.append(name))
    pieces.save(study([9, 5, 2, 1, 1]))
    assert saved == ["class_b", "family_lists", "list_size", "list_audit", "candidates"]
