"""The pieces of traits show something for every book, or say why there is nothing."""

import pytest

from kamlib import labels
from kamlib.reports import traits as pieces
from tests.conftest import make_book, make_study


def study(revenue, language="en", sheets=None, **tables):
    rows = [
        {"account_id": f"a{i}", "date": f"2024-{month}", "amount": float(r)}
        for i, r in enumerate(revenue)
        for month in ("01-01", "06-15", "12-31")
    ]
    book = make_book(rows, **tables)
    return make_study(book, sheets, language=language, identification={"draws": 200})


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_the_chart_is_a_picture_and_the_checklist_has_a_row_a_trait(language):
    of = study([9, 5, 2, 1, 1], language)
    shown = pieces.heat_map(of)
    assert "<img" in shown.data and 'alt=""' not in shown.data
    assert pieces.checklist(of).data.count("<tr>") == 11


def test_a_book_without_sales_says_why_there_is_no_chart():
    shown = pieces.heat_map(study([-9, -5]))
    assert "kam-missing" in shown.data and "<img" not in shown.data


def test_what_is_not_there_has_no_table():
    of = study([9, 5, 2, 1, 1])
    assert pieces.negative_value(of) is None
    assert pieces.self_assessment(of) is None


def test_tables_show_what_is_there():
    rows = [{"respondent": f"r{i}", "knows_profit": 4} for i in range(3)]
    of = study([9, 5, 2], sheets={"self_assessment": rows})
    assert "profit comes from" in pieces.self_assessment(of).plain
    lossy = study([9, 5, -2])
    assert "a2" in pieces.negative_value(lossy).plain


def test_every_table_is_saved(tmp_path):
    from dataclasses import replace  # noqa: PLC0415

    pieces.save(replace(study([9, 5, 2]), out_dir=tmp_path))
    saved = {path.stem for path in (tmp_path / "tables").glob("*.csv")}
    assert saved == {
        "traits",
        "trait_counts",
        "trait_checklist",
        "negative_value",
        "self_assessment",
    }
