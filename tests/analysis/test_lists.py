"""Concentration by year, loss scenarios, lists, their length and audit, candidates, of a study."""

import re

import numpy as np
import pandas as pd
import pytest

from kamlib import labels, results
from kamlib.analysis import identification
from kamlib.analysis.identification import audit as audits
from kamlib.analysis.identification import (
    candidates,
    capacity,
    dependence,
    rules,
    scores,
    size,
    years,
)
from kamlib.analysis.identification import concentration_findings as of_concentration
from kamlib.analysis.identification import list_findings as of_lists
from tests.analysis.sentences import keys, told
from tests.conftest import make_book, make_study

REVENUE = [500, 300, 80, 40, 30, 20, 15, 8, 5, 2]
TABLES = {
    "concentration_by_year": years.by_year,
    "concentration_trend": years.trends,
    "dependency": dependence.dependency,
    "loss_scenarios": dependence.loss_scenarios,
    "class_b": rules.class_b,
    "family_lists": rules.family_lists,
    "list_size": size.list_size,
    "list_audit": audits.list_audit,
    "candidates": candidates.candidates,
}
SENTENCES = (
    of_concentration.shape,
    of_concentration.trend,
    of_concentration.whale,
    of_concentration.dependency,
    of_concentration.losses,
    of_lists.agreement,
    of_lists.seven,
    of_lists.class_b,
    of_lists.families,
    of_lists.value,
    of_lists.warning,
    of_lists.audit,
    of_lists.candidates,
)


def lines(revenue, *, first=2024, count=1, cost=True, grows=1.0):
    """One account each, a line in every month of `count` years; costs of 60 %."""
    return [
        {
            "account_id": f"a{i}",
            "date": f"{year}-{month:02}-{ {1: 1, 12: 31}.get(month, 28) }",
            "amount": r / 12 * grows ** (year - first),
            "cost": 0.6 * r / 12 * grows ** (year - first) if cost else None,
            "product_id": f"p{month % 3}",
        }
        for i, r in enumerate(revenue)
        for year in range(first, first + count)
        for month in range(1, 13)
    ]


def study(revenue=REVENUE, *, tables=None, sheets=None, language="en", strategy=None, **more):
    chosen = {k: more.pop(k) for k in list(more) if k not in ("first", "count", "cost", "grows")}
    book = make_book(lines(revenue, **more), **(tables or {}))
    decisions = {"identification": {"draws": 200} | chosen, "strategy": strategy or {}}
    return make_study(book, sheets, language=language, **decisions)


def test_every_table_has_the_columns_it_promises():
    of = study()
    for name, table in TABLES.items():
        assert list(table(of))[: len(results.RESULTS[name].names)] == results.RESULTS[name].names


ODD = {
    "twelve": [9.0, 8, 7, 7, 6, 6, 5, 4, 3, 2, 1, 1],
    "alike": [10.0] * 10,
    "one": [7.0],
    "two": [7.0, 5.0],
    "all negative": [-5.0, -7.0],
    "all zero": [0.0, 0.0],
    "one sells": [9.0, -3.0, 0.0],
}


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("revenue", ODD.values(), ids=ODD)
@pytest.mark.parametrize("cost", [True, False])
def test_books_that_are_hardly_books_get_sentences(revenue, cost, language):
    of = study(revenue, cost=cost, language=language)
    for sentence in SENTENCES:
        for words in told(of, sentence):
            assert words and not re.search(r"\b(nan|inf|None)\b", words), sentence
    for table in TABLES.values():
        table(of)


# --- concentration --------------------------------------------------------------------------


def test_a_year_the_period_cuts_is_shown_and_left_out_of_the_trend():
    rows = lines(REVENUE, first=2020, count=4)
    rows += [{"account_id": "a9", "date": "2024-02-10", "amount": 900.0}]
    of = make_study(make_book(rows), identification={"draws": 200})
    found = years.by_year(of).set_index("year")
    assert found["complete"].to_dict() == dict.fromkeys(("2020", "2021", "2022", "2023"), True) | {
        "2024": False
    }
    assert found["revenue"].sum() == pytest.approx(4 * sum(REVENUE) + 900)
    assert set(years.trends(of)["years"]) == {4}
    assert keys(of, of_concentration.trend)[-1] == "lists.years.partial"


