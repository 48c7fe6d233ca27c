"""The charts of weights and raters: what each method would weigh, how far people agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from kamlib import labels
from kamlib.plots import theme

_ROW = 0.34  # inches a criterion takes
CRITERIA = 20  # in a chart; the table has them all
_LOOKS = {  # (method, variant) to marker and colour
    ("direct", "as written"): ("o", theme.CATEGORIES[0]),
    ("ahp", "geometric mean"): ("s", theme.CATEGORIES[1]),
    ("entropy", "min-max"): ("^", theme.CATEGORIES[2]),
    ("entropy", "share"): ("v", theme.CATEGORIES[3]),
    ("critic", "sample deviation"): ("D", theme.CATEGORIES[4]),
}


def plot_weights(
    table: pd.DataFrame, *, names: dict[str, str], language: str, source: str
) -> Axes | None:
    """What each method would have each criterion weigh: a row a criterion, a mark a method.

    table: as result table `weights`; names: criterion to what it is called. The bar is the
    weight used in the score, the heaviest at the top. None without weights.
    """
    if table.empty:
        return None
    say = _sayer("weights.chart.weights", language)
    used = table[table["method"] == "score"].set_index("criterion")["weight"]
    used = used.sort_values(ascending=False, kind="stable").head(CRITERIA)
    ax, rows = theme.canvas(2.0 + _ROW * len(used)), np.arange(len(used))
    ax.barh(rows, used, height=0.62, color=theme.PALE, zorder=1, label=say("used"))
    for way, (marker, colour) in _LOOKS.items():
        of = table[(table["method"] == way[0]) & (table["variant"] == way[1])]
        if of.empty:
            continue
        weights = of.set_index("criterion")["weight"].reindex(used.index)
        ax.scatter(
            weights,
            rows,
            marker=marker,
            s=42,
            color=colour,
            edgecolor=theme.PAPER,
            linewidth=0.6,
            zorder=3,
            label=_way(way, language),
        )
    ax.set_yticks(rows, [theme.shorten(names.get(name, name)) for name in used.index])
    ax.set_ylim(len(used) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlim(0, None)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: labels.percent(x, language)))
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, -0.1), ncols=3, frameon=False, fontsize=9)
    spans = table.groupby("criterion", sort=False)["weight"].agg(["min", "max"]).loc[used.index]
    widest = (spans["max"] - spans["min"]).round(12).idxmax()
    title = say(
        "title",
        criterion=names.get(widest, widest),
        low=spans.loc[widest, "min"],
        high=spans.loc[widest, "max"],
    )
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def _way(way: tuple[str, str], language: str) -> str:
    method, variant = (labels.word("values", name.replace(" ", "_"), language) for name in way)
    return f"{method} ({variant})" if way[0] == "entropy" else method


def plot_agreement(
    table: pd.DataFrame,
    *,
    cuts: tuple[float, float],
    names: dict[str, str],
    language: str,
    source: str,
) -> Axes | None:
    """How far raters agree on the level: ICC(2,1) with its interval, a row a criterion.

    table: as result table `rater_agreement`; criteria without a measure are left out. None
    where none has one. cuts: below the first agreement is poor, from the second it is good.
    """
    known = table[table["icc21"].notna()].sort_values("icc21", kind="stable").head(CRITERIA)
    if known.empty:
        return None
    say = _sayer("weights.chart.agreement", language)
    ax, rows = theme.canvas(2.1 + _ROW * len(known)), np.arange(len(known))
    low = float(min(0.0, np.floor(10 * known["low"].min()) / 10))
    ax.axvspan(low, cuts[0], color=theme.PALE, alpha=0.45, lw=0, zorder=0)
    for edge in cuts:
        ax.axvline(edge, color=theme.GREY, lw=0.8, ls=":", zorder=1)
    poor = (known["icc21"] < cuts[0]).to_numpy()
    colours = np.where(poor, theme.WORSE, theme.KEY)
    ax.hlines(rows, known["low"], known["high"], color=colours, lw=2, zorder=2)
    ax.scatter(known["icc21"], rows, color=colours, s=46, zorder=3)
    ax.scatter(
        known["icc31"], rows, marker="|", s=110, color=theme.INK, zorder=3, label=say("order")
    )
    ax.set_yticks(rows, [theme.shorten(names.get(c, c)) for c in known["criterion"]])
    ax.set_ylim(len(known) - 0.3, -0.7)
    ax.set_xlim(low, 1.0)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.text(low + 0.01, len(known) - 0.35, say("poor"), color=theme.GREY, fontsize=9, va="bottom")
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, -0.16), frameon=False, fontsize=9)
    title = say("title_poor" if poor.any() else "title", poor=int(poor.sum()), n=len(known))
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def _sayer(key: str, language: str):
    return lambda name, **values: labels.say(f"{key}.{name}", language, **values)
