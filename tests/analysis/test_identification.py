"""The key list of a study, whole: result tables, sentences, and books that are hardly books."""

import numpy as np
import pandas as pd
import pytest

from kamlib import labels, results
from kamlib.analysis import findings as pieces
from kamlib.analysis import identification
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification import findings as said
from kamlib.analysis.identification import frames
from kamlib.analysis.identification import words as words
from kamlib.faults import InputError
from tests.conftest import make_book, make_study

REVENUE = [500, 300, 80, 40, 30, 20, 15, 8, 5, 2]


def lines(revenue, *, cost=True, months=4):
    """One account each, its revenue in equal months, costs of 60 %."""
    return [
        {
            "account_id": f"a{i}",
            "date": f"2024-{m + 1:02}-10",
            "amount": r / months,
            "cost": 0.6 * r / months if cost else None,
        }
        for i, r in enumerate(revenue)
        for m in range(months)
    ]


def study(revenue=REVENUE, *, sheets=None, cost=True, months=4, language="en", **chosen):
    book = make_book(lines(revenue, cost=cost, months=months))
    decisions = {"identification": {"draws": 500} | chosen, "language": language}
    return make_study(book, sheets, **decisions)


def text(of, finding):
    return of.say(finding.key, **finding.values)


def by_account(frame):
    return frame.set_index("account_id")


TABLES = ("concentration", "key_accounts", "score_parts", "rule_lists", "list_overlap")


def test_every_table_has_the_columns_it_promises_and_no_gap_where_none_may_be():
    of = study()
    for name in TABLES:
        table = getattr(identification, name)(of)
        assert list(table)[: len(results.RESULTS[name].names)] == results.RESULTS[name].names
    keys = identification.key_accounts(of)
    assert keys.notna().all(axis=None)
    assert (keys["reason"] != "").all()
    assert len(keys) == 10


def test_the_list_is_the_best_by_score_and_the_chances_sum_to_its_places():
    of = study()
    keys = by_account(identification.key_accounts(of))
    assert identification.choice(of).places == 2
    assert identification.key_ids(of) == ["a0", "a1"]
    assert keys["p_key"].sum() == pytest.approx(2)
    assert (keys["rank_low"] <= keys["rank"]).all() and (keys["rank"] <= keys["rank_high"]).all()
    assert keys["tier"].tolist() == list("AABBBCCCCC")
    assert keys.loc["a0", "status"] == "core"
    assert keys.loc["a9", "status"] == "out"


def test_points_sum_to_the_score():
    of = study()
    keys, parts = identification.key_accounts(of), identification.score_parts(of)
    sums = parts.groupby("account_id")["points"].sum()
    assert by_account(keys)["score"].sub(sums).abs().max() < 1e-9
    weights = parts.drop_duplicates("criterion")["weight"]
    assert weights.sum() == pytest.approx(1)


def test_ten_alike_accounts_are_treated_alike():
    of = study([10.0] * 10)
    keys = identification.key_accounts(of)
    assert keys["rank"].tolist() == [1] * 10
    assert keys["is_key"].all()  # all of a tie is printed
    assert keys["p_key"].tolist() == pytest.approx([0.2] * 10)
    assert identification.choice(of).over == 8
    assert "8" in text(of, said.changes(of))


def test_managers_scores_are_means_and_say_how_many_raters():
    scores = [
        {"account_id": "a0", "criterion": "potential", "rater": r, "score": s}
        for r, s in (("Li", 2), ("Wu", 5))
    ] + [{"account_id": "gone", "criterion": "potential", "rater": "Li", "score": 5}]
    of = study(sheets={"scores": scores})
    parts = identification.score_parts(of)
    row = parts[(parts["criterion"] == "potential") & (parts["account_id"] == "a0")].iloc[0]
    assert (row["value"], row["raters"]) == (3.5, 2)
    assert set(parts["criterion"]) == {"volume", "profit", "evenness", "loyalty", "potential"}
    told = [f.key.rpartition(".")[2] for f in said.limits(of)]
    assert {"criteria", "gaps", "unknown_scores"} <= set(told)


