"""The charts of the lists show the rows they are given, in both languages, or nothing."""

import matplotlib.colors as mcolors
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import lists as plots
from kamlib.plots import theme
from kamlib.results import RULES

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
HOSTILE = "<script>$x$ {y} 😀 שלום 客户客户客户客户客户客户客户客户客户客户客户客户" * 3


def written(ax):
    ax.figure.canvas.draw()
    return [t.get_text() for t in (*ax.texts, *ax.figure.texts, *ax.get_yticklabels())]


def dots(ax):
    return [
        c.get_offsets().tolist()
        for c in ax.collections
        if len(c.get_facecolor()) and mcolors.to_hex(c.get_facecolor()[0]) == theme.KEY
    ]


@BOTH
def test_lists_fill_a_dot_for_each_listed_account(language):
    side = pd.DataFrame(
        {
            "account_name": [HOSTILE, "b"],
            "revenue": [2.0, 1.0],
            "disagreement": [1.0, 0.0],
            "top revenue": [True, True],
            "score": [True, False],
        }
    )
    ax = plots.plot_lists(side, rules=["top revenue", "score"], language=language, source="s")
    assert sorted(sum(dots(ax), [])) == [[0, 0], [0, 1], [1, 0]]
    assert any("1" in t and "2" in t for t in written(ax))


@BOTH
def test_the_heads_of_all_six_lists_stand_side_by_side(language):
    side = pd.DataFrame({"account_name": ["a"], "disagreement": [0.0]} | {r: [True] for r in RULES})
    ax = plots.plot_lists(side, rules=list(RULES), language=language, source="s")
    ax.figure.canvas.draw()
    boxes = [t.get_window_extent() for t in ax.get_xticklabels()]
    assert all(one.x1 <= two.x0 for one, two in zip(boxes, boxes[1:], strict=False))


def places(profit):
    return pd.DataFrame(
        {
            "place": [1.0, 2, 3],
            "revenue": [9.0, 8, 7],
            "profit": profit,
            "cost": 2.0,
            "is_key": [True, True, False],
        }
    )


@BOTH
def test_each_place_is_a_bar_and_the_list_ends_at_its_line(language):
    ax = plots.plot_value(places([5.0, -3, 4]), end=2, language=language, currency="", source="s")
    assert [bar.get_height() for bar in ax.patches] == [5, -3, 4]
    assert [mcolors.to_hex(bar.get_facecolor()) for bar in ax.patches][2] == theme.REST
    assert any(list(line.get_xdata()) == [2.5, 2.5] for line in ax.lines)
    assert any(list(line.get_ydata()) == [2.0, 2.0] for line in ax.lines)


@BOTH
def test_where_a_profit_is_unknown_revenue_is_drawn_without_a_cost(language):
    unknown = places([5.0, float("nan"), 4])
    ax = plots.plot_value(unknown, end=2, language=language, currency="", source="s")
    assert [bar.get_height() for bar in ax.patches] == [9, 8, 7]
    assert not any(list(line.get_ydata()) == [2.0, 2.0] for line in ax.lines)


def test_nothing_to_draw_is_no_chart():
    none = places([1.0, 1, 1]).head(0)
    assert plots.plot_lists(none, rules=[], language="en", source="") is None
    assert plots.plot_value(none, end=0, language="en", currency="", source="") is None
