"""The same criteria and weights by three ways to bring them together, side by side."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from kamlib import ranking, results
from kamlib.analysis.identification.criteria import managers_scores, scored_as
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.scores import weighing
from kamlib.identification import fuzzy, scoring, selection, topsis
from kamlib.results.weights import SUMS
from kamlib.study import Study

#: Whose score stands for the fuzzy evaluation: the one operator that loses nothing.
OPERATOR = "product sum"


def score_methods(study: Study) -> pd.DataFrame:
    """Result table `score_methods`: every account by weighted sum, TOPSIS and fuzzy grades."""
    return study.cached("score_methods", lambda: _score_methods(study))


def _score_methods(study: Study) -> pd.DataFrame:
    parts = weighing(study)
    scored = {
        "weighted sum": scoring.scores(parts),
        "topsis": topsis.closeness(_values(parts), _weights(parts), _directions(study, parts)),
        "fuzzy": _fuzzy_scores(study, parts),
    }
    frames = [
        pd.DataFrame(
            {
                "account_id": score.index,
                "method": method,
                "score": score.to_numpy(),
                "rank": ranking.ranks(score).to_numpy("float64"),
            }
        )
        for method, score in scored.items()
    ]
    table = pd.concat(frames, ignore_index=True).astype({"method": "str"})
    return results.arrange(table, "score_methods")


def _values(parts: pd.DataFrame) -> pd.DataFrame:
    """Raw values; an unknown one takes the median, as in the score."""
    values = scoring.wide(parts, "value")
    return values.fillna(values.median())


def _weights(parts: pd.DataFrame) -> dict[str, float]:
    by = parts.drop_duplicates("criterion")
    return dict(zip(by["criterion"], by["weight"].astype(float), strict=True))


def _directions(study: Study, parts: pd.DataFrame) -> dict[str, str]:
    criteria = study.engagement.identification.criteria
    return {name: criteria[name].direction for name in parts["criterion"].unique()}


def _membership(study: Study, parts: pd.DataFrame) -> np.ndarray:
    """Accounts x criteria x grades: from the tally of managers' scores, else triangular."""
    criteria = study.engagement.identification.criteria
    scaled = scoring.wide(parts, "scaled")
    found = fuzzy.triangular(1 + 4 * scaled.to_numpy())
    for place, name in enumerate(scaled):
        if (asked := scored_as(criteria[name])) is None:
            continue
        rows = managers_scores(study, asked)
        rows = rows[rows["account_id"].isin(scaled.index)]
        tallied = fuzzy.tallies(rows)
        at = scaled.index.get_indexer(tallied.index)
        shares = tallied.to_numpy()
        found[at, place] = shares[:, ::-1] if criteria[name].direction == "cost" else shares
    return found


def _fuzzy_scores(study: Study, parts: pd.DataFrame) -> pd.Series:
    weights = np.array(list(_weights(parts).values()))
    membership = _membership(study, parts)
    ids = scoring.wide(parts, "scaled").index
    # M(x, +) alone: the sum over the criteria, which needs no array of accounts x criteria more.
    found = np.einsum("k,akg->ag", weights, membership)
    return pd.Series(fuzzy.scores(found), index=ids).round(12)


def fuzzy_grades(study: Study) -> pd.DataFrame:
    """Result table `fuzzy_grades`: key and contested accounts under each operator."""
    return study.cached("fuzzy_grades", lambda: _fuzzy_grades(study))


def _fuzzy_grades(study: Study) -> pd.DataFrame:
    table, parts = choice(study).key_accounts, weighing(study)
    asked = table.loc[table["is_key"] | (table["status"] == "contested"), "account_id"]
    if asked.empty:
        return results.empty("fuzzy_grades")
    rows = scoring.wide(parts, "scaled").index.get_indexer(asked)
    weights = np.array(list(_weights(parts).values()))
    evaluated = fuzzy.evaluate(weights / weights.sum(), _membership(study, parts)[rows])
    return results.arrange(fuzzy.graded(asked, evaluated), "fuzzy_grades")


def method_agreement(study: Study) -> pd.DataFrame:
    """Result table `method_agreement`: how far two ways rank alike and fill the list alike."""
    return study.cached("method_agreement", lambda: _method_agreement(study))


def _method_agreement(study: Study) -> pd.DataFrame:
    table, places = score_methods(study), choice(study).places
    by = {name: of.set_index("account_id")["score"] for name, of in table.groupby("method")}
    listed = {name: selection.listed(score, places) for name, score in by.items()}
    rows = []
    for one, other in combinations(SUMS, 2):
        a, b = (ranking.steady(by[name]) for name in (one, other))
        apart = a.nunique() > 1 and b.nunique() > 1
        rows.append(
            {
                "method": one,
                "other": other,
                "spearman": a.rank().corr(b.rank()) if apart else np.nan,
                "kendall": stats.kendalltau(a, b[a.index]).statistic if apart else np.nan,
                "both": float((listed[one] & listed[other][a.index]).sum()),
                "either": float((listed[one] | listed[other][a.index]).sum()),
            }
        )
    frame = pd.DataFrame(rows).astype({"method": "str", "other": "str"})
    return results.arrange(frame, "method_agreement")


def reversals(study: Study) -> pd.DataFrame:
    """Accounts whose leaving would turn the order of others under TOPSIS: left_out, moved."""

    def compute() -> pd.DataFrame:
        parts = weighing(study)
        places = choice(study).places
        return topsis.reversals(_values(parts), _weights(parts), _directions(study, parts), places)

    return study.cached("reversals", compute)


def family_scores(study: Study) -> pd.DataFrame:
    """Result table `family_scores`: each account's score within each family of criteria."""
    return study.cached("family_scores", lambda: _family_scores(study))


def _family_scores(study: Study) -> pd.DataFrame:
    criteria, parts = study.engagement.identification.criteria, weighing(study)
    points, weights = scoring.wide(parts, "points"), _weights(parts)
    families: dict[str, list[str]] = {}
    for name in points:
        families.setdefault(criteria[name].family or name, []).append(name)
    frames = []
    for family, names in families.items():
        weight = sum(weights[name] for name in names)
        total = points[names].sum(axis=1).to_numpy()
        frames.append(
            pd.DataFrame(
                {
                    "account_id": points.index,
                    "criteria_family": family,
                    "weight": weight,
                    "points": total,
                    "score": total / weight,
                }
            )
        )
    table = pd.concat(frames, ignore_index=True).astype({"criteria_family": "str"})
    return results.arrange(table, "family_scores")
