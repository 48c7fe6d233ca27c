"""Why an account is on the list or not, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib.identification import scoring
from kamlib.labels import say, say_each
from kamlib.settings import VALUE_CRITERIA


def criterion(name: str, language: str) -> str:
    """What a criterion is called: the kit's own in words, others as the engagement writes them."""
    return say(f"identification.criterion.{name}", language) if name in VALUE_CRITERIA else name


def reasons(
    chosen: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    language: str,
    add: Mapping[str, str],
    remove: Mapping[str, str],
) -> list[str]:
    """One text an account: its rank, where its points come from, how sure, and who changed it.

    chosen: account_id, rank, p_key, is_key, added, removed
    parts: as `scoring.parts`; add, remove: account_id and the reason people gave
    """
    strongest = strongest_criteria(parts, language).loc[chosen["account_id"]]
    one = (strongest["second"] == "").all()
    texts = say_each(
        "identification.reason.one" if one else "identification.reason.points",
        language,
        rank=chosen["rank"].tolist(),
        n=[len(chosen)] * len(chosen),
        first=strongest["first"].tolist(),
        second=strongest["second"].tolist(),
        p=chosen["p_key"].tolist(),
    )
    ids = chosen["account_id"]
    for words, decided in (("added", add), ("removed", remove)):
        for place in ids.index[ids.isin(list(decided))]:
            why = say(f"identification.reason.{words}", language, why=decided[ids[place]])
            texts[place] = say("identification.reason.both", language, one=why, two=texts[place])
    return texts


def strongest_criteria(parts: pd.DataFrame, language: str) -> pd.DataFrame:
    """The two criteria that add most points: account_id -> first, second (empty if only one)."""
    points = scoring.wide(parts[parts["weight"] > 0], "points")
    named = [criterion(name, language) for name in points]
    order = (-points.to_numpy()).argsort(axis=1, kind="stable")
    first = [named[place] for place in order[:, 0]]
    second = [named[place] for place in order[:, 1]] if len(named) > 1 else [""] * len(points)
    return pd.DataFrame({"first": first, "second": second}, index=points.index)
