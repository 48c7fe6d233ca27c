"""The charts of 02: choice of k, profiles, matrices, movement."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kamlib import labels
from kamlib.plots import placing, theme

ABOVE, BELOW = theme.CATEGORIES[0], theme.CATEGORIES[1]
DRAWN = 2000  # bubbles in a matrix; more would be one grey patch
NAMED = 12  # names in a matrix; more would cover the bubbles
_LARGEST, _SMALLEST = 1100, 8  # square points of a bubble
_TOGETHER = 30_000  # of all bubbles: a fifth of the chart
_SEEN, _OBSTACLES = 3, 60  # bubbles of this radius stay free of names, at most so many


def plot_choice(choice: pd.DataFrame, *, outcome: str, language: str, source: str) -> Axes | None:
    """Silhouette by number of segments against chance, with the least steady Jaccard.

    choice: result table segment_choice; None where nothing was tried
    """
    if choice.empty:
        return None
    ax = theme.canvas(3.4)
    k = choice["k"].to_numpy()
    say = _sayer("chart.choice", language)
    ax.plot(k, choice["chance"], color=theme.GREY, lw=1.2, ls="--")
    ax.plot(k, choice["silhouette"], color=theme.KEY, lw=1.6, marker="o", ms=5)
    taken = choice[choice["chosen"]]
    ax.plot(taken["k"], taken["silhouette"], "o", ms=12, mfc="none", mec=theme.KEY, mew=1.6)
    top = float(choice[["silhouette", "chance"]].max().max())
    ax.set_ylim(min(0.0, float(choice["silhouette"].min())), top * 1.15)
    ax.set_xlim(k[0] - 0.4, k[-1] + 0.4 + 0.22 * (k[-1] - k[0] + 1))
    _end_labels(
        ax,
        [
            (choice["silhouette"].iloc[-1], say("data"), theme.KEY),
            (choice["chance"].iloc[-1], say("chance"), theme.GREY),
        ],
        k[-1],
    )
    ax.set_xticks(k, [f"{n:.0f}\n{j:.2f}" for n, j in zip(k, choice["jaccard_low"], strict=True)])
    ax.set_xlabel(say("k"))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    count = len(taken) and int(taken["k"].iloc[0])
    return theme.finish(ax, title=say(outcome, k=count), subtitle=say("subtitle"), source=source)


def plot_profiles(rows: pd.DataFrame, *, language: str, source: str) -> Axes | None:
    """Heat map of what sets each segment apart from the book.

    rows: segment, label, size, revenue_share, feature, shift; None without segments
    """
    if rows.empty:
        return None
    say = _sayer("chart.profiles", language)
    shift = rows.pivot(index="segment", columns="feature", values="shift")
    shift = shift.loc[sorted(shift.index, key=int), shift.abs().max().sort_values().index[::-1]]
    about = rows.drop_duplicates("segment").set_index("segment").loc[shift.index]
    ax = theme.canvas(1.5 + 0.5 * len(shift))
    colours = LinearSegmentedColormap.from_list("shift", [BELOW, theme.PAPER, ABOVE])
    ax.pcolormesh(shift.to_numpy(), cmap=colours, vmin=-2.5, vmax=2.5, ec=theme.PAPER, lw=2)
    for (row, column), value in np.ndenumerate(shift.to_numpy()):
        dark = abs(value) > 1.7 and value > 0
        ax.text(
            column + 0.5,
            row + 0.5,
            f"{value:+.1f}".replace("-", labels.MINUS),
            ha="center",
            va="center",
            color=theme.PAPER if dark else theme.INK,
        )
    names = [
        say("row", name=theme.shorten(name, 44), size=size)
        for name, size in zip(about["label"], about["size"], strict=True)
    ]
    heads = [_column(feature, language) for feature in shift]
    ax.set_yticks(np.arange(len(shift)) + 0.5, ["\n".join(theme.wrap(n, 30)) for n in names])
    width = 10 if language == "zh" else 12
    heads = ["\n".join(theme.wrap(head, width)) for head in heads]
    ax.set_xticks(np.arange(shift.shape[1]) + 0.5, heads)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    title = say("title_unknown")
    if about["revenue_share"].notna().all():
        best = about.sort_values("revenue_share", ascending=False, kind="stable").iloc[0]
        accounts = best["size"] / about["size"].sum()
        share = best["revenue_share"]
        title = say("title", name=best["label"], share=share, accounts=accounts)
    return theme.finish(ax, title=title, subtitle=say("subtitle"), source=source)


def plot_matrix(
    placed: pd.DataFrame, grid, *, language: str, currency: str, source: str
) -> Axes | None:
    """Accounts on two axes with the cells drawn and named, bubbles by revenue.

    placed: account_name, revenue, x, y, cell, on_fence, is_key, largest first
    grid: x_title, y_title, x_cuts, y_cuts, x_levels, y_levels, cells, logarithmic
        None where no account is placed

    At most DRAWN accounts are drawn and NAMED key accounts named, the largest first; those
    on a fence are rings.
    """
    if placed.empty:
        return None
    shown = placed.head(DRAWN)
    ax = theme.canvas(5.4)
    _frame_cells(ax, shown, grid, language)
    revenue = shown["revenue"]
    point = min(_LARGEST / revenue.max(), _TOGETHER / revenue.sum())
    area = np.maximum(revenue * point, _SMALLEST)
    sits = shown["on_fence"].to_numpy(dtype=bool)
    colour = np.where(shown["is_key"], theme.KEY, theme.REST)
    for part, ring in ((~sits, False), (sits, True)):
        ax.scatter(
            shown["x"][part],
            shown["y"][part],
            s=area[part],
            facecolors="none" if ring else colour[part],
            edgecolors=colour[part] if ring else theme.PAPER,
            linewidths=1.4 if ring else 0.6,
            alpha=0.9,
            zorder=3,
        )
    _axis_words(ax, grid, language, currency)
    title, subtitle = _matrix_words(placed, shown, grid, language, rings=bool(sits.any()))
    theme.finish(ax, title=title, subtitle=subtitle, source=source)
    names = _cell_names(ax, placed, grid, language)
    spots = shown.assign(radius=np.sqrt(area / np.pi))
    keys = spots[spots["is_key"]].head(NAMED)
    rest = spots.drop(keys.index)
    rest = rest.loc[rest["radius"] >= _SEEN, ["x", "y", "radius"]].head(_OBSTACLES)
    keys = keys.assign(account_name=keys["account_name"].map(lambda n: theme.shorten(n, 22)))
    marks = keys[["x", "y", "radius", "account_name"]].itertuples(index=False, name=None)
    avoid = list(rest.itertuples(index=False, name=None))
    placing.place_names(ax, list(marks), taken=names, avoid=avoid, color=theme.INK)
    return ax


def plot_migration(table: pd.DataFrame, *, language: str, source: str) -> Axes | None:
    """Movement between classes as a shaded table; None without two years of orders.

    table: result table migration; states nobody was in are left out
    """
    if table.empty or table["n"].sum() == 0:
        return None
    say = _sayer("chart.migration", language)
    n, share = _square(table, "n"), _square(table, "p")
    n, share = n.loc[n.sum(axis=1) > 0], share.loc[n.sum(axis=1) > 0]
    ax = theme.canvas(1.7 + 0.5 * len(n))
    colours = LinearSegmentedColormap.from_list("share", [theme.PAPER, theme.KEY])
    ax.pcolormesh(share.to_numpy(), cmap=colours, vmin=0, vmax=1.1, ec=theme.PALE, lw=0.8)
    for (row, column), count in np.ndenumerate(n.to_numpy()):
        p = share.iat[row, column]
        if count:
            ink = theme.PAPER if p > 0.5 else theme.INK
            words = say("cell", n=count, p=p)
            ax.text(column + 0.5, row + 0.5, words, ha="center", va="center", color=ink)
    for ticks, names in ((ax.set_xticks, n.columns), (ax.set_yticks, n.index)):
        said = [labels.say(f"values.{s.replace(' ', '_')}", language) for s in names]
        if names is n.index:
            rows = zip(said, n.sum(axis=1), strict=True)
            said = [say("row", state=state, n=total) for state, total in rows]
        ticks(np.arange(len(said)) + 0.5, said)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel(say("to"))
    ax.set_ylabel(say("from"))
    ax.tick_params(length=0)
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    before, last = (part.split("/")[1] for part in table["period"].iloc[0].split(" > "))
    kept = {"stay": n.at["A", "A"], "n": n.loc["A"].sum()} if "A" in n.index else {}
    title = say("title", **kept) if kept else say("title_nothing")
    return theme.finish(
        ax, title=title, subtitle=say("subtitle", before=before, last=last), source=source
    )


def _square(table: pd.DataFrame, values: str) -> pd.DataFrame:
    wide = table.pivot(index="from_state", columns="to_state", values=values)
    return wide.loc[table["from_state"].unique(), table["to_state"].unique()]


def _sayer(part: str, language: str):
    return lambda key, **values: labels.say(f"segmentation.{part}.{key}", language, **values)


def _column(feature: str, language: str) -> str:
    key = f"columns.{feature}"
    return labels.say(key, language) if labels.has(key) else feature


def _end_labels(ax: Axes, ends: list[tuple[float, str, str]], last: float) -> None:
    """Name lines at their right end, kept apart by a line's height."""
    low, high = ax.get_ylim()
    least = (high - low) * 0.13
    ends = sorted(ends, key=lambda end: -end[0])
    previous = None
    for value, words, colour in ends:
        at = value if previous is None else min(value, previous - least)
        text = "\n".join(theme.wrap(words, 22))
        ax.text(last + 0.3, at, text, color=colour, va="center", fontsize=9)
        previous = at


