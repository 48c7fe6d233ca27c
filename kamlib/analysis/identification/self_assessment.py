"""What people at the client say of their own key account management: sheet `self_assessment`."""

from __future__ import annotations

import pandas as pd

from kamlib import results
from kamlib.identification import self_assessment as wing
from kamlib.results.traits import GROUPS
from kamlib.study import Study

#: Statement to its column in the sheet.
COLUMNS = {"knows profit": "knows_profit", "strengthens core": "strengthens_core"}


def self_assessment(study: Study) -> pd.DataFrame:
    """Result table `self_assessment`: each statement, over all and by growth group.

    A group nobody belongs to has no row; without an answer there is no row at all.
    """
    sheet = study.sheets["self_assessment"]
    rows = [
        {"statement": statement, "growth_group": group, **wing.summary(rows[column])}
        for statement, column in COLUMNS.items()
        for group, rows in _groups(sheet)
        if rows[column].notna().any()
    ]
    if not rows:
        return results.empty("self_assessment")
    kinds = {"statement": "str", "growth_group": "str"}
    return results.arrange(pd.DataFrame(rows).astype(kinds), "self_assessment")


def _groups(sheet: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [("all", sheet), *((g, sheet[sheet["growth_group"] == g]) for g in GROUPS)]


def compared(study: Study) -> dict[str, float | None]:
    """Statement -> how often chance alone sets the groups as far apart; None: too few answers."""
    sheet = study.sheets["self_assessment"]
    high, other = (sheet[sheet["growth_group"] == group] for group in GROUPS)
    return {s: wing.by_chance(high[c], other[c]) for s, c in COLUMNS.items()}