def test_concentration_that_rises_every_year_is_a_trend_from_four_years_on():
    rows = [
        {"account_id": f"a{i}", "date": f"{year}-{month:02}-28", "amount": amount}
        for year in range(2020, 2024)
        for month in (1, 12)
        for i, amount in enumerate([100.0 * (year - 2018), 50, 40, 30, 20])
    ]
    rows.append({"account_id": "a4", "date": "2020-01-01", "amount": 1.0})
    four = make_study(make_book(rows), identification={"draws": 200})
    assert keys(four, of_concentration.trend) == ["lists.years.rises"]
    three = [row for row in rows if row["date"] > "2021"]
    three.append({"account_id": "a4", "date": "2021-01-01", "amount": 1.0})
    of = make_study(make_book(three), identification={"draws": 200})
    assert keys(of, of_concentration.trend) == ["lists.years.few"]
    strict = make_study(make_book(rows), identification={"draws": 200, "trend_chance": 0.05})
    assert keys(strict, of_concentration.trend) == ["lists.years.still"]


def test_fiscal_years_begin_in_their_month():
    of = make_study(make_book(lines(REVENUE, count=2)), fiscal_year_start=4)
    found = years.by_year(of)
    assert found["year"].tolist() == ["2023/24", "2024/25", "2025/26"]
    assert found["complete"].tolist() == [False, True, False]


def test_a_book_of_equals_has_no_key_accounts_by_concentration():
    of = study([10.0 + i / 10 for i in range(30)])
    assert years.shape(of) == "flat"
    assert told(of, of_concentration.shape)[0].startswith("By concentration this book has no key")
    assert years.shape(study()) == "uneven"
    assert years.shape(study(flat_times=9, flat_effective=0)) == "flat"
    assert years.shape(study([5.0, 4, 3])) == "few"


def test_losing_the_largest_of_a_book_that_grows():
    of = study([500, 300, 100, 60, 40], count=2, grows=1.2, fixed_cost=100)
    found = dependence.loss_scenarios(of).set_index("scenario")
    assert list(found.index)[:2] == ["largest", "three largest"]
    assert set(found.index[2:]) == set(identification.key_ids(of))
    row = found.loc["largest"]
    assert row["revenue_lost"] == pytest.approx(600)
    assert row["share_lost"] == pytest.approx(0.5)
    assert row["months_of_growth"] == pytest.approx(600 / (200 / 12))
    assert row["gross_profit_left"] == pytest.approx(0.4 * 600)
    assert row["profit_after_fixed"] == pytest.approx(0.4 * 600 - 100)
    assert keys(of, of_concentration.losses) == ["lists.losses.grows", "lists.losses.fixed"]


def test_without_growth_and_costs_the_scenarios_say_what_is_not_known():
    of = study(cost=False)
    assert keys(of, of_concentration.losses) == [
        "lists.losses.median",
        "lists.losses.no_gross_profit",
    ]
    assert dependence.loss_scenarios(of)["months_of_growth"].isna().all()


def test_dependency_is_by_family_where_there_are_families():
    products = [
        {"product_id": "p0", "family": "pumps"},
        {"product_id": "p1", "family": "pumps"},
        {"product_id": "p2", "family": "valves"},
    ]
    by_product = dependence.dependency(study()).set_index("measure")["value"]
    assert by_product["product_hhi"] == pytest.approx(1 / 3)
    of = study(tables={"products": products})
    by_family = dependence.dependency(of).set_index("measure")["value"]
    assert by_family["product_hhi"] == pytest.approx(5 / 9)
    assert by_family["dependency_1"] == pytest.approx(0.5 * 5 / 9)
    assert keys(of, of_concentration.dependency) == ["lists.dependency.families"]
    lists = rules.family_lists(of)
    assert lists["family"].tolist() == ["pumps", "valves"]
    assert lists["revenue"].sum() == pytest.approx(sum(REVENUE))
    assert lists["accounts"].tolist() == [10, 10]


