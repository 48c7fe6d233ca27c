"""What is agreed about weights is read, contradictions and broken bounds are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kamlib import engagement
from kamlib.faults import InputError
from kamlib.settings import weight_statements

NAMES = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("said", "pairs"),
    [
        ("profit >= volume", [("profit", "volume")]),
        ("a>=b>=c", [("a", "b"), ("b", "c")]),
        ("a <= b", [("b", "a")]),
        ("采购量 ≥ 忠诚度", [("采购量", "忠诚度")]),
        ("a ＞＝ b", [("a", "b")]),
        ("share of wallet > a", [("share of wallet", "a")]),
    ],
)
def test_statements_are_read_as_people_write_them(said, pairs):
    assert weight_statements.pairs(said) == pairs


@pytest.mark.parametrize("said", ["profit", "profit >=", ">= a", "a = b", "a == b", "", "a >= = b"])
def test_what_is_no_statement_is_refused(said):
    with pytest.raises(ValueError, match="needs criteria with"):
        weight_statements.pairs(said)


shares = st.integers(0, 10).map(lambda n: n / 10)
one_of = st.sampled_from(NAMES)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(one_of, one_of), max_size=5),
    st.lists(st.tuples(shares, shares).map(sorted), min_size=4, max_size=4),
)
def test_a_contradiction_is_found_where_linear_programming_finds_one(heavier, bounds):
    low, high = ({n: b[side] for n, b in zip(NAMES, bounds, strict=True)} for side in (0, 1))
    rows = np.zeros((len(heavier), 4))
    for row, (above, below) in zip(rows, heavier, strict=True):
        row[NAMES.index(above)] -= 1
        row[NAMES.index(below)] += 1
    solved = linprog(
        np.zeros(4),
        A_ub=rows if heavier else None,
        b_ub=np.zeros(len(heavier)) if heavier else None,
        A_eq=[[1] * 4],
        b_eq=[1],
        bounds=bounds,
    )
    found = weight_statements.contradiction(heavier, low, high)
    assert bool(found) == (solved.status == 2)


def load(folder, identification: str):
    (folder / "engagement.yaml").write_text(
        "name: x\nsources:\n"
        "  orders: {path: a.csv, columns: {customer_id: c, date: d, amount: a}}\n"
        f"identification: {identification}\n",
        encoding="utf-8",
    )
    return engagement.load(folder).identification


TWO = (
    "criteria: {{a: {{source: revenue, weight: 3, direction: benefit{0}}}, "
    "b: {{source: orders, weight: 1, direction: benefit{1}}}}}"
)


def test_statements_and_bounds_that_hold_are_kept(tmp_path):
    assert load(tmp_path, "{order: profit >= volume}").order == ["profit >= volume"]
    read = load(tmp_path, f"{{{TWO.format(', at_most: .75', ', at_least: .1')}}}")
    assert read.bounds == ({"a": 0, "b": 0.1}, {"a": 0.75, "b": 1})
    assert read.shares == {"a": 0.75, "b": 0.25}


@pytest.mark.parametrize(
    ("identification", "field", "said"),
    [
        ("{order: [profit >= volum]}", "order", "nearest: volume"),
        ("{order: [profit]}", "order", "needs criteria with"),
        ("{order: [loyalty >= volume]}", "order", "loyalty weighs 0.15 and volume 0.25"),
        (f"{{{TWO.format(', at_most: .5', '')}}}", "criteria.a.at_most", "0.75 of the sum"),
        (f"{{{TWO.format('', ', at_least: .4')}}}", "criteria.b.at_least", "0.25 of the sum"),
        (f"{{{TWO.format(', at_most: .4', ', at_most: .4')}}}", "criteria", "sums to 0.8, below 1"),
        (f"{{{TWO.format(', at_least: .6', ', at_least: .6')}}}", "criteria", "sums to 1.2, above"),
        (f"{{order: [b >= a], {TWO.format('', ', at_most: .3')}}}", "order", "sums to 0.6, below"),
        (f"{{{TWO.format(', at_most: 2', '')}}}", "criteria.a.at_most", "less than or equal to 1"),
        (
            f"{{{TWO.format(', at_least: .8, at_most: .7', '')}}}",
            "criteria",
            "at least 0.8 and at most 0.7",
        ),
    ],
)
def test_what_cannot_hold_is_a_fault_at_its_field(tmp_path, identification, field, said):
    with pytest.raises(InputError) as caught:
        load(tmp_path, identification)
    (fault,) = caught.value.faults
    assert (fault.code, fault.column) == ("yaml_wrong_value", f"identification.{field}")
    assert said in fault.values["said"]
    assert fault.row


def test_a_criterion_without_weight_weighs_nothing(tmp_path):
    text = TWO.format("", "").replace("weight: 1", "weight: 0")
    assert load(tmp_path, f"{{{text}}}").bounds[1] == {"a": 1, "b": 0}
