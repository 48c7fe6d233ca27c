"""Hours needed and hours there are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import strategy

PROGRAMMES = {"A": (120, 12), "B": (40, 4)}
CLASSES = pd.DataFrame({"account_id": ["a", "b", "c"], "tier": ["A", "B", "C"]})
MANAGERS = pd.DataFrame(
    {"kam_id": ["k1", "k2"], "name": ["Li", None], "hours_year": [100.0, 300.0]}
)


def test_hours_by_class_and_their_cost():
    found = strategy.allocate(CLASSES, PROGRAMMES, hour_cost=10)
    assert found["hours"].tolist() == pytest.approx([120, 40, np.nan], nan_ok=True)
    assert found["visits"].tolist() == pytest.approx([12, 4, np.nan], nan_ok=True)
    assert found["cost"].tolist() == pytest.approx([1200, 400, np.nan], nan_ok=True)
    assert pd.isna(found.loc[2, "programme"])
    assert strategy.allocate(CLASSES, PROGRAMMES, hour_cost=0)["cost"].isna().all()


def test_capacity():
    found = strategy.allocate(CLASSES, PROGRAMMES, hour_cost=0)
    enough = strategy.capacity(found, MANAGERS)
    assert (enough["needed"], enough["available"], enough["short"]) == (160, 400, 0)
    assert enough["used"] == 0.4
    assert strategy.capacity(found, MANAGERS.iloc[:1])["short"] == 60
    assert np.isnan(strategy.capacity(found, None)["available"])
    none = MANAGERS.assign(hours_year=np.nan)
    assert np.isnan(strategy.capacity(found, none)["available"])
    idle = strategy.capacity(found, MANAGERS.assign(hours_year=0.0))
    assert idle["short"] == 160
    assert np.isnan(idle["used"])


def test_loads_by_manager_named_by_id_or_name():
    found = strategy.allocate(CLASSES, PROGRAMMES, hour_cost=0)
    owners = pd.DataFrame({"account_id": ["a", "b", "c"], "owner": ["k1", "Li", None]})
    loads = strategy.loads(found, owners, MANAGERS).set_index("owner")
    assert loads.loc["Li", ["accounts", "hours", "hours_year", "used"]].tolist() == [
        2,
        160,
        100,
        1.6,
    ]
    assert loads.loc["k2", ["accounts", "hours", "used"]].tolist() == [0, 0, 0]
    assert loads["hours"].sum() == 160
    assert loads["accounts"].sum() == 3


def test_loads_without_managers():
    found = strategy.allocate(CLASSES, PROGRAMMES, hour_cost=0)
    owners = pd.DataFrame({"account_id": ["a"], "owner": ["Wu"]})
    loads = strategy.loads(found, owners, None)
    assert loads["hours"].tolist() == [120, 40]
    assert loads["used"].isna().all()