def test_loss_makers_are_named_and_the_profit_without_them_told():
    rows = lines([100.0, 50, 50])
    rows += [{"account_id": "sink", "date": "2024-05-05", "amount": 60.0, "cost": 90.0}]
    of = make_study(make_book(rows), identification={"draws": 200})
    (finding,) = [of_concentration.whale(of)]
    assert finding.values["names"] == "sink"
    assert finding.values["without"] - finding.values["total"] == pytest.approx(30)


# --- lists ----------------------------------------------------------------------------------


def test_the_seven_criteria_weigh_alike_those_with_data():
    of = study()
    parts = scores.seven_criteria(of)
    assert parts.groupby("criterion")["weight"].first().tolist() == pytest.approx([0.25] * 4)
    listed = identification.rule_lists(of)
    seven = listed[(listed["rule"] == "seven criteria") & listed["listed"]]
    assert seven["account_id"].tolist() == ["a0", "a1"]
    (words,) = told(of, of_lists.seven)
    assert "feedback" in words and "volume" not in words


def test_of_class_b_those_with_potential_are_key_and_named():
    scored = [
        {
            "account_id": f"a{i}",
            "criterion": "potential",
            "rater": "Li",
            "score": 5 if i == 3 else 1,
        }
        for i in range(10)
    ]
    of = study(sheets={"scores": scored})
    table = rules.class_b(of).set_index("account_id")
    assert set(table.index) == {"a2", "a3", "a4"}
    assert table.index[table["is_key"]].tolist() == ["a3"]
    listed = identification.rule_lists(of)
    both = listed[(listed["rule"] == "A and B") & listed["listed"]]
    assert set(both["account_id"]) == {"a0", "a1", "a3"}
    assert "a3" in told(of, of_lists.class_b)[0]


def test_without_potential_or_relationship_only_class_a_is_listed():
    criteria = {"volume": {"source": "revenue", "weight": 1, "direction": "benefit"}}
    of = study(criteria=criteria)
    assert keys(of, of_lists.class_b) == ["lists.class_b.unknown"]
    assert not rules.class_b(of)["is_key"].any()


def test_accounts_the_lists_differ_on_come_first():
    side = identification.lists_side_by_side(study())
    assert side["disagreement"].is_monotonic_decreasing
    for _, alike in side.groupby("disagreement"):
        assert alike["revenue"].is_monotonic_decreasing


# --- length ---------------------------------------------------------------------------------


def test_places_are_told_beyond_the_end_of_the_list():
    of = study([float(100 - i) for i in range(80)], strategy={"hour_cost": 0.1})
    table = size.list_size(of)
    assert identification.choice(of).places == 16 and len(table) == 50
    assert table["place"].tolist() == list(range(1, 51))
    assert table["cost"].iloc[0] == pytest.approx(0.1 * 120 * of.book.days / 365)
    assert keys(of, of_lists.value) == ["lists.value.pays"]
    assert keys(of, of_lists.warning) == ["lists.warning.ok"]
    assert keys(study(capacity=3), of_lists.warning) == ["lists.warning.small_book"]
    assert keys(study([1.0 + i for i in range(90)], capacity=60), of_lists.warning) == [
        "lists.warning.too_many"
    ]


def test_without_an_hours_cost_nobody_says_that_a_place_pays():
    of = study()
    assert size.list_size(of)["surplus"].isna().all()
    assert keys(of, of_lists.value) == ["lists.value.revenue"]
    assert keys(study([5.0]), of_lists.value) == ["lists.value.last"]


def test_what_the_length_rests_on():
    assert capacity.basis(study()) == "rule"
    assert capacity.basis(study(capacity=3)) == "given"
    assert capacity.basis(study([-1.0])) == "none"


# --- audit ----------------------------------------------------------------------------------


def customers(**words):
    return [{"customer_id": account, "key_account": word} for account, word in words.items()]


def audited(of):
    return audits.list_audit(of).set_index("account_id")["finding"].to_dict()


