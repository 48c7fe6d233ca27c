"""The charts of 04: whale curve, risks, the way to the target, quarters, hours by manager."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamlib import labels
from kamlib.plots import theme

ROWS = 15  # bars in a chart; the table has them all


def plot_whale(
    curve: pd.DataFrame, summary: pd.Series, *, language: str, currency: str, source: str
) -> Axes | None:
    """Cumulative profit from the best to the worst account, peak and end labelled.

    curve: result table whale_curve; summary: as `economics.whale_summary`; None without
    a known profit
    """
    if curve.empty:
        return None
    ax = theme.canvas(3.8)
    _whale_line(ax, curve, summary)
    _whale_words(ax, summary, language)
    money_axis(ax.yaxis, language)
    say = _sayer("economics.whale", language)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlabel(say("axis"))
    title = say(_whale_title(summary), **_whale_values(summary))
    kinds = set(curve["basis"])
    basis = "mixed" if len(kinds) > 1 else kinds.pop()
    subtitle = say(f"subtitle_{basis}", currency=_currency(currency, language))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _whale_line(ax: Axes, curve: pd.DataFrame, summary: pd.Series) -> None:
    """The curve, with what the loss makers take back shaded."""
    n = len(curve)
    x, y = np.r_[0, curve["position"]], np.r_[0.0, curve["cumulative"]]
    kept = n - int(summary["losers"])  # accounts at zero keep the peak
    ax.fill_between(x[: kept + 1], y[: kept + 1], color=theme.KEY, alpha=0.12, lw=0)
    ax.fill_between(x[kept:], y[kept:], y[kept], color=theme.WORSE, alpha=0.25, lw=0)
    ax.plot(x, y, color=theme.KEY, lw=1.8, marker="o" if n <= 20 else "", ms=3.5)
    ax.axhline(0, color=theme.GREY, lw=0.8)
    room = (y.max() - y.min()) or 1.0
    ax.set_ylim(y.min() - 0.08 * room, y.max() + 0.18 * room)
    ax.set_xlim(0, n * 1.2)


def _whale_words(ax: Axes, summary: pd.Series, language: str) -> None:
    """Peak and end, each with its money; without loss makers the end is the peak."""
    say = _sayer("economics.whale", language)
    n, end, top = summary["accounts"], summary["total"], summary["peak"]
    made = summary["peak_accounts"]
    aside = {"textcoords": "offset points"}
    if made and summary["losers"]:
        share = summary["peak_share"]
        words = say("at_peak" if np.isnan(share) else "at_peak_share", money=top, share=share)
        side = "left" if made < 0.6 * n else "right"
        ax.plot(made, top, "o", color=theme.INK, ms=6)
        ax.annotate(words, (made, top), (0, 7), ha=side, va="bottom", **aside)
    ax.plot(n, end, "o", color=theme.INK, ms=6)
    ax.annotate(say("at_end", money=end), (n, end), (8, 0), va="center", **aside)


def plot_risks(risks: pd.DataFrame, *, language: str, currency: str, source: str) -> Axes | None:
    """Money at stake by account and kind of risk, the most first; None without a risk.

    risks: account_name, is_key, risk, amount, largest amount first
    """
    if risks.empty:
        return None
    say = _sayer("strategy.chart.risks", language)
    shown = risks.head(ROWS)
    kinds = [labels.say(f"values.{r.replace(' ', '_')}", language) for r in shown["risk"]]
    rows = [
        say("row", name=theme.shorten(name, 26), risk=kind)
        for name, kind in zip(shown["account_name"], kinds, strict=True)
    ]
    ax = theme.canvas(1.5 + 0.27 * len(shown))
    colours = [theme.KEY if key else theme.REST for key in shown["is_key"]]
    _bars(ax, rows, shown["amount"], colours, [labels.money(a, language) for a in shown["amount"]])
    money_axis(ax.xaxis, language)
    first = shown.iloc[0]
    title = say("title", name=first["account_name"], risk=kinds[0], amount=first["amount"])
    subtitle = say(
        "subtitle" if len(risks) <= ROWS else "subtitle_cut",
        currency=_currency(currency, language),
        n=len(shown),
        all=len(risks),
    )
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def plot_bridge(
    steps: pd.DataFrame, *, period: str, language: str, currency: str, source: str
) -> Axes | None:
    """From the last twelve months to the target, step by step; None without a target.

    steps: step, amount; the first and the last row are levels, the others changes
    """
    if steps.empty:
        return None
    say = _sayer("strategy.chart.bridge", language)
    names = [say(step, period=period) for step in steps["step"]]
    amount = steps["amount"].to_numpy()
    levels = np.r_[0, np.cumsum(amount[:-1])]  # where each change starts
    ax = theme.canvas(1.6 + 0.36 * len(steps))
    for row, value in enumerate(amount):
        level = row in (0, len(amount) - 1)
        start = 0.0 if level else levels[row]
        style = (
            _plan() if row == len(amount) - 1 else {"color": theme.KEY if level else _sign(value)}
        )
        ax.barh(row, value, left=start, height=0.62, **style)
        text = labels.money(value, language)
        words = text if level or value < 0 else f"+{text}"
        ax.annotate(
            words, (max(start, start + value), row), (5, 0), textcoords="offset points", va="center"
        )
        if row < len(amount) - 1:
            ax.plot([levels[row + 1]] * 2, [row - 0.31, row + 1.31], color=theme.GREY, lw=0.8)
    ax.set_yticks(range(len(names)), ["\n".join(theme.wrap(name, 26)) for name in names])
    ax.invert_yaxis()
    ax.set_xlim(right=max(ax.get_xlim()[1], np.abs(amount).max() * 1.18))
    ax.axvline(0, color=theme.GREY, lw=0.8)
    money_axis(ax.xaxis, language)
    was, target = amount[0], amount[-1]
    change = labels.percent(target / was - 1, language) if was > 0 else labels.missing(language)
    change = f"+{change}" if was > 0 and target > was else change
    title = say("title", period=period, target=target, change=change)
    subtitle = say("subtitle", currency=_currency(currency, language))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def plot_quarters(
    quarters: pd.DataFrame, *, language: str, currency: str, source: str
) -> Axes | None:
    """The book's target by quarter beside the same quarter of the year before.

    quarters: period, base, value; None without targets or with nothing to plan
    """
    if quarters.empty or not quarters["value"].sum() > 0:
        return None
    say = _sayer("strategy.chart.quarters", language)
    ax = theme.canvas(3.2)
    draw_pairs(ax, quarters["period"], quarters["base"], quarters["value"], language)
    best = quarters.loc[quarters["value"].idxmax()]
    spread = quarters["value"].max() - quarters["value"].min()
    even = spread <= 1  # whole units: a remainder may fall on one
    name = "even" if even else "title"
    title = say(
        name, period=best["period"], value=best["value"], year=best["period"].rsplit("-Q", 1)[0]
    )
    subtitle = say("subtitle", currency=_currency(currency, language))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def plot_loads(loads: pd.DataFrame, *, language: str, source: str) -> Axes | None:
    """Hours needed by account manager against those they have; None without managers.

    loads: owner, hours, hours_year, used
    """
    if loads.empty:
        return None
    say = _sayer("strategy.chart.loads", language)
    shown = loads.sort_values("hours", ascending=False, kind="stable").head(ROWS)
    names = [
        say("nobody") if pd.isna(owner) else theme.shorten(owner, 26) for owner in shown["owner"]
    ]
    ax = theme.canvas(1.5 + 0.3 * len(shown))
    over = (shown["hours"] > shown["hours_year"]).to_numpy()
    colours = np.where(over, theme.WORSE, theme.KEY)
    _bars(ax, names, shown["hours"], colours, [labels.count(h, language) for h in shown["hours"]])
    for row, hours in enumerate(shown["hours_year"]):
        ax.plot([hours, hours], [row - 0.42, row + 0.42], color=theme.INK, lw=2.2)
    ax.set_xlim(0, 1.15 * np.nanmax(shown[["hours", "hours_year"]].to_numpy()) or 1)
    known = loads["hours_year"].notna()
    title = say(
        "title", n=int((loads["hours"] > loads["hours_year"])[known].sum()), all=int(known.sum())
    )
    if not known.any():
        title = say("unknown", name=names[0], hours=shown["hours"].iloc[0])
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def draw_pairs(
    ax: Axes, names: pd.Series, before: pd.Series, planned: pd.Series, language: str
) -> None:
    """Pale bars of what was beside outlined bars of what is planned, each with its money."""
    at = np.arange(len(names))
    for shift, values, style in ((-0.2, before, {"color": theme.REST}), (0.2, planned, _plan())):
        ax.bar(at + shift, values, width=0.36, **style)
        for x, value in zip(at + shift, values, strict=True):
            ax.annotate(
                labels.money(value, language) if value else "0",
                (x, max(value, 0)),
                (0, 3),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=9,
            )
    ax.set_xticks(at, list(names))
    ax.axhline(0, color=theme.GREY, lw=0.8)
    ax.margins(y=0.16)
    money_axis(ax.yaxis, language)


def _whale_title(summary: pd.Series) -> str:
    if not summary["losers"]:
        return "no_losers"
    return "peak" if summary["peak_accounts"] else "all_lose"


def _whale_values(summary: pd.Series) -> dict:
    return {
        "n": summary["peak_accounts"],
        "all": summary["accounts"],
        "peak": summary["peak"],
        "losers": summary["losers"],
        "lost": -summary["lost"],
        "total": summary["total"],
    }


def _bars(ax: Axes, names: list[str], values: pd.Series, colours, texts: list[str]) -> None:
    """Horizontal bars from zero, the first on top, each with its figure."""
    ax.barh(range(len(names)), values, color=colours, height=0.66)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        ax.annotate(text, (value, row), (5, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_xlim(0, (max(values) * 1.18) or 1)
    ax.xaxis.set_major_locator(MaxNLocator(5))


def _plan() -> dict:
    return {"facecolor": theme.PAPER, "edgecolor": theme.KEY, "linewidth": 1.4}


def _sign(value: float) -> str:
    return theme.BETTER if value >= 0 else theme.WORSE


def money_axis(axis, language: str) -> None:
    """Few ticks, in the unit a reader thinks in, without digits that say nothing."""
    axis.set_major_locator(MaxNLocator(5))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, language)))


def _tick(value: float, language: str) -> str:
    return re.sub(r"\.0+(?=\D|$)|(\.\d*?)0+(?=\D|$)", r"\1", labels.money(value, language))


def _currency(currency: str, language: str) -> str:
    return currency or labels.say("common.no_currency", language)


def _sayer(place: str, language: str) -> Callable[..., str]:
    def say(name: str, /, **values) -> str:
        return labels.say(f"{place}.{name}", language, **values)

    return say
