"""The sheet of comparisons: handed out with every pair, read back whole or refused by row."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib import labels, worksheets
from kamlib.worksheets import judgements
from tests.worksheets.test_workbook import engagement

CRITERIA = {
    name: {"source": source, "weight": 1, "direction": "benefit"}
    for name, source in (("volume", "revenue"), ("profit", "gross_profit"), ("own, one", "orders"))
}
SOUND = {("volume", "profit"): "1/3", ("volume", "own, one"): "2", ("profit", "own, one"): "5"}


def decided(folder, weighting="ahp", criteria=None, **fields):
    chosen = {"weighting": weighting, "criteria": criteria or CRITERIA}
    return engagement(folder, identification=chosen, **fields)


def rows(said, judge="Li"):
    return [
        {"judge": judge, "first": a, "second": b, "judgement": value}
        for (a, b), value in said.items()
    ]


def read(folder, filled, language="en", **fields):
    frame = worksheets.frame("comparisons", filled)
    path = worksheets.write(folder / "w.xlsx", language, rows={"comparisons": frame})
    return worksheets.read_filled(
        decided(folder, worksheets=path.name, language=language, **fields)
    )["comparisons"]


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_two_judges_come_back_to_the_letter(tmp_path, language):
    filled = [*rows(SOUND), *rows(dict.fromkeys(SOUND, "9"), judge="Wang")]
    back = read(tmp_path, filled, language)
    kept = ["judge", "first", "second", "judgement"]
    assert back[kept].to_dict("records") == filled


def test_a_blank_workbook_has_every_pair_and_counts_as_not_filled_in(tmp_path):
    from python_calamine import load_workbook

    path = worksheets.write_blank(tmp_path / "w.xlsx", "en", compared=list(CRITERIA))
    lines = load_workbook(str(path)).get_sheet_by_name("Comparisons").to_python()
    assert [line[1:3] for line in lines[1:4]] == [
        ["volume", "profit"],
        ["volume", "own, one"],
        ["profit", "own, one"],
    ]
    direct = decided(tmp_path, "direct", worksheets=path.name)
    assert worksheets.read_filled(direct)["comparisons"].empty
    (fault,) = worksheets.check(decided(tmp_path, worksheets=path.name))
    assert fault.code == "comparisons_missing"
    assert fault.sheet == "Comparisons"


def test_no_workbook_at_all_is_a_fault_where_judges_are_asked(tmp_path):
    assert [f.code for f in worksheets.check(decided(tmp_path))] == ["comparisons_missing"]
    assert worksheets.check(decided(tmp_path, "direct")) == []


BAD = [
    (dict(list(SOUND.items())[:2]), "worksheet_judgement_missing", "profit with own, one"),
    (SOUND | {("profit", "volume"): "5"}, "worksheet_judgement_not_reciprocal", "0.3333, 5"),
    (SOUND | {("profit", "profit"): "1"}, "worksheet_judgement_itself", "with itself"),
    (SOUND | {("profit", "own, one"): "12"}, "worksheet_not_judgement", "12 is no judgement"),
    (SOUND | {("profit", "own, one"): "-2"}, "worksheet_not_judgement", "-2"),
    (SOUND | {("profit", "own, one"): "much"}, "worksheet_not_judgement", "much"),
    (SOUND | {("profit", "loyal"): "2"}, "worksheet_not_compared", "loyal"),
]


@pytest.mark.parametrize(("said", "code", "told"), BAD)
def test_what_makes_no_matrix_is_refused_with_sheet_and_place(tmp_path, said, code, told):
    frame = worksheets.frame("comparisons", rows(said))
    path = worksheets.write(tmp_path / "w.xlsx", "en", rows={"comparisons": frame})
    (fault,) = worksheets.check(decided(tmp_path, worksheets=path.name))
    assert fault.code == code
    assert fault.sheet == "Comparisons"
    assert told in fault.message("en")
    assert fault.message("zh")
    assert fault.mend("en")
    if code != "worksheet_judgement_missing":
        assert fault.row == list(said).index(_wrong(said)) + 2


def _wrong(said):
    """The pair that was added to, or changed in, the sound answers."""
    return next(pair for pair in said if said[pair] != SOUND.get(pair))


def test_the_same_pair_twice_is_refused(tmp_path):
    frame = worksheets.frame("comparisons", rows(SOUND) + rows({("volume", "profit"): "3"}))
    path = worksheets.write(tmp_path / "w.xlsx", "en", rows={"comparisons": frame})
    (fault,) = worksheets.check(decided(tmp_path, worksheets=path.name))
    assert (fault.code, fault.row) == ("worksheet_twice", 5)


def test_more_than_fifteen_criteria_are_refused_and_no_pairs_are_made_ready(tmp_path):
    many = {f"c{i}": CRITERIA["volume"] for i in range(16)}
    (fault,) = worksheets.check(decided(tmp_path, criteria=many))
    assert fault.code == "comparisons_too_many"
    assert "16" in fault.message("en")
    assert judgements.pairs(list(many)) == []
    assert len(judgements.pairs(list(many)[:15])) == 105


@pytest.mark.parametrize(
    ("raw", "kept"),
    [(5.0, "5"), ("1/5", "1/5"), (0.2, "1/5"), ("0.33", "1/3"), ("1：7", "1/7"), (0.13, "1/8")],
)
def test_figures_and_fractions_are_understood(raw, kept):
    assert judgements.written(raw) == kept


@pytest.mark.parametrize("raw", [0, -3, 10, "1/0", "x", "", True, float("nan"), "nan", 0.05])
def test_what_is_off_the_scale_is_refused(raw):
    with pytest.raises(ValueError):
        judgements.written(raw)


@settings(max_examples=25)
@given(st.floats(1 / 9, 9))
def test_a_judgement_kept_is_the_one_given(value):
    assert judgements.value(judgements.written(value)) == pytest.approx(value, abs=0.007)


@settings(max_examples=15)
@given(st.integers(0, 15))
def test_every_pair_is_ready_once(n):
    names = [f"c{i}" for i in range(n)]
    assert [(p["first"], p["second"]) for p in judgements.pairs(names)] == [*combinations(names, 2)]
