"""The charts of the three-part frame: growth as a waterfall, and the map of bargaining power."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kamlib import labels
from kamlib.plots import placing, theme

ACCOUNTS = 4  # in the waterfall: one screen
_ROW = 0.25  # inches a row takes
_TERMS = ("industry", "segment", "share")
_BORDER = 0.02  # of either axis: nearer to the middle than this an account is ringed
_BARE = {"fc": theme.PAPER, "ec": "none", "pad": 0.6}  # no line runs through the text
_LARGEST = 600  # points squared of the largest bubble
_CORNERS = {  # field of the map: where its name stands
    "small haggler": (0, 1),
    "hard bargainer": (1, 1),
    "easy buyer": (0, 0),
    "partner on terms": (1, 0),
}


def plot_growth(rows: pd.DataFrame, *, language: str, source: str) -> Axes | None:
    """What made the sales of the largest accounts grow: a waterfall an account; None without any.

    rows: growth_split, of accounts with logarithms, the largest first; the first ACCOUNTS are
    drawn. Each bar begins where the one above it ended, so that the last is their sum.
    """
    if rows.empty:
        return None
    say, shown = _sayer("growth", language), rows.head(ACCOUNTS)
    steps = [step for row in shown.to_dict("records") for step in _steps(row, say)]
    ax = theme.canvas(1.5 + _ROW * len(steps))
    reach = max(max(abs(s["start"]), abs(s["start"] + s["length"])) for s in steps)
    for place, step in enumerate(steps):
        _draw_step(ax, place, step, reach, language)
    ax.axvline(0, color=theme.GREY, lw=0.8, zorder=0)
    ax.set_yticks(range(len(steps)), [s["label"] for s in steps])
    for tick, step in zip(ax.get_yticklabels(), steps, strict=True):
        tick.set_color(theme.INK if step["kind"] in ("head", "total") else theme.GREY)
    low = min(0, *(min(s["start"], s["start"] + s["length"]) for s in steps))
    high = max(0, *(max(s["start"], s["start"] + s["length"]) for s in steps))
    room = 0.17 * max(high - low, 1e-9)
    ax.set_xlim(low - room, high + room)
    ax.set_ylim(len(steps) - 0.3, -0.7)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_visible(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    first = shown.iloc[0]
    title = say(
        first["share_tendency"].replace(" ", "_"),
        name=first["account_name"],
        growth=labels.change(first["sales_growth"], language),
    )
    subtitle = say("subtitle", shown=len(shown), n=len(rows))
    return theme.finish(ax, title=title, subtitle=subtitle, source=source)


def _steps(row: dict, say) -> list[dict]:
    """The lines of one account: its name, each term known, and the whole."""
    name = theme.shorten(row["account_name"], 30)
    years = {"first": f"{row['first_year']:.0f}", "last": f"{row['last_year']:.0f}"}
    steps = [{"kind": "head", "label": say("head", name=name, **years), "start": 0, "length": 0}]
    at = 0.0
    for term in _TERMS:
        length = row[f"{term}_log"]
        if length != length:
            continue
        key = "our_share" if term == "share" and row["sales_of"] == "ours" else term
        steps.append({"kind": term, "label": say(key), "start": at, "length": length})
        at += length
    return [*steps, {"kind": "total", "label": say("total"), "start": 0.0, "length": at}]


def _draw_step(ax: Axes, place: int, step: dict, reach: float, language: str) -> None:
    if step["kind"] == "head":
        return
    start, length = step["start"], step["length"]
    colour = theme.INK if step["kind"] == "total" else theme.BETTER if length >= 0 else theme.WORSE
    if step["kind"] in ("industry", "segment"):  # not the account's doing
        colour = theme.GREY
    ax.barh(place, length, left=start, height=0.66, color=colour)
    end, right = start + length, length >= 0
    ax.annotate(
        labels.change(float(np.expm1(length)), language),
        (max(start, end) if right else min(start, end), place),
        xytext=(4 if right else -4, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=9,
        bbox=_BARE,
    )
    if step["kind"] != "total" and reach:
        ax.vlines(end, place, place + 1, color=theme.GREY, lw=0.6, zorder=0)


def plot_power(rows: pd.DataFrame, *, keys: int, language: str, source: str) -> Axes | None:
    """Who has power over us, and who uses it for price: a map of the accounts; None without any.

    rows: account_name, bargaining_power, inclination (both 0 to 1), structural_position,
    revenue, is_key; keys: key accounts in all
    """
    if rows.empty:
        return None
    say = _sayer("power", language)
    ax = theme.canvas(5.2)
    ax.axvline(0.5, color=theme.PALE, lw=1, zorder=0)
    ax.axhline(0.5, color=theme.PALE, lw=1, zorder=0)
    top = max(rows["revenue"].max(), 1e-9)
    for is_key, colour in ((False, theme.REST), (True, theme.KEY)):
        part = rows[rows["is_key"] == is_key]
        ax.scatter(
            part["bargaining_power"],
            part["inclination"],
            s=_area(part["revenue"], top),
            color=colour,
            ec=np.where(_on_border(part), theme.INK, theme.PAPER),
            lw=np.where(_on_border(part), 1.6, 0.8),
            alpha=0.9,
            zorder=3,
        )
    ax.set_xlim(-0.05, 1.05)
    ax.set_ylim(-0.07, 1.07)
    ax.set_xticks([0, 0.5, 1])
    ax.set_yticks([0, 0.5, 1])
    ax.set_xlabel(say("x"))
    ax.set_ylabel(say("y"))
    fields = [_field(ax, cell, corner, language) for cell, corner in _CORNERS.items()]
    both = int(((rows["structural_position"] == "hard bargainer") & rows["is_key"]).sum())
    title = say("title_some" if both else "title_none", n=both, keys=keys)
    theme.finish(ax, title=title, subtitle=say("subtitle", shown=len(rows)), source=source)
    _name(ax, rows, top, fields)
    return ax


def _on_border(rows: pd.DataFrame) -> np.ndarray:
    """Whether a little more or less on one axis would put an account into another field."""
    axes = rows[["bargaining_power", "inclination"]].to_numpy("float64")
    return (np.abs(axes - 0.5) <= _BORDER + 1e-9).any(axis=1)


def _area(revenue: pd.Series, top: float) -> np.ndarray:
    """Bubbles as large as the revenue, none too small to see."""
    return 30 + _LARGEST * np.clip(revenue.to_numpy("float64"), 0, None) / top


def _field(ax: Axes, cell: str, corner: tuple[int, int], language: str):
    across, up = corner
    return ax.annotate(
        labels.say(f"values.{cell.replace(' ', '_')}", language),
        corner,
        xycoords="axes fraction",
        xytext=(-4 if across else 4, -4 if up else 4),
        textcoords="offset points",
        ha="right" if across else "left",
        va="top" if up else "bottom",
        color=theme.GREY,
        fontsize=10,
        style="italic" if language == "en" else "normal",
    )


def _name(ax: Axes, rows: pd.DataFrame, top: float, fields: list) -> None:
    """The names of the key accounts, the largest first, clear of the names of the fields."""
    ax.figure.draw_without_rendering()
    taken = [field.get_window_extent() for field in fields]
    ordered = rows.sort_values(["revenue", "account_name"], ascending=[False, True])
    radius = dict(zip(ordered.index, np.sqrt(_area(ordered["revenue"], top) / np.pi), strict=True))
    spots = {
        place: (row.bargaining_power, row.inclination, radius[place])
        for place, row in zip(ordered.index, ordered.itertuples(), strict=True)
    }
    keys = ordered[ordered["is_key"]]
    marks = [
        (*spots[place], theme.shorten(name, 24)) for place, name in keys["account_name"].items()
    ]
    others = [spots[place] for place in ordered.index[~ordered["is_key"]]]
    placing.place_names(ax, marks, taken=taken, avoid=others, color=theme.INK)


def _sayer(chart: str, language: str):
    """Words of one chart."""

    def say(key: str, **values) -> str:
        return labels.say(f"evaluation.chart.{chart}.{key}", language, **values)

    return say
