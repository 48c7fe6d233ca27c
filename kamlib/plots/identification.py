"""The charts of the score: ranks, chances, and what the score is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kamlib import labels
from kamlib.plots import theme

_ROW = 0.27  # inches a row of names takes
_BARE = {"fc": theme.PAPER, "ec": "none", "pad": 0.6}  # no line runs through the text


def plot_ranks(rows: pd.DataFrame, *, book: dict, language: str, source: str) -> Axes | None:
    """Rank of each account with the interval of 90 % of the draws; None without rows.

    rows: account_name, rank, rank_low, rank_high, is_key, best first
    book: places (of the list), n (accounts), keys, and inside (those among them whose
    interval ends on the list), tried (what is drawn, in words)
    """
    if rows.empty:
        return None
    say, places = _sayer("ranks", language), book["places"]
    ax = theme.canvas(1.6 + _ROW * len(rows))
    at = np.arange(len(rows))
    colours = np.where(rows["is_key"], theme.KEY, theme.REST)
    ax.hlines(at, rows["rank_low"], rows["rank_high"], color=colours, lw=3.2, alpha=0.75)
    ax.scatter(rows["rank"], at, s=46, color=colours, ec=theme.PAPER, lw=0.8, zorder=3)
    if places:
        ax.axvline(places + 0.5, color=theme.INK, lw=1, ls="--")
        ax.annotate(
            say("end", places=places),
            (places + 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    _names(ax, rows["account_name"])
    last = max(rows["rank_high"].max(), places)
    ax.set_xlim(1 - 0.03 * last, 1.04 * last + 0.7)
    ticks = MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]).tick_values(1, last)
    ax.set_xticks([1, *(t for t in ticks if 1 < t <= last)])
    ax.set_xlabel(say("x"))
    title = say("title" if book["keys"] else "title_none", **book)
    subtitle = say("subtitle", first=rows["rank"].min(), last=rows["rank"].max(), **book)
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def plot_chances(
    rows: pd.DataFrame, *, limits: dict, book: dict, language: str, source: str
) -> Axes | None:
    """Chance of a place on the list: a bar over weightings, a mark over months too; None without.

    rows: account_name, p_key, p_both (empty where months are not drawn), is_key, likeliest
    first. limits: core and out, shares. book: core and contested, accounts; tried
    """
    if rows.empty:
        return None
    say = _sayer("chances", language)
    ax = theme.canvas(1.6 + _ROW * len(rows))
    at = np.arange(len(rows))
    colours = np.where(rows["is_key"], theme.KEY, theme.REST)
    ax.barh(at, rows["p_key"], color=colours, height=0.66)
    ax.scatter(rows["p_both"], at, marker="D", s=26, color=theme.PAPER, ec=theme.INK, lw=1)
    right = rows[["p_key", "p_both"]].max(axis=1)
    for place, p, beyond in zip(at, rows["p_key"], right, strict=True):
        text = labels.chance(p, language)
        ax.text(beyond + 0.02, place, text, va="center", fontsize=9, bbox=_BARE)
    for name, limit in limits.items():
        ax.axvline(limit, color=theme.INK, lw=0.9, ls="--", zorder=0)
        ax.annotate(
            say(name, limit=limit),
            (limit, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    _names(ax, rows["account_name"])
    ax.set_xlim(0, 1.12)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    months = say("months") if rows["p_both"].notna().any() else ""
    subtitle = say("subtitle", shown=len(rows), months=months)
    return theme.finish(ax, title=say("title", **book), subtitle=subtitle, source=source)


def plot_points(points: pd.DataFrame, *, language: str, source: str) -> Axes | None:
    """What the best scores are made of: stacked bars, a colour a criterion; None without rows.

    points: account_id, account_name, criterion, weight, points; accounts best first in every
    criterion, criteria in the order drawn
    """
    if points.empty:
        return None
    say = _sayer("points", language)
    names = points.drop_duplicates("account_id")
    ax = theme.canvas(1.9 + _ROW * len(names))
    at, left = np.arange(len(names)), np.zeros(len(names))
    for place, (name, part) in enumerate(points.groupby("criterion", sort=False)):
        ax.barh(
            at,
            part["points"],
            left=left,
            height=0.68,
            color=theme.CATEGORIES[place % len(theme.CATEGORIES)],
            label=say("legend", name=theme.shorten(name, 15), weight=part["weight"].iloc[0]),
            ec=theme.PAPER,
            lw=0.6,
        )
        left = left + part["points"].to_numpy()
    for place, total in zip(at, left, strict=True):
        ax.text(total + 0.8, place, labels.number(total, language), va="center", fontsize=9)
    _names(ax, names["account_name"])
    ax.set_xlim(0, max(left.max() * 1.1, 1))
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    look = {"handlelength": 1.1, "handletextpad": 0.4, "columnspacing": 1.2, "frameon": False}
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=4, fontsize=9, **look)
    totals = points.groupby("criterion", sort=False)["points"].sum()
    title = say("title", first=totals.idxmax(), share=totals.max() / max(totals.sum(), 1e-9))
    return theme.finish(ax, title=title, subtitle=say("subtitle", n=len(names)), source=source)


def _names(ax: Axes, names: pd.Series) -> None:
    """Names down the side, the first on top."""
    ax.set_yticks(np.arange(len(names)), [theme.shorten(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _sayer(chart: str, language: str):
    """Words of one chart."""

    def say(key: str, **values) -> str:
        return labels.say(f"identification.chart.{chart}.{key}", language, **values)

    return say
