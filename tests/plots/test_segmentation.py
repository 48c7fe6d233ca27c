"""The charts of 02 show the rows they are given, in both languages, or nothing."""

from types import SimpleNamespace

import matplotlib.colors as mcolors
import numpy as np
import pandas as pd
import pytest

from kamlib import labels
from kamlib.plots import segmentation as plots
from kamlib.plots import theme

BOTH = pytest.mark.parametrize("language", labels.LANGUAGES)
HOSTILE = "<script>$x$ {y} 😀 שלום 客户客户客户客户客户客户客户客户客户客户客户客户" * 3
GRID = SimpleNamespace(
    x_title="x",
    y_title="y",
    x_cuts=(0.5,),
    y_cuts=(0.5,),
    x_levels={"left": "left", "right": "right"},
    y_levels={"low": "low", "high": "high"},
    cells={f"{y}_{x}": f"{y} {x}" for y in ("low", "high") for x in ("left", "right")},
    logarithmic=False,
)


def written(ax):
    ax.figure.canvas.draw()
    texts = [t.get_text() for t in ax.texts] + [t.get_text() for t in ax.figure.texts]
    return texts + [t.get_text() for t in [*ax.get_yticklabels(), *ax.get_xticklabels()]]


def tried(chosen=3):
    return pd.DataFrame(
        {
            "k": [2, 3, 4],
            "silhouette": [0.3, 0.5, 0.4],
            "chance": [0.35, 0.3, 0.25],
            "jaccard_low": [0.9, 0.97, 0.61],
            "chosen": [k == chosen for k in (2, 3, 4)],
        }
    )


@BOTH
@pytest.mark.parametrize(("outcome", "chosen"), [("groups", 3), ("continuum", 2), ("none", 0)])
def test_choice_rings_the_number_taken_and_writes_every_jaccard(language, outcome, chosen):
    ax = plots.plot_choice(tried(chosen), outcome=outcome, language=language, source="s")
    rings = [line.get_xdata() for line in ax.lines if line.get_markersize() == 12]
    assert [list(r) for r in rings] == [[chosen] if chosen else []]
    ticks = [t.get_text() for t in ax.get_xticklabels()]
    assert ticks == ["2\n0.90", "3\n0.97", "4\n0.61"]


def profiles():
    shift = {("1", "revenue"): 1.9, ("1", "evenness"): -0.04, ("2", "revenue"): -0.6}
    rows = [
        {"segment": s, "feature": f, "shift": v, "label": HOSTILE if s == "1" else "small"}
        for (s, f), v in (shift | {("2", "evenness"): 0.3}).items()
    ]
    share = {"1": 0.9, "2": 0.1}
    size = {"1": 5, "2": 20}
    table = pd.DataFrame(rows)
    return table.assign(size=table["segment"].map(size), revenue_share=table["segment"].map(share))


@BOTH
def test_profiles_write_every_difference_with_its_sign(language):
    ax = plots.plot_profiles(profiles(), language=language, source="s")
    figures = [t.get_text() for t in ax.texts]
    assert figures == ["+1.9", "−0.0", "−0.6", "+0.3"]
    assert any("90" in t and "20" in t for t in written(ax))


def test_profiles_without_known_shares_have_another_title():
    rows = profiles().assign(revenue_share=np.nan)
    ax = plots.plot_profiles(rows, language="en", source="s")
    assert ax.figure.get_label() == "What sets the segments apart"


def placed(n=6, **more):
    at = np.linspace(0, 1, n)
    return pd.DataFrame(
        {
            "account_name": [HOSTILE, *(f"Account {i}" for i in range(1, n))],
            "revenue": np.linspace(1000, 10, n),
            "x": at,
            "y": at,
            "cell": np.where(at < 0.5, "low_left", "high_right"),
            "on_fence": False,
            "is_key": [True] * 2 + [False] * (n - 2),
        }
        | more
    )


