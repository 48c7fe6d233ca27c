"""One account's card and plan."""

from __future__ import annotations

import sys
from datetime import date

import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import account_plan as plan
from kamlib.analysis import account_plan_findings as said
from kamlib.analysis import identification
from kamlib.faults import InputError
from kamlib.reports import account_plan as pieces
from tests.conftest import make_book, make_study

PIECES = (
    "card",
    "position",
    "revenue",
    "years",
    "receivables",
    "needs",
    "wallet",
    "rivals",
    "swot",
    "risks",
    "actions",
    "reviews",
)


def monthly(account="a", amount=100.0, since="2023-01", months=24) -> list[dict]:
    days = pd.period_range(since, periods=months, freq="M").to_timestamp() + pd.Timedelta(days=9)
    return [
        {"account_id": account, "date": str(d.date()), "amount": amount, "cost": amount * 0.6}
        for d in days
    ]


def study_of(rows, sheets=None, **more):
    tables = {name: more.pop(name) for name in list(more) if name in ("accounts", "since", "as_of")}
    data = {
        name: more.pop(name) for name in ("contacts", "receivables", "customers") if name in more
    }
    return make_study(make_book(rows, **tables, **data), sheets, **more)


@pytest.fixture
def study():
    listed = [{"account_id": "a", "account_name": "Ä <b>&co", "credit_limit": 500.0}]
    contacts = [
        {"customer_id": "a", "contact_id": "1", "name": "Wang Wei", "role": "user", "power": 2},
        {"customer_id": "a", "contact_id": "2", "name": "Li Na", "role": "decision", "power": 5},
    ]
    invoices = [
        {
            "customer_id": "a",
            "invoice_id": "1",
            "date": "2024-12-01",
            "due": "2024-12-11",
            "amount": 100,
        },
    ]
    return study_of(
        monthly() + monthly("b", 10.0),
        {"plans": [{"account_id": "a", "action": "Call", "due": "2025-05-01"}]},
        since="2023-01-01",
        as_of="2024-12-31",
        accounts=listed,
        contacts=contacts,
        receivables=invoices,
    )


def test_the_first_key_account_is_chosen(study):
    assert plan.chosen(study, "") == identification.key_ids(study)[0]
    assert plan.chosen(study, "b") == "b"


def test_an_unknown_account_is_a_fault_that_names_near_ids():
    rows = [{"account_id": a, "date": "2024-01-01", "amount": 1} for a in ("C-001", "C-002", "X")]
    with pytest.raises(InputError, match="C-001") as caught:
        plan.chosen(study_of(rows), "C001")
    (fault,) = caught.value.faults
    assert fault.code == "account_unknown"
    assert "C001" in fault.message("zh")


def test_a_customer_of_an_account_is_led_to_it():
    study = study_of([{"account_id": "group", "date": "2024-01-01", "amount": 1}])
    study.book.members.loc[0, "customer_id"] = "site-7"
    with pytest.raises(InputError, match="group"):
        plan.chosen(study, "site-7")


def test_the_card_has_four_groups_and_leaves_unknown_fields_open(study):
    card = plan.card(study, "a").set_index("field")["value"]
    groups = plan.card(study, "a")["group"].unique()
    assert list(groups) == ["Profile", "Change of trade", "Overall operations", "Credit"]
    assert card["Name"] == "Ä <b>&co"
    assert card["Revenue, last twelve months"] == "1.20 k"
    assert card["Change"] == "0 %".replace(" ", "\u202f")
    assert card["Receivable"] == "100"
    assert card["Overdue"] == "100"
    assert card["Limit used"] == "20 %".replace(" ", "\u202f")
    assert card["Usual days between orders"] == "31"
    assert card[["Bank", "Cash flow", "Its own sales", "Address", "Employees"]].eq("open").all()
    assert not plan.card(study, "b").isna().any(axis=None)


def test_address_and_telephone_come_from_the_list_where_it_has_them():
    listed = [{"customer_id": "a", "address": "1 Road", "phone": "00 1"}]
    card = plan.card(study_of(monthly(), customers=listed), "a").set_index("field")["value"]
    assert card["Address"] == "1 Road"
    assert card["Telephone"] == "00 1"
    assert card["Legal representative"] == "open"


