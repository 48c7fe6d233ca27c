"""Who does what by when: proposals of the kit beside what people decided."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd

COLUMNS = ["account_id", "action", "owner", "due", "status", "origin"]


@cache
def playbook() -> dict[str, dict]:
    """Days until an action is due, by what calls for it: `playbook.toml`."""
    return tomllib.loads(files(__package__).joinpath("playbook.toml").read_text("utf-8"))


def actions(
    proposals: pd.DataFrame, plans: pd.DataFrame, owners: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Every action, those due first first.

    proposals: account_id, action, days, origin, made by rule
    plans: account_id, action, owner, due, status, filled in by people
    owners: account_id, owner
        -> account_id, action, owner, due, status, origin

    A proposal is due `days` after `as_of` and belongs to the account's owner; a plan keeps
    its own owner, day and status, and takes the account's owner where it names none. Nothing
    is invented: no owner and no day stay empty, and stand last.
    """
    proposed = proposals.assign(
        due=pd.Timestamp(as_of) + pd.to_timedelta(proposals["days"].astype("float64"), unit="D"),
        status="proposed",
        owner=pd.Series(pd.NA, index=proposals.index, dtype="str"),
    )
    planned = plans.assign(origin="worksheet", status=plans["status"].fillna("open"))
    both = pd.concat([planned[COLUMNS], proposed[COLUMNS]], ignore_index=True)
    known = owners.drop_duplicates("account_id").set_index("account_id")["owner"]
    both["owner"] = both["owner"].fillna(both["account_id"].map(known))
    both["due"] = pd.to_datetime(both["due"]).astype("datetime64[us]")
    order = ["due", "account_id", "origin", "action"]
    return both.sort_values(order, na_position="last", ignore_index=True).astype(
        {c: "str" for c in COLUMNS if c != "due"}
    )
