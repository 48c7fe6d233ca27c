"""What the accounts have on the criteria: figures of the data, and managers' mean scores."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib import results
from kamlib.analysis.accounts import accounts
from kamlib.settings import Criterion
from kamlib.study import Study
from kamlib.tables import MONEY

SCORES = "scores:"


def scaling(section: str, source: str) -> str:
    """How the criterion read from `source` is scaled under the section's `scaling`."""
    if section != "magnitude":
        return section
    units = {column.name: column.unit for column in results.RESULTS["accounts"].columns}
    return "log" if units.get(source) == MONEY else "rank"


def values(study: Study, criteria: Mapping[str, Criterion]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """account_id and a column a criterion; and account_id, criterion, raters."""
    found, given = accounts(study), study.sheets["scores"]
    by_criterion, raters = found[["account_id"]].copy(), []
    for name, criterion in criteria.items():
        if not criterion.source.startswith(SCORES):
            by_criterion[name] = found[criterion.source].astype("float64")
            continue
        scored = given[given["criterion"] == criterion.source.removeprefix(SCORES)]
        of = scored.groupby("account_id")["score"].agg(["mean", "size"])
        by_criterion[name] = by_criterion["account_id"].map(of["mean"]).astype("float64")
        raters.append(of["size"].rename("raters").reset_index().assign(criterion=name))
    none = pd.DataFrame({"account_id": "", "criterion": "", "raters": 0.0}, index=[])
    raters = pd.concat([none.astype({"account_id": "str", "criterion": "str"}), *raters])
    return by_criterion, raters
