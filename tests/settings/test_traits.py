"""Cuts of the traits: within their bounds, and the questions asked only where wanted."""

import pytest
from pydantic import ValidationError

from kamlib.settings import Identification, traits


@pytest.mark.parametrize(
    "wrong", [{"traits": "six"}, {"trait_cuts": {"score": 6}}, {"trait_cuts": {"tenure": 2}}]
)
def test_what_is_no_decision_is_refused(wrong):
    with pytest.raises(ValidationError):
        Identification.model_validate(wrong)


def test_questions_are_asked_where_the_frame_is_wanted():
    assert traits.asked([]) == () and traits.asked(["fit"]) == ()
    assert traits.asked(["power", "traits"]) == traits.SCORED
    assert Identification.model_validate({"frames": ["traits"]}).frames == ["traits"]
