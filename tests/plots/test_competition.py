"""Charts of competition: whole, readable in both languages, safe with any text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import competition as plots

NAMES = ["<script>alert(1)</script>" * 12, "=HYPERLINK($a$)", "\u5929\u6d25\U0001f680\u96c6\u56e2"]


def words(ax) -> str:
    found = [t.get_text() for t in [*ax.texts, *ax.figure.texts]]
    found += [t.get_text() for t in [*ax.get_yticklabels(), *ax.get_xticklabels()]]
    return "\n".join(found)


def needs_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "need": ["fast", "fast", "near", "$x$ {0}"],
            "column": [NAMES[0], NAMES[1], NAMES[0], NAMES[2]],
            "weighted_lead": [20.0, -20.0, np.nan, 0.2],
        }
    )


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_needs_show_every_cell_asked_for_and_no_other(language):
    ax = plots.plot_needs(needs_frame(), title="T", language=language, source="S", cut=9)
    ax.figure.draw_without_rendering()
    cells = [t.get_text() for t in ax.texts]
    assert sorted(cells) == sorted(["+20", "\u221220", "0"])
    assert len(ax.patches) == 1  # the need that is not compared
    assert "9" in words(ax)
    assert "nan" not in words(ax).lower()


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("ranged", [True, False])
def test_wallet_bars_start_at_zero_and_carry_their_share(language, ranged):
    found = pd.DataFrame(
        {
            "account_name": NAMES,
            "our_sales": [-5.0, 4e6, 1e6],
            "total": [2e6, 8e6, 1e6],
            "total_low": [1e6, 6e6, 9e5] if ranged else np.nan,
            "total_high": [3e6, 9e6, 2e6] if ranged else np.nan,
            "wallet_share": [0.0, 0.5, 1.0],
            "wallet_share_low": [0.0, 0.44, 0.5] if ranged else np.nan,
            "wallet_share_high": [0.0, 0.67, 1.0] if ranged else np.nan,
        }
    )
    ax = plots.plot_wallet(found, title="T", language=language, currency="EUR", source="S")
    ax.figure.draw_without_rendering()
    assert ax.get_xlim()[0] == 0
    assert len(ax.texts) == 3
    assert "50" in ax.texts[1].get_text()
    assert ("44" in ax.texts[1].get_text()) == ranged
    assert ("\u4e07 EUR" if language == "zh" else "M EUR") in words(ax)
    assert "nan" not in words(ax).lower()


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_forces_have_a_mark_each_hollow_without_evidence(language):
    found = pd.DataFrame(
        {
            "subject": ["I", "I", NAMES[0]],
            "force": ["buyers", "new entrants", "rivalry"],
            "factor": ["few", None, NAMES[2]],
            "score": [5.0, 1.0, 2.5],
            "direction": ["rising", "falling", None],
            "grounds": ["evidence", "opinion", "opinion"],
        }
    )
    ax = plots.plot_forces(found, title="T", language=language, source="S")
    ax.figure.draw_without_rendering()
    assert [line.get_marker() for line in ax.lines] == ["^", "v", "o"]
    hollow = [line.get_markerfacecolor() == plots.theme.PAPER for line in ax.lines]
    assert hollow == [False, True, True]
    assert labels.say("values.buyers", language) in words(ax)


def test_more_rows_than_a_chart_holds_are_cut():
    many = pd.DataFrame(
        {
            "subject": "I",
            "force": "buyers",
            "factor": [str(i) for i in range(50)],
            "score": 3.0,
            "direction": None,
            "grounds": "opinion",
        }
    )
    ax = plots.plot_forces(many, title="T", language="en", source="S")
    assert len(ax.lines) == plots.ROWS