def test_planted_errors_of_the_present_list_are_found():
    of = study(tables={"customers": customers(a0="yes", a9="是", a5="no")})
    assert audited(of) == {
        "a0": "present and supported",
        "a1": "missing from present",
        "a9": "present without support",
    }
    (given, changes) = told(of, of_lists.audit)
    assert "support 1 of them" in given and "Without support: a9" in given
    assert "Missing from it: a1" in given and "neither" in changes
    evidence = audits.list_audit(of).set_index("account_id")["evidence"]
    assert evidence["a9"].startswith("Rank 10 of 10")


def test_peoples_changes_are_audited_with_their_reason_also_without_a_present_list():
    of = study(
        additions=[{"account_id": "a9", "reason": "sits on {our} board"}],
        removals=[{"account_id": "a0", "reason": "sold"}],
    )
    table = audits.list_audit(of).set_index("account_id")
    assert table["finding"].to_dict() == {
        "a0": "removed though core",
        "a9": "added without support",
    }
    assert "sits on {our} board" in table.loc["a9", "evidence"]
    assert set(table["on_present"]) == {"not given"}
    assert keys(of, of_lists.audit) == ["lists.audit.not_given", "lists.audit.changes"]


def test_tiers_as_the_client_writes_them():
    words = customers(a0="Gold", a1="Silver", a2="B", a3="A")
    of = study(tables={"customers": words})
    assert audits.present(of) == {"a3"}
    assert sorted(audits.not_understood(of)) == ["gold", "silver"]
    assert "lists.audit.words" in keys(of, of_lists.audit)
    own = study(tables={"customers": words}, present_key=["gold", "B"])
    assert audits.present(own) == {"a0", "a2", "a3"}
    strange = study(tables={"customers": customers(a0="Gold")})
    assert audits.present(strange) is None  # nothing understood is no list


def test_a_key_customer_without_orders_is_told():
    tables = {"customers": customers(a0="1", gone="1"), "accounts": [{"account_id": "gone"}]}
    assert audited(study(tables=tables))["gone"] == "present without orders"


# --- candidates -----------------------------------------------------------------------------


def test_who_spends_much_with_others_could_become_key():
    wallet = [
        {"customer_id": "a5", "total": 450.0, "total_low": 300.0, "total_high": 900.0},
        {"customer_id": "a6", "total": 100.0},
        {"customer_id": "a0", "total": 5000.0},
    ]
    of = study(tables={"wallet": wallet})
    found = candidates.candidates(of)
    assert candidates.level_of_key(of) == pytest.approx(400)
    assert found["account_id"].tolist() == ["a5"]
    row = found.iloc[0]
    assert row["by_low"] == "no"
    assert row["open_wallet"] + row["our_sales"] == pytest.approx(row["total"])
    assert "a5" in told(of, of_lists.candidates)[0]
    poor = study(tables={"wallet": wallet[1:2]})
    assert keys(poor, of_lists.candidates) == ["lists.candidates.nobody"]
    assert keys(study(), of_lists.candidates) == ["lists.candidates.no_wallet"]


# --- laws -----------------------------------------------------------------------------------


def test_neither_order_nor_unit_changes_a_share_or_a_list():
    rng = np.random.default_rng(5)
    revenue = np.round(rng.lognormal(3, 1, 25), 2)
    rows = lines(list(revenue), count=2)
    dear = [row | {"amount": 700 * row["amount"], "cost": 700 * row["cost"]} for row in rows]
    plain, mixed, scaled = (
        make_study(make_book(r), identification={"draws": 200}) for r in (rows, rows[::-1], dear)
    )
    shares = {
        years.by_year: list(results.RESULTS["concentration_by_year"].names)[3:9],
        dependence.loss_scenarios: ["share_lost", "median_accounts"],
        dependence.dependency: ["value"],
        size.list_size: ["cumulative_share"],
        rules.class_b: ["potential", "relationship", "is_key"],
    }
    for table, columns in shares.items():
        expected = table(plain)[columns]
        pd.testing.assert_frame_equal(table(mixed)[columns], expected)
        pd.testing.assert_frame_equal(table(scaled)[columns], expected)
    for other in (mixed, scaled):
        pd.testing.assert_frame_equal(
            identification.rule_lists(other), identification.rule_lists(plain)
        )
