"""The charts of concentration: the curve with its list, the years, what a loss would take."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from kamlib import labels
from kamlib.plots import theme

_ROW = 0.3  # inches a row of names takes
_BARE = {"fc": theme.PAPER, "ec": "none", "pad": 0.6}  # no line runs through the text
_ASIDE = {"textcoords": "offset points", "fontsize": 9}
SHOWN = 15  # losses in a chart; the table has them all


def plot_curve(
    curve: pd.DataFrame,
    *,
    needed: float,
    top: float,
    gini: float,
    profit: pd.DataFrame,
    language: str,
    source: str,
) -> Axes | None:
    """Cumulative revenue over the accounts, largest first; None without revenue.

    curve: accounts_share, cumulative_share, is_key, largest first. needed: accounts that
    reach 80 %; top: accounts that make up the largest 20 %; gini: of the revenue.
    profit: account_share, cumulative_share of the profit, most profitable first; empty
    where the profit is not known
    """
    if curve.empty:
        return None
    ax, say = theme.canvas(4.6), _sayer("identification.chart.curve", language)
    x, y = np.r_[0, curve["accounts_share"]], np.r_[0, curve["cumulative_share"]]
    ax.plot([0, 1], [0, 1], color=theme.GREY, lw=1, ls="--")
    ax.fill_between(x, x, y, color=theme.PALE, alpha=0.35, lw=0)
    peak = _profit(ax, profit, language)
    ax.plot(x, y, color=theme.REST, lw=1.8, zorder=2)
    keys = curve[curve["is_key"]]
    ax.scatter(keys["accounts_share"], keys["cumulative_share"], s=26, color=theme.KEY, zorder=3)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.05 * peak), xlabel=say("x"), ylabel=say("y"))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda v, _: labels.percent(v, language)))
    ax.text(0.72, 0.66, say("equal"), color=theme.GREY, fontsize=9, va="top")
    below = _sayer("lists.chart.curve", language)("gini", gini=gini)
    ax.text(0.99, 0.04, below, fontsize=9.5, ha="right", va="bottom")
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
            color=theme.KEY,
            **_ASIDE,
        )
    title = say("title", needed=needed, n=len(curve))
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def _profit(ax: Axes, profit: pd.DataFrame, language: str) -> float:
    """The curve of the profit, thin; how high the axis has to go (1 is all of it)."""
    if profit.empty:
        return 1.0
    x, y = np.r_[0, profit["account_share"]], np.r_[0, profit["cumulative_share"]]
    ax.plot(x, y, color=theme.BETTER, lw=1.3, ls=(0, (5, 1.5)), zorder=2)
    peak = int(np.argmax(y))
    say = _sayer("lists.chart.curve", language)
    words = say("profit_peak", share=y[peak]) if y[peak] > 1.005 else say("profit")
    at = peak if y[peak] > 1.005 else int(0.8 * (len(x) - 1))
    ax.annotate(
        words,
        (x[at], y[at]),
        xytext=(0, 5),
        ha="center" if 0.15 < x[at] < 0.85 else "right" if x[at] >= 0.85 else "left",
        color=theme.BETTER,
        bbox=_BARE,
        **_ASIDE,
    )
    return max(float(y[peak]), 1.0)


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


def plot_years(years: pd.DataFrame, *, tendency: str, language: str, source: str) -> Axes | None:
    """Shares of the largest accounts by fiscal year; None under two years.

    years: year, top_1_share, top_3_share, top_20_share, complete; oldest first. A year the
    period cuts is hollow. tendency: of the HHI over the whole years, see concentration_trend
    """
    known = years.dropna(subset=["top_1_share"]).reset_index(drop=True)
    if len(known) < 2:
        return None
    ax, say = theme.canvas(3.6), _sayer("lists.chart.years", language)
    at, whole = np.arange(len(known)), known["complete"].to_numpy(dtype=bool)
    looks = {"top_20_share": (theme.KEY, 2.2), "top_3_share": (theme.INK, 1.6)}
    looks |= {"top_1_share": (theme.GREY, 1.4)}
    heights = _apart([float(known[name].iloc[-1]) for name in looks], 0.075)
    for (name, (colour, width)), height in zip(looks.items(), heights, strict=True):
        share = known[name].to_numpy(dtype="float64")
        ax.plot(at, share, color=colour, lw=width, alpha=0.6)
        ax.scatter(at[whole], share[whole], color=colour, s=26, zorder=3)
        ax.scatter(at[~whole], share[~whole], s=26, fc=theme.PAPER, ec=colour, lw=1.3, zorder=3)
        words = say(name, share=share[-1])
        ax.annotate(words, (at[-1], height), (9, 0), va="center", color=colour, **_ASIDE)
    names = [n if w else say("part", year=n) for n, w in zip(known["year"], whole, strict=True)]
    ax.set_xticks(at, names)
    ax.set(xlim=(-0.2, (len(known) - 1) * 1.45 + 0.1), ylim=(0, 1.05))
    ax.spines["bottom"].set_bounds(0, len(known) - 1)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: labels.percent(v, language)))
    key = {"rises": "rises", "falls": "falls", "no trend": "still"}.get(tendency, "few")
    first, last = (known["top_20_share"].iloc[place] for place in (0, -1))
    title = say(key, first=first, last=last, from_year=known["year"].iloc[0], to_year=names[-1])
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def _apart(heights: list[float], gap: float) -> list[float]:
    """Heights of labels, the largest first, moved up just so far that none meets another."""
    placed = list(heights)
    for one in range(len(placed) - 2, -1, -1):
        placed[one] = max(placed[one], placed[one + 1] + gap)
    return placed


def plot_losses(losses: pd.DataFrame, *, language: str, currency: str, source: str) -> Axes | None:
    """What share of the revenue goes with each account, and what that is; None without any.

    losses: scenario, names, accounts, revenue_lost, share_lost, months_of_growth,
    median_accounts, the most lost first
    """
    shown = losses[losses["share_lost"] > 0].head(SHOWN)
    if shown.empty:
        return None
    ax, say = theme.canvas(1.6 + _ROW * len(shown)), _sayer("lists.chart.losses", language)
    at = np.arange(len(shown))
    ax.barh(at, shown["share_lost"], height=0.66, color=theme.KEY)
    for place, row in zip(at, shown.itertuples(), strict=True):
        grows = row.months_of_growth == row.months_of_growth
        words = say(
            "months" if grows else "median",
            share=row.share_lost,
            money=row.revenue_lost,
            months=row.months_of_growth,
            median=row.median_accounts,
        )
        ax.annotate(words, (row.share_lost, place), (5, 0), va="center", **_ASIDE)
    names = [
        labels.say("lists.three_largest", language) if row.accounts > 1 else row.names
        for row in shown.itertuples()
    ]
    ax.set_yticks(at, [theme.shorten(name) for name in names])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, 2 * shown["share_lost"].max())
    ax.xaxis.set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    single = shown[shown["accounts"] == 1].iloc[0]
    title = say("title", name=single["names"], share=single["share_lost"])
    money = currency or labels.say("common.no_currency", language)
    subtitle = say("subtitle", currency=money, shown=len(shown), n=len(losses))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _sayer(place: str, language: str):
    """Words of one chart."""

    def say(key: str, **values) -> str:
        return labels.say(f"{place}.{key}", language, **values)

    return say
