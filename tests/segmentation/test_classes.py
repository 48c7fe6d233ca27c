import numpy as np
import pandas as pd
import pytest

from kamlib.segmentation import classes

CUTS = (0.8, 0.95)


def series(*values):
    return pd.Series(values, dtype="float64")


def test_negative_and_zero_revenue_have_a_class_of_their_own():
    grade = classes.value_classes(series(80, 15, 5, 0, -40), CUTS)
    assert grade.tolist() == ["A", "B", "C", "no net sales", "no net sales"]


def test_summary_sums_to_the_book_and_shares_to_one():
    revenue = series(80, 15, 5, 0, -40)
    table = classes.summarise(revenue, classes.value_classes(revenue, CUTS))
    assert table["value_class"].tolist() == ["A", "B", "C", "no net sales"]
    assert table["accounts"].tolist() == [1, 1, 1, 2]
    assert table["revenue"].sum() == revenue.sum()
    assert table["revenue_share"].tolist()[:3] == pytest.approx([0.8, 0.15, 0.05])
    assert np.isnan(table["revenue_share"].iloc[3])
    assert table["account_share"].sum() == pytest.approx(1)


def test_a_class_without_accounts_stands_with_zero():
    table = classes.summarise(series(10), pd.Series(["A"]))
    assert table["accounts"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("revenue", [series(), series(-5, 0)])
def test_books_without_revenue(revenue):
    table = classes.summarise(revenue, classes.value_classes(revenue, CUTS))
    assert table["revenue_share"].isna().all()
    assert table["accounts"].sum() == len(revenue)


def test_grades_are_within_the_industry():
    revenue = series(900, 100, 9, 1, 50, -3)
    industry = pd.Series(["metal", "metal", "food", "food", None, "food"])
    grade = classes.grades_within(revenue, industry, CUTS)
    assert grade.tolist()[:4] == ["A", "B", "A", "B"]
    assert grade[4:].isna().all()  # no industry; no revenue
    share = classes.share_within(revenue, industry)
    assert share.tolist()[:4] == pytest.approx([0.9, 0.1, 0.9, 0.1])
    assert share[4:].isna().all()
