"""Charts of the competition page: needs, share of wallet, five forces."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from kamlib import labels
from kamlib.plots import theme

ROWS = 20
COLUMNS = 9  # accounts side by side
STRONGEST = 20  # importance x lead at its utmost: 5 x 4
_MARKERS = {"rising": "^", "falling": "v"}


def plot_needs(
    found: pd.DataFrame, *, title: str, language: str, source: str, cut: int = 0
) -> Axes:
    """Heat map of importance x lead: a need a row, an account a column.

    found: need, column (what the account is called), weighted_lead; rows and columns in the
    order they first appear, at most ROWS and COLUMNS of them. cut: needs there are in all,
    where not all are shown.
    """
    needs, columns = found["need"].unique(), found["column"].unique()
    cells = found.set_index(["need", "column"])["weighted_lead"].unstack()
    grid = cells.reindex(index=needs, columns=columns).to_numpy(dtype="float64")
    asked = found.assign(there=1).set_index(["need", "column"])["there"].unstack()
    asked = asked.reindex(index=needs, columns=columns).notna().to_numpy()
    ax = theme.canvas(1.7 + 0.36 * len(needs))
    ax.pcolormesh(grid, cmap=_diverging(), vmin=-STRONGEST, vmax=STRONGEST, edgecolors="white")
    for (row, column), value in np.ndenumerate(grid):
        if asked[row, column]:
            _write_cell(ax, row, column, value)
    ax.set_xlim(0, len(columns))
    ax.set_ylim(len(needs), 0)
    ax.set_yticks(np.arange(len(needs)) + 0.5, [theme.shorten(n, 34) for n in needs])
    ax.hlines(np.arange(1, len(needs)), 0, len(columns), color=theme.PALE, linewidth=0.5, zorder=0)
    ax.xaxis.tick_top()
    width = max(8, 66 // len(columns) - 1)
    names = ["\n".join(theme.wrap(theme.shorten(c, 2 * width), width)) for c in columns]
    ax.set_xticks(np.arange(len(columns)) + 0.5, names)
    ax.tick_params(length=0, axis="both")
    ax.spines[:].set_visible(False)
    subtitle = labels.say("competition.needs.subtitle", language)
    if cut:
        shown = labels.say("competition.needs.cut", language, shown=len(needs), all=cut)
        subtitle += shown
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _write_cell(ax: Axes, row: int, column: int, value: float) -> None:
    if np.isnan(value):  # asked for, but not compared: there, and empty
        frame = {"facecolor": theme.PAPER, "edgecolor": theme.PALE, "hatch": "////"}
        ax.add_patch(Rectangle((column + 0.02, row + 0.04), 0.96, 0.92, **frame))
        return
    text = "0" if abs(value) < 0.5 else f"{value:+.0f}".replace("-", labels.MINUS)
    color = theme.PAPER if abs(value) > 12 else theme.INK
    ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=color, fontsize=10)


def _diverging() -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("lead", [theme.WORSE, "#f4f4f2", theme.BETTER])


def plot_wallet(
    found: pd.DataFrame, *, title: str, language: str, currency: str, source: str
) -> Axes:
    """Bars of total spend: our part dark, the rest pale, a line over its range.

    found: account_name, our_sales, total, total_low, total_high, wallet_share,
    wallet_share_low, wallet_share_high, in the order to be shown, at most ROWS.
    """
    found = found.head(ROWS)
    ax = theme.canvas(1.5 + 0.36 * len(found))
    places = np.arange(len(found))
    unit, scale = _unit(found[["total", "total_high"]].max().max(), language)
    ours = found["our_sales"].clip(lower=0) / scale
    total = found["total"] / scale
    ax.barh(places, total, color=theme.REST, height=0.62)
    ax.barh(places, np.minimum(ours, total), color=theme.KEY, height=0.62)
    low, high = found["total_low"] / scale, found["total_high"] / scale
    ax.hlines(places, low, high, color=theme.INK, linewidth=1.1)
    ends = pd.concat([low, high])
    ax.plot(ends, np.tile(places, 2), "|", color=theme.INK, markersize=7)
    reach = pd.concat([total, high], axis=1).max(axis=1)
    for place, (end, row) in enumerate(zip(reach, found.to_dict("records"), strict=True)):
        text = _share_text(row, language)
        ax.annotate(text, (end, place), xytext=(6, 0), textcoords="offset points", va="center")
    ax.set_xlim(0, reach.max() * 1.34)
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_yticks(places, [theme.shorten(n, 30) for n in found["account_name"]])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5))
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    measure = f"{unit} {currency}".strip()
    subtitle = labels.say("competition.wallet.subtitle", language, currency=measure)
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _share_text(row: dict, language: str) -> str:
    ranged = pd.notna(row["wallet_share_low"])
    return labels.say(
        "competition.wallet.label_range" if ranged else "competition.wallet.label",
        language,
        share=row["wallet_share"],
        low=row["wallet_share_low"],
        high=row["wallet_share_high"],
    )


def _unit(largest: float, language: str) -> tuple[str, float]:
    """The unit of an axis of money, as labels.money would write its largest figure."""
    word = labels.money(largest, language).rpartition(" ")[2]
    scales = {"bn": 1e9, "M": 1e6, "k": 1e3, "亿": 1e8, "万": 1e4}
    return (word, scales[word]) if word in scales else ("", 1.0)


def plot_forces(found: pd.DataFrame, *, title: str, language: str, source: str) -> Axes:
    """Dots of strength, a driver a row, grouped by subject; no total.

    found: subject, force, factor, score, direction, grounds, in the order to be shown, at
    most ROWS; without a score it is not drawn.
    """
    found = found.head(ROWS)
    subjects = found["subject"].unique()
    ax = theme.canvas(1.5 + 0.3 * len(found) + 0.34 * len(subjects))
    place, ticks, names = 0.0, [], []
    for subject in subjects:
        ax.text(0.3, place, theme.shorten(subject, 40), va="center", fontsize=11)
        place += 1
        for row in found[found["subject"] == subject].to_dict("records"):
            _draw_force(ax, place, row)
            ticks.append(place)
            names.append(labels.say(f"values.{row['force'].replace(' ', '_')}", language))
            place += 1
    ax.set_xlim(0.3, 8.6)
    ax.set_ylim(place - 0.4, -0.6)
    ax.set_xticks(range(1, 6))
    ax.set_yticks(ticks, names)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_bounds(1, 5)
    subtitle = labels.say("competition.forces.subtitle", language)
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _draw_force(ax: Axes, place: float, row: dict) -> None:
    ax.hlines(place, 1, 5, color=theme.PALE, linewidth=0.8, zorder=1)
    ax.plot(
        row["score"],
        place,
        _MARKERS.get(row["direction"], "o"),
        markersize=8,
        color=theme.KEY,
        markerfacecolor=theme.KEY if row["grounds"] == "evidence" else theme.PAPER,
    )
    if pd.notna(row["factor"]):
        ax.text(5.25, place, theme.shorten(row["factor"], 38), va="center", color=theme.GREY)
