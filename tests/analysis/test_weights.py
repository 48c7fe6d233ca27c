"""Weights by judges, mixtures and spread, ways to sum, grades and raters, end to end."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import identification
from kamlib.analysis.identification import methods, raters, weighting, what_if
from kamlib.analysis.identification import weight_findings as said
from kamlib.faults import InputError
from kamlib.identification import ahp
from tests.conftest import make_book, make_study
from tests.worksheets.test_judgements import CRITERIA

REVENUE = (500, 300, 290, 280, 100, 40, 30, 20, 15, 8)
NAMES = list(CRITERIA)


def lines(revenue=REVENUE, costs=0.6):
    return [
        {
            "account_id": f"a{i}",
            "date": f"2024-{m:02}-10",
            "amount": r / 6,
            "cost": (costs + 0.02 * ((i * 7) % 5)) * r / 6,
        }
        for i, r in enumerate(revenue)
        for m in range(1, 7 + (i % 3))
    ]


def study(book=None, sheets=None, language="en", criteria=CRITERIA, **chosen):
    decided = {"draws": 200, "capacity": 3, "criteria": criteria} | chosen
    book = make_book(lines()) if book is None else book
    return make_study(book, sheets, identification=decided, language=language)


def compare(judge, *values):
    return [
        {"judge": judge, "first": a, "second": b, "judgement": value}
        for (a, b), value in zip(combinations(NAMES, 2), values, strict=True)
    ]


SOUND = compare("Li", "3", "5", "2")
TWO = {"comparisons": SOUND + compare("Wang", "9", "1/9", "9")}


@pytest.fixture(scope="module")
def scored():
    """Three raters on a criterion: in order alike, in level far apart."""
    criteria = CRITERIA | {
        "trust": {"source": "scores:trust", "weight": 2, "direction": "benefit", "family": "soft"}
    }
    levels = {"Li": 0, "Wang": 1.5, "Zhao": 3}
    rows = [
        {"account_id": f"a{i}", "criterion": "trust", "rater": name, "score": 1 + i % 3 / 2 + level}
        for name, level in levels.items()
        for i in range(len(REVENUE))
        if not (name == "Zhao" and i in (1, 2))
    ]
    return study(sheets={"scores": rows}, criteria=criteria)


def test_two_judges_weigh_by_the_eigenvector_of_their_geometric_mean():
    found = study(sheets=TWO, weighting="ahp")
    both = [
        np.array([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]),
        np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]),
    ]
    values, vectors = np.linalg.eig(np.sqrt(both[0] * both[1]))
    vector = np.abs(vectors[:, values.real.argmax()].real)
    assert what_if.weights(found) == pytest.approx(
        dict(zip(NAMES, vector / vector.sum(), strict=True))
    )


def test_a_judge_who_contradicts_himself_is_named_with_triad_and_change():
    found = study(sheets=TWO, weighting="ahp")
    table = weighting.judges(found).set_index("judge")
    assert table["accepted"].to_dict() == {"Li": True, "Wang": False, "": False}
    assert table.loc["Wang", "cr"] > 1
    assert table.loc["Wang", "cr_after"] < table.loc["Wang", "cr"]
    _, wang, together = said.judges(found)
    assert wang.key == "weights.judge.refused"
    text = found.say(wang.key, **wang.values)
    assert "Wang" in text and "own, one" in text and "rather than" in text
    assert "2 judges" in found.say(together.key, **together.values)


def test_judges_show_beside_weights_that_do_not_use_them():
    table = weighting.weights(study(sheets=TWO))
    assert not table.loc[table["method"] == "ahp", "counted"].any()
    assert table.loc[table["method"] == "direct", "counted"].all()


def test_a_mixture_is_the_mean_of_its_methods_and_the_only_source_of_weights():
    found = study(weighting={"direct": 3, "entropy": 1})
    wide = weighting.weights(found).pivot(
        index="criterion", columns=["method", "variant"], values="weight"
    )
    mixed = 0.75 * wide["direct", "as written"] + 0.25 * wide["entropy", "min-max"]
    assert wide["score", "mixture"].to_dict() == pytest.approx(mixed.to_dict())
    assert what_if.weights(found) == pytest.approx(mixed.to_dict())
    parts = identification.score_parts(found).drop_duplicates("criterion")
    assert dict(zip(parts["criterion"], parts["weight"], strict=True)) == pytest.approx(
        mixed.to_dict()
    )


def test_every_method_sums_to_one_and_both_forms_of_entropy_are_shown():
    table = weighting.weights(study(sheets=TWO))
    assert table.groupby(["method", "variant"])["weight"].sum().to_list() == pytest.approx([1] * 6)
    assert set(table.loc[table["method"] == "entropy", "variant"]) == {"min-max", "share"}


@pytest.mark.parametrize(
    ("sheets", "chosen", "code"),
    [
        (None, {"weighting": "ahp"}, "comparisons_missing"),
        ({"comparisons": SOUND[:2]}, {"weighting": "ahp"}, "worksheet_judgement_missing"),
        (
            {"comparisons": [*SOUND, SOUND[0] | {"first": "profit", "second": "volume"}]},
            {},
            "worksheet_judgement_not_reciprocal",
        ),
        (
            {"comparisons": [*SOUND, SOUND[0] | {"first": "loyal"}]},
            {},
            "worksheet_judgement_unknown",
        ),
        ({"comparisons": [*SOUND, SOUND[0]]}, {}, "worksheet_judgement_twice"),
        (
            {"comparisons": SOUND},
            {"weighting": "ahp", "order": ["profit >= volume"]},
            "weights_break_statement",
        ),
    ],
)
def test_what_makes_no_weights_is_refused(sheets, chosen, code):
    found = study(sheets=sheets, **chosen)
    with pytest.raises(InputError) as caught:
        identification.score_parts(found)
    assert code in [fault.code for fault in caught.value.faults]


def test_a_bound_is_kept_by_a_mixture_or_refused():
    bounded = {name: c | {"at_least": 0.333} for name, c in CRITERIA.items()}
    with pytest.raises(InputError, match="0.333 is stated"):
        weighting.used(study(criteria=bounded, weighting={"direct": 1, "entropy": 9}))
    assert sum(weighting.used(study(criteria=bounded)).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("revenue", "code"),
    [((100,), "weights_undefined_one_account"), ((90,) * 10, "weights_undefined_all_alike")],
)
def test_accounts_that_do_not_differ_cannot_weigh_but_can_be_scored(revenue, code):
    same = [r | {"cost": 0.6 * r["amount"]} for r in lines(revenue) if r["date"] < "2024-07"]
    with pytest.raises(InputError) as caught:
        weighting.weighed(study(make_book(same), weighting={"direct": 1, "critic": 1}))
    assert [fault.code for fault in caught.value.faults] == [code]
    found = study(make_book(same))
    assert len(said.lacking(found)) >= 3
    assert not methods.score_methods(found).isna().any(axis=None)
    for sentence in everything(found):
        assert "nan" not in sentence.lower()


def test_negative_values_have_no_share_and_the_page_says_so():
    found = study(make_book(lines(costs=1.3)))
    assert "weights.lacking.negative" in [f.key for f in said.lacking(found)]
    table = weighting.weights(found)
    assert "share" not in set(table["variant"])
    assert not table["weight"].isna().any()


def test_raters_far_apart_in_level_are_not_averaged_in_silence(scored):
    (row,) = raters.rater_agreement(scored).itertuples()
    assert (row.raters, row.accounts, row.verdict) == (3, 8, "poor")
    assert row.icc21 < 0.5 < row.icc31
    assert row.low <= row.icc21 <= row.high
    assert raters.poor(scored) == ["trust"]
    table = raters.level_corrected(scored)
    assert len(table) >= 3
    assert (table["change"] == "enters").sum() == said.levels(scored)[0].values["entering"]


def test_level_correction_undoes_what_a_missing_severe_rater_did(scored):
    table = raters.level_corrected(scored).set_index("account_id")
    # a1 and a2 lack the mildest rater's scores; freed of levels they gain.
    assert (table.loc[["a1", "a2"], "corrected_score"] > table.loc[["a1", "a2"], "score"]).all()


def test_one_rater_is_said():
    criteria = CRITERIA | {"trust": {"source": "scores:trust", "weight": 2, "direction": "benefit"}}
    rows = [
        {"account_id": f"a{i}", "criterion": "trust", "rater": "Li", "score": 1 + i % 5}
        for i in range(6)
    ]
    found = study(sheets={"scores": rows}, criteria=criteria)
    assert [f.key for f in said.agreed(found)] == ["weights.raters.few_raters"]
    assert said.levels(found) == []
    assert said.missing(found).values["touched"] == 4


def test_tables_have_the_columns_they_promise(scored):
    for name, table in {
        "weights": weighting.weights(scored),
        "judges": weighting.judges(study(sheets=TWO)),
        "score_methods": methods.score_methods(scored),
        "fuzzy_grades": methods.fuzzy_grades(scored),
        "method_agreement": methods.method_agreement(scored),
        "family_scores": methods.family_scores(scored),
        "rater_agreement": raters.rater_agreement(scored),
        "level_corrected": raters.level_corrected(scored),
    }.items():
        assert list(table) == results.RESULTS[name].names, name
        assert len(table), name


def test_families_add_up_to_the_score_and_the_weighted_sum_is_the_list(scored):
    families = methods.family_scores(scored).groupby("account_id")["points"].sum()
    table = identification.key_accounts(scored).set_index("account_id")["score"]
    assert families.to_dict() == pytest.approx(table.to_dict())
    summed = methods.score_methods(scored).query("method == 'weighted sum'")
    assert summed.set_index("account_id")["score"].to_dict() == pytest.approx(table.to_dict())


def test_memberships_sum_to_one_and_a_cost_turns_the_grades_round():
    rows = [
        {"account_id": f"a{i}", "criterion": "risk", "rater": "Li", "score": 1 + i % 5}
        for i in range(10)
    ]
    kinds = {
        way: study(
            sheets={"scores": rows},
            criteria={"risk": {"source": "scores:risk", "weight": 1, "direction": way}},
        )
        for way in ("benefit", "cost")
    }
    scores = {
        way: methods.score_methods(of).query("method == 'fuzzy'").set_index("account_id")["score"]
        for way, of in kinds.items()
    }
    assert (scores["benefit"] + scores["cost"]).to_numpy() == pytest.approx(6)
    grades = methods.fuzzy_grades(kinds["benefit"])
    sums = grades.groupby(["account_id", "operator"])["normalised"].sum()
    assert sums.to_numpy() == pytest.approx(1)


def everything(found):
    told = [
        said.weights(found),
        *said.lacking(found),
        *said.judges(found),
        *said.agreement(found),
        said.reversal(found),
        said.grades(found),
        *said.agreed(found),
        *said.levels(found),
        said.missing(found),
        *said.formulas(found),
    ]
    return [found.say(f.key, **f.values) for f in told if f]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_is_said_in_both_languages(language):
    found = study(
        sheets=TWO, language=language, weighting={"ahp": 1, "critic": 1}, random_index="newer"
    )
    sentences = everything(found)
    assert len(sentences) > 15
    assert all("nan" not in s.lower() and "{" not in s for s in sentences)


def test_neither_names_nor_order_of_the_accounts_change_a_weight():
    renamed = [r | {"account_id": f"z{9 - int(r['account_id'][1:])}"} for r in lines()[::-1]]
    mixture = {"direct": 1, "entropy": 1, "critic": 1}
    one = weighting.used(study(weighting=mixture))
    assert weighting.used(study(make_book(renamed), weighting=mixture)) == pytest.approx(one)


def test_judgements_that_all_say_one_weigh_alike():
    alike = {"comparisons": compare("Li", "1", "1", "1")}
    found = study(sheets=alike, weighting="ahp")
    assert list(weighting.used(found).values()) == pytest.approx([1 / 3] * 3)
    assert ahp.weigh(np.ones((3, 3))).cr == 0
    assert isinstance(weighting.judges(found), pd.DataFrame)
    assert [f.key for f in said.judges(found)] == ["weights.judge.accepted"] * 2


@pytest.mark.parametrize(
    ("cr", "written"), [(0.1, "0.10"), (0.1004, "0.1004"), (0.104, "0.104"), (1.386, "1.39")]
)
def test_a_ratio_above_the_limit_never_reads_as_the_limit(cr, written):
    assert said._ratio(cr) == written
