"""The chart of 05: an account's revenue by quarter, and the targets after it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from kamlib import labels
from kamlib.plots import theme
from kamlib.plots.strategy import money_axis

_LAST = 4  # quarters that stand for the last year


def plot_revenue(
    quarters: pd.DataFrame, *, title: str, language: str, currency: str, source: str
) -> Axes:
    """Revenue by fiscal quarter: what was, the quarter the data cut, and the targets.

    quarters: period, kind (actual, part, target), revenue (empty between data and targets)
    """
    ax = theme.canvas(3.4)
    recent = _recent(quarters)
    for at, (kind, value) in enumerate(zip(quarters["kind"], quarters["revenue"], strict=True)):
        ax.bar(at, value, width=0.72, **_style(kind, at in recent))
    top = quarters["revenue"].abs().max()
    for at in _labelled(quarters, recent):
        value = quarters["revenue"].iloc[at]
        text = labels.money(value, language) if value else "0"
        below = value < 0
        ax.annotate(
            text,
            (at, value),
            (0, -3 if below else 3),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=9,
        )
    ax.set_xticks(range(len(quarters)), _ticks(quarters["period"]), fontsize=9)
    ax.axhline(0, color=theme.GREY, lw=0.8)
    ax.margins(y=0.14)
    if not top > 0:
        ax.set_ylim(-1, 1)
    money_axis(ax.yaxis, language)
    currency = currency or labels.say("common.no_currency", language)
    subtitle = labels.say("account_plan.chart.subtitle", language, currency=currency)
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _recent(quarters: pd.DataFrame) -> set[int]:
    """Places of the latest four whole quarters."""
    whole = [at for at, kind in enumerate(quarters["kind"]) if kind == "actual"]
    return {*[at for at in whole if pd.notna(quarters["revenue"].iloc[at])][-_LAST:]}


def _labelled(quarters: pd.DataFrame, recent: set[int]) -> list[int]:
    """Places whose money is written: those, quarters the data cut, and the targets."""
    written = quarters["kind"].isin(["target", "part"])
    return [at for at in range(len(quarters)) if written.iloc[at] or at in recent]


def _style(kind: str, recent: bool) -> dict:
    if kind == "target":
        return {"facecolor": theme.PAPER, "edgecolor": theme.KEY, "linewidth": 1.4}
    if kind == "part":
        return {"facecolor": theme.PAPER, "edgecolor": theme.GREY, "hatch": "////"}
    return {"color": theme.KEY if recent else theme.REST}


def _ticks(periods: pd.Series) -> list[str]:
    """Q1 to Q4, with the year below the first of each."""
    ticks, before = [], ""
    for period in periods:
        year, _, quarter = period.rpartition("-")
        ticks.append(quarter if year == before else f"{quarter}\n{year}")
        before = year
    return ticks
