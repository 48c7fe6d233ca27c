"""What people know of rivals and of an industry's forces, with age and evidence marked."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamlib.competition import swot


def marked(lines: pd.DataFrame, *, as_of: date, stale_days: int) -> pd.DataFrame:
    """Which facts about rivals rest on a source and a date, and which are old?

    lines: the worksheet `competitors`. Returns it with grounds (evidence or opinion; opinion
    also in confidence) and stale (more than `stale_days` before `as_of`).
    """
    evidence = swot.evident(lines) & lines["confidence"].ne("opinion")
    return lines.assign(
        confidence=lines["confidence"].where(evidence, "opinion"),
        grounds=evidence.map({True: "evidence", False: "opinion"}).astype("str"),
        stale=swot.stale(lines, as_of=as_of, days=stale_days),
    )


def forces_marked(lines: pd.DataFrame) -> pd.DataFrame:
    """Which entries of the five forces rest on something?

    lines: the worksheet `forces`. Returns it with grounds: evidence where something is
    written as evidence, else opinion. The forces are not added up: five different things
    have no total.
    """
    grounds = lines["evidence"].notna().map({True: "evidence", False: "opinion"})
    return lines.assign(grounds=grounds.astype("str"))
