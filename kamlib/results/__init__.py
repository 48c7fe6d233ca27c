"""The tables a run leaves behind: names, columns, units. Others read them; keep them steady.

A result frame holds at least these columns, first and in this order; more may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamlib.results import (
    book,
    competition,
    economics,
    evaluation,
    identification,
    segmentation,
    strategy,
    traits,
    weights,
)
from kamlib.results.identification import RULES
from kamlib.results.shared import CONFIDENCE, FORCES, GROUNDS, NAME, YES_NO
from kamlib.tables import Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CONFIDENCE",
    "FORCES",
    "GROUNDS",
    "NAME",
    "RESULTS",
    "RULES",
    "YES_NO",
    "arrange",
    "empty",
]

RESULTS: dict[str, Table] = {
    t.name: t
    for wing in (
        book,
        identification,
        weights,
        evaluation,
        traits,
        segmentation,
        competition,
        economics,
        strategy,
    )
    for t in wing.TABLES
}

_EMPTY = {"text": "str", "number": "float64", "date": "datetime64[us]", "flag": "bool"}


def empty(name: str) -> pd.DataFrame:
    """The result table `name` without rows, every column in its kind."""
    import pandas as pd  # noqa: PLC0415  a second; the names above are needed without it

    columns = RESULTS[name].columns
    return pd.DataFrame({c.name: pd.Series(dtype=_EMPTY[c.kind]) for c in columns})


def arrange(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` with the columns of result table `name` first; extra ones follow.

    Raises
    ------
    ValueError
        If a column is missing, a key is empty or a key stands twice: a bug of the kit.
    """
    table = RESULTS[name]
    missing = [column for column in table.names if column not in frame]
    if missing:
        raise ValueError(f"{name} lacks {', '.join(missing)}; it has {', '.join(frame)}")
    required = [c.name for c in table.columns if c.required]
    if frame[required].isna().any(axis=None):
        raise ValueError(f"{name} has empty values in {', '.join(required)}")
    if table.key and frame.duplicated(list(table.key)).any():
        raise ValueError(f"{name} holds {' + '.join(table.key)} twice")
    extra = [column for column in frame if column not in table.names]
    return frame[table.names + extra].reset_index(drop=True)
