"""Kinds of account, value classes, places in the matrices, movement: result tables.

What they say, in sentences and charts, is in `segmentation_findings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kamlib import metrics, ranking, results
from kamlib.analysis import identification
from kamlib.analysis.accounts import accounts
from kamlib.segmentation import classes, division, maps, matrices, outlook, profiles
from kamlib.segmentation import migration as movement
from kamlib.segmentation.features import scale_features
from kamlib.study import Study

VOLUME_LOYALTY = "volume_loyalty"
ATTRACTIVENESS = "attractiveness_relationship"
INDUSTRY_GRADE = "industry_grade"
NONE = "none"  # the segment of an account that is in none


@dataclass(frozen=True)
class Kinds:
    """What the search for kinds of account found.

    outcome
        groups, continuum, none; or few (accounts) or features (usable): none were sought.
    segments, profiles, stability, features, choice
        Result tables segments, segment_profiles, segment_stability, segment_features and
        segment_choice.
    compared, sampled
        Accounts compared, and accounts the number of segments was chosen on.
    """

    outcome: str
    segments: pd.DataFrame
    profiles: pd.DataFrame
    stability: pd.DataFrame
    features: pd.DataFrame
    choice: pd.DataFrame
    compared: int
    sampled: int


def kinds(study: Study) -> Kinds:
    """The book divided into kinds of account, if it falls into any: see `division.divide`.

    Under `segmentation.fewest_accounts` accounts, or with fewer than two usable features,
    none are sought.
    """
    return study.cached("kinds", lambda: _kinds(study))


def segments(study: Study) -> pd.DataFrame:
    """Result table `segments`: every account, those in no segment included."""
    return kinds(study).segments


def segment_profiles(study: Study) -> pd.DataFrame:
    """Result table `segment_profiles`; empty where there are no segments."""
    return kinds(study).profiles


def segment_stability(study: Study) -> pd.DataFrame:
    """Result table `segment_stability`; empty where there are no segments."""
    return kinds(study).stability


def value_classes(study: Study) -> pd.DataFrame:
    """Result table `value_classes`: how many accounts each class has, and what it holds."""
    found = segments(study).merge(accounts(study)[["account_id", "revenue"]], on="account_id")
    summary = classes.summarise(found["revenue"], found["value_class"])
    return results.arrange(summary, "value_classes")


def industry_grades(study: Study) -> pd.DataFrame:
    """Result table `industry_grades`: accounts by industry and grade; empty without industries."""
    found = accounts(study)
    cuts = study.engagement.segmentation.abc_cuts
    grades = classes.grades_within(found["revenue"], found["industry"], cuts)
    known = found.assign(grade=grades.fillna("none"))[found["industry"].notna()]
    if known.empty:
        return results.empty("industry_grades")
    counts = pd.crosstab(known["industry"], known["grade"])
    counts = counts.reindex(columns=[*classes.CLASSES, "none"], fill_value=0)
    counts.columns = ["class_a", "class_b", "class_c", "ungraded"]
    counts["revenue"] = known.groupby("industry")["revenue"].sum()
    order = counts.sort_values("revenue", ascending=False, kind="stable").reset_index()
    return results.arrange(order, "industry_grades")


def positions(study: Study) -> pd.DataFrame:
    """Result table `positions`: every account in each matrix the data allow.

    strategy is the cell's name and action its advice, in the study's language; grows says
    whether that means growth. An account that cannot be placed in a matrix has no cell
    there; a matrix that has no data at all has no rows.
    """
    return study.cached("positions", lambda: _positions(study))


def migration(study: Study) -> pd.DataFrame:
    """Result table `migration`: value class of the last twelve months against the twelve before.

    Empty where the orders do not cover both.
    """
    return study.cached("migration", lambda: _migration(study))


def class_outlook(study: Study) -> pd.DataFrame:
    """Result table `class_outlook`: years to come, and their worth; empty without `migration`."""
    return study.cached("class_outlook", lambda: _class_outlook(study))


def volume_loyalty_cuts(study: Study) -> tuple[list[float], list[float]]:
    """Cuts of volume x loyalty: share of months; revenue of the smallest large account."""
    decided, revenue = study.engagement.segmentation, accounts(study)["revenue"]
    large = revenue[ranking.carriers(revenue, decided.volume_cut)]
    return [decided.loyalty_cut], [large.min() if len(large) else np.inf]


def two_years(study: Study) -> tuple[date, date]:
    """First day of the twelve months before, and of the last twelve months."""
    starts = [
        (pd.Timestamp(study.book.as_of) - pd.DateOffset(years=n)).date() + timedelta(days=1)
        for n in (2, 1)
    ]
    return starts[0], starts[1]


# --- kinds ----------------------------------------------------------------------------------


def _kinds(study: Study) -> Kinds:
    decided, found = study.engagement.segmentation, accounts(study)
    scaled = scale_features(found, decided.features)
    outcome, cut = _sought(scaled.values, decided)
    table = found[["account_id"]].merge(cut.groups, how="left", on="account_id")
    table["segment"] = table["segment"].fillna(NONE).astype("str")
    held, profile = _described(cut, found, scaled.values, table)
    names = profiles.names(profile, language=study.language, given=decided.names)
    held["label"] = held["segment"].map(names).astype("str")
    said = names | {NONE: study.say("segmentation.unassigned")}
    table["label"] = table["segment"].map(said).astype("str")
    table["stable"] = table["segment"].isin(held.loc[held["verdict"] == "stable", "segment"])
    table["value_class"] = classes.value_classes(found["revenue"], decided.abc_cuts)
    return Kinds(
        outcome=outcome,
        segments=results.arrange(table, "segments"),
        profiles=results.arrange(profile, "segment_profiles"),
        stability=results.arrange(held, "segment_stability"),
        features=results.arrange(scaled.choices, "segment_features"),
        choice=results.arrange(cut.choice, "segment_choice"),
        compared=len(cut.groups),
        sampled=cut.sampled,
    )


def _sought(values: pd.DataFrame, decided) -> tuple[str, division.Division]:
    if values.shape[1] < 2:
        return "features", division.undivided(values.iloc[:0])
    if len(values) < decided.fewest_accounts:
        return "few", division.undivided(values)
    cut = division.divide(
        values, most=decided.most_segments, bootstraps=decided.bootstraps, seed=decided.seed
    )
    return cut.outcome, cut


def _described(
    cut: division.Division, found: pd.DataFrame, values: pd.DataFrame, table: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stability table with the money each segment holds, and the profiles."""
    if cut.stability.empty:
        return results.empty("segment_stability"), results.empty("segment_profiles")
    segment = table.set_index("account_id")["segment"]
    revenue = found.set_index("account_id")["revenue"]
    sums = revenue.groupby(segment).sum()
    total = revenue.sum()
    held = cut.stability.assign(revenue=cut.stability["segment"].map(sums))
    held["revenue_share"] = held["revenue"] / total if total > 0 else np.nan
    return held, profiles.profile(found, values, segment)


