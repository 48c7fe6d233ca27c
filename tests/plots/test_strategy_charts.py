"""The charts of 04 and 05: a message, every mark, nothing where there is nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import economics
from kamlib.plots import account_plan, strategy

STYLE = {"currency": "EUR", "source": "Source: x."}
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def whale(values, basis="net"):
    ids = [f"a{i}" for i in range(len(values))]
    frame = pd.DataFrame({"account_id": ids, "profit": values}).astype({"profit": "float64"})
    curve = economics.whale_curve(frame).assign(basis=basis)
    return curve, economics.whale_summary(curve)


def words(ax) -> str:
    return " ".join([t.get_text() for t in ax.texts] + [t.get_text() for t in ax.figure.texts])


def drawn(ax):
    ax.figure.canvas.draw()
    return ax


@LANGUAGES
@pytest.mark.parametrize("values", [[5, 3, -2], [5, 3], [-5, -3], [5, -5], [0], [7]])
def test_whale_curve(values, language):
    curve, summary = whale(values)
    ax = drawn(strategy.plot_whale(curve, summary, language=language, **STYLE))
    line = ax.lines[0]
    assert line.get_ydata().tolist() == [0, *curve["cumulative"]]
    assert "EUR" in words(ax)


def test_the_whale_names_peak_and_end():
    curve, summary = whale([5, 3, -2])
    said = words(strategy.plot_whale(curve, summary, language="en", **STYLE))
    assert "peak 8.00 (133" in said
    assert "total 6.00" in said
    assert "2 of 3 accounts earn 8.00; loss makers (1) take 2.00 of it back" in said


def test_nothing_known_nothing_drawn():
    curve, summary = whale([])
    assert strategy.plot_whale(curve, summary, language="en", **STYLE) is None
    none = pd.DataFrame(columns=["account_name", "is_key", "risk", "amount"])
    assert strategy.plot_risks(none, language="en", **STYLE) is None
    none = pd.DataFrame(columns=["step", "amount"])
    assert strategy.plot_bridge(none, period="2025", language="en", **STYLE) is None
    none = pd.DataFrame(columns=["period", "base", "value"])
    assert strategy.plot_quarters(none, language="en", **STYLE) is None
    none = pd.DataFrame(columns=["owner", "hours", "hours_year", "used"])
    assert strategy.plot_loads(none, language="en", source="s") is None


@LANGUAGES
def test_risks_are_cut_and_say_so(language):
    risks = pd.DataFrame(
        {
            "account_name": [f"客户 $x$ {i}" for i in range(40)],
            "is_key": [i % 2 == 0 for i in range(40)],
            "risk": "late payment",
            "amount": range(40, 0, -1),
        }
    )
    ax = drawn(strategy.plot_risks(risks, language=language, **STYLE))
    assert len(ax.patches) == strategy.ROWS
    assert "40" in words(ax)


@LANGUAGES
def test_the_bridge_sums(language):
    steps = pd.DataFrame(
        {
            "step": ["was", "negative", "class_A", "class_C", "target"],
            "amount": [100.0, 5.0, 20.0, -3.0, 122.0],
        }
    )
    ax = drawn(strategy.plot_bridge(steps, period="2025", language=language, **STYLE))
    bars = ax.patches
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert ends[:4] == [100, 105, 125, 122]
    assert bars[4].get_x() == 0
    assert bars[4].get_width() == ends[3]
    assert "+22" in words(ax)


@LANGUAGES
def test_quarters_and_loads(language):
    quarters = pd.DataFrame(
        {
            "period": [f"2025-Q{q}" for q in (1, 2, 3, 4)],
            "base": [1.0, -2.0, 3.0, 0.0],
            "value": [3.0, 1.0, 2.0, 0.0],
        }
    )
    ax = drawn(strategy.plot_quarters(quarters, language=language, **STYLE))
    assert "2025-Q1" in words(ax)
    loads = pd.DataFrame(
        {"owner": ["Li", None], "hours": [50.0, 20.0], "hours_year": [40.0, float("nan")]}
    )
    ax = drawn(strategy.plot_loads(loads, language=language, source="s"))
    assert "1" in ax.figure.texts[0].get_text()


@LANGUAGES
def test_equal_quarters_have_no_strongest(language):
    quarters = pd.DataFrame({"period": ["2025-Q1", "2025-Q2"], "base": 1.0, "value": [5.0, 6.0]})
    ax = strategy.plot_quarters(quarters, language=language, **STYLE)
    assert "2025-Q" not in ax.figure.texts[0].get_text()


@LANGUAGES
@pytest.mark.parametrize("values", [[5, -3, None, 4], [0, 0, None, 0], [-1, -2, None, 0]])
def test_revenue_of_one_account(values, language):
    quarters = pd.DataFrame(
        {
            "period": ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"],
            "kind": ["actual", "part", "actual", "target"],
            "revenue": pd.Series(values, dtype="float64"),
        }
    )
    ax = account_plan.plot_revenue(quarters, title="T", language=language, **STYLE)
    assert len(drawn(ax).patches) == 4
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Q3\n2024", "Q4", "Q1\n2025", "Q2"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3e6, "3 M"), (0, "0"), (1.25e6, "1.25 M"), (-2e6, "\u22122 M"), (600, "600")],
)
def test_ticks_have_no_digits_that_say_nothing(value, text):
    assert strategy._tick(value, "en") == text
