"""The present list and people's changes against the computed list: one finding an account."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.identification.audit import FINDINGS, audited

COLUMNS = ["account_id", "computed", "added", "removed", "status"]


def chosen(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


BOOK = chosen(
    ("a", True, False, False, "core"),
    ("b", True, False, False, "contested"),
    ("c", False, False, False, "contested"),
    ("d", False, False, False, "out"),
    ("e", False, True, False, "out"),
    ("f", True, False, True, "core"),
    ("g", False, False, False, "out"),
)


def findings(book, present):
    return audited(book, present).set_index("account_id")["finding"].to_dict()


def test_each_account_on_a_list_has_its_finding():
    assert findings(BOOK, {"a", "c", "d", "gone"}) == {
        "a": "present and supported",
        "b": "missing but contested",
        "c": "present but contested",
        "d": "present without support",
        "e": "added without support",
        "f": "removed though core",
        "gone": "present without orders",
    }


def test_a_core_account_that_is_not_on_the_present_list_is_missing():
    assert findings(BOOK, set())["a"] == "missing from present"


def test_without_a_present_list_only_what_people_changed_is_told():
    found = audited(BOOK, None)
    assert set(found["account_id"]) == {"e", "f"}
    assert set(found["on_present"]) == {"not given"}


def test_what_calls_for_a_decision_comes_first():
    found = audited(BOOK, {"a", "c", "d"})["finding"].map(FINDINGS.index)
    assert found.is_monotonic_increasing


flags = st.booleans()
rows = st.lists(
    st.tuples(flags, flags, flags, st.sampled_from(["core", "contested", "out"]), flags),
    max_size=12,
)


@given(rows)
@settings(deadline=None)
def test_every_account_of_either_list_is_told_once_and_nobody_else(drawn):
    book = chosen(*((f"a{i}", *row[:4]) for i, row in enumerate(drawn)))
    book["added"] &= ~book["computed"]  # as `selection.by_hand` marks them
    book["removed"] &= book["computed"]
    present = {f"a{i}" for i, row in enumerate(drawn) if row[4]} | {"stranger"}
    found = audited(book, present)
    touched = book["computed"] | book["added"] | book["removed"]
    told = present | set(book.loc[touched, "account_id"])
    assert set(found["account_id"]) == told and len(found) == len(told)
    assert set(found["finding"]) <= set(FINDINGS)
    assert (found.set_index("account_id")["on_present"] == "yes").sum() == len(present)


@pytest.mark.parametrize("present", [None, set()])
def test_a_book_without_lists_has_nothing_to_audit(present):
    assert audited(BOOK.iloc[6:], present).empty
