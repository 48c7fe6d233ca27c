"""The charts of 00: what is left of the files, and which evidence reaches which account."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from kamlib import labels
from kamlib.plots import theme

_SHADES = LinearSegmentedColormap.from_list("coverage", ["#eef1f3", theme.KEY])
_DARK = 0.55  # shares from here on carry white figures
_LEVEL_HEADS = 4  # more heads would meet if they were level
_ROOM_FOR_SIGN = 8  # with more kinds of evidence, figures stand in the cells without %


def plot_bridge(bridge: pd.DataFrame, *, language: str, currency: str, source: str) -> Axes:
    """Waterfall from what the order files hold to what is analysed; the bars sum.

    bridge: label, rows, amount, aside (whether a step takes out what was never data); the first
    row less all between is the last. Bars are money, the rows stand as figures at the side.
    """
    values = bridge["amount"].to_numpy(dtype="float64")
    ends = np.concatenate([values[:1], values[0] - np.cumsum(values[1:-1]), values[-1:]])
    starts = np.concatenate([[0.0], ends[:-2], [0.0]])
    whole = np.arange(len(values)) % (len(values) - 1) == 0
    ax = theme.canvas(1.5 + 0.34 * len(bridge))
    colours = np.where(whole, theme.KEY, theme.GREY)
    # The edge keeps a step in sight that is too small for a bar.
    look = {"color": colours, "ec": colours, "lw": 0.8, "height": 0.66}
    ax.barh(range(len(values)), ends - starts, left=starts, **look)
    _levels(ax, ends)
    _figures(ax, _texts(values, whole, labels.money, language), np.maximum(starts, ends))
    rows = _texts(bridge["rows"].to_numpy(dtype="float64"), whole, labels.count, language)
    _rows_at_the_side(ax, rows, labels.say("intake_page.bridge.rows", language))
    ax.set_yticks(range(len(values)), [theme.shorten(label, 36) for label in bridge["label"]])
    _bare(ax)
    ax.axvline(0, color=theme.GREY, lw=0.8)
    aside = values[bridge["aside"].to_numpy(dtype=bool)]
    said = {"total": values[0] - aside.sum(), "kept": values[-1], "currency": currency}
    title = "title_aside" if aside.any() else "title"
    return theme.finish(
        ax,
        title=labels.say(f"intake_page.bridge.{title}", language, **said),
        subtitle=labels.say("intake_page.bridge.subtitle", language, **said),
        source=source,
    )


def _texts(values: np.ndarray, whole: np.ndarray, style: Callable, language: str) -> list[str]:
    """Figures as written: what a step takes away has a minus, what it adds a plus."""
    texts = [style(v if w else -v, language) for v, w in zip(values, whole, strict=True)]
    adds = ~whole & (values < 0)
    signed = [f"+{text}" if more else text for text, more in zip(texts, adds, strict=True)]
    return [text if value else "0" for text, value in zip(signed, values, strict=True)]


def _rows_at_the_side(ax: Axes, texts: list[str], head: str) -> None:
    """Figures right-aligned at the right edge, their head above them."""
    low, high = ax.get_xlim()
    edge = high + 0.16 * (high - low)
    for place, text in enumerate(texts):
        ax.text(edge, place, text, va="center", ha="right", color=theme.GREY)
    ax.text(edge, -0.8, head, va="center", ha="right", color=theme.GREY)
    ax.set_xlim(low, edge)


def _levels(ax: Axes, ends: np.ndarray) -> None:
    """Thin lines that carry the level from bar to bar, so that slivers are seen to fit."""
    for place, level in enumerate(ends[:-1]):
        ax.plot([level, level], [place + 0.33, place + 0.67], color=theme.PALE, lw=1)


def _figures(ax: Axes, texts: list[str], edges: np.ndarray) -> None:
    """Each bar's figure behind its end."""
    low, high = ax.get_xlim()
    for place, (text, edge) in enumerate(zip(texts, edges, strict=True)):
        ax.text(max(edge, 0.0) + 0.012 * (high - low), place, text, va="center", ha="left")
    ax.set_xlim(low, high + 0.16 * (high - low))


