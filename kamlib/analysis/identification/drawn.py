"""The draws behind the doubt: weightings within what is stated, and months drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib import metrics
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification import capacity
from kamlib.analysis.identification.criteria import scaling
from kamlib.analysis.identification.scores import weighing
from kamlib.identification import resampling, robustness, scoring, weight_space
from kamlib.identification.months_doubt import MonthsDoubt, months_doubt
from kamlib.identification.robustness import Doubt
from kamlib.settings import weight_statements
from kamlib.study import Study


@dataclass(frozen=True)
class Drawn:
    """What the draws say, in the order of account_id.

    account_id, criteria
        Whom and what the figures are of: criteria with data and a weight.
    weights, months
        Over other weightings; and over other months as well, None where they were not drawn.
    why
        Why not: few_months or no_figure; empty where they were.
    count
        Calendar months of the period.
    moved
        Criteria whose figures come from months, as far as they were drawn.
    """

    account_id: pd.Series
    criteria: tuple[str, ...]
    weights: Doubt
    months: MonthsDoubt | None
    why: str
    count: int
    moved: tuple[str, ...]


def drawn(study: Study) -> Drawn:
    """The draws of the study, worked out once."""
    return study.cached("drawn", lambda: _drawn(study))


def _drawn(study: Study) -> Drawn:
    s, found, parts = study.engagement.identification, accounts(study), weighing(study)
    table = scoring.wide(parts, "scaled").loc[found["account_id"]]
    given = parts.drop_duplicates("criterion")["weight"].to_numpy("float64")
    scaled, places = table.to_numpy(), capacity.places(study)
    within = stated_space(study, list(table))
    weights = weight_space.draws(within, s.draws, seed=s.seed)
    within, weights = weight_space.part(within, weights, list(table))
    doubt = robustness.doubt(
        scaled, places, draws=s.draws, seed=s.seed, within=within, weights=weights
    )
    count = _months_of(study)
    scales = _scales(study, parts, list(table))
    why = _why_not(scales, count)
    months = None
    if not why:
        resampled = resampling.Resampling(_months(study, found, count), scales)
        months = months_doubt(
            scaled, resampled, places, weights=weights, given=given, seed=s.seed + 1
        )
    moved = () if why else tuple(name for k, name in enumerate(table) if k in scales)
    return Drawn(found["account_id"], tuple(table), doubt, months, why, count, moved)


def stated_space(study: Study, used: list[str]) -> weight_space.WeightSpace:
    """The weightings thought possible: of all criteria that weigh, with data (`used`) or not."""
    s = study.engagement.identification
    low, high = s.bounds
    names = [name for name, c in s.criteria.items() if c.weight > 0 or name in used]
    pairs = [pair for statement in s.order for pair in weight_statements.pairs(statement)]
    return weight_space.space(
        names,
        heavier=[pair for pair in pairs if set(pair) <= set(names)],
        at_least={name: low[name] for name in names},
        at_most={name: s.criteria[name].at_most for name in names},
    )


def _months_of(study: Study) -> int:
    since, as_of = study.book.since, study.book.as_of
    return (as_of.year - since.year) * 12 + as_of.month - since.month + 1


def _scales(study: Study, parts: pd.DataFrame, names: list[str]) -> dict:
    """Position, figure and scale of every criterion whose figures months give."""
    s, found = study.engagement.identification, {}
    for position, name in enumerate(names):
        criterion = s.criteria[name]
        if criterion.source in resampling.FROM_MONTHS:
            scale = resampling.scale_of(
                parts.loc[parts["criterion"] == name, "value"].reset_index(drop=True),
                how=scaling(s.scaling, criterion.source),
                direction=criterion.direction,
            )
            found[position] = (criterion.source, scale)
    return found


def _why_not(scales: dict, count: int) -> str:
    if not scales:
        return "no_figure"
    return "few_months" if count < resampling.FEWEST_MONTHS else ""


def _months(study: Study, found: pd.DataFrame, count: int) -> resampling.Months:
    bought = metrics.account_months(study.book.orders, as_of=study.book.as_of)
    return resampling.months(
        bought,
        found["account_id"],
        count=count,
        served=found["cost_to_serve"].astype("float64"),
    )


def tried(study: Study) -> str:
    """What status and rank intervals are over, in words: weightings, with the months or alone."""
    return study.say(f"identification.tried.{'both' if drawn(study).months else 'weights'}")


def shares(study: Study) -> pd.DataFrame:
    """Every account's chances and ranks over the draws, by account_id.

    account_id, p_key, p_months, p_both, weights_low, weights_high, rank_low, rank_high; p_months
    and p_both are empty where no months were drawn, and the ranks are then those of the weights.
    """
    of = drawn(study)
    both = of.months
    none = np.full(len(of.account_id), np.nan)
    return pd.DataFrame(
        {
            "account_id": of.account_id,
            "p_key": of.weights.p_key,
            "p_months": both.p_months if both else none,
            "p_both": both.p_both if both else none,
            "weights_low": of.weights.low.astype("float64"),
            "weights_high": of.weights.high.astype("float64"),
            "rank_low": (both or of.weights).low.astype("float64"),
            "rank_high": (both or of.weights).high.astype("float64"),
        }
    )
