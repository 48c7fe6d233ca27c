"""Segmentation of a study, whole: result tables, sentences, and books that are hardly books."""

import numpy as np
import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import segmentation
from kamlib.analysis import segmentation_findings as findings
from tests.conftest import make_book, make_study

TABLES = (
    "segments",
    "segment_profiles",
    "segment_stability",
    "positions",
    "migration",
    "class_outlook",
    "value_classes",
    "industry_grades",
)


def orders(rng, kinds=((20, 4, 3000), (40, 0.4, 300)), months=30):
    """Accounts of several kinds: how many, orders a month, money an order."""
    rows = []
    for kind, (n, rate, money) in enumerate(kinds):
        for i in range(n):
            pace = rate * rng.lognormal(0, 0.2)
            for m in range(months):
                first = pd.Timestamp("2022-01-01") + pd.DateOffset(months=m)
                for _ in range(max(rng.poisson(pace), m == 0)):
                    day = first + pd.Timedelta(days=int(rng.integers(28)))
                    product = f"p{rng.integers(1 + 8 // (kind + 1))}"
                    rows.append((f"k{kind}-{i:02}", day, money * rng.lognormal(0, 0.3), product))
    return pd.DataFrame(rows, columns=["account_id", "date", "amount", "product_id"])


def study(lines, *, accounts=None, sheets=None, language="en", **decided):
    book = make_book(lines, accounts=accounts, since=decided.pop("since", ""))
    decisions = {
        "language": language,
        "identification": {"draws": 200},
        "segmentation": {"bootstraps": 20, "most_segments": 4} | decided,
    }
    return make_study(book, sheets, **decisions)


@pytest.fixture(scope="module")
def lines():
    return orders(np.random.default_rng(5))


def text(of, finding):
    return of.say(finding.key, **finding.values)


def test_every_table_has_the_columns_it_promises(lines):
    of = study(lines)
    for name in TABLES:
        table = getattr(segmentation, name)(of)
        assert list(results.arrange(table, name)) == list(table)
    what = segmentation.kinds(of)
    results.arrange(what.features, "segment_features")
    results.arrange(what.choice, "segment_choice")


def test_planted_kinds_are_found_named_and_counted(lines):
    of = study(lines)
    table = segmentation.segments(of)
    assert len(table) == 60
    kind = table["account_id"].str[:2]
    assert pd.crosstab(kind, table["segment"]).to_numpy().tolist() == [[20, 0], [0, 40]]
    assert table["stable"].all()
    assert table["membership"].between(0, 1).all()
    held = segmentation.segment_stability(of)
    assert held["size"].tolist() == [20, 40]
    assert held["revenue_share"].sum() == pytest.approx(1)
    assert held["label"].str.startswith(("large", "small")).all()
    said = text(of, findings.kinds(of))
    assert "60 accounts" in said and "2 segments" in said and "(20)" in said


def test_names_of_the_engagement_replace_computed_ones(lines):
    of = study(lines, names={1: "Partners"})  # as a yaml without quotes gives it
    assert set(segmentation.segments(of)["label"]) > {"Partners"}
    assert "Partners" in text(of, findings.kinds(of))


def test_the_same_in_chinese(lines):
    of = study(lines, language="zh")
    assert segmentation.segment_stability(of)["label"].str.contains("大额|小额").all()
    for finding in (findings.kinds(of), findings.sustain(of), findings.border(of)):
        assert text(of, finding)


def test_under_the_fewest_accounts_rules_instead(lines):
    of = study(lines, fewest_accounts=100)
    table = segmentation.segments(of)
    assert len(table) == 60
    assert (table["segment"] == "none").all() and table["membership"].isna().all()
    assert (table["label"] == "not in a segment").all() and not table["stable"].any()
    assert table["value_class"].notna().all()
    assert segmentation.segment_profiles(of).empty and segmentation.segment_stability(of).empty
    said = text(of, findings.kinds(of))
    assert "100 accounts" in said and "has 60" in said


def test_features_that_cannot_be_used_are_left_out_and_said(lines):
    of = study(lines, features=["gross_profit", "credit", "revenue"])
    assert segmentation.kinds(of).outcome == "features"
    assert "this book has 1" in text(of, findings.kinds(of))
    shown = findings.readable(of, segmentation.kinds(of).features)
    assert shown["feature"].tolist() == ["Gross profit", "credit", "Revenue"]


