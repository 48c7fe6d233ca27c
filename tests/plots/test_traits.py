"""The chart of traits marks yes, no and unknown by shape, in both languages."""

import numpy as np
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import traits as plots
from kamlib.results.traits import TRAITS

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
HOSTILE = "<script>$x$ {y} 😀 שלום 客户客户客户客户客户客户客户客户" * 3


def grid(rows):
    held = np.resize([1.0, 0.0, np.nan], (rows, len(TRAITS)))
    first = pd.DataFrame({"account_name": [HOSTILE] * rows, "is_key": True, "has": 3.0})
    return first.join(pd.DataFrame(held, columns=list(TRAITS)))


@BOTH
def test_every_cell_has_one_mark_and_each_answer_its_shape(language):
    ax = plots.plot_traits(grid(3), few=1, language=language, source="s")
    yes, no, unknown = ax.collections
    assert [len(c.get_offsets()) for c in (yes, no, unknown)] == [10, 10, 10]
    shapes = {c.get_paths()[0].vertices.tobytes() for c in (yes, no, unknown)}
    assert len(shapes) == 3


@BOTH
def test_every_trait_has_its_name_in_order_within_the_figure(language):
    ax = plots.plot_traits(grid(1), few=0, language=language, source="s")
    ax.figure.canvas.draw()
    heads = [labels.say(f"values.{t.replace(' ', '_')}", language) for t in TRAITS]
    assert [t.get_text() for t in ax.get_xticklabels()] == heads
    assert all(t.get_window_extent().x1 <= ax.figure.bbox.x1 for t in ax.get_xticklabels())


@BOTH
def test_a_long_list_is_cut_and_says_so(language):
    ax = plots.plot_traits(grid(plots.ROWS + 7), few=0, language=language, source="s")
    assert len(ax.get_yticks()) == plots.ROWS
    assert any("27" in t.get_text() and "20" in t.get_text() for t in ax.figure.texts)


def test_nobody_on_the_list_has_no_chart():
    assert plots.plot_traits(grid(0), few=0, language="en", source="s") is None
