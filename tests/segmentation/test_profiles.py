import pandas as pd
import pytest

from kamlib.segmentation import profiles


def profiled():
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b", "c", "d"],
            "revenue": [90.0, 110.0, 10.0, 30.0],
            "growth": [0.1, None, 0.3, 0.2],
        }
    )
    values = pd.DataFrame({"revenue": [1.0, 2, -2, -1], "growth": [-1.0, 0, 1, 0]}, list("abcd"))
    segment = pd.Series(["1", "1", "2", "none"], list("abcd"))
    return profiles.profile(accounts, values, segment).set_index(["segment", "feature"])


def test_profile_by_hand():
    table = profiled()
    # Book: mean of 90 110 10 30 is 60, deviation sqrt(1700); the account in no segment counts.
    row = table.loc[("1", "revenue")]
    assert row["mean"] == 100 and row["book"] == 60
    assert row["z"] == pytest.approx(40 / 1700**0.5)
    # Scaled: mean of the book 0, deviation sqrt(2.5); the segment's mean is 1.5.
    assert row["shift"] == pytest.approx(1.5 / 2.5**0.5)


def test_an_unknown_value_is_left_out_of_the_means():
    row = profiled().loc[("1", "growth")]
    assert row["mean"] == pytest.approx(0.1)
    assert row["book"] == pytest.approx(0.2)


def shifts(**segments):
    rows = [
        {"segment": segment, "feature": feature, "shift": shift}
        for segment, found in segments.items()
        for feature, shift in found.items()
    ]
    return pd.DataFrame(rows)


def named(table, language="en", **given):
    return profiles.names(table, language=language, given=given)


def test_a_name_tells_size_first_and_then_what_is_furthest():
    table = shifts(
        a={"revenue": 0.6, "orders": 0.5, "products": 1.5, "active_share": 2.0, "evenness": 0.9},
        b={"revenue": -0.2, "orders": -0.3, "products": 0.1, "active_share": 0.0, "evenness": 0.1},
    )
    assert named(table) == {"a": "large, wide range, regular", "b": "middling"}
    assert named(table, "zh") == {"a": "大额、品种多、常购", "b": "居中"}


def test_names_that_would_be_alike_are_told_apart():
    table = shifts(
        **{
            "1": {"revenue": 1.0, "orders": 0.3},
            "2": {"revenue": 0.9, "orders": -0.3},
            "3": {"revenue": -1.0, "orders": 0.0},
            "4": {"revenue": -1.1, "orders": 0.1},
        }
    )
    assert named(table) == {
        "1": "large, frequent",
        "2": "large, infrequent",
        "3": "small (3)",
        "4": "small (4)",
    }


def test_two_features_that_say_the_same_say_it_once():
    table = shifts(a={"revenue": 1.0, "gross_sales": 1.2, "growth": -0.7})
    assert named(table) == {"a": "large, shrinking"}


def test_names_can_be_given_and_unknown_features_have_one():
    table = shifts(**{"1": {"revenue": 1.0}, "2": {"score_of_ours": -1.0}}).fillna(0)
    assert named(table, **{"1": "Partners"})["1"] == "Partners"
    assert named(table)["2"] == "low score_of_ours"


def test_every_column_a_segment_may_be_formed_by_has_words():
    from kamlib import labels, results

    numbers = [c.name for c in results.RESULTS["accounts"].columns if c.kind == "number"]
    lacking = [n for n in numbers if not labels.has(f"segmentation.trait.{n}.high")]
    assert lacking == []
