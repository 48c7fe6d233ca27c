"""Weights from data: a published table, laws, and values that have no such weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamlib.identification import weights

# Eleven hospital departments on nine indicators of nursing, a Chinese teaching example of the
# entropy weight method (renrendoc.com/paper/133129052.html).
NURSING = pd.DataFrame(
    [
        [100.0, 90.0, 100.0, 84.0, 90.0, 100.0, 100.0, 100.0, 100.0],
        [100.0, 100.0, 78.6, 100.0, 90.0, 100.0, 100.0, 100.0, 100.0],
        [75.0, 100.0, 85.7, 100.0, 90.0, 100.0, 100.0, 100.0, 100.0],
        [100.0, 100.0, 78.6, 100.0, 90.0, 100.0, 94.4, 100.0, 100.0],
        [100.0, 90.0, 100.0, 100.0, 100.0, 90.0, 100.0, 100.0, 80.0],
        [100.0, 100.0, 100.0, 100.0, 90.0, 100.0, 100.0, 85.7, 100.0],
        [100.0, 100.0, 78.6, 100.0, 90.0, 100.0, 55.6, 100.0, 100.0],
        [87.5, 100.0, 85.7, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0],
        [100.0, 100.0, 92.9, 100.0, 80.0, 100.0, 100.0, 100.0, 100.0],
        [100.0, 90.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0],
        [100.0, 100.0, 92.9, 100.0, 90.0, 100.0, 100.0, 100.0, 100.0],
    ],
    columns=[f"X{i}" for i in range(1, 10)],
)
MORE = dict.fromkeys(NURSING, "benefit")


def test_entropy_of_the_nursing_table_by_min_and_max():
    found = weights.entropy(NURSING, MORE)
    assert found["entropy"].to_numpy() == pytest.approx(
        [0.954076, 0.867194, 0.835553, 0.960253, 0.936252, 0.960253, 0.959935, 0.960253, 0.960253],
        abs=1e-6,
    )
    assert found["weight"].to_numpy() == pytest.approx(
        [0.075786, 0.219159, 0.271374, 0.065592, 0.105198, 0.065592, 0.066116, 0.065592, 0.065592],
        abs=1e-6,
    )


def test_entropy_of_the_nursing_table_by_shares_has_another_winner():
    found = weights.entropy(NURSING, MORE, form="share")
    assert found["entropy"].to_numpy() == pytest.approx(
        [0.99859, 0.999556, 0.998024, 0.999524, 0.99918, 0.999819, 0.995723, 0.999623, 0.999241],
        abs=1e-6,
    )
    assert found["weight"].to_numpy() == pytest.approx(
        [0.131564, 0.04144, 0.184313, 0.044407, 0.076451, 0.016844, 0.399005, 0.035174, 0.070802],
        abs=1e-6,
    )
    assert found["weight"].idxmax() == 6


def test_critic_by_hand():
    # z = (0, .5, 1) and (1, 0, 0): s = .5 and 1/sqrt(3), r = -sqrt(3)/2.
    values = pd.DataFrame({"a": [1.0, 2, 3], "b": [9.0, 4, 4], "flat": [5.0, 5, 5]})
    found = weights.critic(values, dict.fromkeys(values, "benefit")).set_index("criterion")
    assert found.loc["a", "deviation"] == pytest.approx(0.5)
    assert found.loc["b", "deviation"] == pytest.approx(1 / np.sqrt(3))
    assert found.loc["a", "conflict"] == pytest.approx(1 + np.sqrt(3) / 2)
    share = 0.5 / (0.5 + 1 / np.sqrt(3))
    assert found["weight"].tolist() == pytest.approx([share, 1 - share, 0])


def test_a_cost_is_turned_round_before_its_entropy_and_its_correlation():
    values = pd.DataFrame({"a": [1.0, 2, 4], "b": [9.0, 4, 4]})
    turned = values.assign(b=-values["b"])
    costs, more = {"a": "benefit", "b": "cost"}, dict.fromkeys(values, "benefit")
    for method in (weights.entropy, weights.critic):
        assert method(values, costs)["weight"].tolist() == pytest.approx(
            method(turned, more)["weight"].tolist()
        )


VALUES = arrays("float64", (7, 4), elements=st.integers(-50, 50).map(float))


@settings(deadline=None)
@given(VALUES, st.permutations(range(7)), st.permutations(list("abcd")))
def test_neither_the_order_nor_the_unit_plays_a_part(values, rows, columns):
    frame = pd.DataFrame(values, columns=list("abcd"))
    more = dict.fromkeys("abcd", "benefit")
    for method in (weights.entropy, weights.critic):
        try:
            found = method(frame, more).set_index("criterion")["weight"]
        except weights.Undefined:
            continue
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
        assert (found[frame.columns[frame.max() == frame.min()]] == 0).all()
        other = method(frame.iloc[rows][columns] * 1000 + 5, more)
        other = other.set_index("criterion")["weight"]
        assert other[list("abcd")].tolist() == pytest.approx(found.tolist(), abs=1e-6)


@pytest.mark.parametrize("method", [weights.entropy, weights.critic])
def test_values_without_such_weights_say_why(method):
    more = {"a": "benefit", "b": "benefit"}
    one = pd.DataFrame({"a": [1.0], "b": [2.0]})
    with pytest.raises(weights.Undefined) as caught:
        method(one, more)
    assert caught.value.code == "one_account"
    alike = pd.DataFrame({"a": [1.0] * 10, "b": [-2.0] * 10})
    with pytest.raises(weights.Undefined) as caught:
        method(alike, more)
    assert caught.value.code == "all_alike"


def test_negative_values_forbid_the_share():
    values = pd.DataFrame({"a": [1.0, 2.0], "b": [-2.0, -3.0]})
    with pytest.raises(weights.Undefined) as caught:
        weights.entropy(values, {"a": "benefit", "b": "benefit"}, form="share")
    assert (caught.value.code, caught.value.criterion) == ("negative", "b")
    found = weights.entropy(values, {"a": "benefit", "b": "benefit"})
    assert found["weight"].tolist() == pytest.approx([0.5, 0.5])


def test_critic_of_criteria_that_say_the_same_is_undefined():
    values = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, 6]})
    with pytest.raises(weights.Undefined) as caught:
        weights.critic(values, {"a": "benefit", "b": "benefit"})
    assert caught.value.code == "no_conflict"


def test_the_only_criterion_that_varies_takes_all():
    values = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0] * 3})
    for method in (weights.entropy, weights.critic):
        assert method(values, dict.fromkeys("ab", "benefit"))["weight"].tolist() == [1, 0]


def test_a_mixture_is_the_mean_by_shares_and_never_negative_or_nothing():
    given_ = {"direct": pd.Series({"a": 3.0, "b": 1.0}), "entropy": pd.Series({"a": 0, "b": 1.0})}
    mixed = weights.mixture(given_, {"direct": 2, "entropy": 2})
    assert mixed.to_dict() == pytest.approx({"a": 0.375, "b": 0.625})
    assert weights.mixture(given_, {"direct": 1, "entropy": 0}).to_dict() == {"a": 0.75, "b": 0.25}
    for shares in ({"direct": 0}, {"direct": 2, "entropy": -1}):
        with pytest.raises(ValueError, match="shares"):
            weights.mixture(given_, shares)
    for bad in ({"a": 0.0, "b": 0.0}, {"a": -1.0, "b": 3.0}):
        with pytest.raises(ValueError, match="weights"):
            weights.mixture({"direct": pd.Series(bad)}, {"direct": 1})
