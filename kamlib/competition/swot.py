"""SWOT lines: those people wrote, weighed by their evidence, and those the data propose."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd

from kamlib import results

COLUMNS = results.RESULTS["swot"].names


def proposed(
    facts: pd.DataFrame, *, as_of: date, author: str, sources: Mapping[str, str]
) -> pd.DataFrame:
    """Which SWOT lines do the remarkable facts propose?

    Parameters
    ----------
    facts
        From `evidence`: fact_id, account_id, rule, text, reading, confidence, table.
    author, sources
        Who proposes the lines, and what each table is called, in the reader's language.

    Returns
    -------
    pandas.DataFrame
        COLUMNS with grounds data, one line per fact that a rule of swot_rules.toml names, in
        the order of the facts. How much a line matters (strength) is left to people.
    """
    lines = facts.merge(_rules(), how="inner", on=["rule", "reading"])
    return pd.DataFrame(
        {
            "subject": lines["subject"],
            "account_id": lines["account_id"],
            "quadrant": lines["quadrant"],
            "text": lines["text"],
            "fact_ids": lines["fact_id"],
            "source": lines["table"].map(sources),
            "date": pd.Timestamp(as_of),
            "strength": float("nan"),
            "confidence": lines["confidence"],
            "author": author,
            "grounds": "data",
            "stale": False,
            "unknown_facts": None,
            "rule": lines["rule"],
        }
    ).astype(_kinds())


def weighed(
    lines: pd.DataFrame, facts: pd.DataFrame, *, as_of: date, stale_days: int
) -> pd.DataFrame:
    """Which of people's lines rest on something, and which are opinion or old?

    A line rests on evidence if it cites at least one fact there is, or names its source
    and its date, and its author does not call it opinion. Any other is opinion, and its
    confidence says so. A line is stale if its date lies more than `stale_days` before
    `as_of`, whatever it cites.

    Parameters
    ----------
    lines
        The worksheet `swot`.
    facts
        From `evidence`: its ids are those a line may cite.

    Returns
    -------
    pandas.DataFrame
        COLUMNS with grounds evidence or opinion, in the order of the lines.
    """
    known = set(facts["fact_id"])
    cited = [cited_ids(said) for said in lines["fact_ids"]]
    rests = [any(i in known for i in ids) for ids in cited]
    evidence = evident(lines) | pd.Series(rests, index=lines.index, dtype=bool)
    evidence &= lines["confidence"].ne("opinion")
    unknown = [" ".join(i for i in ids if i not in known) or None for ids in cited]
    return lines.assign(
        confidence=lines["confidence"].where(evidence, "opinion"),
        grounds=evidence.map({True: "evidence", False: "opinion"}),
        stale=stale(lines, as_of=as_of, days=stale_days),
        unknown_facts=unknown,
        rule=None,
    ).astype(_kinds())[COLUMNS]


def evident(lines: pd.DataFrame) -> pd.Series:
    """Whether a line names where it is from and when it was so. lines: source, date."""
    return lines["source"].notna() & lines["date"].notna()


def stale(lines: pd.DataFrame, *, as_of: date, days: int) -> pd.Series:
    """Whether a line's date lies more than `days` before `as_of`; never without a date."""
    return (pd.Timestamp(as_of) - lines["date"]).dt.days.gt(days)


def cited_ids(said: object) -> list[str]:
    """The ids in a cell of fact ids, however they are separated, each once."""
    if not isinstance(said, str):
        return []
    return list(dict.fromkeys(i for i in re.split(r"[\s,;,;、]+", said) if i))


@cache
def _rules() -> pd.DataFrame:
    """rule, reading, subject, quadrant: from swot_rules.toml."""
    content = files(__package__).joinpath("swot_rules.toml").read_text("utf-8")
    return pd.DataFrame(tomllib.loads(content)["rule"])


def _kinds() -> dict[str, str]:
    kinds = dict.fromkeys(COLUMNS, "str")
    return kinds | {"date": "datetime64[us]", "strength": "float64", "stale": "bool"}
