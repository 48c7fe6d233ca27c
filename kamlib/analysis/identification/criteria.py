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


def scored_as(criterion: Criterion) -> str | None:
    """What managers score for the criterion; None where it is read from the data."""
    source = criterion.source
    return source.removeprefix(SCORES) if source.startswith(SCORES) else None


def managers_scores(study: Study, asked: str) -> pd.DataFrame:
    """The managers' scores on one question: the rows of sheet `scores`."""
    given = study.sheets["scores"]
    return given[given["criterion"] == asked]


def managers_mean(study: Study, asked: str) -> pd.DataFrame:
    """By account_id: mean of the managers' scores on one question, and size, how many scored."""
    return managers_scores(study, asked).groupby("account_id")["score"].agg(["mean", "size"])


def values(study: Study, criteria: Mapping[str, Criterion]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """account_id and a column a criterion; and account_id, criterion, raters."""
    found = accounts(study)
    by_criterion, raters = found[["account_id"]].copy(), []
    for name, criterion in criteria.items():
        if (asked := scored_as(criterion)) is None:
            by_criterion[name] = found[criterion.source].astype("float64")
            continue
        of = managers_mean(study, asked)
        by_criterion[name] = by_criterion["account_id"].map(of["mean"]).astype("float64")
        raters.append(of["size"].rename("raters").reset_index().assign(criterion=name))
    none = pd.DataFrame({"account_id": "", "criterion": "", "raters": 0.0}, index=[])
    raters = pd.concat([none.astype({"account_id": "str", "criterion": "str"}), *raters])
    return by_criterion, raters
