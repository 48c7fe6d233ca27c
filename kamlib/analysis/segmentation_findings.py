"""What the segmentation says: sentences for the page, and frames ready for its charts."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from kamlib import labels, ranking
from kamlib.analysis import identification
from kamlib.analysis import segmentation as found
from kamlib.analysis.accounts import accounts
from kamlib.analysis.findings import Finding
from kamlib.analysis.identification.words import criterion
from kamlib.segmentation import classes, clusters, division, features, maps, matrices, outlook
from kamlib.segmentation import migration as movement
from kamlib.study import Study

FENCE = 0.5  # under it an account more often leaves its cell than keeps it


class Grid(NamedTuple):
    """How a matrix is drawn: its axes' titles, cuts and levels, and its cells' names by id."""

    x_title: str
    y_title: str
    x_cuts: tuple[float, ...]
    y_cuts: tuple[float, ...]
    x_levels: dict[str, str]
    y_levels: dict[str, str]
    cells: dict[str, str]
    logarithmic: bool


def kinds(study: Study) -> Finding:
    """Whether there are kinds of account, how many, and what they are called."""
    what = found.kinds(study)
    held = what.stability
    names = [
        study.say("segmentation.kind_size", name=name, size=size)
        for name, size in zip(held["label"], held["size"], strict=True)
    ]
    values = {
        "n": what.compared or len(what.segments),
        "k": len(held),
        "names": study.say("segmentation.between_kinds").join(names),
        "fewest": study.engagement.segmentation.fewest_accounts,
        "used": int(what.features["kept"].sum()),
    }
    return Finding(f"segmentation.kinds.{what.outcome}", values)


def border(study: Study) -> Finding:
    """How many accounts stand on a border between segments."""
    n = int((found.segments(study)["membership"] < division.BORDER).sum())
    return Finding("segmentation.border", {"n": n, "share": division.BORDER})


def compared(study: Study) -> Finding:
    """Whether accounts were left out, or the number of segments chosen on a sample."""
    what = found.kinds(study)
    left_out = len(what.segments) - what.compared
    if what.sampled < what.compared and what.sampled:
        return Finding("segmentation.sampled", {"sampled": what.sampled, "n": what.compared})
    if what.compared and left_out:
        return Finding("segmentation.uncompared", {"n": left_out})
    return Finding("segmentation.all_compared", {})


def sustain(study: Study) -> Finding:
    """How class A moved within a year, or why that cannot be said: the answer to `sustain`."""
    table, (_, last) = found.migration(study), found.two_years(study)
    if table.empty:
        return Finding("segmentation.sustain.short", {"months": _whole_months(study)})
    end_before = last - timedelta(days=1)
    n = table.pivot(index="from_state", columns="to_state", values="n")
    kept = table[(table["from_state"] == "A") & (table["to_state"] == "A")].iloc[0]
    if n.loc["A"].sum() == 0:
        return Finding("segmentation.sustain.nothing", {"before": end_before})
    values = {
        "n": int(n.loc["A"].sum()),
        "stay": int(kept["n"]),
        "p": kept["p"],
        "low": kept["low"],
        "high": kept["high"],
        "fell": int(n.loc["A", ["B", "C", classes.NO_SALES]].sum()),
        "gone": int(n.at["A", movement.GONE]),
        "rose": int(n["A"].sum() - kept["n"]),
        "before": end_before,
    }
    return Finding("segmentation.sustain.moves", values)


def class_outlook(study: Study) -> Finding | None:
    """How long class A stays, and what an account of it is worth; None without movement."""
    table = found.class_outlook(study)
    if table.empty:
        return None
    of = table.iloc[0]
    if np.isnan(of["years_ahead"]):
        return Finding("segmentation.outlook.nobody", {})
    values = of.drop("value_class").to_dict() | {"ahead": outlook.YEARS}
    if np.isnan(of["worth"]):
        return Finding("segmentation.outlook.years", values)
    decided = {"discount": study.engagement.segmentation.discount}
    money = {"currency": study.engagement.currency}
    return Finding("segmentation.outlook.worth", values | decided | money)


def value_classes(study: Study) -> Finding:
    """How many accounts are class A, and how many stand outside the classes."""
    table = found.value_classes(study).set_index("value_class")
    outside = table["accounts"].get(classes.NO_SALES, 0)
    first = {name: table.at["A", name] for name in ("accounts", "account_share")}
    cut = study.engagement.segmentation.abc_cuts[0]
    return Finding("segmentation.classes", first | {"cut": cut, "outside": outside})


def industries(study: Study) -> Finding:
    """How many industries there are, and in how many all hangs on one account."""
    table, listed = found.industry_grades(study), accounts(study)["industry"]
    values = {
        "n": len(table),
        "single": int((table["class_a"] == 1).sum()),
        "unknown": int(listed.isna().sum()),
    }
    return Finding("segmentation.industries", values)


def no_migration(study: Study) -> Finding:
    """Why movement is not shown, and from which day order lines are needed."""
    needed = found.two_years(study)[0]
    return Finding("segmentation.no_migration", {"months": _whole_months(study), "needed": needed})


def no_matrix(study: Study, matrix: str) -> Finding:
    """Why a matrix is not drawn, and what it needs."""
    chart = maps.load(matrix)
    families = [*chart.y.families, *chart.x.families]
    words = [study.say(f"segmentation.family.{name}") for name in families]
    return Finding(
        "segmentation.no_matrix",
        {"name": chart.name[study.language], "families": _listed(words, study)},
    )


def axis(study: Study, matrix: str, which: str) -> Finding:
    """Of which criteria with data the x or y axis of a matrix is made."""
    chart = maps.load(matrix)
    side = chart.x if which == "x" else chart.y
    made_of = matrices.criteria_of(found.family_parts(study), side)
    words = [criterion(name, study.language) for name in made_of]
    said = _listed(words, study) or study.say("segmentation.axis_none")
    return Finding("segmentation.axis_of", {"axis": side.title[study.language], "criteria": said})


def map_source(study: Study, matrix: str) -> Finding:
    """Where a map is from, and how far it can be trusted."""
    chart = maps.load(matrix)
    said = {"source": chart.source, "confidence": chart.confidence}
    return Finding(
        "segmentation.map_source", {name: text[study.language] for name, text in said.items()}
    )


def fence(study: Study, matrix: str) -> Finding:
    """How many accounts more often leave their cell than keep it, or why that is not known."""
    placed = _of(study, matrix)
    if placed["p_cell"].isna().all():
        return Finding("segmentation.p_cell_single", {})
    sitting = int((placed["p_cell"] < FENCE).sum())
    return Finding(
        "segmentation.fence", {"n": sitting, "placed": int(placed["p_cell"].notna().sum())}
    )


def method(study: Study, part: str) -> Finding:
    """How `part` was done, as it stands in the labels of the wing."""
    decided = study.engagement.segmentation
    first, second = decided.abc_cuts
    values = {
        "limit": features.LIMIT,
        "starts": clusters.STARTS,
        "most": decided.most_segments,
        "margin": division.MARGIN,
        "whole": division.WHOLE,
        "near": division.NEAR,
        "clouds": division.CLOUDS,
        "pattern": division.PATTERN,
        "stable": division.STABLE,
        "together": division.TOGETHER,
        "draws": decided.bootstraps,
        "first": first,
        "second": second,
        "volume": decided.volume_cut,
        "loyalty": decided.loyalty_cut,
        "weightings": matrices.DRAWS,
        "discount": decided.discount,
        "chains": outlook.DRAWS,
        "ahead": outlook.YEARS,
    }
    return Finding(f"segmentation.method.{part}", values)


# --- frames for charts and tables -------------------------------------------------------------


def matrix(study: Study, name: str) -> pd.DataFrame:
    """Accounts of a matrix as drawn: positions + account_name, revenue, is_key, on_fence.

    The largest first; only those with a cell and with revenue above zero, whose bubbles
    have an area. On a fence is who more often leaves the cell than keeps it.
    """
    facts = accounts(study)[["account_id", "account_name", "revenue"]]
    placed = _of(study, name).merge(facts, on="account_id")
    placed = placed[placed["cell"].notna() & (ranking.steady(placed["revenue"]) > 0)]
    placed["on_fence"] = placed["p_cell"] < FENCE
    placed["is_key"] = placed["account_id"].isin(identification.key_ids(study))
    order = placed.sort_values(["revenue", "account_id"], ascending=[False, True])
    return order.reset_index(drop=True)


def cells(study: Study, name: str) -> pd.DataFrame:
    """Each cell of a matrix that holds an account: cell, strategy, accounts, revenue, action."""
    chart, language = maps.load(name), study.language
    placed = _of(study, name).merge(accounts(study)[["account_id", "revenue"]], on="account_id")
    held = placed.groupby("cell").agg(accounts=("account_id", "size"), revenue=("revenue", "sum"))
    held = held.loc[[cell for cell in chart.cells if cell in held.index]]
    positive = accounts(study)["revenue"].clip(lower=0).sum()
    held["revenue_share"] = held["revenue"] / positive if positive > 0 else None
    said = matrices.advise(held.index.to_series(), chart, language=language)
    levels = [cell.split("_") for cell in held.index]
    held["cell"] = [
        f"{chart.y.names[y][language]} / {chart.x.names[x][language]}" for y, x in levels
    ]
    columns = ["cell", "strategy", "accounts", "revenue", "revenue_share", "action"]
    return held.join(said[["strategy", "action"]]).reset_index(drop=True)[columns]


def grid(study: Study, name: str) -> Grid:
    """The axes, cuts and cells of a matrix, in the study's language."""
    chart, language = maps.load(name), study.language
    x_cuts, y_cuts = chart.x.cuts, chart.y.cuts
    if name == found.VOLUME_LOYALTY:
        x_cuts, y_cuts = found.volume_loyalty_cuts(study)
    return Grid(
        x_title=chart.x.title[language],
        y_title=chart.y.title[language],
        x_cuts=tuple(x_cuts),
        y_cuts=tuple(y_cuts),
        x_levels={level: chart.x.names[level][language] for level in chart.x.levels},
        y_levels={level: chart.y.names[level][language] for level in chart.y.levels},
        cells={cell: said.name[language] for cell, said in chart.cells.items()},
        logarithmic=name == found.VOLUME_LOYALTY,
    )


