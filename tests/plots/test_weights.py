"""The charts of weights and raters show the rows they are given, in both languages, or nothing."""

import numpy as np
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import weights as plots

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
HOSTILE = "<script>$x$ {y} 客户客户客户客户客户客户客户客户客户客户" * 3
CUTS = (0.5, 0.75)


def weights():
    ways = {
        ("direct", "as written"): (0.7, 0.3),
        ("entropy", "share"): (0.2, 0.8),
        ("score", "one method"): (0.7, 0.3),
    }
    return pd.DataFrame(
        [
            {"criterion": name, "method": method, "variant": variant, "weight": weight}
            for (method, variant), pair in ways.items()
            for name, weight in zip(("volume", HOSTILE), pair, strict=True)
        ]
    )


def agreement():
    return pd.DataFrame(
        {
            "criterion": ["trust", HOSTILE, "unknown"],
            "icc21": [0.3, 0.8, np.nan],
            "low": [-0.2, 0.6, np.nan],
            "high": [0.6, 0.9, np.nan],
            "icc31": [0.9, 0.85, np.nan],
        }
    )


@BOTH
def test_weights_have_a_bar_as_used_and_a_mark_for_each_method(language):
    ax = plots.plot_weights(weights(), names={}, language=language, source="s")
    ax.figure.canvas.draw()
    assert [bar.get_width() for bar in ax.patches] == [0.7, 0.3]
    assert [c.get_offsets()[:, 0].tolist() for c in ax.collections] == [[0.7, 0.3], [0.2, 0.8]]
    assert "70" in ax.figure.get_label()


@BOTH
def test_poor_agreement_stands_out_and_what_is_not_known_is_left_out(language):
    ax = plots.plot_agreement(agreement(), cuts=CUTS, names={}, language=language, source="s")
    ax.figure.canvas.draw()
    assert len(ax.get_yticks()) == 2
    colours = ax.collections[1].get_facecolor()
    assert not np.allclose(colours[0], colours[1])
    assert ax.get_xlim() == (-0.2, 1.0)
    assert "1" in ax.figure.get_label()


@BOTH
def test_without_rows_there_is_no_chart(language):
    fixed = {"names": {}, "language": language, "source": "s"}
    assert plots.plot_weights(weights().head(0), **fixed) is None
    assert plots.plot_agreement(agreement().tail(1), cuts=CUTS, **fixed) is None
