"""The charts of concentration show the rows they are given, in both languages, or nothing."""

import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import concentration as plots
from kamlib.plots import theme

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
HOSTILE = "<script>$x$ {y} 😀 שלום 客户客户客户客户客户客户客户客户客户客户客户客户" * 3
CURVE = pd.DataFrame(
    {
        "accounts_share": [0.25, 0.5, 0.75, 1.0],
        "cumulative_share": [0.5, 0.8, 0.95, 1.0],
        "is_key": [True, False, True, False],
    }
)


def written(ax):
    ax.figure.canvas.draw()
    return [t.get_text() for t in (*ax.texts, *ax.figure.texts, *ax.get_yticklabels())]


def curve(language="en", profit=None):
    profit = pd.DataFrame() if profit is None else profit
    return plots.plot_curve(
        CURVE, needed=2, top=1, gini=0.36, profit=profit, language=language, source="s"
    )


@BOTH
def test_curve_marks_the_80_percent_point_the_list_and_the_gini(language):
    ax = curve(language)
    _, keys = ax.collections  # the shade, then the list
    assert keys.get_offsets().tolist() == [[0.25, 0.5], [0.75, 0.95]]
    rings = [line for line in ax.lines if line.get_marker() == "o"]
    assert [(r.get_xdata()[0], r.get_ydata()[0]) for r in rings] == [(0.5, 0.8), (0.25, 0.5)]
    assert any("2" in t and "4" in t for t in written(ax))
    assert any("0.36" in t for t in written(ax))


@BOTH
def test_profit_stands_beside_revenue_and_its_peak_is_on_the_chart(language):
    profit = pd.DataFrame({"account_share": [0.5, 1.0], "cumulative_share": [2.3, 1.0]})
    ax = curve(language, profit)
    (line,) = [one for one in ax.lines if one.get_color() == theme.BETTER]
    assert list(line.get_ydata()) == [0, 2.3, 1.0]
    assert ax.get_ylim()[1] > 2.3
    assert any("230" in t for t in written(ax))


def years(**changed):
    frame = {
        "year": ["2022", "2023", "2024"],
        "top_1_share": [0.1, 0.12, 0.2],
        "top_3_share": [0.3, 0.31, 0.35],
        "top_20_share": [0.7, 0.72, 0.75],
        "complete": [True, True, False],
    }
    return pd.DataFrame(frame | changed)


@BOTH
@pytest.mark.parametrize("tendency", ["rises", "falls", "no trend", "too few years"])
def test_years_are_points_and_a_part_of_a_year_is_hollow(language, tendency):
    ax = plots.plot_years(years(), tendency=tendency, language=language, source="s")
    assert len(ax.lines) == 3
    hollow = [c for c in ax.collections if c.get_facecolor().tolist() == [[1, 1, 1, 1]]]
    assert [c.get_offsets()[:, 0].tolist() for c in hollow] == [[2]] * 3
    assert any("75" in t for t in written(ax))


def test_labels_of_lines_that_meet_stand_apart():
    close = years(top_1_share=[0.02] * 3, top_3_share=[0.03] * 3, top_20_share=[0.03] * 3)
    ax = plots.plot_years(close, tendency="no trend", language="en", source="s")
    ax.figure.canvas.draw()
    boxes = sorted((t.get_window_extent() for t in ax.texts), key=lambda box: box.y0)
    assert len(boxes) == 3
    assert all(one.y1 <= two.y0 for one, two in zip(boxes, boxes[1:], strict=False))


def losses(**changed):
    frame = {
        "scenario": ["three largest", "x", "y"],
        "names": [f"{HOSTILE}, x", HOSTILE, "y"],
        "accounts": [3.0, 1, 1],
        "revenue_lost": [900.0, 500, 0],
        "share_lost": [0.9, 0.5, 0.0],
        "months_of_growth": [9.0, float("nan"), 0],
        "median_accounts": [90.0, 50, 0],
    }
    return pd.DataFrame(frame | changed)


@BOTH
def test_losses_are_bars_and_nothing_lost_is_no_bar(language):
    ax = plots.plot_losses(losses(), language=language, currency="EUR", source="s")
    assert [bar.get_width() for bar in ax.patches] == [0.9, 0.5]
    texts = written(ax)
    assert any("9" in t for t in texts) and not any("nan" in t.lower() for t in texts)
    assert max(len(t.get_text()) for t in ax.get_yticklabels()) < 40


def test_nothing_to_draw_is_no_chart():
    none = CURVE.head(0)
    assert (
        plots.plot_curve(none, needed=0, top=0, gini=0, profit=none, language="en", source="")
        is None
    )
    one = years().head(1)
    assert plots.plot_years(one, tendency="no trend", language="en", source="") is None
    nothing = losses(share_lost=[float("nan")] * 3)
    assert plots.plot_losses(nothing, language="en", currency="", source="") is None
