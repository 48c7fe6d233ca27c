"""Self-assessment: summary from three answers on, comparison from eight a group on."""

import pandas as pd
import pytest

from kamlib.identification import self_assessment as own


def test_a_mean_takes_three_answers():
    few = own.summary(pd.Series([5.0, 4.0, None]))
    assert few["answers"] == 2 and few["average_answer"] != few["average_answer"]
    enough = own.summary(pd.Series([5.0, 4.0, 3.0, None]))
    assert enough == {
        "answers": 3,
        "average_answer": 4,
        "agree_share": pytest.approx(2 / 3),
    }


def test_groups_are_compared_from_eight_answers_on():
    assert own.by_chance(pd.Series([5.0] * 8), pd.Series([1.0] * 7)) is None
    assert own.by_chance(pd.Series([5.0] * 8), pd.Series([1.0] * 7 + [None])) is None
    assert own.by_chance(pd.Series([5.0] * 8), pd.Series([1.0] * 8)) < 0.001


def test_like_groups_do_not_differ():
    alike = pd.Series([1.0, 2, 3, 4, 5, 3, 2, 4])
    assert own.by_chance(alike, alike) > 0.9
    assert own.by_chance(pd.Series([3.0] * 8), pd.Series([3.0] * 9)) == 1.0


def test_the_groups_may_change_places():
    one, two = pd.Series([1.0, 2, 3, 4, 5, 3, 2, 4]), pd.Series([5.0, 5, 4, 4, 5, 3, 5, 4])
    assert own.by_chance(one, two) == pytest.approx(own.by_chance(two, one))
