"""competition and competition_findings: the engagement's decisions put to the wing, and said."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import labels, results
from kamlib.analysis import competition
from kamlib.analysis import competition_findings as findings
from tests.conftest import make_book, make_study

HOSTILE = "<script>{x}</script> =1+1"


def orders(accounts="abcdef") -> list[dict]:
    """Two years of monthly orders; a buys most, f least; a grows by half."""
    return [
        {
            "account_id": account,
            "date": month,
            "amount": 1000.0 / 2**place * (1.5 if account == "a" and month.year == 2025 else 1),
            "product_id": "p",
        }
        for place, account in enumerate(accounts)
        for month in pd.date_range("2024-01-01", "2025-12-15", freq="MS")
    ]


def study(sheets=None, *, language="en", lines=None, settings=None, **tables):
    book = make_book(
        orders() if lines is None else lines, since="2024-01-01", as_of="2025-12-31", **tables
    )
    decisions = {"identification": {"capacity": 3}, "currency": "EUR"} | (settings or {})
    return make_study(book, sheets, language=language, **decisions)


def said(found, language="en") -> str:
    key, values = found
    return labels.say(key, language, **values)


NEEDS = [
    {
        "account_id": "a",
        "need": HOSTILE,
        "importance": 5,
        "us": 2,
        "rival": "X",
        "rival_score": 4,
    },
    {"account_id": "b", "need": "advice", "importance": 4, "us": 5, "rival": "X", "rival_score": 1},
    {"account_id": "f", "need": "cheap", "importance": 3, "us": 1},
]


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_table_is_written_even_if_nothing_is_known(language):
    bare = study(language=language)
    found = {
        "facts": competition.facts(bare),
        "swot": competition.swot(bare),
        "competitors": competition.competitors(bare),
        "forces": competition.forces(bare),
        "needs": competition.needs(bare),
        "share_of_wallet": competition.wallet(bare),
    }
    for name, frame in found.items():
        assert list(results.arrange(frame, name))[: len(frame.columns)]
    assert found["needs"].empty
    assert found["competitors"].empty
    assert set(found["swot"]["grounds"]) == {"data"}
    assert len(findings.empty_sheets(bare)) == 7
    for answer in (findings.want(bare), findings.win(bare), findings.swot(bare)):
        assert said(answer, language)


def test_facts_are_drawn_for_key_accounts_and_those_people_wrote_about():
    noted = study({"competitors": [{"account_id": "f", "competitor": "X"}, {"competitor": "Y"}]})
    assert set(competition.facts(study())["account_id"]) == {"a", "b", "c"}
    assert set(competition.facts(noted)["account_id"]) == {"a", "b", "c", "f"}
    growth = competition.facts(noted).query("rule == 'growth' and account_id == 'a'").iloc[0]
    assert growth["value"] == pytest.approx(0.5)
    assert growth["reading"] == "high"


def test_limits_are_the_engagements():
    loose = study(settings={"competition": {"growth_fact": 0.6}})
    fact = competition.facts(loose).query("rule == 'growth' and account_id == 'a'").iloc[0]
    assert pd.isna(fact["reading"])


def test_people_lines_stand_apart_from_those_data_propose():
    line = {"subject": "us at customer", "account_id": "a", "quadrant": "threat", "text": HOSTILE}
    found = competition.swot(study({"swot": [line | {"fact_ids": "F-growth-a", "author": "Li"}]}))
    assert found.iloc[0][["text", "author", "grounds"]].tolist() == [HOSTILE, "Li", "evidence"]
    assert "Li" not in set(found.iloc[1:]["author"])
    assert set(found.iloc[1:]["grounds"]) == {"data"}


@pytest.mark.parametrize(
    ("cited", "said_of_it"),
    [
        ("F-no", "not there: F-no."),
        ("F-growth-a", "Every fact cited is there."),
        (None, "No line cites a fact"),
    ],
)
def test_swot_lines_are_counted_by_what_they_rest_on(cited, said_of_it):
    line = {"subject": "rival", "account_id": "a", "quadrant": "threat", "text": "x"}
    found = findings.swot(study({"swot": [line | {"fact_ids": cited}, line]}))
    counts = [found.values[name] for name in ("people", "evidence", "opinion", "stale")]
    known = cited == "F-growth-a"
    assert counts == [2, int(known), 2 - known, 0]
    assert said_of_it in said(found)


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_what_they_want_is_said_of_the_key_accounts(language):
    key, values = findings.want(study({"needs": NEEDS}, language=language))
    assert key == "competition.want"
    assert (values["n"], values["m"], values["open"]) == (2, 3, 0)
    assert (values["ahead"], values["level"], values["behind"]) == (1, 0, 1)
    assert values["list"].index(HOSTILE) < values["list"].index("advice")
    assert "cheap" not in values["list"]


def test_what_others_want_where_key_accounts_told_nothing():
    key, values = findings.want(study({"needs": NEEDS[2:]}))
    assert key == "competition.want_others"
    assert "cheap" in values["list"]


def test_needs_that_weigh_as_much_as_the_last_named_are_counted():
    rows = [{"account_id": "a", "need": f"n{i}", "importance": 5} for i in range(5)]
    assert "2 more weigh as much" in findings.want(study({"needs": rows}))[1]["list"]


def test_without_needs_the_survey_speaks():
    rows = [
        {"customer_id": "a", "date": "2025-10-01", "item": item, "score": score}
        for item, score in (("price", 4), ("delivery", 9))
    ]
    key, values = findings.want(study(survey=rows))
    assert key == "competition.want_survey"
    assert (values["item"], values["score"], values["best"]) == ("price", "4.0", "delivery")
    assert findings.want(study())[0] == "competition.want_unknown"


def test_how_to_win_names_both_sides_and_the_open_wallet():
    spent = [{"customer_id": "a", "year": 2025, "total": 36000}]
    sentence = said(findings.win(study({"needs": NEEDS}, wallet=spent)))
    assert "“advice” at b (we lead by 4.0)" in sentence
    assert f"“{HOSTILE}” at a (rivals lead by 2.0)" in sentence
    assert "18.0 k EUR a year goes to others at the 1 of 3" in sentence


def test_how_to_win_says_what_to_bring():
    assert findings.win(study())[0] == "competition.win_unknown"
    assert "sources.wallet" in said(findings.win(study({"needs": NEEDS})))
    only_wallet = study(wallet=[{"customer_id": "a", "year": 2025, "total": 36000}])
    assert "no need is compared" in said(findings.win(only_wallet))


def test_wallets_are_set_against_sales_of_the_same_time():
    spent = [
        {"customer_id": "a", "year": 2024, "total": 24000},
        {"customer_id": "b", "year": 2026, "total": 12000},
        {"customer_id": "c", "total": 30000},
        {"customer_id": "d", "year": 2019, "total": 12000},
        {"customer_id": "nobody", "year": 2025, "total": 10},
    ]
    found = competition.wallet(study(wallet=spent)).set_index("account_id")
    assert found["wallet_share"].fillna(-1).to_dict() == pytest.approx(
        {"a": 0.5, "b": 0.5, "c": 0.1, "d": -1, "nobody": 0}
    )
    assert found.loc["a", "sales_period"] == "2024"
    assert found.loc["b", "sales_period"] == "twelve months to 2025-12-31"


def test_a_year_the_book_covers_in_part_is_not_set_against_it():
    lines = [line for line in orders() if line["date"].month > 2 or line["date"].year > 2024]
    book = make_book(
        lines,
        since="2024-03-01",
        as_of="2025-12-31",
        wallet=[{"customer_id": "a", "year": 2024, "total": 24000}],
    )
    assert competition.wallet(make_study(book))["wallet_share"].isna().all()


@pytest.mark.parametrize(
    "lines",
    [
        [{"account_id": "a", "date": "2025-06-01", "amount": 10.0}],
        [{"account_id": "a", "date": "2025-06-01", "amount": 0.0}],
        [{"account_id": a, "date": "2025-06-01", "amount": -10.0} for a in "ab"],
    ],
)
def test_the_smallest_books_have_a_page(lines):
    tiny = study({"needs": NEEDS}, lines=lines, wallet=[{"customer_id": "a", "total": 5}])
    assert set(competition.facts(tiny)["account_id"]) <= {"a", "b"}
    assert competition.swot(tiny)["grounds"].isin(["data"]).all()
    assert said(findings.want(tiny))
    assert said(findings.win(tiny))


def test_a_tie_of_forces_is_counted_not_cut():
    rows = [{"subject": "I", "force": "buyers", "score": 5, "factor": str(i)} for i in range(4)]
    many = study({"forces": rows})
    assert "4 of 4" in findings.forces_title(many, competition.forces(many))
    few = study({"forces": rows[:1]})
    assert "buyers in I (5.0 of 5)" in findings.forces_title(few, competition.forces(few))


def test_unknown_accounts_of_the_worksheets_are_named():
    found = competition.unknown_accounts(study({"needs": [NEEDS[0] | {"account_id": "zz"}]}))
    assert found[["sheet", "account_id"]].values.tolist() == [["needs", "zz"]]
