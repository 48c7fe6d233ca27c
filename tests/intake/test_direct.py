"""Typed lines read directly give what the way over text gives; what is odd goes that way."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from kamlib import engagement, intake
from kamlib.intake import direct
from kamlib.intake.files import sources
from tests.intake import typed_lines


def found(folder):
    """Everything that is told of the orders, and the lines analysed."""
    check = intake.check(folder)
    assert check.usable, check.faults
    book = intake.read(engagement.load(folder))
    order = ["customer_id", "order_id", "date", "product_id", "amount", "cost", "quantity"]
    frame = book.orders.collect("pandas").to_native().sort_values(order, ignore_index=True)
    told = (check.tables, check.reconciliation, check.repairs, check.questions)
    return told, frame, book


def as_dict(told):
    """Notes without their order and the noise of binary figures.

    Which line is the example of a factor is not the same.
    """
    tables, reconciliation, *notes = told
    plain = [[{k: rounded(v) for k, v in note.items()} for note in kind] for kind in notes]
    for note in plain[0]:
        if note["rule"] == "unit_scaled":
            note["example"] = ""
    steps = [{k: rounded(v) for k, v in line.items()} for line in reconciliation]
    totals = {name: {k: rounded(v) for k, v in of.items()} for name, of in tables.items()}
    return totals, steps, [sorted(map(str, kind)) for kind in plain]


def rounded(value):
    return round(value, 6) if isinstance(value, float) else value


@pytest.mark.parametrize("case", typed_lines.CASES)
def test_the_direct_way_and_the_way_over_text_agree(tmp_path, monkeypatch, case):
    loaded = []
    original = sources.load
    monkeypatch.setattr(sources, "load", lambda *a, **k: loaded.append(a[2]) or original(*a, **k))
    told, frame, _ = found(typed_lines.write(tmp_path / "direct", case))
    assert "orders" not in loaded  # it was the direct way
    monkeypatch.setattr(direct, "read", lambda *_: None)
    told_of_text, frame_of_text, _ = found(typed_lines.write(tmp_path / "text", case))
    assert "orders" in loaded
    assert as_dict(told) == as_dict(told_of_text)
    assert_frame_equal(frame, frame_of_text)


def test_the_cases_hold_what_they_are_made_for(tmp_path):
    steps, repairs, questions = set(), set(), set()
    for i, case in enumerate(typed_lines.CASES):
        (_, reconciliation, repaired, asked), _, _ = found(
            typed_lines.write(tmp_path / str(i), case)
        )
        steps |= {line["step"] for line in reconciliation}
        repairs |= {(note["column"], note["rule"]) for note in repaired}
        questions |= {note["question"] for note in asked}
    assert {"where", "left_out", "unreadable", "duplicate", "no_customer"} <= steps
    assert {"before_since", "after_as_of", "role", "return"} <= steps
    assert ("customer_id", "blanks") in repairs
    assert ("customer_id", "missing") in repairs
    assert ("order_id", "point_zero") in repairs
    assert ("amount", "converted") in repairs
    assert {"duplicate_lines", "where_without_rows", "amount_computed"} <= questions


ODD = {
    "a figure as text": ("Net", pa.array(["1,5", "2"])),
    "a day as text": ("Day", pa.array(["2024-01-05", "2024-01-06"])),
    "no number": ("Net", pa.array([float("nan"), 1.0])),
    "ids that lost their last figures": ("Cust No", pa.array([1.23e17, 5.0])),
    "ids with .0 as text": ("Cust No", pa.array(["1.0", "2.0"])),
    "no day": ("Day", pa.array([None, pd.Timestamp("2024-01-05")], pa.timestamp("us"))),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_goes_the_way_over_text(tmp_path, monkeypatch, odd):
    loaded = []
    original = sources.load
    monkeypatch.setattr(sources, "load", lambda *a, **k: loaded.append(a[2]) or original(*a, **k))
    folder = typed_lines.write(tmp_path, "plain")
    table = pq.read_table(folder / "lines.parquet").slice(0, 2)
    name, values = ODD[odd]
    place = table.column_names.index(name)
    keep = pa.array(["A", "B"])
    table = table.set_column(0, "Cust No", keep).set_column(place, name, values)
    pq.write_table(table, folder / "lines.parquet")
    intake.check(folder)
    assert "orders" in loaded
