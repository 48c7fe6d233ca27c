"""Diversion and dependence."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import economics


def sales(rows) -> pd.DataFrame:
    """Rows of customer, region, sales; a site a1 belongs to account a."""
    frame = pd.DataFrame(rows, columns=["customer_id", "region", "sales"])
    return frame.assign(account_id=frame["customer_id"].astype("str").str[:1])


OWN = pd.DataFrame({"customer_id": ["a", "b", "c"], "region": ["North", "South", None]})


def test_sales_outside_the_own_region_call_for_a_question():
    rows = [("a", "north ", 70), ("a", "East", 30), ("b", "South", 90), ("b", "North", 10)]
    found = economics.diversion(sales([*rows, ("c", "East", 5)]), OWN, share=0.2)
    assert found["account_id"].tolist() == ["a", "b"]
    assert found["outside_share"].tolist() == [0.3, 0.1]
    assert found["diverts"].tolist() == [True, False]
    assert economics.regions_comparable(found)


def test_a_group_with_sites_in_many_regions_is_no_diverter():
    own = pd.DataFrame({"customer_id": ["a1", "a2"], "region": ["North", "South"]})
    rows = [("a1", "North", 50), ("a2", "South", 40), ("a2", "North", 10)]
    found = economics.diversion(sales(rows), own, share=0.2)
    assert found["own_region"].tolist() == ["North, South"]
    assert found["outside_share"].tolist() == [0.1]


def test_exactly_the_share_is_not_above_it():
    found = economics.diversion(sales([("a", "North", 80), ("a", "East", 20)]), OWN, share=0.2)
    assert not found["diverts"].any()


def test_regions_of_another_vocabulary_name_no_one():
    found = economics.diversion(sales([("a", "N-1", 70), ("b", "S-2", 30)]), OWN, share=0.2)
    assert not economics.regions_comparable(found)


def test_nothing_known_of_regions():
    found = economics.diversion(sales([]), OWN, share=0.2)
    assert found.empty
    assert not economics.regions_comparable(found)


def test_dependency():
    revenue = pd.DataFrame({"account_id": ["a", "b", "c"], "last": [10.0, 90.0, -50.0]})
    found = economics.dependency(revenue, share=0.1)
    assert found["account_id"].tolist() == ["b", "a", "c"]
    assert found["share"].tolist() == pytest.approx([0.9, 0.1, 0])
    assert found["depends"].tolist() == [True, True, False]


def test_nothing_hangs_on_accounts_that_only_return():
    revenue = pd.DataFrame({"account_id": ["a"], "last": [-10.0]})
    found = economics.dependency(revenue, share=0.1)
    assert found["share"].isna().all()
    assert not found["depends"].any()