def test_one_kind_of_account_is_not_called_several():
    of = study(orders(np.random.default_rng(2), kinds=((60, 0.8, 500),)))
    assert segmentation.kinds(of).outcome != "groups"
    assert not segmentation.segments(of)["stable"].any()
    assert "segments that stand apart" not in text(of, findings.kinds(of))


# --- matrices ---------------------------------------------------------------------------


def test_volume_and_loyalty_are_cut_where_the_engagement_says(lines):
    of = study(lines)
    table = findings.matrix(of, segmentation.VOLUME_LOYALTY)
    (loyal,), (least,) = segmentation.volume_loyalty_cuts(of)
    large = table["cell"].str.startswith("large")
    assert (table["y"] >= least).tolist() == large.tolist()
    assert table.loc[large, "revenue"].sum() >= 0.8 * table["revenue"].sum()
    assert (table["x"] >= loyal).tolist() == table["cell"].str.endswith("_loyal").tolist()
    assert table["p_cell"].isna().all()
    everyone = study(lines, volume_cut=1.0, loyalty_cut=0.0)
    assert set(findings.matrix(everyone, segmentation.VOLUME_LOYALTY)["cell"]) == {"large_loyal"}


def test_every_account_has_a_place_in_the_three_by_three(lines):
    table = segmentation.positions(study(lines))
    placed = table[table["matrix"] == segmentation.ATTRACTIVENESS]
    assert len(placed) == 60
    assert placed["cell"].notna().all() and placed["action"].notna().all()
    assert placed["p_cell"].between(0, 1).all()
    assert placed["x"].between(0, 1).all() and placed["y"].between(0, 1).all()


def test_scores_of_managers_move_the_axes(lines):
    given = [
        {"account_id": "k1-00", "criterion": "potential", "rater": "r", "score": 5},
        {"account_id": "k1-01", "criterion": "potential", "rater": "r", "score": 1},
    ]
    of = study(lines, sheets={"scores": given})
    assert "potential" in text(of, findings.axis(of, segmentation.ATTRACTIVENESS, "y"))
    y = findings.matrix(of, segmentation.ATTRACTIVENESS).set_index("account_id")["y"]
    without = study(lines)
    before = findings.matrix(without, segmentation.ATTRACTIVENESS).set_index("account_id")["y"]
    assert y["k1-00"] - before["k1-00"] > y["k1-01"] - before["k1-01"]


def test_a_matrix_without_criteria_has_no_rows_and_says_what_it_needs(lines):
    volume = {
        "volume": {"source": "revenue", "weight": 1, "direction": "benefit", "family": "value"}
    }
    book = make_book(lines)
    of = make_study(book, identification={"criteria": volume, "draws": 200})
    table = segmentation.positions(of)
    assert segmentation.ATTRACTIVENESS not in set(table["matrix"])
    said = text(of, findings.no_matrix(of, segmentation.ATTRACTIVENESS))
    assert "value, potential, relationship" in said


def test_cells_hold_all_accounts_and_all_revenue(lines):
    of = study(lines)
    for name in (segmentation.VOLUME_LOYALTY, segmentation.ATTRACTIVENESS):
        table = findings.cells(of, name)
        assert table["accounts"].sum() == 60
        assert table["revenue_share"].sum() == pytest.approx(1)


def test_industries_and_grades(lines):
    ids = sorted(lines["account_id"].unique())
    industry = ["metal" if i % 2 else "food" for i in range(len(ids) - 1)] + [None]
    known = [{"account_id": a, "industry": i} for a, i in zip(ids, industry, strict=True)]
    of = study(lines, accounts=known)
    table = segmentation.industry_grades(of)
    assert table["industry"].tolist() != []
    assert table[["class_a", "class_b", "class_c", "ungraded"]].sum().sum() == 59
    assert table["revenue"].is_monotonic_decreasing
    rows = segmentation.positions(of)
    rows = rows[rows["matrix"] == segmentation.INDUSTRY_GRADE]
    assert len(rows) == 59 and rows["action"].notna().all()
    assert rows["cell"].str.contains("metal / A").any()
    assert findings.industries(of).values["unknown"] == 1
    assert segmentation.industry_grades(study(lines)).empty


