"""The chart of traits: which key account has which, by mark, readable without colour."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kamlib import labels
from kamlib.plots import theme

_ROW = 0.27  # inches a row of names takes
ROWS = 20  # accounts in a chart; the table has them all
_FIRST = 3  # account_name, is_key, has: the columns before the traits


def plot_traits(grid: pd.DataFrame, *, few: int, language: str, source: str) -> Axes | None:
    """Traits by key account: a row an account, a column a trait; None without accounts.

    grid: account_name, is_key, has, then a column a trait with 1, 0 or empty, most traits
    first; few: accounts on the list with few traits
    """
    if grid.empty:
        return None
    traits, shown = list(grid.columns[_FIRST:]), grid.head(ROWS)
    ax = theme.canvas(2.6 + _ROW * len(shown))
    held = shown[traits].to_numpy(dtype="float64")
    _marks(ax, held)
    heads = [labels.say(f"values.{t.replace(' ', '_')}", language) for t in traits]
    look = {"rotation": 38, "ha": "left", "va": "bottom", "rotation_mode": "anchor"}
    ax.set_xticks(range(len(traits)), heads, **look)
    ax.xaxis.tick_top()
    ax.tick_params(axis="both", length=0)
    for side in ("top", "bottom", "left"):
        ax.spines[side].set_visible(False)
    ax.set_xlim(-0.5, len(traits) - 0.5)
    names = [
        labels.say("traits.chart.row", language, name=theme.shorten(name, 22), has=has)
        for name, has in zip(shown["account_name"], shown["has"], strict=True)
    ]
    ax.set_yticks(range(len(shown)), names)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    for row in range(1, len(shown)):
        ax.axhline(row - 0.5, color=theme.PALE, lw=0.4, zorder=0)
    values = {"median": f"{grid['has'].median():g}", "traits": len(traits), "few": few}
    return theme.finish(
        ax,
        title=labels.say("traits.chart.title", language, **values),
        subtitle=labels.say("traits.chart.subtitle", language, shown=len(shown), n=len(grid)),
        source=source,
    )


def _marks(ax: Axes, held: np.ndarray) -> None:
    """A filled square for yes, a cross for no, a hollow circle for not known."""
    rows, columns = np.indices(held.shape)
    yes, no, unknown = held == 1, held == 0, np.isnan(held)
    ax.scatter(columns[yes], rows[yes], s=95, marker="s", color=theme.KEY)
    ax.scatter(columns[no], rows[no], s=26, marker="x", color=theme.GREY, lw=1.2)
    look = {"facecolor": "none", "edgecolor": theme.REST, "lw": 1.2}
    ax.scatter(columns[unknown], rows[unknown], s=55, marker="o", **look)
