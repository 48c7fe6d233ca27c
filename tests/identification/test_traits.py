"""Traits: three-valued verdicts, counts, and who stands out; pure."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification import traits
from kamlib.results import traits as results

MEASURES = [proxy for proxies in traits.PROXIES.values() for proxy in proxies]
UNIT = dict.fromkeys(MEASURES, 1.0)
NAN = float("nan")


def frame(**given):
    """Accounts with all measures empty but those given, by name with blanks as underscores."""
    size = max((len(v) for v in given.values()), default=1)
    values = pd.DataFrame(np.nan, index=range(size), columns=MEASURES)
    return values.assign(**{name.replace("_", " "): v for name, v in given.items()})


def verdicts(**given):
    return traits.holds(traits.reached(frame(**given), UNIT), traits.checklist("ten"))


def test_the_kit_and_its_tables_name_the_same_traits_and_measures():
    assert tuple(traits.PROXIES) == results.TRAITS
    assert tuple(MEASURES) == results.PROXIES
    assert traits.checklist("ten") == results.TRAITS
    assert traits.checklist("five") == traits.FIVE
    assert set(traits.FIVE) < set(results.TRAITS) and len(traits.FIVE) == 5


def test_a_value_at_the_threshold_reaches_it():
    found = traits.reached(frame(tenure=[0.9, 1.0, 1.1, NAN]), UNIT)["tenure"]
    assert found.tolist()[:3] == [0, 1, 1] and pd.isna(found[3])


def test_one_measure_that_fails_is_enough_for_a_no_where_all_are_needed():
    found = verdicts(
        tenure=[2, 2, 0, 2], order_regularity=[2, 2, NAN, 0], open_wallet=[2, NAN, 2, 2]
    )
    assert found["stable cooperation"].fillna(-1).tolist() == [1, -1, 0, 0]


def test_one_measure_that_holds_is_enough_where_either_does():
    found = verdicts(serving_cost=[2, 0, 0, NAN], manager_hours=[NAN, NAN, 0, 2])
    assert found["takes effort"].fillna(-1).tolist() == [1, -1, 0, 1]


def test_without_data_every_trait_is_unknown():
    assert verdicts().isna().all(axis=None)
    assert traits.counts(verdicts()).iloc[0].tolist() == [0, 0, 10]


def test_few_and_many_are_held_against_the_middle_key_account():
    has = pd.Series([4.0, 4, 2, 4, 3, 0])
    key = pd.Series([True, True, True, False, False, False])
    assert traits.standing(has, key).tolist() == ["", "", "few", "many", "", ""]


@pytest.mark.parametrize("key", [[False, False], [True, False]])
def test_nothing_stands_out_without_a_level(key):
    assert traits.standing(pd.Series([0.0, 5]), pd.Series(key)).tolist() == ["", ""]


def test_effort_alone_is_effort_with_at_most_one_other_trait():
    found = verdicts(serving_cost=[2, 2, 2, 0], weight=[0, 2, 2, 0], share_of_sales=[0, 0, 2, 0])
    assert traits.effort_alone(found).tolist() == [True, True, False, False]


values = st.lists(
    st.lists(st.one_of(st.none(), st.floats(0, 2)), min_size=15, max_size=15),
    min_size=1,
    max_size=5,
)


@given(values, st.integers(0, 14))
@settings(max_examples=25, deadline=None)
def test_what_is_said_stays_said_when_a_missing_value_comes_to_be_known(rows, place):
    known = pd.DataFrame(rows, columns=MEASURES, dtype="float64")
    before = traits.holds(traits.reached(known, UNIT), traits.checklist("ten"))
    for filled in (0.0, 2.0):
        more = known.copy()
        more.iloc[:, place] = more.iloc[:, place].fillna(filled)
        after = traits.holds(traits.reached(more, UNIT), traits.checklist("ten"))
        said = before.notna().to_numpy()
        assert (after.to_numpy()[said] == before.to_numpy()[said]).all()


@given(values)
@settings(max_examples=25, deadline=None)
def test_a_higher_value_never_takes_a_trait_away(rows):
    low = pd.DataFrame(rows, columns=MEASURES, dtype="float64")
    one = traits.counts(traits.holds(traits.reached(low, UNIT), traits.checklist("ten")))
    two = traits.counts(traits.holds(traits.reached(low + 0.5, UNIT), traits.checklist("ten")))
    assert (two["has"] >= one["has"]).all()
    assert (one.sum(axis=1) == 10).all()
