"""The pieces of page 02 show something for every book, and say why where there is nothing."""

import numpy as np
import pytest

from kamlib import labels
from kamlib.analysis import segmentation, segmentation_findings
from kamlib.reports import segmentation as pieces
from tests.conftest import make_book, make_study

SHOWN = (pieces.stability, pieces.profiles, pieces.choice, pieces.migration, pieces.features)
DISPLAYED = (
    pieces.borders,
    pieces.industries,
    pieces.attractiveness_axes,
    pieces.class_outlook,
    pieces.method,
)


@pytest.fixture
def page(monkeypatch):
    """Everything a piece displays rather than returns."""
    shown = []
    monkeypatch.setattr(pieces, "display", shown.append)
    return shown


def study(amounts, language="en", *, years=3, industry=None):
    rows = [
        {"account_id": f"a{i:02}", "date": f"{2022 + y}-{m:02}-10", "amount": float(a)}
        for i, (a, months) in enumerate(amounts)
        for y in range(years)
        for m in range(1, months + 1)
    ]
    rows += [{"account_id": "a00", "date": f"{2021 + years}-12-31", "amount": 1.0}]
    rows += [{"account_id": "a00", "date": "2022-01-01", "amount": 1.0}]
    ids = sorted({row["account_id"] for row in rows})
    known = [{"account_id": a, "industry": industry} for a in ids]
    book = make_book(rows, accounts=known if industry else None)
    decided = {"bootstraps": 20, "most_segments": 3}
    identified = {"draws": 200}
    return make_study(book, language=language, segmentation=decided, identification=identified)


def two_kinds():
    rng = np.random.default_rng(1)
    large = [(rng.uniform(900, 1500), int(rng.integers(9, 13))) for _ in range(20)]
    small = [(rng.uniform(20, 60), int(rng.integers(1, 4))) for _ in range(20)]
    return large + small


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_a_book_of_two_kinds_has_every_piece(language, page):
    of = study(two_kinds(), language, industry="metal")
    assert segmentation.kinds(of).outcome == "groups"
    for piece in SHOWN:
        assert "kam-missing" not in piece(of).data, piece.__name__
    for piece in DISPLAYED:
        page.clear()
        piece(of)
        assert page and not any("kam-missing" in s.data for s in page), piece.__name__
    for name in ("volume_loyalty", "attractiveness_relationship"):
        page.clear()
        pieces.matrix(of, name)
        assert "<img" in page[0].data and len(page) == 2
        assert "<table" in pieces.cells(of, name).data


def test_a_small_young_book_says_what_is_missing(page):
    of = study([(50, 3), (9, 2)], years=1)
    for piece in (pieces.profiles, pieces.choice, pieces.migration):
        assert "kam-missing" in piece(of).data
    pieces.borders(of)
    assert page == []
    pieces.industries(of)
    assert "kam-missing" in page[0].data
    page.clear()
    pieces.method(of)
    assert not any("k-means" in s.data for s in page)


def test_a_book_without_sales_has_no_matrix(page):
    of = study([(-50, 3), (-9, 2)])
    pieces.matrix(of, "volume_loyalty")
    assert "kam-missing" in page[0].data
    page.clear()
    pieces.limits(of)
    assert page


def test_sentences_are_paragraphs(page):
    of = study([(50, 3)])
    pieces.said(of, segmentation_findings.kinds(of), segmentation_findings.sustain(of))
    assert ["<p>" in s.data for s in page] == [True, True]


def test_what_is_not_known_of_any_class_takes_no_column(page):
    pieces.class_outlook(study(two_kinds()))  # without costs
    table = page[-1].data
    assert "Of the next ten years" in table and "Worth" not in table