def profile_rows(study: Study) -> pd.DataFrame:
    """Segment profiles with the segments' names, sizes and money, for the heat map."""
    held = found.segment_stability(study)
    facts = held[["segment", "label", "size", "revenue_share"]]
    return found.segment_profiles(study).merge(facts, on="segment")


def readable(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the feature names of its columns `feature` and `closest` in words."""
    words = {name: _column(name, study) for name in study.engagement.segmentation.features}
    return frame.assign(
        **{c: frame[c].map(words).astype("str") for c in ("feature", "closest") if c in frame}
    )


def border_accounts(study: Study) -> pd.DataFrame:
    """Accounts on a border, the least certain first, with their names."""
    table = found.segments(study)
    near = table[table["membership"] < division.BORDER]
    named = near.merge(accounts(study)[["account_id", "account_name", "revenue"]], on="account_id")
    order = named.sort_values(["membership", "revenue"], ascending=[True, False], kind="stable")
    return order[["account_name", "label", "membership", "revenue"]].reset_index(drop=True)


def _of(study: Study, matrix_name: str) -> pd.DataFrame:
    table = found.positions(study)
    return table[table["matrix"] == matrix_name].reset_index(drop=True)


def _whole_months(study: Study) -> int:
    end = pd.Timestamp(study.book.as_of) + pd.Timedelta(days=1)
    since = pd.Timestamp(study.book.since)
    months = (end.year - since.year) * 12 + end.month - since.month
    return months - (end < since + pd.DateOffset(months=months))


def _listed(words: list[str], study: Study) -> str:
    return study.say("segmentation.name_comma").join(words)


def _column(name: str, study: Study) -> str:
    key = f"columns.{name}"
    return study.say(key) if labels.has(key) else name