def _bare(ax: Axes) -> None:
    """Rows from the top, their names alone at the side: every figure stands at its bar."""
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.xaxis.set_visible(False)
    ax.spines[:].set_visible(False)


def plot_coverage(
    grid: pd.DataFrame, coverage: pd.DataFrame, *, accounts: int, language: str, source: str
) -> Axes | None:
    """Heat map of accounts against kinds of evidence; the first row is the whole book.

    grid: account_name, then a column per kind of evidence, 0 to 1; coverage: result table.
    None where there are not two kinds of evidence.
    """
    if len(coverage) < 2:
        return None
    coverage = coverage.sort_values("share", ascending=False, kind="stable")
    kinds = coverage["table"].tolist()
    shares = np.vstack([coverage["share"].to_numpy(), grid[kinds].to_numpy(dtype="float64")])
    turned = len(kinds) > _LEVEL_HEADS
    ax = theme.canvas(1.9 + 0.5 * turned + 0.27 * len(shares))
    ax.pcolormesh(shares, cmap=_SHADES, vmin=0, vmax=1, ec=theme.PAPER, lw=1.5)
    for (row, column), share in np.ndenumerate(shares):
        if row == 0 or 0 < share < 1:
            colour = theme.PAPER if share >= _DARK else theme.INK
            said = _cell(share, len(kinds), language)
            ax.text(column + 0.5, row + 0.5, said, ha="center", va="center", color=colour)
    ax.axhline(1, color=theme.INK, lw=1.2)
    every = labels.say("intake_page.coverage.every", language, accounts=accounts)
    names = [every, *(theme.shorten(name, 30) for name in grid["account_name"])]
    ax.set_yticks(np.arange(len(names)) + 0.5, names)
    heads = [labels.say(f"intake_page.table.{kind}", language) for kind in kinds]
    ax.set_xticks(np.arange(len(kinds)) + 0.5, heads)
    ax.xaxis.tick_top()
    if turned:
        ax.tick_params(axis="x", rotation=35)
        for text in ax.get_xticklabels():
            text.set(ha="left", va="bottom", rotation_mode="anchor")
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    form = "subtitle" if len(grid) < accounts else "subtitle_all"
    said = {"shown": len(grid), "accounts": accounts}
    subtitle = labels.say(f"intake_page.coverage.{form}", language, **said)
    if len(kinds) > _ROOM_FOR_SIGN:
        subtitle = labels.say("intake_page.coverage.bare", language, subtitle=subtitle)
    return theme.finish(
        ax,
        title=_message(coverage, language),
        subtitle=subtitle,
        source=source,
    )


def _cell(share: float, kinds: int, language: str) -> str:
    """A share in its cell; bare where the cells are narrow."""
    if kinds <= _ROOM_FOR_SIGN:
        return labels.percent(share, language)
    return "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"  # noqa: PLR2004  half a per cent


def _message(coverage: pd.DataFrame, language: str) -> str:
    shares = coverage["share"]
    highest, lowest = shares.max(), shares.min()
    said = {"best": _kinds_at(coverage, highest, language), "best_share": highest}
    if highest == lowest:
        return labels.say("intake_page.coverage.title_equal", language, **said)
    said |= {"worst": _kinds_at(coverage, lowest, language), "worst_share": lowest}
    return labels.say("intake_page.coverage.title", language, **said)


def _kinds_at(coverage: pd.DataFrame, share: float, language: str) -> str:
    """The kinds of evidence that reach this share; one of them and their number, if several do."""
    kinds = coverage.loc[coverage["share"] == share, "table"].tolist()
    name = labels.say(f"intake_page.table.{kinds[0]}", language)
    if len(kinds) == 1:
        return name
    said = {"name": name, "n": len(kinds) - 1}
    return labels.say("intake_page.coverage.alike", language, **said)
