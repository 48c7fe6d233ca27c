"""Traits, accounts that take value, and self-assessment of a study: tables and sentences."""

import numpy as np
import pandas as pd
import pytest

from kamlib import labels, results
from kamlib.analysis import identification
from kamlib.analysis.identification import negative_value as negative
from kamlib.analysis.identification import self_assessment as own
from kamlib.analysis.identification import trait_findings as said
from kamlib.analysis.identification import trait_measures, traits
from kamlib.study import open_study
from tests.analysis.sentences import keys, told
from tests.conftest import make_book, make_study

REVENUE = [500, 300, 80, 40, 30, 20, 15, 8, 5, 2]
TABLES = {
    "traits": traits.traits,
    "trait_counts": traits.trait_counts,
    "trait_checklist": traits.checklist,
    "negative_value": negative.negative_value,
    "self_assessment": own.self_assessment,
}
SENTENCES = (
    said.version,
    said.how_many,
    said.few,
    said.many,
    said.unmeasured,
    said.effort,
    said.two_faces,
    said.assessment,
)


def lines(revenue, *, times=1.0, prefix="a"):
    return [
        {
            "account_id": f"{prefix}{i}",
            "date": f"{year}-{month:02}-{ {1: 1, 12: 31}.get(month, 28) }",
            "amount": times * r / 12 * (1 if year == 2023 else 1.1),
            "cost": times * 0.06 * r,
        }
        for i, r in enumerate(revenue)
        for year in (2023, 2024)
        for month in range(1, 13)
    ]


def study(revenue=REVENUE, *, sheets=None, language="en", times=1.0, tables=None, **decided):
    book = make_book(lines(revenue, times=times), **(tables or {}))
    decisions = {"identification": {"draws": 200} | decided}
    return make_study(book, sheets, language=language, **decisions)


def holds(of, trait):
    found = traits.held(of)[trait]
    return {i: {1.0: "yes", 0.0: "no"}.get(v, "unknown") for i, v in found.items()}


@pytest.fixture(scope="module")
def demo():
    return open_study("demo", settings={"identification.draws": 500})


@pytest.fixture(scope="module")
def bare():
    return study()


def test_every_table_has_the_columns_it_promises(bare):
    for name, table in TABLES.items():
        assert list(table(bare))[: len(results.RESULTS[name].names)] == results.RESULTS[name].names


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("revenue", [REVENUE, [5], [7] * 10, [-5, -3], [9, -2]])
def test_every_book_is_told_in_words_without_a_figure_missing(revenue, language):
    of = study(revenue, language=language)
    for sentence in SENTENCES:
        for words in told(of, sentence):
            assert labels.missing(language) not in words and "nan" not in words, words
    allowed = {c.name: c.allowed for c in results.RESULTS["traits"].columns if c.allowed}
    found = traits.traits(of)
    for column, words in allowed.items():
        assert set(found[column]) <= set(words)


def test_a_trait_without_data_is_unknown_and_says_what_to_bring(bare):
    table = traits.checklist(bare).set_index("trait")
    for trait in ("hard to replace", "needed for target", "takes effort", "fits our goals"):
        row = table.loc[trait]
        assert row["has"] == row["has_not"] == 0 and row["source"] == "none" and row["bring"], trait
    assert table.loc["own dependence", ["unknown", "bring"]].tolist() == [0, ""]
    assert keys(bare, said.unmeasured) == ["traits.unmeasured.some"]
    assert "targets" in told(bare, said.unmeasured)[0]


def test_each_table_the_client_brings_makes_its_trait_known():
    tables = {
        "targets": [
            {"customer_id": "a0", "period": "2025", "value": 60.0},
            {"customer_id": "a1", "period": "2025", "value": 2.0},
            {"customer_id": "a2", "period": "2024", "value": 900.0},
            {"customer_id": None, "period": "2025", "value": 100.0},
        ],
        "wallet": [{"customer_id": "a0", "total": 5000.0}, {"customer_id": "a1", "total": 331.0}],
        "activities": [
            {"customer_id": "a5", "date": "2024-03-01", "hours": 90.0, "kind": "visit"},
            {"customer_id": "a6", "date": "2024-03-01", "hours": 9.0, "kind": "visit"},
        ],
        "cost_to_serve": [{"customer_id": "a0", "amount": 1.0}],
    }
    of = study(tables=tables, trait_cuts={"tenure_years": 1})
    target = holds(of, "needed for target")
    assert (target["a0"], target["a1"], target["a2"]) == ("yes", "no", "no")
    stable = holds(of, "stable cooperation")
    assert (stable["a0"], stable["a1"], stable["a9"]) == ("yes", "no", "unknown")
    effort = holds(of, "takes effort")
    assert (effort["a0"], effort["a5"], effort["a6"]) == ("yes", "yes", "no")


@pytest.mark.parametrize(
    ("before", "last"),
    [("2024-9", "2024-12"), ("2023 Q4", "2024Q1"), ("2024年9月", "2024年10月"), ("spring", "2024")],
)
def test_the_targets_of_the_last_period_count_however_it_is_written(before, last):
    rows = [
        {"customer_id": "a0", "period": before, "value": 900.0},
        {"customer_id": "a0", "period": last, "value": 1.0},
        {"customer_id": "a1", "period": last, "value": 3.0},
    ]
    found = trait_measures.measures(study(tables={"targets": rows}))["share of target"]
    assert found[["a0", "a1", "a2"]].tolist() == pytest.approx([0.25, 0.75, 0])


