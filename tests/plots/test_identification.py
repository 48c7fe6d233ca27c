"""The charts of 01 show the rows they are given, in both languages, or nothing."""

import matplotlib.colors as mcolors
import numpy as np
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import identification as plots

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
BOOK = {"n": 9, "places": 2, "keys": 2, "inside": 1, "core": 2, "contested": 1}
BOOK |= {"tried": "weightings"}
HOSTILE = "<script>$x$ {y} 😀 שלום 客户客户客户客户客户客户客户客户客户客户客户客户" * 3


def ranked(n=4):
    return pd.DataFrame(
        {
            "account_name": [HOSTILE, *(f"Account {i}" for i in range(1, n))],
            "rank": range(1, n + 1),
            "rank_low": [1] * n,
            "rank_high": range(2, n + 2),
            "p_key": [1.0, 0.97, 0.4, 0.0][:n],
            "p_both": [1.0, 0.95, 0.5, 0.0][:n],
            "is_key": [True, True, False, False][:n],
            "status": ["core", "core", "contested", "out"][:n],
        }
    )


def written(ax):
    ax.figure.canvas.draw()
    texts = [t.get_text() for t in ax.texts] + [t.get_text() for t in ax.figure.texts]
    return texts + [t.get_text() for t in ax.get_yticklabels()]


def colours(collection):
    return {mcolors.to_hex(c) for c in collection.get_facecolor()}


@BOTH
def test_ranks_draw_a_dot_and_an_interval_a_row(language):
    ax = plots.plot_ranks(ranked(), book=BOOK, language=language, source="s")
    bars, dots = ax.collections
    spans = [path.vertices[:, 0].tolist() for path in bars.get_paths()]
    assert spans == [[1, 2], [1, 3], [1, 4], [1, 5]]
    assert dots.get_offsets()[:, 0].tolist() == [1, 2, 3, 4]
    assert [t.get_text() for t in ax.get_xticklabels()][0] == "1"
    assert len(written(ax)[-1]) < 40  # names are shortened


@BOTH
def test_chances_are_bars_and_only_certainty_is_100_percent(language):
    rows = ranked().assign(p_key=[1.0, 0.999, 0.4, 0.0])
    ax = plots.plot_chances(
        rows, limits={"core": 0.9, "out": 0.1}, book=BOOK, language=language, source="s"
    )
    assert [bar.get_width() for bar in ax.patches] == [1.0, 0.999, 0.4, 0.0]
    digits = ["".join(c for c in t.get_text() if c.isdigit()) for t in ax.texts[:4]]
    assert digits == ["100", "99", "40", "0"]
    marks, bare = (
        plots.plot_chances(
            rows.assign(p_both=both), limits={}, book=BOOK, language=language, source="s"
        ).collections[0]
        for both in ([1.0, 0.95, 0.5, 0.0], [float("nan")] * 4)
    )
    assert marks.get_offsets()[:, 0].tolist() == [1.0, 0.95, 0.5, 0.0]
    assert not np.isfinite(np.ma.filled(bare.get_offsets()[:, 0], np.nan)).any()


@BOTH
def test_points_stack_to_the_score(language):
    points = pd.DataFrame(
        {
            "account_id": ["x", "y"] * 2,
            "account_name": [HOSTILE, "y"] * 2,
            "criterion": ["volume", "volume", HOSTILE, HOSTILE],
            "weight": [0.75, 0.75, 0.25, 0.25],
            "points": [60.0, 30, 20, 25],
        }
    )
    ax = plots.plot_points(points, language=language, source="s")
    ends = [bar.get_x() + bar.get_width() for bar in ax.patches]
    assert ends == [60, 30, 80, 55]
    assert len(ax.get_legend().get_texts()) == 2


def test_nothing_to_draw_is_no_chart():
    none = ranked().head(0)
    assert plots.plot_ranks(none, book=BOOK, language="en", source="") is None
    assert plots.plot_chances(none, limits={}, book=BOOK, language="en", source="") is None
    assert plots.plot_points(none, language="en", source="") is None


def test_a_list_without_places_or_key_accounts_still_shows_ranks():
    rows = ranked().assign(is_key=False)
    book = BOOK | {"places": 0, "keys": 0}
    ax = plots.plot_ranks(rows, book=book, language="en", source="s")
    assert "Nobody is on the key list" in ax.figure.texts[0].get_text()
