"""The criteria of the engagement put to the accounts: values, and points of the score."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib import results
from kamlib.analysis.accounts import accounts
from kamlib.engagement import FILE
from kamlib.faults import Fault, InputError
from kamlib.identification import scoring
from kamlib.settings import VALUE_CRITERIA, Criterion
from kamlib.study import Study
from kamlib.tables import MONEY

_SCORES = "scores:"


def score_parts(study: Study) -> pd.DataFrame:
    """Result table `score_parts`: what each criterion with data adds to each score."""
    return study.cached("score_parts", lambda: _score_parts(study))


def _score_parts(study: Study) -> pd.DataFrame:
    s = study.engagement.identification
    weights = {name: criterion.weight for name, criterion in s.criteria.items()}
    values, raters = _values(study, s.criteria)
    if not scoring.with_data(values, weights):
        raise InputError(
            [Fault("criteria_without_data", FILE, column="identification.criteria")],
            study.language,
        )
    return results.arrange(_parts(study, s.criteria, values, raters), "score_parts")


def seven_criteria(study: Study) -> pd.DataFrame | None:
    """The parts of a score in which the seven value criteria weigh alike; None without data."""
    return study.cached("seven_criteria", lambda: _seven_criteria(study))


def _seven_criteria(study: Study) -> pd.DataFrame | None:
    values, raters = _values(study, VALUE_CRITERIA)
    alike = {name: c.model_copy(update={"weight": 1.0}) for name, c in VALUE_CRITERIA.items()}
    known = scoring.with_data(values, dict.fromkeys(alike, 1.0))
    return _parts(study, alike, values, raters) if known else None


def _parts(
    study: Study, criteria: Mapping[str, Criterion], values: pd.DataFrame, raters: pd.DataFrame
) -> pd.DataFrame:
    section = study.engagement.identification.scaling
    parts = scoring.parts(
        values,
        weights={name: criterion.weight for name, criterion in criteria.items()},
        directions={name: criterion.direction for name, criterion in criteria.items()},
        how={name: scaling(section, criterion.source) for name, criterion in criteria.items()},
    )
    return parts.merge(raters, "left", ["account_id", "criterion"])


def scaling(section: str, source: str) -> str:
    """How the criterion read from `source` is scaled under the section's `scaling`."""
    if section != "magnitude":
        return section
    units = {column.name: column.unit for column in results.RESULTS["accounts"].columns}
    return "log" if units.get(source) == MONEY else "rank"


def _values(study: Study, criteria: Mapping[str, Criterion]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """account_id and a column a criterion; and account_id, criterion, raters."""
    found, given = accounts(study), study.sheets["scores"]
    values, raters = found[["account_id"]].copy(), []
    for name, criterion in criteria.items():
        if not criterion.source.startswith(_SCORES):
            values[name] = found[criterion.source].astype("float64")
            continue
        scored = given[given["criterion"] == criterion.source.removeprefix(_SCORES)]
        by_account = scored.groupby("account_id")["score"].agg(["mean", "size"])
        values[name] = values["account_id"].map(by_account["mean"]).astype("float64")
        raters.append(by_account["size"].rename("raters").reset_index().assign(criterion=name))
    none = pd.DataFrame({"account_id": "", "criterion": "", "raters": 0.0}, index=[])
    return values, pd.concat([none.astype({"account_id": "str", "criterion": "str"}), *raters])
