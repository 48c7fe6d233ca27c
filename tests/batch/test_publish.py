"""Files moved into the folder people read: whole, and never over what a person filled in."""

from __future__ import annotations

import pandas as pd

from kamlib import worksheets
from kamlib.batch import publish

PAIR = pd.DataFrame({"customer_id": ["2"], "same_as": ["1"]})


def sheet(path, **more) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {"same_customer": PAIR.assign(**more)}
    worksheets.write(path, "en", rows=rows, only="same_customer")


def test_a_sheet_that_was_filled_in_stays(tmp_path):
    staged, target = tmp_path / "staged", tmp_path / "report"
    sheet(target / "same_customer.xlsx", decision="same")
    filled = (target / "same_customer.xlsx").read_bytes()
    sheet(staged / "same_customer.xlsx")
    assert publish.move(staged, target) == ["same_customer_2.xlsx"]
    assert (target / "same_customer.xlsx").read_bytes() == filled
    before = [{"outputs": ["same_customer.xlsx", "same_customer_2.xlsx"]}]
    publish.remove_unwanted(target, before, [])
    assert [p.name for p in target.iterdir()] == ["same_customer.xlsx"]


def test_a_blank_sheet_is_replaced(tmp_path):
    staged, target = tmp_path / "staged", tmp_path / "report"
    sheet(target / "same_customer.xlsx")
    sheet(staged / "same_customer.xlsx", reason="new")
    new = (staged / "same_customer.xlsx").read_bytes()
    assert publish.move(staged, target) == ["same_customer.xlsx"]
    assert (target / "same_customer.xlsx").read_bytes() == new
