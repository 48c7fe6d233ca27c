"""Agreement of raters: published coefficients and intervals, laws, and too few of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamlib.identification import raters

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)


def test_shrout_and_fleiss():
    published = {
        "icc11": 0.165742,
        "icc21": 0.289764,
        "icc31": 0.714841,
        "icc1k": 0.442797,
        "icc2k": 0.620051,
        "icc3k": 0.909316,
    }
    found = raters.icc(SHROUT)
    assert {name: i.value for name, i in found.items()} == pytest.approx(published, abs=1e-6)
    assert raters.squares(SHROUT) == pytest.approx(
        (11.241667, 32.486111, 1.019444, 6.263889), abs=1e-6
    )


def test_intervals_of_shrout_and_fleiss():
    # As the R package psych prints them (Revelle, help page of ICC).
    printed = {
        "icc11": (-0.133, 0.72),
        "icc21": (0.019, 0.76),
        "icc31": (0.342, 0.95),
        "icc1k": (-0.884, 0.91),
        "icc2k": (0.071, 0.93),
        "icc3k": (0.676, 0.99),
    }
    found = raters.icc(SHROUT)
    for name, (low, high) in printed.items():
        assert (found[name].low, found[name].high) == pytest.approx((low, high), abs=5e-3)


def test_kendalls_w_of_the_same_with_its_ties():
    found = raters.kendall_w(SHROUT)
    assert found.w == pytest.approx(0.887037, abs=1e-6)
    assert found.chi2 == pytest.approx(4 * 5 * 0.887037, abs=1e-5)
    assert 0.001 < found.p < 0.01


def test_fleiss_kappa_of_fourteen_raters():
    # Fleiss (1971) as in the textbook example: 10 subjects, 14 raters, 5 categories.
    counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert raters.fleiss_kappa_of_counts(np.array(counts)) == pytest.approx(0.210, abs=5e-4)
    with pytest.raises(ValueError, match="same number"):
        raters.fleiss_kappa_of_counts(np.array([[1, 2], [1, 1]]))


SCORES = arrays("float64", (6, 3), elements=st.integers(1, 5).map(float))


@settings(deadline=None)
@given(SCORES, st.permutations(range(6)), st.permutations(range(3)))
def test_neither_the_order_of_accounts_nor_of_raters_plays_a_part(x, rows, columns):
    assume(raters.lacking(x) == "")
    other = x[rows][:, columns]
    for name, found in raters.icc(x).items():
        assert raters.icc(other)[name] == pytest.approx(found, abs=1e-8, nan_ok=True)
    assert raters.kendall_w(other) == pytest.approx(raters.kendall_w(x), abs=1e-9, nan_ok=True)
    assert raters.fleiss_kappa(other) == pytest.approx(
        raters.fleiss_kappa(x), abs=1e-9, nan_ok=True
    )


@settings(deadline=None)
@given(SCORES)
def test_order_and_level_part_where_a_rater_is_stricter(x):
    assume(raters.lacking(x) == "")
    stricter = x - [0, 0, 3]
    one, other = raters.icc(x), raters.icc(stricter)
    assert other["icc31"].value == pytest.approx(one["icc31"].value, abs=1e-9)
    assert raters.kendall_w(stricter).w == pytest.approx(raters.kendall_w(x).w, nan_ok=True)
    assert one["icc21"].value <= 1 + 1e-12


@settings(deadline=None)
@given(SCORES)
def test_an_interval_holds_its_value(x):
    assume(raters.lacking(x) == "")
    for name, found in raters.icc(x).items():
        if np.isfinite(found.value):
            assert found.low <= found.value + 1e-9, name
            assert found.high >= found.value - 1e-9, name


def test_raters_alike_agree_fully_and_constant_levels_only_in_order():
    x = np.array([[1.0, 1], [3, 3], [5, 5], [4, 4]])
    found = raters.icc(x)
    assert all(interval == (1, 1, 1) for interval in found.values())
    assert raters.kendall_w(x).w == pytest.approx(1)
    assert raters.fleiss_kappa(x) == pytest.approx(1)
    apart = raters.icc(x - [0, 1])
    assert apart["icc31"].value == 1
    assert 0.5 < apart["icc21"].value < 1


def test_too_little_to_measure_agreement_says_why():
    assert raters.lacking(np.ones((5, 1))) == "few_raters"
    assert raters.lacking(np.ones((2, 3))) == "few_accounts"
    assert raters.lacking(np.ones((5, 3))) == "alike"
    assert raters.lacking(np.ones((5, 3)) * [1, 2, 3]) == "alike"
    assert raters.lacking(SHROUT) == ""
    with pytest.raises(ValueError, match="at least 3 and 2"):
        raters.icc(np.ones((2, 2)))


def long(matrix):
    rows = [
        (f"a{i}", f"r{j}", score)
        for i, row in enumerate(matrix)
        for j, score in enumerate(row)
        if score is not None
    ]
    return pd.DataFrame(rows, columns=["account_id", "rater", "score"])


def test_only_accounts_that_all_scored_count():
    kept = raters.complete(long([[1, 2, 3], [2, None, 4], [5, 5, 5]]))
    assert kept.index.tolist() == ["a0", "a2"]
    assert kept.to_numpy().tolist() == [[1, 2, 3], [5, 5, 5]]


@settings(deadline=None)
@given(SCORES)
def test_levels_are_taken_out_and_the_mean_stays(x):
    scores = long(x.tolist())
    corrected = raters.level_corrected(scores)
    by_rater = corrected.groupby(scores["rater"]).mean()
    assert by_rater.to_numpy() == pytest.approx(x.mean())
    apart = raters.level_corrected(long((x + [0, 1, 2]).tolist()))
    assert (apart - 1).to_numpy() == pytest.approx(corrected.to_numpy())


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.49, "poor"), (0.5, "moderate"), (0.75, "good"), (0.9, "good"), (0.91, "excellent")],
)
def test_verdicts(value, word):
    assert raters.verdict(value) == word
