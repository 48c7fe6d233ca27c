"""The charts of the lists: who is on which, and what each further place adds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kamlib import labels
from kamlib.plots import theme
from kamlib.plots.strategy import money_axis

_ROW = 0.27  # inches a row of names takes
ROWS = 20  # accounts in a chart; the table has them all


def plot_lists(side: pd.DataFrame, *, rules: list[str], language: str, source: str) -> Axes | None:
    """Which list names which account: a row an account, a column a list; None without lists.

    side: account_name, revenue, disagreement, a flag a list, those the lists differ on most
    first; rules: the columns, in order, the key list's own last
    """
    if side.empty:
        return None
    say = _sayer("identification.chart.lists", language)
    shown = side.head(ROWS)
    ax = theme.canvas(1.95 + _ROW * len(shown))
    rows = np.arange(len(shown))
    for place, rule in enumerate(rules):
        on = shown[rule].to_numpy(dtype=bool)
        ax.scatter(np.full(on.sum(), place), rows[on], s=70, color=theme.KEY)
        ax.scatter(
            np.full((~on).sum(), place), rows[~on], s=70, facecolor="none", ec=theme.PALE, lw=1.2
        )
    ax.set_xticks(range(len(rules)), [_head(side, rule, language) for rule in rules])
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    ax.spines["top"].set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(-0.5, len(rules) - 0.5)
    ax.axvspan(len(rules) - 1.5, len(rules) - 0.5, color=theme.PALE, alpha=0.25, lw=0, zorder=0)
    ax.set_yticks(rows, [theme.shorten(name) for name in shown["account_name"]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    _steps(ax, shown["disagreement"].to_numpy())
    alike = int(side[rules].all(axis=1).sum())
    subtitle = say("subtitle", shown=len(shown), n=len(side))
    return theme.finish(
        ax, title=say("title", alike=alike, n=len(side)), subtitle=subtitle, source=source
    )


def _head(side: pd.DataFrame, rule: str, language: str) -> str:
    """The name of a list, broken to its column's width, and how many it names."""
    name = labels.say(f"values.{rule.replace(' ', '_')}", language)
    say = _sayer("identification.chart.lists", language)
    return say("head", rule="\n".join(theme.wrap(name, 16)), n=side[rule].sum())


def _steps(ax: Axes, disagreement: np.ndarray) -> None:
    """Thin lines between the rows, darker where the accounts are disputed less."""
    for row in range(len(disagreement) - 1):
        falls = disagreement[row + 1] < disagreement[row]
        look = {"color": theme.GREY, "lw": 0.9} if falls else {"color": theme.PALE, "lw": 0.4}
        ax.axhline(row + 0.5, **look)


def plot_value(
    places: pd.DataFrame, *, end: int, language: str, currency: str, source: str
) -> Axes | None:
    """What each place on the list adds, against the cost of looking after it; None without any.

    places: list_size: place, revenue, profit, cost, is_key; end: places of the list. Profit
    is drawn where it is known for every place, else revenue
    """
    if places.empty or not end:
        return None
    say = _sayer("lists.chart.value", language)
    known = places["profit"].notna().all()
    measure = places["profit" if known else "revenue"]
    cost = places["cost"].iloc[0] if known else np.nan
    ax = theme.canvas(3.9)
    colours = np.where(places["is_key"], theme.KEY, theme.REST)
    ax.bar(places["place"], measure, color=colours, width=0.75)
    ax.axhline(0, color=theme.GREY, lw=0.8)
    ax.axvline(end + 0.5, color=theme.INK, lw=1, ls="--")
    ax.annotate(
        say("end", places=end),
        (end + 0.5, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=9,
    )
    if cost == cost:
        ax.axhline(cost, color=theme.WORSE, lw=1.2)
        ax.annotate(
            say("cost", cost=cost),
            (1, cost),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            va="bottom",
            color=theme.WORSE,
            fontsize=9,
        )
    ax.set_xlim(0.3, places["place"].iloc[-1] + 0.7)
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    ax.set_xlabel(say("x"))
    money_axis(ax.yaxis, language)
    kind = "profit" if known else "revenue"
    last = places.iloc[min(end, len(places)) - 1]
    title = say(f"title_{kind}", places=end, money=last[kind])
    money = currency or labels.say("common.no_currency", language)
    subtitle = say(f"subtitle_{kind}", currency=money, shown=len(places))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _sayer(place: str, language: str):
    """Words of one chart."""

    def say(key: str, **values) -> str:
        return labels.say(f"{place}.{key}", language, **values)

    return say