def test_years_end_on_the_last_day(study):
    years = plan.years(study, "a")
    assert [d.date() for d in years["ends"]] == [date(2024, 12, 31), date(2023, 12, 31)]
    assert years["revenue"].tolist() == [1200, 1200]
    assert years["margin"].tolist() == pytest.approx([0.4, 0.4])
    assert years["growth"].iloc[0] == 0
    assert pd.isna(years["growth"].iloc[1])


def test_quarters_and_their_targets(study):
    found = plan.quarters(study, "a")
    assert found["period"].tolist()[0] == "2023-Q1"
    assert found["kind"].tolist() == ["actual"] * 8 + ["target"] * 4
    assert found["revenue"].tolist()[:8] == [300] * 8
    assert found["revenue"].tail(4).sum() == 1260
    year = plan.targets(study, "a")
    assert year.loc[year["period"] == "2025", "value"].tolist() == [1260]


def test_a_cut_quarter_and_the_gap_before_the_fiscal_year():
    study = study_of(
        monthly(since="2022-08", months=21),
        as_of="2024-05-06",
        since="2022-08-01",
        fiscal_year_start=4,
    )
    found = plan.quarters(study, "a").set_index("period")
    assert found.loc["2022/23-Q2", "kind"] == "part"  # begins in August
    assert found.loc["2022/23-Q3", "kind"] == "actual"
    assert found.loc["2024/25-Q1", "kind"] == "part"
    assert found.loc["2024/25-Q2":"2024/25-Q4", "revenue"].isna().all()
    assert found.loc["2025/26-Q1":, "kind"].eq("target").all()


def test_reviews_count_the_actions_due(study):
    reviews = plan.reviews(study, "a")
    assert reviews["period"].tolist() == [f"2025-Q{q}" for q in (1, 2, 3, 4)]
    assert reviews["target_so_far"].iloc[-1] == 1260
    proposed = (plan.actions(study, "a")["due"] <= "2025-03-31").sum()
    assert reviews["actions"].tolist() == [proposed, 1, 0, 0]


def test_names_of_persons_are_off_until_asked_for(study):
    hidden = plan.contacts(study, "a", persons=False)
    assert hidden["role"].tolist() == ["decides", "uses"]
    assert "name" not in hidden
    shown = plan.contacts(study, "a", persons=True)
    assert shown["name"].tolist() == ["Li Na", "Wang Wei"]
    html = "".join(getattr(pieces, p)(study, "a").data for p in PIECES)
    assert "Li Na" not in html + pieces.contacts(study, "a", persons=False).data


def test_hostile_names_are_escaped(study, capsys):
    pieces.headline(study, "a")
    html = pieces.header(study, "a").data + pieces.card(study, "a").data
    assert "&lt;b&gt;&amp;co" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "rows",
    [
        [{"account_id": "a", "date": "2024-01-01", "amount": 10}],
        [{"account_id": "a", "date": "2024-01-01", "amount": 0}],
        [{"account_id": "a", "date": "2024-01-01", "amount": -5}],
        [{"account_id": "a", "date": d, "amount": -5} for d in ("2022-01-01", "2024-12-31")],
    ],
    ids=["one order", "zero", "negative", "negative years"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_of_almost_nothing(rows, language):
    study = study_of(rows, language=language)
    for piece in PIECES:
        assert "nan" not in getattr(pieces, piece)(study, "a").data.split("base64")[0].lower()
    pieces.contacts(study, "a", persons=True)
    for finding in (said.headline, said.advice, said.rank, said.target):
        key, values = finding(study, "a")
        assert "nan" not in study.say(key, **values).lower()


def test_its_tables_are_result_tables(study):
    assert list(plan.years(study, "a")) == results.RESULTS["plan_years"].names
    assert list(plan.reviews(study, "a")) == results.RESULTS["plan_reviews"].names


def test_the_page_needs_no_heavy_library():
    import subprocess

    code = (
        "import sys, kamlib.analysis.account_plan, kamlib.reports.account_plan\n"
        "print([m for m in ('sklearn', 'scipy', 'seaborn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
