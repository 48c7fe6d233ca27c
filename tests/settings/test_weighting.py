"""The way to weigh is one method or a mixture, and never spread alone."""

import pytest

from kamlib import engagement
from kamlib.faults import InputError

YAML = """
name: x
since: 2024-01-01
as_of: 2024-12-31
sources:
  orders: {path: o.csv, columns: {customer_id: c, date: d, amount: a}}
identification:
"""


def load(tmp_path, said):
    (tmp_path / "engagement.yaml").write_text(f"{YAML}{said}\n", encoding="utf-8")
    return engagement.load(tmp_path).identification


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("  seed: 7", {"direct": 1}),
        ("  weighting: ahp", {"ahp": 1}),
        ("  weighting: {direct: 1, entropy: 3}", {"direct": 1, "entropy": 3}),
        (
            "  weighting: {ahp: 0.5, critic: 0.5, entropy: 0}",
            {"ahp": 0.5, "critic": 0.5, "entropy": 0},
        ),
    ],
)
def test_a_method_or_a_mixture_with_shares(tmp_path, said, found):
    assert load(tmp_path, said).weighting == found


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("  weighting: entropy", "never be the only weights"),
        ("  weighting: {entropy: 0.5, critic: 0.5}", "never be the only weights"),
        ("  weighting: {direct: 0, entropy: 1}", "never be the only weights"),
        ("  weighting: {direct: 0}", "sum to zero"),
        ("  weighting: {}", "sum to zero"),
        ("  weighting: {direct: -1, ahp: 2}", "must not be negative"),
        ("  weighting: {direct: .nan}", "must not be negative|finite number"),
        ("  weighting: entrophy", "nearest: entropy"),
        ("  weighting: {direct: much}", "number"),
        ("  random_index: newest", "older"),
        ("  criteria: {a: {source: revenue, weight: -1, direction: benefit}}", "greater than"),
        ("  criteria: {a: {source: revenue, weight: 0, direction: benefit}}", "sum to zero"),
        ("  criteria: {a: {source: revenue, weight: 1}}", "direction is missing"),
        (
            "  criteria: {a: {source: 'scores:a', weight: 1, direction: cost, anchors: {9: x}}}",
            "from 1 to 5; not 9",
        ),
    ],
)
def test_what_cannot_be_weights_is_refused_at_its_field(tmp_path, said, told):
    with pytest.raises(InputError, match=told) as caught:
        load(tmp_path, said)
    assert all(f.column.startswith("identification") for f in caught.value.faults)


def test_anchors_are_texts_by_score(tmp_path):
    said = (
        "  criteria: {a: {source: 'scores:a', weight: 1, direction: cost, anchors: {1: 0, 5: x}}}"
    )
    assert load(tmp_path, said).criteria["a"].anchors == {1: "0", 5: "x"}
