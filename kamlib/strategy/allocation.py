"""Hours of account management: what the programmes need against what the managers have."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def allocate(
    classes: pd.DataFrame, programmes: Mapping[str, tuple[float, float]], *, hour_cost: float
) -> pd.DataFrame:
    """What each account gets in a year by the programme of its class.

    classes: account_id, tier; programmes: class -> (hours, visits) a year
        -> account_id, programme, hours, visits, cost

    A class without a programme gets none: programme, hours and visits stay empty. cost is
    hours x `hour_cost`, empty where an hour's cost is not known (0).
    """
    hours = classes["tier"].map({name: hours for name, (hours, _) in programmes.items()})
    visits = classes["tier"].map({name: visits for name, (_, visits) in programmes.items()})
    frame = classes[["account_id"]].assign(
        programme=classes["tier"].where(hours.notna()),
        hours=hours.astype("float64"),
        visits=visits.astype("float64"),
    )
    frame["cost"] = frame["hours"] * hour_cost if hour_cost else float("nan")
    return frame


def capacity(allocation: pd.DataFrame, managers: pd.DataFrame | None) -> pd.Series:
    """Hours the programmes need against the hours the managers have.

    allocation: as `allocate`; managers: kam_id, hours_year (None: not known)
        -> needed, available, short (needed less available, 0 where they suffice), used
    """
    needed = allocation["hours"].sum()
    known = managers is not None and managers["hours_year"].notna().any()
    available = float(managers["hours_year"].sum()) if known else float("nan")
    short = max(needed - available, 0.0) if known else float("nan")
    used = needed / available if known and available > 0 else float("nan")
    return pd.Series({"needed": needed, "available": available, "short": short, "used": used})


def loads(
    allocation: pd.DataFrame, owners: pd.DataFrame, managers: pd.DataFrame | None
) -> pd.DataFrame:
    """Hours each account manager needs for the accounts in their name.

    allocation: account_id, hours; owners: account_id, owner
    managers: kam_id, name, hours_year; owner may be either
        -> owner, accounts, hours, hours_year, used; the fullest first, then by hours

    Accounts without an owner stand in one row with an empty owner; a manager without
    accounts has a row with 0 hours.
    """
    owned = allocation.merge(owners[["account_id", "owner"]], how="left", on="account_id")
    frame = owned.groupby("owner", dropna=False, as_index=False).agg(
        accounts=("account_id", "size"), hours=("hours", "sum")
    )
    if managers is None or managers.empty:
        frame = frame.assign(hours_year=float("nan"), used=float("nan"))
    else:
        frame = _with_hours(frame, managers)
    return frame.sort_values(
        ["used", "hours", "owner"], ascending=[False, False, True], ignore_index=True
    )


def _with_hours(frame: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    names = managers.assign(name=managers["name"].fillna(managers["kam_id"]))
    name_of = dict(zip(names["kam_id"], names["name"], strict=True))
    frame = frame.assign(owner=frame["owner"].map(lambda o: name_of.get(o, o), na_action="ignore"))
    frame = frame.groupby("owner", dropna=False, as_index=False)[["accounts", "hours"]].sum()
    hours = names.groupby("name", as_index=False)["hours_year"].sum(min_count=1)
    frame = frame.merge(hours.rename(columns={"name": "owner"}), how="outer", on="owner")
    frame[["accounts", "hours"]] = frame[["accounts", "hours"]].fillna(0.0)
    some = frame["hours_year"] > 0
    return frame.assign(used=(frame["hours"] / frame["hours_year"]).where(some))
