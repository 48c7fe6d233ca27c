import pandas as pd
import pytest

from kamlib.plots import intake


def bridge(*rows):
    frame = pd.DataFrame(rows, columns=["label", "rows", "amount"])
    return intake.plot_bridge(frame, measure="amount", language="en", currency="EUR", source="s")


def bars(ax):
    return [(b.get_x(), round(b.get_x() + b.get_width(), 6)) for b in ax.patches]


def test_the_waterfall_sums():
    ax = bridge(("in", 9, 100.0), ("a", 2, 30.0), ("b", 1, -10.0), ("analysed", 6, 80.0))
    assert bars(ax) == [(0, 100), (100, 70), (70, 80), (0, 80)]
    assert [t.get_text() for t in ax.texts] == ["100", "\u221230.0", "+10.0", "80.0"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["in", "a", "b", "analysed"]


def test_the_waterfall_crosses_zero():
    ax = bridge(("in", 2, 10.0), ("a", 1, 30.0), ("analysed", 1, -20.0))
    assert bars(ax) == [(0, 10), (10, -20), (0, -20)]
    assert ax.get_xlim()[0] < -20


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


def test_one_kind_of_evidence_makes_no_chart():
    one = COVERAGE.head(1)
    assert intake.plot_coverage(GRID, one, accounts=3, language="en", source="s") is None
    assert intake.plot_coverage(GRID, one.head(0), accounts=3, language="en", source="s") is None


def test_equal_coverage_is_said_as_such():
    equal = COVERAGE.assign(share=1.0)
    ax = intake.plot_coverage(GRID, equal, accounts=2, language="en", source="s")
    assert "Every kind of evidence" in ax.figure.get_label()