def test_people_add_and_remove_with_their_reasons():
    picks = [{"account_id": "a9", "change": "add", "reason": "sits on {our} board"}]
    removals = [{"account_id": "a0", "reason": "sold its plant"}]
    of = study(sheets={"picks": picks}, removals=removals)
    keys = by_account(identification.key_accounts(of))
    assert identification.key_ids(of) == ["a1", "a9"]
    assert keys.loc["a9", "added"] and keys["added"].sum() == 1
    assert keys.loc["a0", "removed"] and keys["removed"].sum() == 1
    assert "sits on {our} board" in keys.loc["a9", "reason"]
    assert "sold its plant" in keys.loc["a0", "reason"]
    assert keys["p_key"].sum() == pytest.approx(2)
    listed = frames.listing(of)
    assert listed["reason"].str.contains("board").sum() == 1
    # The list by score stays what the score says.
    lists = identification.rule_lists(of)
    by_score = lists[(lists["rule"] == "score") & lists["listed"]]
    assert by_score["account_id"].tolist() == ["a0", "a1"]


def test_a_pick_without_orders_is_named_not_invented():
    of = study(additions=[{"account_id": "nobody", "reason": "soon"}])
    assert "nobody" not in set(identification.key_accounts(of)["account_id"])
    (told,) = [f for f in said.limits(of) if f.key.endswith("unknown_picks")]
    assert "nobody" in text(of, told)


def test_without_cost_there_is_no_profit_list_and_the_page_says_so():
    of = study(cost=False)
    assert "accounts_for_50_profit" not in set(identification.concentration(of)["measure"])
    assert set(identification.rule_lists(of)["rule"]) == set(results.RULES) - {"most profit"}
    assert said.profit_half(of).key == "identification.profit.unknown"
    assert said.two_definitions(of).key == "identification.two.one_only"
    assert "identification.limit.no_cost" in [f.key for f in said.limits(of)]


def test_profit_is_after_cost_to_serve_where_that_is_known():
    book = make_book(
        lines(REVENUE), cost_to_serve=[{"customer_id": "a0", "period": "2024", "amount": 1e9}]
    )
    of = make_study(book)
    assert identification.judged(of)["profit"].equals(accounts(of)["net_profit"])
    assert said.profit_half(of).key == "identification.profit.loss"
    assert text(of, said.profit_half(of))


def test_lists_side_by_side_hold_whom_any_list_names():
    side = identification.lists_side_by_side(study())
    lists = identification.rule_lists(study())
    assert set(side["account_id"]) == set(lists.loc[lists["listed"], "account_id"])
    assert side["disagreement"].is_monotonic_decreasing
    assert side["rules"].between(1, len(results.RULES)).all()


def test_a_criterion_no_one_has_data_for_is_a_fault_of_the_engagement():
    criteria = {"potential": {"source": "scores:potential", "weight": 1, "direction": "benefit"}}
    of = study(criteria=criteria)
    with pytest.raises(InputError) as error:
        identification.key_accounts(of)
    (fault,) = error.value.faults
    assert (fault.code, fault.column) == ("criteria_without_data", "identification.criteria")


@pytest.mark.parametrize("source", ["revenu", "account_name", "scores:", "first_order"])
def test_a_criterion_from_nowhere_is_refused_before_anything_runs(source):
    criteria = {"x": {"source": source, "weight": 1, "direction": "benefit"}}
    with pytest.raises(ValueError, match="figure of the accounts"):
        study(criteria=criteria)


ODD = {
    "one account": [7.0],
    "all negative": [-5.0, -7.0, -1.0],
    "all zero": [0.0, 0.0],
    "one sells": [9.0, -3.0, 0.0],
    "two alike": [5.0, 5.0],
}


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("revenue", ODD.values(), ids=ODD)
@pytest.mark.parametrize("months", [1, 4])
def test_books_that_are_hardly_books_get_a_page(revenue, months, language):
    of = study(revenue, months=months, language=language)
    keys = identification.key_accounts(of)
    assert keys.notna().all(axis=None)
    assert keys["p_key"].sum() == pytest.approx(identification.choice(of).places)
    sentences = [
        said.answer(of),
        said.eighty_twenty(of),
        said.profit_half(of),
        said.two_definitions(of),
        said.list_size(of),
        said.changes(of),
        said.screen(of),
        said.method(of, "score"),
        said.method(of, "doubt"),
        *said.limits(of),
    ]
    for sentence in sentences:
        words = text(of, sentence)
        assert words and "nan" not in words.lower() and "inf" not in words.lower().split()
    for frame in (frames.measures(of), frames.criteria(of), frames.points(of)):
        assert len(frame)
    assert len(frames.around_the_cut(of)) == len(frames.likeliest(of)) == len(revenue)


