"""The criteria of the engagement put to the accounts: values, and points of the score."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib import results
from kamlib.analysis.identification import criteria as put
from kamlib.analysis.identification import weighting
from kamlib.analysis.identification.criteria import scaling
from kamlib.identification import scoring
from kamlib.settings import VALUE_CRITERIA, Criterion
from kamlib.study import Study


def score_parts(study: Study) -> pd.DataFrame:
    """Result table `score_parts`: what each criterion with data adds to each score."""
    return study.cached("score_parts", lambda: _score_parts(study))


def _score_parts(study: Study) -> pd.DataFrame:
    criteria = study.engagement.identification.criteria
    known = put.values(study, criteria)
    return results.arrange(_parts(study, criteria, weighting.used(study), *known), "score_parts")


def weighing(study: Study) -> pd.DataFrame:
    """Those of `score_parts` whose criterion weighs anything."""
    parts = score_parts(study)
    return parts[parts["weight"] > 0]


def seven_criteria(study: Study) -> pd.DataFrame | None:
    """The parts of a score in which the seven value criteria weigh alike; None without data."""
    return study.cached("seven_criteria", lambda: _seven_criteria(study))


def _seven_criteria(study: Study) -> pd.DataFrame | None:
    alike = dict.fromkeys(VALUE_CRITERIA, 1.0)
    values, raters = put.values(study, VALUE_CRITERIA)
    known = scoring.with_data(values, alike)
    return _parts(study, VALUE_CRITERIA, alike, values, raters) if known else None


def _parts(
    study: Study,
    criteria: Mapping[str, Criterion],
    weights: Mapping[str, float],
    values: pd.DataFrame,
    raters: pd.DataFrame,
) -> pd.DataFrame:
    section = study.engagement.identification.scaling
    parts = scoring.parts(
        values,
        weights=weights,
        directions={name: criterion.direction for name, criterion in criteria.items()},
        how={name: scaling(section, criterion.source) for name, criterion in criteria.items()},
    )
    return parts.merge(raters, "left", ["account_id", "criterion"])