# --- matrices -------------------------------------------------------------------------------


def _positions(study: Study) -> pd.DataFrame:
    placed = [_volume_loyalty(study), _attractiveness(study), _industry_grade(study)]
    return results.arrange(pd.concat(placed, ignore_index=True), "positions")


def _volume_loyalty(study: Study) -> pd.DataFrame:
    found, chart = accounts(study), maps.load(VOLUME_LOYALTY)
    scores = found[["account_id"]].assign(x=found["active_share"], y=found["revenue"])
    x_cuts, y_cuts = volume_loyalty_cuts(study)
    scores["cell"] = matrices.place(scores, chart, x_cuts=x_cuts, y_cuts=y_cuts)
    return _advised(scores.assign(p_cell=np.nan), chart, study)


def _attractiveness(study: Study) -> pd.DataFrame:
    chart, parts = maps.load(ATTRACTIVENESS), family_parts(study)
    x, y = (matrices.axis_scores(parts, axis) for axis in (chart.x, chart.y))
    scores = accounts(study)[["account_id"]].copy()
    scores["x"], scores["y"] = scores["account_id"].map(x), scores["account_id"].map(y)
    if scores[["x", "y"]].isna().any(axis=1).all():
        return _advised(scores.iloc[:0].assign(cell="", p_cell=np.nan), chart, study)
    scores["cell"] = matrices.place(scores, chart)
    seed = study.engagement.segmentation.seed
    scores["p_cell"] = matrices.keep_share(parts, scores, chart, seed=seed)
    return _advised(scores, chart, study)


def _industry_grade(study: Study) -> pd.DataFrame:
    found, cuts = accounts(study), study.engagement.segmentation.abc_cuts
    found = found[found["industry"].notna()]
    grade = classes.grades_within(found["revenue"], found["industry"], cuts)
    scores = found[["account_id"]].assign(
        x=classes.share_within(found["revenue"], found["industry"]),
        y=np.nan,
        cell=found["industry"].astype("str") + " / " + grade,
        p_cell=np.nan,
    )
    return _advised(scores, maps.load(INDUSTRY_GRADE), study, of=grade)


def _advised(
    placed: pd.DataFrame, chart: maps.Map, study: Study, of: pd.Series | None = None
) -> pd.DataFrame:
    """Add the matrix and what its map says; `of` are the map's cells where the ids differ."""
    cells = placed["cell"] if of is None else of
    said = matrices.advise(cells.astype("str"), chart, language=study.language)
    return pd.concat([placed.assign(matrix=chart.id), said], axis=1)


def family_parts(study: Study) -> pd.DataFrame:
    """The score's parts with the family of each criterion, as `matrices.axis_scores` reads them."""
    criteria = study.engagement.identification.criteria
    families = {name: criterion.family for name, criterion in criteria.items()}
    parts = identification.score_parts(study)
    return parts.assign(family=parts["criterion"].map(families))


# --- movement -------------------------------------------------------------------------------


def _migration(study: Study) -> pd.DataFrame:
    before, last = two_years(study)
    if study.book.since > before:
        return results.empty("migration")
    period = f"{before}/{last - timedelta(days=1)} > {last}/{study.book.as_of}"
    table = movement.transitions(_states(study), scheme="value class", period=period)
    return results.arrange(table, "migration")


def _states(study: Study) -> pd.DataFrame:
    """Value class of each account in both of the two years."""
    return study.cached("class_states", lambda: _class_states(study))


def _class_states(study: Study) -> pd.DataFrame:
    before, last = two_years(study)
    years = movement.year_revenue(study.book.orders, before=before, last=last)
    return movement.class_states(years, study.engagement.segmentation.abc_cuts)


def _class_outlook(study: Study) -> pd.DataFrame:
    moves, decided = migration(study), study.engagement.segmentation
    if moves.empty:
        return results.empty("class_outlook")
    earned = metrics.totals(study.book.orders, since=two_years(study)[1])
    profits = _states(study).merge(earned, on="account_id").groupby("to_state")["gross_profit"]
    found = outlook.outlook(
        moves, profits.mean().to_dict(), discount=decided.discount, seed=decided.seed
    )
    return results.arrange(found, "class_outlook")
