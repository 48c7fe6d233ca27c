"""How every chart of the kit looks: paper, ink, fonts, title, source line.

A chart is `ax = theme.canvas(height)`, some marks, `theme.finish(ax, ...)`. Figures are made
without pyplot, so nothing is global but the fonts, and threads do not meet.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

WIDTH = 7.2  # inches: the text column of a report
INK, GREY, PALE, PAPER = "#1c2b36", "#6b7780", "#c9d1d6", "#ffffff"
KEY, REST = "#0b4f6c", "#b9c6cd"  # key accounts are dark, the rest pale
BETTER, WORSE = "#009e73", "#d55e00"  # never red against green alone
# Okabe and Ito, in an order whose grey values differ from neighbour to neighbour.
CATEGORIES = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
    "#000000",
)
_RC = {
    # DejaVu first: the Chinese font draws ž, ť or ł from loose parts, in the wrong places.
    "font.family": ["DejaVu Sans", "Noto Sans SC"],
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "xtick.color": GREY,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.unicode_minus": True,
    "text.parse_math": False,  # a name with two dollar signs is a name
    "svg.fonttype": "none",
}


def canvas(height: float = 3.6) -> Axes:
    """An empty chart as wide as the text, `height` inches high."""
    _use_fonts()
    matplotlib.rcParams.update(_RC)
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def finish(ax: Axes, *, title: str, subtitle: str, source: str) -> Axes:
    """Write the message above, measure and period below it, and the source at the foot."""
    figure = ax.figure
    figure.set_label(title)  # the chart in words, for who does not see it
    height = figure.get_figheight()
    lines = wrap(title, 76)
    below = wrap(subtitle, 106)
    top = 0.12 + 0.25 * len(lines) + 0.19 * len(below)
    foot = wrap(source, 106)
    bottom = 0.08 + 0.17 * len(foot)
    figure.get_layout_engine().set(rect=(0, bottom / height, 1, 1 - (top + bottom) / height))
    figure.text(0.008, 1 - 0.05 / height, "\n".join(lines), ha="left", va="top", fontsize=12)
    figure.text(
        0.008,
        1 - (0.08 + 0.25 * len(lines)) / height,
        "\n".join(below),
        ha="left",
        va="top",
        fontsize=9,
        color=GREY,
    )
    figure.text(
        0.008, 0.03 / height, "\n".join(foot), ha="left", va="bottom", fontsize=9, color=GREY
    )
    return ax


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` Latin letters; Chinese ones count double."""
    lines, line, room = [], "", width
    for word in _words(drawable(text)):
        wide = sum(_columns(c) for c in word.rstrip())
        if wide > room and line:
            lines.append(line.rstrip())
            line, room = "", width
            word = word.lstrip()
        line += word
        room -= sum(_columns(c) for c in word)
    return lines + ([line.rstrip()] if line.strip() else [])


def shorten(text: str, width: int = 28) -> str:
    """Cut a name to `width` Latin letters' room, with an ellipsis; the table has it whole."""
    text = drawable(" ".join(text.split()))
    if sum(_columns(c) for c in text) <= width:
        return text
    kept, room = "", width - 1
    for letter in text:
        room -= _columns(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def drawable(text: str) -> str:
    """`text` with every letter no font of the kit has (emoji, say) as a middle dot."""
    known = _use_fonts()
    return "".join(
        c if ord(c) in known or c in "\n " else "·"
        for c in text
        if unicodedata.category(c) not in ("Cf", "Mn", "Cc") or c == "\n"
    )


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _words(text: str) -> list[str]:
    """Pieces a line may break between: after blanks, and around Chinese letters."""
    pieces, piece = [], ""
    for letter in text:
        if _columns(letter) == 2:
            if piece:
                pieces.append(piece)
            piece = ""
            closing = letter in ",。;:、!?)」》”"
            if closing and pieces:
                pieces[-1] += letter
            else:
                pieces.append(letter)
            continue
        piece += letter
        if letter == " ":
            pieces.append(piece)
            piece = ""
    return pieces + ([piece] if piece else [])


@cache
def _use_fonts() -> frozenset[int]:
    """Make the Chinese font known to matplotlib; return every letter that can be drawn.

    The font comes with a package (zhplot, Noto Sans SC, OFL), so charts look the same on
    every machine. Its module is not imported: that would change global settings.
    """
    from importlib.util import find_spec  # noqa: PLC0415

    folder = find_spec("zhplot").submodule_search_locations[0]
    path = f"{folder}/fonts/NotoSansSC-Regular.ttf"
    font_manager.fontManager.addfont(path)
    dejavu = font_manager.findfont("DejaVu Sans")
    return frozenset(
        letter for file in (path, dejavu) for letter in font_manager.get_font(file).get_charmap()
    )