def test_managers_scores_make_replacement_and_alliance_known():
    rows = [
        {"account_id": "a0", "criterion": "trait_replace", "rater": r, "score": s}
        for r, s in (("x", 5), ("y", 3))
    ] + [{"account_id": "a1", "criterion": "trait_alliance", "rater": "x", "score": 3}]
    of = study(sheets={"scores": rows}, frames=["traits"])
    assert holds(of, "hard to replace")["a0"] == "yes"
    assert holds(of, "hard to replace")["a1"] == "unknown"
    assert holds(of, "alliance option")["a1"] == "no"
    found = traits.traits(of)
    assert set(found.loc[found["proxy"] == "replaceability", "source"]) == {"managers", "none"}


def test_a_short_book_does_not_call_an_account_new():
    of = study(trait_cuts={"tenure_years": 5})
    assert trait_measures.measures(of)["tenure"].isna().all()
    old = study(
        trait_cuts={"tenure_years": 5},
    )
    dated = make_study(
        make_book(lines(REVENUE), accounts=[{"account_id": "a0", "start_date": "2010-01-01"}]),
        identification={"draws": 200, "trait_cuts": {"tenure_years": 5}},
    )
    assert trait_measures.measures(dated)["tenure"].round().to_dict()["a0"] == 15
    assert trait_measures.measures(old)["tenure"].isna().all()


def test_which_checklist_is_used_is_said():
    five = study(traits="five")
    assert traits.held(five).shape[1] == 5
    assert keys(five, said.version) == ["traits.version.five"]
    assert set(traits.traits(five)["trait"]) == set(traits.checklist(five)["trait"])


def test_money_in_another_unit_changes_no_trait(bare):
    other = study(times=1000.0)
    pd.testing.assert_frame_equal(traits.held(bare), traits.held(other))


def test_other_ids_change_no_trait(bare):
    shuffled = {"a0": "z9", "a1": "b1"}
    rows = [
        r | {"account_id": shuffled.get(r["account_id"], r["account_id"])} for r in lines(REVENUE)
    ]
    other = make_study(make_book(rows), identification={"draws": 200})
    renamed = traits.held(bare).rename(index=shuffled).sort_index()
    pd.testing.assert_frame_equal(renamed, traits.held(other).sort_index())


def test_identical_accounts_have_identical_traits():
    assert len(traits.held(study([7] * 10)).drop_duplicates()) == 1


def test_effort_alone_makes_no_account_key_and_is_named():
    costly = [{"customer_id": "a9", "amount": 1000.0}, {"customer_id": "a0", "amount": 1.0}]
    of = study(tables={"cost_to_serve": costly})
    assert holds(of, "takes effort")["a9"] == "yes"
    assert "a9" not in identification.key_ids(of)
    assert keys(of, said.effort) == ["traits.effort.some"] and "a9" in told(of, said.effort)[0]
    assert identification.key_ids(of) == identification.key_ids(study())


def test_key_accounts_are_shown_first_with_most_traits_first(demo):
    counts, grid = traits.trait_counts(demo), traits.grid(demo)
    assert len(grid) == counts["is_key"].sum() and grid["has"].is_monotonic_decreasing
    keys_first = traits.shown_ids(demo)[: len(grid)]
    assert set(keys_first) == set(identification.key_ids(demo))
    assert (counts[["has", "has_not", "unknown"]].sum(axis=1) == 10).all()


def test_the_planted_accounts_of_the_demo_carry_their_flags(demo):
    table = negative.negative_value(demo).set_index("account_id")["reason"]
    planted = {"00040": "loss", "00100": "decline", "00180": "arrears", "00200": "conduct"}
    assert {account: table[account] for account in planted} == planted
    assert table["00920"] == "returns"
    assert np.all(np.diff(negative.negative_value(demo)["is_key"].astype(int)) <= 0)
    first, *_ = told(demo, said.two_faces)
    assert "Calder & Wainwright" in first and "Tarrant" not in first


def test_what_a_book_cannot_show_is_named(bare):
    assert keys(bare, said.two_faces) == ["traits.faces.nobody", "traits.faces.not_seen"]
    assert negative.not_looked_at(bare) == ["arrears", "conduct"]


def answers(high, other):
    return [
        {"respondent": f"r{group[0]}{i}", "growth_group": group, "knows_profit": a}
        for group, given in (("high growth", high), ("other growth", other))
        for i, a in enumerate(given)
    ]


def test_an_empty_self_assessment_says_that_no_figure_is_invented(bare):
    assert own.self_assessment(bare).empty
    assert "lost" in told(bare, said.assessment)[0]


def test_answers_are_summarised_with_their_number():
    of = study(sheets={"self_assessment": answers([5, 4, 3], [2])})
    found = own.self_assessment(of).set_index("growth_group")
    assert found["answers"].to_dict() == {"all": 4, "high growth": 3, "other growth": 1}
    assert found["average_answer"]["all"] == 3.5 and np.isnan(
        found["average_answer"]["other growth"]
    )
    assert keys(of, said.assessment) == ["traits.assessment.all", "traits.assessment.no_groups"]
    few = study(sheets={"self_assessment": answers([5, 4], [])})
    assert keys(few, said.assessment)[0] == "traits.assessment.few"


def test_groups_are_compared_where_there_are_enough_answers():
    apart = study(sheets={"self_assessment": answers([5] * 8, [1] * 8)})
    assert keys(apart, said.assessment)[1:] == ["traits.assessment.differ"]
    alike = study(sheets={"self_assessment": answers([1, 2, 3, 4] * 2, [1, 2, 3, 4] * 2)})
    assert keys(alike, said.assessment)[1:] == ["traits.assessment.alike"]


def test_the_clients_own_term_stands_in_the_sentences():
    of = make_study(make_book(lines(REVENUE)), term="anchor clients", identification={"draws": 200})
    for sentence in (said.version, said.how_many, said.few, said.many, said.effort):
        assert "anchor clients" in told(of, sentence)[0], sentence.__name__
