"""What another weighting would do to the list: one weight at a time, or all of them by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib import ranking, results
from kamlib.analysis.findings import Finding
from kamlib.analysis.identification.listing import Choice, choice
from kamlib.analysis.identification.scores import score_parts
from kamlib.analysis.identification.words import criterion
from kamlib.identification import scoring
from kamlib.study import Study


def weights(study: Study) -> dict[str, float]:
    """The weights the score uses: criterion and weight, the weights summing to 1."""
    parts = score_parts(study).drop_duplicates("criterion")
    return dict(zip(parts["criterion"], parts["weight"].astype(float), strict=True))


def relisted(study: Study, wanted: Mapping[str, float], places: int | None = None) -> pd.DataFrame:
    """The computed list under other weights, beside the one under the engagement's.

    wanted: criterion and its weight, in any unit; a criterion left out weighs nothing.
    places: room on the list; None takes the engagement's.

    account_id, account_name, revenue, rank, score, change (stays, enters, leaves), best first;
    only accounts that are on one of the two lists. No rows where every weight is zero.
    """
    scaled = scoring.wide(score_parts(study), "scaled")
    return _relisted(choice(study), scaled, wanted, places)


def _relisted(
    chosen: Choice, scaled: pd.DataFrame, wanted: Mapping[str, float], places: int | None = None
) -> pd.DataFrame:
    given = pd.Series({name: float(wanted.get(name, 0.0)) for name in scaled})
    if not given.sum() > 0:
        return pd.DataFrame(
            columns=["account_id", "account_name", "revenue", "rank", "score", "change"]
        )
    table = chosen.key_accounts[["account_id", "account_name", "revenue"]].copy()
    table["score"] = table["account_id"].map(100 * (scaled @ (given / given.sum())))
    table["rank"] = ranking.ranks(table["score"]).astype("int64")
    table["change"] = chosen.changes(table["score"], places)
    order = ["account_id", "account_name", "revenue", "rank", "score", "change"]
    return table.loc[table["change"] != "", order].sort_values(
        ["rank", "account_id"], ignore_index=True
    )


def doubled(study: Study) -> pd.DataFrame:
    """Result table `what_if`: who enters and leaves the list if one criterion counts double.

    The other weights keep their proportions. enters, leaves: names, the highest rank first.
    """
    given, comma, rows = weights(study), study.say("identification.comma"), []
    chosen, scaled = choice(study), scoring.wide(score_parts(study), "scaled")
    for name, weight in given.items():
        if not weight > 0:
            continue
        moved = _relisted(chosen, scaled, {**given, name: 2 * weight})
        by = moved.groupby("change")["account_name"].agg(comma.join)
        rows.append(
            {
                "criterion": name,
                "weight": weight,
                "doubled": 2 * weight / (1 + weight),
                "enters": by.get("enters", ""),
                "leaves": by.get("leaves", ""),
                "entering": float((moved["change"] == "enters").sum()),
            }
        )
    return results.arrange(pd.DataFrame(rows), "what_if")


def moves(study: Study) -> Finding:
    """How much of the list hangs on any one criterion counting double."""
    found = doubled(study)
    firm = int((found["entering"] == 0).sum())
    if firm == len(found):
        return Finding("identification.panel.nothing_moves", {})
    most = found.loc[found["entering"].idxmax()]
    values = {
        "most": most["entering"],
        "criterion": criterion(most["criterion"], study.language),
        "places": choice(study).places,
        "firm": firm,
        "criteria": len(found),
    }
    return Finding("identification.panel.moves", values)
