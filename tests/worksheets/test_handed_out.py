"""The sheet a run hands out: read back as filled in, never written over."""

from __future__ import annotations

import pandas as pd
import pytest
from python_calamine import load_workbook

from kamlib import worksheets
from kamlib.worksheets import handed_out

PAIRS = pd.DataFrame(
    {
        "customer_id": ["002", "=1+1"],
        "customer_name": ["Acme Ltd", '=HYPERLINK("http://bad.example")'],
        "same_as": ["001", "001"],
        "other_name": ["Acme", None],
        "rule": ["same core", "nearly the same"],
        "similarity": [1.0, 0.9],
    }
)


def filled_in(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.assign(decision="different")


def test_what_is_handed_out_has_the_columns_of_the_workbook(tmp_path):
    path = handed_out.write_same_customer(tmp_path, "en", PAIRS)
    worksheets.write_blank(tmp_path / "blank.xlsx", "en")
    ours = load_workbook(str(path)).get_sheet_by_name("Same customer").to_python()
    blank = load_workbook(str(tmp_path / "blank.xlsx")).get_sheet_by_name("Same customer")
    assert ours[0] == blank.to_python()[0]
    assert ours[0][:4] == ["Customer id", "Customer", "Same as", "Other customer"]
    assert ours[1][:7] == ["002", "Acme Ltd", "001", "Acme", "same but for the legal form", 1, ""]
    assert ours[2][:2] == ["=1+1", '=HYPERLINK("http://bad.example")']


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_written_anew_until_somebody_fills_it_in(tmp_path, language):
    first = handed_out.write_same_customer(tmp_path, language, PAIRS)
    assert not handed_out.is_filled_in(first)
    assert handed_out.write_same_customer(tmp_path, language, PAIRS) == first
    first.unlink()
    worksheets.write(
        first, language, rows={"same_customer": filled_in(PAIRS)}, only="same_customer"
    )
    before = first.read_bytes()
    assert handed_out.is_filled_in(first)
    second = handed_out.write_same_customer(tmp_path, language, PAIRS)
    assert second.name == "same_customer_2.xlsx"
    assert handed_out.write_same_customer(tmp_path, language, PAIRS) == second
    assert first.read_bytes() == before


def test_what_cannot_be_read_counts_as_filled_in(tmp_path):
    path = tmp_path / "same_customer.xlsx"
    path.write_bytes(b"half a file")
    assert handed_out.is_filled_in(path)
    other = tmp_path / "workbook.xlsx"
    other.write_bytes(b"half a file")
    assert not handed_out.is_filled_in(other)
