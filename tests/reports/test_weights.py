"""The pieces on weights and raters show something for every book, or say why there is nothing."""

import pytest

from kamlib import labels
from kamlib.reports import weights as pieces
from tests.analysis.test_weights import CRITERIA, REVENUE, SOUND, compare, study


def scored(language="en", raters=(("Li", 0), ("Wang", 3))):
    criteria = CRITERIA | {"trust": {"source": "scores:trust", "weight": 2, "direction": "benefit"}}
    rows = [
        {"account_id": f"a{i}", "criterion": "trust", "rater": name, "score": 1 + i % 3 / 2 + level}
        for name, level in raters
        for i in range(len(REVENUE))
        if (name, i) != ("Wang", 1)
    ]
    return study(sheets={"scores": rows}, criteria=criteria, language=language)


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_chart_is_a_picture_with_words(language):
    of = scored(language)
    for piece in (pieces.weights, pieces.agreement):
        shown = piece(of)
        assert "<img" in shown.data and 'alt=""' not in shown.data, piece.__name__
    assert "1" in pieces.agreement(of).data
    assert "a1" in pieces.levels(of).data


def test_without_scores_and_judges_the_page_says_so():
    of = study()
    assert pieces.agreement(of) is None
    assert "kam-missing" in pieces.agreement(scored(raters=[("Li", 0)])).data
    assert pieces.judges(of) is None
    assert pieces.levels(of) is None
    assert "a0" in pieces.ranks(of).data


def test_judges_and_grades_are_told_in_words():
    of = study(sheets={"comparisons": SOUND + compare("Wang", "9", "1/9", "9")})
    assert "Wang" in pieces.judges(of).data
    assert "All 2 judges" in pieces.judges(of).data
    told = pieces.grades(of)
    assert told is None or "<table" in told.data


def test_every_table_is_written(tmp_path):
    from dataclasses import replace

    pieces.save(replace(scored(), out_dir=tmp_path))
    written = {path.stem for path in tmp_path.rglob("*") if path.is_file()}
    assert {"weights", "judges", "score_methods", "rater_agreement", "level_corrected"} <= written
