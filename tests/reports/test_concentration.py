"""The pieces of concentration show something for every book, or say why there is nothing."""

import pytest

from kamlib import labels
from kamlib.reports import concentration as pieces
from tests.conftest import make_book, make_study


def study(revenue, language="en", out=None):
    rows = [
        {"account_id": f"a{i}", "date": f"{year}-{month}", "amount": float(r), "cost": 0.5 * r}
        for i, r in enumerate(revenue)
        for year in (2023, 2024)
        for month in ("01-01", "06-15", "12-31")
    ]
    return make_study(make_book(rows), language=language, identification={"draws": 200})


CHARTS = (pieces.curve, pieces.over_years, pieces.whale, pieces.losses)


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_chart_is_a_picture_with_words(language):
    of = study([9, 5, 2, 1, 1, -1], language)
    for piece in CHARTS:
        shown = piece(of)
        assert "<img" in shown.data and 'alt=""' not in shown.data, piece.__name__


def test_a_book_without_sales_says_why_there_is_no_chart():
    of = study([-9, -5])
    for piece in (pieces.curve, pieces.over_years, pieces.losses):
        shown = piece(of)
        assert "kam-missing" in shown.data and "<img" not in shown.data


@pytest.mark.parametrize("revenue", [[9, 5, 2, 1, 1], [5], [-9, -5]])
def test_tables_hold_no_gap_that_reads_as_a_figure(revenue):
    of = study(revenue)
    for piece in (pieces.by_year, pieces.loss_table):
        assert "nan" not in piece(of).plain.lower()


def test_a_scenario_is_named_and_what_nobody_knows_has_no_column():
    plain = pieces.loss_table(study([9, 5, 2, 1, 1])).plain
    assert "The largest account" in plain and "The three largest" in plain
    assert "fixed" not in plain


def test_saved_are_the_tables_of_the_pieces(monkeypatch):
    saved = []
    monkeypatch.setattr(type(study([1])), "save", lambda self, frame, name: saved.append(name))
    pieces.save(study([9, 5, 2, 1, 1]))
    assert saved == [
        "concentration_by_year",
        "concentration_trend",
        "dependency",
        "loss_scenarios",
    ]


def test_the_largest_is_drawn_whether_it_is_key_or_not(monkeypatch):
    drawn = []
    monkeypatch.setattr(pieces.plots, "plot_losses", lambda rows, **_: drawn.append(rows))
    for removed in ([], [{"account_id": "a0", "reason": "gone"}]):
        rows = [
            {"account_id": f"a{i}", "date": "2024-01-01", "amount": r}
            for i, r in enumerate([9.0, 5, 2, 1, 1])
        ]
        pieces.losses(make_study(make_book(rows), identification={"removals": removed}))
    for rows in drawn:
        single = rows[rows["accounts"] == 1]
        assert single["names"].tolist() == ["a0"]