def draw(frame, grid=GRID, language="en", **more):
    return plots.plot_matrix(frame, grid, language=language, currency="EUR", source="s", **more)


@BOTH
def test_matrix_names_the_cells_with_their_accounts_and_the_key_accounts(language):
    ax = draw(placed(), language=language)
    texts = written(ax)
    assert "low left · 3" in texts and "high right · 3" in texts and "high left · 0" in texts
    assert "Account 1" in texts and "Account 2" not in texts
    assert any(t.startswith("<script>") for t in texts)


def test_bubbles_are_as_large_as_revenue_and_key_ones_dark():
    ax = draw(placed())
    bubbles = ax.collections[0]
    sizes = bubbles.get_sizes()
    assert sizes[0] / sizes[2] == pytest.approx(1000 / placed()["revenue"][2])
    colours = [mcolors.to_hex(c) for c in bubbles.get_facecolor()]
    assert colours == [theme.KEY] * 2 + [theme.REST] * 4


def test_accounts_that_mostly_leave_their_cell_are_rings():
    ax = draw(placed(on_fence=[False, True, False, True, False, False]))
    whole, rings = ax.collections
    assert len(whole.get_offsets()) == 4 and len(rings.get_offsets()) == 2
    assert len(rings.get_facecolor()) == 0 or not rings.get_facecolor()[:, 3].any()
    assert "rings" in " ".join(written(ax))


def test_a_large_book_draws_the_largest_and_says_so(monkeypatch):
    monkeypatch.setattr(plots, "DRAWN", 10)
    ax = draw(placed(40))
    assert len(ax.collections[0].get_offsets()) == 10
    assert "10 accounts of largest revenue" in " ".join(written(ax))
    assert "high right · 20" in written(ax)  # the cells still count all


@BOTH
def test_revenue_is_drawn_on_a_logarithmic_axis(language):
    grid = SimpleNamespace(**(vars(GRID) | {"logarithmic": True, "y_cuts": (100.0,)}))
    frame = placed(6).assign(y=lambda f: f["revenue"])
    ax = draw(frame, grid, language)
    assert ax.get_yscale() == "log" and "EUR" in ax.get_ylabel()
    low, high = ax.get_ylim()
    assert low < 10 and high > 1000


def test_one_account_has_its_chart():
    assert draw(placed(2).head(1)) is not None


def moved(stay=3.0):
    states = ("A", "B", "no net sales", "gone")
    rows = [
        {"from_state": a, "to_state": b, "n": stay if a == b == "A" else float(a == b == "B")}
        for a in ("A", "B", "no net sales", "new")
        for b in states
    ]
    table = pd.DataFrame(rows)
    total = table.groupby("from_state")["n"].transform("sum")
    period = "2023-01-01/2023-12-31 > 2024-01-01/2024-12-31"
    return table.assign(p=table["n"] / total.where(total > 0), period=period)


@BOTH
def test_movement_writes_count_and_share_and_leaves_empty_states_out(language):
    ax = plots.plot_migration(moved(), language=language, source="s")
    cells = [t.get_text().split("\n")[0] for t in ax.texts]
    assert cells == ["3", "1"]
    rows = [t.get_text() for t in ax.get_yticklabels()]
    assert rows == ["A · 3", "B · 1"]
    assert "3" in ax.figure.get_label() and "2023-12-31" in " ".join(written(ax))


def test_movement_without_class_a_has_another_title():
    ax = plots.plot_migration(moved(stay=0.0), language="en", source="s")
    assert ax.figure.get_label() == "Movement between value classes within a year"


def test_nothing_to_draw_gives_no_chart():
    none = moved().iloc[:0]
    assert plots.plot_migration(none, language="en", source="s") is None
    assert plots.plot_profiles(profiles().iloc[:0], language="en", source="s") is None
    empty = tried().iloc[:0]
    assert plots.plot_choice(empty, outcome="few", language="en", source="s") is None
    assert draw(placed().iloc[:0]) is None