# --- movement ---------------------------------------------------------------------------


def yearly(*rows):
    return [
        {"account_id": a, "date": f"{year}-0{m}-15", "amount": x / 2}
        for a, *years in rows
        for year, x in zip((2023, 2024), years, strict=True)
        if x is not None
        for m in (1, 6)
    ] + [{"account_id": "end", "date": d, "amount": 0.01} for d in ("2023-01-01", "2024-12-31")]


def test_movement_of_class_a_in_words():
    of = study(yearly(("a", 600, 600), ("b", 300, 20), ("c", 60, 500), ("d", 30, None)))
    said = text(of, findings.sustain(of))
    assert "Class A kept 1 of its 2 accounts" in said
    assert "1 fell to a lower class, 0 stopped ordering, and 1 came up" in said
    assert "31 December 2023" in said
    table = segmentation.migration(of)
    assert table["period"].unique().tolist() == ["2023-01-01/2023-12-31 > 2024-01-01/2024-12-31"]
    assert table["n"].sum() == 5


def test_years_to_come_of_class_a_in_words():
    lines = yearly(("a", 600, 600), ("b", 300, 20), ("c", 60, 500), ("d", 30, None))
    of = study(lines)
    assert "What that is worth is not said" in text(of, findings.class_outlook(of))
    of = study([line | {"cost": 0.5 * line["amount"]} for line in lines])
    table = segmentation.class_outlook(of).set_index("value_class")
    assert table["accounts"].sum() == 4
    assert table.at["A", "profit"] == pytest.approx((600 + 500) / 2 / 2)
    said = text(of, findings.class_outlook(of))
    assert "At 10" in said and "against 275 in the last twelve months" in said
    short = study(yearly(("a", 600, 600))[:-2] + yearly()[1:])
    assert segmentation.class_outlook(short).empty and findings.class_outlook(short) is None


def test_a_day_short_of_two_years_is_said(lines):
    of = study(yearly(("a", 600, 600))[:-2] + yearly()[1:])
    assert segmentation.migration(of).empty
    assert "cover 23" in text(of, findings.sustain(of))
    said = text(of, findings.no_migration(of))
    assert "1 January 2023" in said


def test_nothing_sold_in_the_year_before():
    lines = yearly(("a", -5, 100))
    lines[-2]["amount"] = -0.01
    of = study(lines)
    assert "no account had net sales" in text(of, findings.sustain(of))


# --- books that are hardly books --------------------------------------------------------


def one():
    return [{"account_id": "a", "date": "2024-01-05", "amount": 100}]


def many(amounts):
    return [
        {"account_id": f"a{i:02}", "date": "2024-01-05", "amount": amount}
        for i, amount in enumerate(amounts)
    ]


BOOKS = {
    "one order": one(),
    "one account": one() + [{"account_id": "a", "date": "2024-05-05", "amount": 50}],
    "one day": many(range(1, 40)),
    "all negative": many(range(-40, 0)),
    "all zero": many([0] * 40),
    "all alike": many([7] * 40),
}


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_hardly_a_book(name, language):
    of = study(BOOKS[name], language=language)
    for table in TABLES:
        frame = getattr(segmentation, table)(of)
        results.arrange(frame, table)
    n = len({line["account_id"] for line in BOOKS[name]})
    assert len(segmentation.segments(of)) == n
    for matrix in (segmentation.VOLUME_LOYALTY, segmentation.ATTRACTIVENESS):
        findings.matrix(of, matrix)
        findings.cells(of, matrix)
        for finding in (findings.fence(of, matrix), findings.map_source(of, matrix)):
            assert text(of, finding)
    for finding in (findings.kinds, findings.sustain, findings.border, findings.compared):
        assert text(of, finding(of))
    assert text(of, findings.value_classes(of))


@pytest.mark.parametrize(
    "part",
    [
        "features",
        "clusters",
        "membership",
        "classes",
        "volume_loyalty",
        "attractiveness",
        "p_cell",
        "migration",
    ],
)
def test_the_method_has_no_blank_left(part):
    of = study(one())
    for language in ("en", "zh"):
        key, values = findings.method(of, part)
        assert "{" not in make_study(of.book, language=language).say(key, **values)
