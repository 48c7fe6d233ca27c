"""`kam check` on weights that only the book shows, from judges or data."""

from __future__ import annotations

import pytest

from kamlib import intake
from kamlib.cli import _with_weights

# Two accounts bought alike often and for sums apart: entropy has only the sums weigh.
LINES = """customer,day,amount
A,2024-01-05,100
A,2024-02-05,100
B,2024-01-07,1
B,2024-02-07,1
C,2024-01-09,1
C,2024-02-09,10
"""
YAML = """name: Acme
sources:
  orders: {{path: orders.csv, columns: {{customer_id: customer, date: day, amount: amount}}}}
identification:
  criteria:
    size: {{source: revenue, weight: 1, direction: benefit}}
    loyalty: {{source: active_share, weight: 1, direction: benefit}}
  order: ["loyalty >= size"]
  weighting: {weighting}
"""


@pytest.mark.parametrize(
    ("weighting", "told"),
    [("direct", []), ("{direct: 1, entropy: 1}", ["weights_break_statement"])],
)
def test_a_mixture_that_breaks_what_is_stated_is_a_fault(weighting, told, tmp_path):
    (tmp_path / "orders.csv").write_text(LINES, "utf-8")
    (tmp_path / "engagement.yaml").write_text(YAML.format(weighting=weighting), "utf-8")
    found = _with_weights(intake.check(tmp_path), str(tmp_path))
    assert [fault.code for fault in found.faults] == told
    assert found.usable is not told and found.tables["orders"]["rows"] == 6
