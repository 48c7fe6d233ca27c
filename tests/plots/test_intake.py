import pandas as pd
import pytest

from kamlib import tables
from kamlib.plots import intake


def bridge(*rows, aside=()):
    frame = pd.DataFrame(rows, columns=["label", "rows", "amount"])
    frame["aside"] = frame["label"].isin(aside)
    return intake.plot_bridge(frame, language="en", currency="EUR", source="s")


def bars(ax):
    return [(b.get_x(), round(b.get_x() + b.get_width(), 6)) for b in ax.patches]


def test_the_waterfall_sums():
    ax = bridge(("in", 9, 100.0), ("a", 2, 30.0), ("b", 1, -10.0), ("analysed", 6, 80.0))
    assert bars(ax) == [(0, 100), (100, 70), (70, 80), (0, 80)]
    assert [t.get_text() for t in ax.texts] == [
        "100", "\u221230.0", "+10.0", "80.0",
        "9", "\u22122", "\u22121", "6", "rows",
    ]  # fmt: skip
    assert [t.get_text() for t in ax.get_yticklabels()] == ["in", "a", "b", "analysed"]


def test_the_waterfall_crosses_zero():
    ax = bridge(("in", 2, 10.0), ("a", 1, 30.0), ("analysed", 1, -20.0))
    assert bars(ax) == [(0, 10), (10, -20), (0, -20)]
    assert ax.get_xlim()[0] < -20


def test_the_title_counts_no_totals_among_the_order_lines():
    rows = [("in", 9, 200.0), ("totals", 1, 100.0), ("a", 2, 30.0), ("analysed", 6, 70.0)]
    said = bridge(*rows, aside=["totals"]).figure.get_label()
    assert said == "From 100 of order lines, totals and notes set aside, to 70.0 analysed"
    assert bridge(*rows).figure.get_label() == "From 200 in the order files to 70.0 analysed"


def test_twelve_slivers_each_have_their_figures():
    steps = [(f"step {i}", i, 3.0 * i) for i in range(10)]
    ax = bridge(("in", 10**6, 9.75e8), *steps, ("tax", 0, 1e8), ("analysed", 1, 8.75e8 - 135))
    ax.figure.canvas.draw()
    boxes = [t.get_window_extent() for t in ax.texts]
    assert not any(a.overlaps(b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])
    assert [t.get_text() for t in ax.texts][1] == "0"  # the first step takes nothing


def test_a_hostile_label_and_nothing_at_all_are_drawn():
    ax = bridge(("$x$ " * 40, 0, 0.0), ("analysed", 0, 0.0))
    ax.figure.canvas.draw()


COVERAGE = pd.DataFrame(
    {
        "table": ["customers", "survey"],
        "accounts": [3, 1],
        "share": [1.0, 1 / 3],
        "revenue_share": [1.0, 0.9],
    }
)
GRID = pd.DataFrame(
    {
        "account_id": ["A", "B"],
        "account_name": ["Alpha", "北京"],
        "customers": [1.0, 1.0],
        "survey": [0.5, 0],
    }
)


@pytest.mark.parametrize(("language", "best"), [("en", "customer list"), ("zh", "客户名单")])
def test_coverage_names_the_best_and_the_least_and_writes_the_parts(language, best):
    ax = intake.plot_coverage(GRID, COVERAGE, accounts=3, language=language, source="s")
    assert best in ax.figure.get_label()
    texts = [t.get_text().replace("\u202f", "") for t in ax.texts]
    assert texts == ["100%", "33%", "50%"]  # the book, and the one cell in between
    assert [t.get_text() for t in ax.get_yticklabels()][1:] == ["Alpha", "北京"]


@pytest.mark.parametrize(("kinds", "cell"), [(2, "50\u202f%"), (15, "50")])
def test_cells_of_many_kinds_carry_bare_figures_best_first(kinds, cell):
    names = [n for n in tables.SOURCES if n not in ("orders", "fx")][:kinds]
    shares = [0.5 + 0.01 * i for i in range(kinds)]
    coverage = pd.DataFrame({"table": names, "share": shares})
    grid = pd.DataFrame({"account_name": ["A"]} | {n: [1.0] for n in names})
    ax = intake.plot_coverage(grid, coverage, accounts=9, language="en", source="s")
    ax.figure.canvas.draw()
    boxes = [t.get_window_extent() for t in ax.texts]
    assert not any(a.overlaps(b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])
    assert ax.texts[-1].get_text() == cell  # the least covered stands last


def test_one_kind_of_evidence_makes_no_chart():
    one = COVERAGE.head(1)
    assert intake.plot_coverage(GRID, one, accounts=3, language="en", source="s") is None
    assert intake.plot_coverage(GRID, one.head(0), accounts=3, language="en", source="s") is None


def test_equal_coverage_is_said_as_such():
    equal = COVERAGE.assign(share=1.0)
    ax = intake.plot_coverage(GRID, equal, accounts=2, language="en", source="s")
    assert "Every kind of evidence" in ax.figure.get_label()


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "en",
            "Best covered: survey and 1 more (100\u202f% of accounts); "
            "least: wallet estimates and 2 more (20\u202f%)",
        ),
        (
            "zh",
            "覆盖最全的是满意度调查及另外 1 类（占客户的 100%），"
            "最少的是钱包规模及另外 2 类（20%）",
        ),
    ],
)
def test_kinds_of_evidence_that_reach_as_far_are_named_together(language, title):
    names = ["survey", "activities", "wallet", "contacts", "market"]
    coverage = pd.DataFrame({"table": names, "share": [1.0, 1.0, 0.2, 0.2, 0.2]})
    grid = pd.DataFrame({"account_name": ["A"]} | dict.fromkeys(names, [1.0]))
    ax = intake.plot_coverage(grid, coverage, accounts=5, language=language, source="s")
    assert title in ax.figure.get_label()
