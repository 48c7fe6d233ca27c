"""Frames ready for the tables and charts of the identification page."""

from __future__ import annotations

import pandas as pd

from kamlib import labels
from kamlib.analysis import identification as found
from kamlib.analysis.identification.scores import weighing
from kamlib.analysis.identification.words import criterion, strongest_criteria
from kamlib.study import Study

ROWS = 20  # rows of a chart
_FIGURES = ("gini", "effective_accounts")
_PERCENT = ("_share", "_part")


def measures(study: Study) -> pd.DataFrame:
    """`concentration` in words: measure, value."""
    table = found.concentration(study)
    language = study.language
    rows = [
        (study.say(f"identification.measure.{row.measure}"), _written(row, language))
        for row in table.itertuples()
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


def _written(row, language: str) -> str:
    if row.measure in _FIGURES:
        return labels.number(row.value, language)
    if row.measure.endswith(_PERCENT):
        return labels.percent(row.value, language)
    return labels.count(row.value, language)


def around_the_cut(study: Study) -> pd.DataFrame:
    """The accounts a chart of ranks shows: the first, or where the list is long those at its end.

    `key_accounts`, at most ROWS rows, best first
    """
    table = found.key_accounts(study)
    start = max(0, min(found.choice(study).places - 13, len(table) - ROWS))
    return table.iloc[start : start + ROWS].reset_index(drop=True)


def likeliest(study: Study) -> pd.DataFrame:
    """The same cut through the accounts ordered by p_key; with p_both, empty where not known."""
    both = found.choice(study).doubt[["account_id", "p_both"]]
    table = (
        found.key_accounts(study)
        .merge(both, "left", "account_id")
        .sort_values(
            ["p_key", "rank", "account_id"], ascending=[False, True, True], ignore_index=True
        )
    )
    start = max(0, min(found.choice(study).places - 13, len(table) - ROWS))
    return table.iloc[start : start + ROWS].reset_index(drop=True)


def points(study: Study) -> pd.DataFrame:
    """What the first accounts' scores are made of: account_name, criterion (in words), points.

    At most ROWS accounts, best first; criteria by weight, the heaviest first.
    """
    first = found.key_accounts(study).head(ROWS)[["account_id", "account_name"]]
    parts = weighing(study).sort_values("weight", ascending=False, kind="stable")
    rows = first.merge(parts[["account_id", "criterion", "weight", "points"]], on="account_id")
    names = {c: criterion(c, study.language) for c in parts["criterion"].unique()}
    order = {c: place for place, c in enumerate(names)}
    rows = rows.assign(place=rows["criterion"].map(order), criterion=rows["criterion"].map(names))
    return rows.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)


def criteria(study: Study) -> pd.DataFrame:
    """The criteria as scored: criterion, weight, better, goal, source, known, raters.

    known: accounts with a value; raters: most people who scored one account on it. goal: the
    strategic goal it serves; not there where none is stated.
    """
    parts, wanted = found.score_parts(study), study.engagement.identification.criteria
    by = parts.groupby("criterion", sort=False)
    table = by.agg(weight=("weight", "first"), known=("value", "count"), raters=("raters", "max"))
    rows = [
        {
            "criterion": criterion(name, study.language),
            "weight": row.weight,
            "better": study.say(f"identification.better.{wanted[name].direction}"),
            "goal": wanted[name].goal,
            "source": _column(wanted[name].source, study.language),
            "known": row.known,
            "raters": row.raters,
        }
        for name, row in zip(table.index, table.itertuples(), strict=True)
    ]
    shown = pd.DataFrame(rows)
    return shown if (shown["goal"] != "").any() else shown.drop(columns="goal")


def _column(source: str, language: str) -> str:
    if source.startswith("scores:"):
        return labels.say("identification.from_scores", language)
    return labels.say(f"columns.{source}", language)


def listing(study: Study) -> pd.DataFrame:
    """The key list as a reader wants it: all that is on it, contested, or taken off it.

    `reason` is short here: the two criteria that add most, or why a person decided. p_both
    has no column where months are not drawn.
    """
    both = found.choice(study).doubt[["account_id", "p_both"]]
    table = found.key_accounts(study).merge(both, "left", "account_id")
    shown = table[table["is_key"] | (table["status"] == "contested") | table["removed"]]
    strongest = strongest_criteria(found.score_parts(study), study.language)
    strongest = strongest.loc[shown["account_id"]]
    comma = study.say("identification.comma")
    short = [
        comma.join(filter(None, pair))
        for pair in zip(strongest["first"], strongest["second"], strict=True)
    ]
    add, remove = found.picks(study, "add"), found.picks(study, "remove")
    short = [
        _decided(study, row, add, remove) or text
        for row, text in zip(shown.itertuples(), short, strict=True)
    ]
    columns = ["rank", "account_name", "revenue", "score", "is_key", "p_key", "p_both", "status"]
    if table["p_both"].isna().all():
        columns.remove("p_both")
    return shown[columns].assign(reason=short).reset_index(drop=True)


def _decided(study: Study, row, add: dict, remove: dict) -> str:
    """What a person said who put an account on the list or took it off; else nothing."""
    if row.added:
        return study.say("identification.reason.added", why=add[row.account_id])
    if row.removed:
        return study.say("identification.reason.removed", why=remove[row.account_id])
    return ""
