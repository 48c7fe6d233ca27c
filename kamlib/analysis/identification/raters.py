"""How far the managers agree who score the same accounts, and what their levels do to the list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import ranking, results
from kamlib.analysis.identification import criteria as put
from kamlib.analysis.identification import weighting
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.scores import score_parts
from kamlib.identification import raters as agreed
from kamlib.identification import scoring
from kamlib.study import Study

_NOT_KNOWN = dict.fromkeys(("icc21", "low", "high", "icc31", "kendall_w", "kappa"), np.nan)


def rater_agreement(study: Study) -> pd.DataFrame:
    """Result table `rater_agreement`: a row a criterion of the score that managers score."""
    return study.cached("rater_agreement", lambda: _rater_agreement(study))


def _rater_agreement(study: Study) -> pd.DataFrame:
    rows = [{"criterion": name} | _agreement(of) for name, of in _scored(study).items()]
    if not rows:
        return results.empty("rater_agreement")
    table = pd.DataFrame(rows).astype({"criterion": "str", "verdict": "str"})
    return results.arrange(table, "rater_agreement")


def _scored(study: Study) -> dict[str, pd.DataFrame]:
    """The managers' scores on each criterion that weighs and has any."""
    used, found = weighting.used(study), {}
    for name, criterion in study.engagement.identification.criteria.items():
        if (asked := put.scored_as(criterion)) is not None and used[name] > 0:
            rows = put.managers_scores(study, asked)
            found[name] = rows[["account_id", "rater", "score"]]
    return found


def _agreement(scores: pd.DataFrame) -> dict:
    wide = agreed.complete(scores)
    size = {"raters": float(scores["rater"].nunique()), "accounts": float(len(wide))}
    if why := agreed.lacking(wide):
        return size | _NOT_KNOWN | {"verdict": why.replace("_", " ")}
    found = agreed.icc(wide)
    level = found["icc21"]
    return size | {
        "icc21": level.value,
        "low": level.low,
        "high": level.high,
        "icc31": found["icc31"].value,
        "kendall_w": agreed.kendall_w(wide).w,
        "kappa": agreed.fleiss_kappa(wide),
        "verdict": agreed.verdict(level.value),
    }


def poor(study: Study) -> list[str]:
    """Criteria on which the raters agree poorly on the level: ICC(2,1) below 0.5."""
    table = rater_agreement(study)
    return table.loc[table["verdict"] == "poor", "criterion"].tolist()


def level_corrected(study: Study) -> pd.DataFrame:
    """Result table `level_corrected`: the list with each rater's own level taken out.

    Of the criteria on which raters agree poorly; accounts on the computed list before or
    after. Empty where no criterion is poor.
    """
    return study.cached("level_corrected", lambda: _level_corrected(study))


def _level_corrected(study: Study) -> pd.DataFrame:
    if not (names := poor(study)):
        return results.empty("level_corrected")
    chosen, scored = choice(study), _scored(study)
    s = study.engagement.identification
    parts = score_parts(study)
    values = parts.pivot(index="account_id", columns="criterion", values="value")
    for name in names:
        rows = scored[name]
        means = agreed.level_corrected(rows).groupby(rows["account_id"]).mean()
        values[name] = values.index.map(means).astype("float64")
    weights = dict(weighting.weighed(study).used)
    corrected = scoring.scores(
        scoring.parts(
            values.reset_index(),
            weights=weights,
            directions={name: s.criteria[name].direction for name in weights},
            how={name: put.scaling(s.scaling, s.criteria[name].source) for name in weights},
        )
    )
    table = chosen.key_accounts[["account_id", "account_name", "rank", "score"]].copy()
    table["corrected_score"] = table["account_id"].map(corrected)
    table["corrected_rank"] = ranking.ranks(table["corrected_score"]).astype("float64")
    table["change"] = chosen.changes(table["corrected_score"])
    table = table[table["change"] != ""].astype({"rank": "float64"})
    return results.arrange(table.reset_index(drop=True), "level_corrected")
