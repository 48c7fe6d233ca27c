"""The charts of 01: concentration, lists side by side, ranks, chances, parts of the score."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamlib import labels
from kamlib.plots import theme

_ROW = 0.27  # inches a row of names takes
_BARE = {"fc": theme.PAPER, "ec": "none", "pad": 0.6}  # no line runs through the text


def plot_curve(
    curve: pd.DataFrame, *, needed: float, top: float, language: str, source: str
) -> Axes | None:
    """Cumulative revenue over the accounts, largest first; None without revenue.

    curve: accounts_share, cumulative_share, is_key, largest first. needed: accounts that
    reach 80 %; top: accounts that make up the largest 20 %
    """
    if curve.empty:
        return None
    ax, say = theme.canvas(4.4), _sayer("curve", language)
    x = np.r_[0, curve["accounts_share"]]
    y = np.r_[0, curve["cumulative_share"]]
    ax.plot([0, 1], [0, 1], color=theme.GREY, lw=1, ls="--")
    ax.plot(x, y, color=theme.REST, lw=1.8, zorder=2)
    keys = curve[curve["is_key"]]
    ax.scatter(keys["accounts_share"], keys["cumulative_share"], s=26, color=theme.KEY, zorder=3)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel=say("x"), ylabel=say("y"))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda v, _: labels.percent(v, language)))
    ax.text(0.6, 0.57, say("equal"), color=theme.GREY, fontsize=9, va="top")
    _point(ax, curve.iloc[int(needed) - 1], say("cut", needed=needed), below=True)
    fifth = curve.iloc[int(top) - 1]
    if abs(top - needed) > 0.04 * len(curve):
        text = say("fifth", share=fifth["cumulative_share"], top=top)
        _point(ax, fifth, text, below=needed > top)
    if len(keys):
        middle = keys.iloc[len(keys) // 2]
        ax.annotate(
            say("keys", n=len(keys)),
            (middle["accounts_share"], middle["cumulative_share"]),
            xytext=(10, -12),
            textcoords="offset points",
            color=theme.KEY,
            fontsize=9,
        )
    title = say("title", needed=needed, n=len(curve))
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def _point(ax: Axes, row: pd.Series, text: str, *, below: bool) -> None:
    """A ring on the curve with guide lines to the axes and its figures."""
    x, y = row["accounts_share"], row["cumulative_share"]
    ax.plot([x, x, 0], [0, y, y], color=theme.GREY, lw=0.7, ls=":", zorder=1)
    ax.plot(x, y, "o", ms=9, mfc="none", mec=theme.INK, mew=1.4, zorder=4)
    left = x > 0.6
    ax.annotate(
        text,
        (x, y),
        xytext=(-8 if left else 9, -16 if below else 8),
        textcoords="offset points",
        ha="right" if left else "left",
        fontsize=9.5,
        bbox=_BARE,
    )


def plot_lists(side: pd.DataFrame, *, rules: list[str], language: str, source: str) -> Axes | None:
    """Which list names which account: a row an account, a column a rule; None without lists.

    side: account_name, revenue, a flag a rule; rules: the columns, in order
    """
    if side.empty:
        return None
    say = _sayer("lists", language)
    shown = side.head(20)
    ax = theme.canvas(1.7 + _ROW * len(shown))
    rows = np.arange(len(shown))
    for place, rule in enumerate(rules):
        on = shown[rule].to_numpy(dtype=bool)
        ax.scatter(np.full(on.sum(), place), rows[on], s=70, color=theme.KEY)
        ax.scatter(
            np.full((~on).sum(), place), rows[~on], s=70, facecolor="none", ec=theme.PALE, lw=1.2
        )
    heads = [
        say(
            "head",
            rule=labels.say(f"values.{rule.replace(' ', '_')}", language),
            n=side[rule].sum(),
        )
        for rule in rules
    ]
    ax.set_xticks(range(len(rules)), heads)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(rules) - 0.5)
    _names(ax, shown["account_name"])
    ax.hlines(rows[:-1] + 0.5, *ax.get_xlim(), color=theme.PALE, lw=0.4)
    alike = int(side[rules].all(axis=1).sum())
    subtitle = say("subtitle", shown=len(shown), n=len(side))
    return theme.finish(
        ax, title=say("title", alike=alike, n=len(side)), subtitle=subtitle, source=source
    )


def plot_ranks(rows: pd.DataFrame, *, book: dict, language: str, source: str) -> Axes | None:
    """Rank of each account with the interval of 90 % of the weightings; None without rows.

    rows: account_name, rank, rank_low, rank_high, is_key, best first
    book: places (of the list), n (accounts), keys, and inside (those among them whose
    interval ends on the list)
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
    """Chance of a place on the list under any weighting; None without rows.

    rows: account_name, p_key, is_key, likeliest first. limits: core and out, shares.
    book: core and contested, accounts
    """
    if rows.empty:
        return None
    say = _sayer("chances", language)
    ax = theme.canvas(1.6 + _ROW * len(rows))
    at = np.arange(len(rows))
    colours = np.where(rows["is_key"], theme.KEY, theme.REST)
    ax.barh(at, rows["p_key"], color=colours, height=0.66)
    for place, p in zip(at, rows["p_key"], strict=True):
        shown = p if p == 1 else min(p, 0.99)  # only certainty is written as 100 %
        text = labels.percent(shown, language)
        ax.text(p + 0.01, place, text, va="center", fontsize=9, bbox=_BARE)
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
    subtitle = say("subtitle", shown=len(rows))
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