def _frame_cells(ax: Axes, shown: pd.DataFrame, grid, language: str) -> None:
    ax.set_xlim(-0.05, 1.07)  # room for half of the largest bubble
    ax.set_ylim(-0.06, 1.14)  # and for the names of the cells
    if grid.logarithmic:
        ax.set_yscale("log")
        low, high = min(shown["y"].min(), *grid.y_cuts), shown["y"].max()
        room = max((high / low) ** 0.06, 1.3)
        ax.set_ylim(low / room, high * room**2.5)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: labels.money(y, language)))
    else:
        _name_levels(ax.set_xticks, grid.x_cuts, grid.x_levels)
        _name_levels(ax.set_yticks, grid.y_cuts, grid.y_levels)
        ax.tick_params(length=0)
    for x in grid.x_cuts:
        ax.axvline(x, color=theme.PALE, lw=1, zorder=1)
    for y in grid.y_cuts:
        ax.axhline(y, color=theme.PALE, lw=1, zorder=1)


def _name_levels(set_ticks, cuts: tuple[float, ...], levels: dict[str, str]) -> None:
    """Write the levels of a score between its cuts, from 0 to 1."""
    edges = np.array([0, *cuts, 1])
    set_ticks((edges[:-1] + edges[1:]) / 2, list(levels.values()))


