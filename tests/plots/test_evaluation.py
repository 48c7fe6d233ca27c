"""The charts of the three-part frame: bars that sum, marks in their field, both languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib.identification import growth
from kamlib.plots import evaluation as plots

WORDS = {"source": "Source: test"}


def split(*rows) -> pd.DataFrame:
    """growth_split of accounts with (sales, industry, segment) in two years."""
    names = ("sales_first", "industry_first", "segment_first")
    lasts = ("sales_last", "industry_last", "segment_last")
    frame = pd.DataFrame([dict(zip(names + lasts, a + b, strict=True)) for a, b in rows])
    found = growth.split(frame.astype("float64")).rename(columns={"growth": "sales_growth"})
    found["account_name"] = [f"Account {place}" for place in range(len(rows))]
    found["share_tendency"] = growth.tendency(found["share_log"], doubt=0.02)
    return found.assign(first_year=2023.0, last_year=2025.0, sales_of="customer")


def bars(ax) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_width()) for p in ax.patches]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_bar_begins_where_the_last_ended_and_the_whole_is_their_sum(language):
    rows = split(((80, 1000, 400), (106.48, 1100, 484)), ((50, 10, 5), (40, 12, 5)))
    ax = plots.plot_growth(rows, language=language, **WORDS)
    steps = bars(ax)
    assert len(steps) == 8
    for first in (0, 4):
        account = steps[first : first + 4]
        at = 0.0
        for start, length in account[:3]:
            assert start == pytest.approx(at)
            at += length
        assert account[3] == pytest.approx((0, at))
    assert steps[3][1] == pytest.approx(np.log(1.331))
    assert "Account 0" in ax.figure.get_label()


def test_an_unknown_segment_has_no_bar_and_only_the_largest_are_drawn():
    rows = split(*[((80, 1000, np.nan), (90, 1100, np.nan))] * 6)
    ax = plots.plot_growth(rows, language="en", **WORDS)
    assert len(bars(ax)) == 3 * plots.ACCOUNTS
    assert "segment" not in [t.get_text() for t in ax.get_yticklabels()]


def test_our_sales_are_called_ours():
    rows = split(((80, 1000, 400), (90, 1100, 440))).assign(sales_of="ours")
    ax = plots.plot_growth(rows, language="en", **WORDS)
    assert "our share" in [t.get_text() for t in ax.get_yticklabels()]


def test_nothing_to_draw_is_no_chart():
    assert plots.plot_growth(split(((1, 1, 1), (1, 1, 1))).head(0), language="en", **WORDS) is None
    assert plots.plot_power(placed().head(0), keys=0, language="en", **WORDS) is None


def placed() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_name": ["One", "Two", "Three"],
            "bargaining_power": [0.9, 0.1, 0.6],
            "inclination": [0.8, 0.2, 0.3],
            "structural_position": ["hard bargainer", "easy buyer", "partner on terms"],
            "revenue": [100.0, 0.0, -5.0],
            "is_key": [True, True, False],
        }
    )


@pytest.mark.parametrize(("language", "word"), [("en", "hard bargainer"), ("zh", "强势压价")])
def test_the_map_names_its_fields_and_the_key_accounts_alone(language, word):
    ax = plots.plot_power(placed(), keys=2, language=language, **WORDS)
    said = [t.get_text() for t in ax.texts]
    assert word in said
    assert {"One", "Two"} <= set(said)
    assert "Three" not in said
    spots = np.vstack([c.get_offsets() for c in ax.collections if len(c.get_offsets())])
    assert spots.tolist() == [[0.6, 0.3], [0.9, 0.8], [0.1, 0.2]]
    assert ax.collections[0].get_facecolor()[0][:3] != pytest.approx(
        ax.collections[1].get_facecolor()[0][:3]
    )


def test_who_stands_on_a_border_of_the_map_is_ringed():
    near = placed().assign(bargaining_power=[0.48, 0.1, 0.52], inclination=[0.8, 0.47, 0.3])
    ax = plots.plot_power(near, keys=2, language="en", **WORDS)
    spots = np.vstack([c.get_offsets() for c in ax.collections if len(c.get_offsets())])
    wide = np.concatenate([c.get_linewidths() for c in ax.collections if len(c.get_offsets())])
    ringed = spots[wide > 1]
    assert sorted(ringed.tolist()) == [[0.48, 0.8], [0.52, 0.3]]


def test_the_title_says_when_nobody_has_both():
    calm = placed().assign(structural_position="partner on terms")
    ax = plots.plot_power(calm, keys=2, language="en", **WORDS)
    assert ax.figure.get_label().startswith("Nobody on the list")
