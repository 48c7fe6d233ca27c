"""The client's present list and people's changes, held against the computed list."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd

from kamlib.results.identification import FINDINGS


def audited(chosen: pd.DataFrame, present: Set[str] | None) -> pd.DataFrame:
    """Whom the figures support of those on the present list, put on by people, or taken off.

    chosen: account_id, computed (on the list before people changed it), added, removed,
    status (core, contested, out)
    present: account_id on the client's list of today; None where there is none
        -> account_id, on_present (yes, no, not given), computed, added, removed, status, finding

    One row per account that is on either list or that people changed; without a present list
    those that people changed. Supported is an account on the computed list, and contested
    one just off it; core ones keep their place under nearly all weightings. A change by
    people is found before the present list is. An account of the present list that is not
    in `chosen` bought nothing in the period; its status is empty.
    """
    on = chosen["account_id"].isin(present or set())
    found = chosen[["account_id", "computed", "added", "removed", "status"]].assign(here=True)
    lost = sorted((present or set()) - set(chosen["account_id"]))
    gone = pd.DataFrame({"account_id": pd.Series(lost, dtype="str")})
    gone = gone.assign(computed=False, added=False, removed=False, status=None, here=False)
    found = pd.concat([found.assign(on=on), gone.assign(on=True)], ignore_index=True)
    flags = dict.fromkeys(("on", "here", "computed", "added", "removed"), "bool")
    found = found.astype({"status": "str"} | flags)
    found["finding"] = _finding(found)
    found["on_present"] = np.where(found["on"], "yes", "no") if present is not None else "not given"
    told = found["added"] | found["removed"]
    told |= (found["on"] | found["computed"]) if present is not None else False
    order = {name: place for place, name in enumerate(FINDINGS)}
    found = found[told].sort_values(
        "finding", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
    columns = ["account_id", "on_present", "computed", "added", "removed", "status", "finding"]
    return found[columns].astype({"on_present": "str", "finding": "str"})


def _finding(found: pd.DataFrame) -> pd.Series:
    """The finding of each row: first what people did, then the present list."""
    core, near = found["status"] == "core", found["status"] == "contested"
    added, removed, listed = found["added"], found["removed"], found["computed"]
    cases = {
        "removed though core": removed & core,
        "removed but contested": removed & near,
        "removed and supported": removed,
        "added and supported": added & core,
        "added but contested": added & near,
        "added without support": added,
        "present without orders": ~found["here"],
        "present but contested": found["on"] & near,
        "present and supported": found["on"] & (listed | core),
        "present without support": found["on"],
        "missing but contested": listed & near,
        "missing from present": listed,
    }
    return pd.Series(np.select(list(cases.values()), list(cases), ""), index=found.index)