def _axis_words(ax: Axes, grid, language: str, currency: str) -> None:
    ax.set_xlabel(grid.x_title)
    title = grid.y_title
    if grid.logarithmic:
        key = "log" if currency else "log_plain"
        title = labels.say(
            f"segmentation.chart.matrix.{key}", language, title=title, currency=currency
        )
    ax.set_ylabel(title)
    if grid.logarithmic:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: labels.percent(x, language)))


def _matrix_words(placed, shown, grid, language: str, *, rings: bool) -> tuple[str, str]:
    say = _sayer("chart.matrix", language)
    held = placed.groupby("cell")["revenue"].agg(["size", "sum"])
    best = held.sort_values("sum", ascending=False, kind="stable").iloc[0]
    title = say(
        "title", n=best["size"], cell=grid.cells[best.name], share=best["sum"] / held["sum"].sum()
    )
    if len(shown) < len(placed):
        return title, say("subtitle_sampled", n=len(shown))
    return title, say("subtitle_rings" if rings else "subtitle")


def _cell_names(ax: Axes, placed: pd.DataFrame, grid, language: str) -> list:
    """Write each cell's name and its accounts into its upper left corner; return the boxes."""
    ax.figure.draw_without_rendering()
    counts = placed["cell"].value_counts()
    left = [ax.get_xlim()[0], *grid.x_cuts]
    top = [*grid.y_cuts, ax.get_ylim()[1]]
    boxes = []
    for y, row in zip(top, grid.y_levels, strict=True):
        for x, column in zip(left, grid.x_levels, strict=True):
            cell = f"{row}_{column}"
            words = labels.say(
                "segmentation.chart.matrix.cell",
                language,
                name=grid.cells[cell],
                n=counts.get(cell, 0),
            )
            text = ax.annotate(
                words,
                (x, y),
                (4, -4),
                textcoords="offset points",
                va="top",
                fontsize=9,
                color=theme.GREY,
                zorder=4,
                path_effects=[withStroke(linewidth=2.5, foreground=theme.PAPER)],
            )
            text.set_in_layout(False)
            boxes.append(text.get_window_extent())
    return boxes