def test_nobody_is_key_without_positive_revenue():
    of = study([-5.0, -7.0], capacity=5)
    keys = identification.key_accounts(of)
    assert not keys["is_key"].any()
    assert (keys["p_key"] == 0).all() and (keys["status"] == "out").all()
    assert said.answer(of).key == "identification.answer.no_revenue"


def test_a_list_people_emptied_says_so():
    of = study([9.0, 1.0], removals=[{"account_id": "a0", "reason": "gone"}])
    assert identification.key_ids(of) == []
    assert said.answer(of).key == "identification.answer.emptied"


def test_the_answer_holds_its_figures_in_the_clients_word():
    words = text(study(), said.answer(study()))
    assert words.startswith("2 of 10 accounts count as key accounts; they bring 80\u202f% of")
    one = study([9.0, 0.5])
    assert text(one, said.answer(one)).startswith("Only a0, one of 2")
    book = make_book(lines(REVENUE))
    named = make_study(book, term="核心客户", language="zh")
    assert "2 个是核心客户" in text(named, said.answer(named))


def test_charts_show_the_end_of_a_long_list():
    of = study([float(1000 - i) for i in range(60)], capacity=30)
    rows = frames.around_the_cut(of)
    assert len(rows) == 20
    assert (rows["rank"].min(), rows["rank"].max()) == (18, 37)
    assert identification.curve(of)["is_key"].sum() == 30


def test_only_certainty_is_written_as_100_percent():
    chosen = pd.DataFrame(
        {
            "account_id": ["x", "y"],
            "rank": [1.0, 2.0],
            "p_key": [1.0, 0.998],
            "is_key": True,
            "added": False,
            "removed": False,
        }
    )
    parts = pd.DataFrame(
        {
            "account_id": ["x", "y"] * 2,
            "criterion": ["volume", "volume", "charm", "charm"],
            "weight": 0.5,
            "points": [50.0, 10, 20, 30],
        }
    )
    first, second = words.reasons(chosen, parts, language="en", add={}, remove={})
    assert "100\u202f%" in first and "volume and charm" in first
    assert "99\u202f%" in second and "charm and volume" in second


def test_source_line_names_tables_rows_and_days():
    line = pieces.source(study(), "accounts", "rule_lists", rows=10)
    assert "accounts, rule_lists" in line and "2024-01-10" in line


def test_the_same_accounts_in_another_order_give_the_same_tables():
    rows = lines([float(r) for r in np.random.default_rng(3).integers(1, 60, 40)])
    plain = make_study(make_book(rows), identification={"draws": 300})
    mixed = make_study(make_book(rows[::-1]), identification={"draws": 300})
    one, two = (by_account(identification.key_accounts(s)) for s in (plain, mixed))
    columns = ["rank", "score", "p_key", "rank_low", "rank_high"]
    pd.testing.assert_frame_equal(one[columns], two.loc[one.index, columns])


def test_managers_hours_set_the_length_within_its_bounds():
    def sized(hours, n=60, **chosen):
        managers = [{"kam_id": "K1", "hours_year": hours}, {"kam_id": "K2"}]
        book = make_book(lines([float(100 - i) for i in range(n)]), kam=managers)
        of = make_study(book, identification={"draws": 100} | chosen)
        return identification.choice(of).places, said.list_size(of)

    places, told = sized(1200)  # half of them serve five at 120 hours
    assert (places, told.key) == (5, "identification.size.hours")
    assert told.values["served"] == 5
    assert sized(1e6)[0] == 12  # a fifth of the accounts
    assert sized(1200, key_hours_share=1)[0] == 10
    assert sized(1200, capacity=3)[1].key == "identification.size.given"
    assert sized(0)[1].key == "identification.size.rule"
    assert sized(0)[0] == 12
