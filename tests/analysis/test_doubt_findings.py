"""What the page says of its doubt: for whom an account is first, and what moves the others."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import labels
from kamlib.analysis.identification import doubt, doubt_findings
from kamlib.analysis.identification.listing import choice
from tests.conftest import make_book, make_study

MONEY = {"source": "revenue", "weight": 3, "direction": "benefit"}
STEADY = {"source": "active_share", "weight": 1, "direction": "benefit"}


def study(amounts, *, language="en", **chosen):
    """One account each: (sum, months it is spread over), of twelve."""
    rows = [
        {"account_id": f"a{i}", "date": f"2023-{m:02}-10", "amount": total / months}
        for i, (total, months) in enumerate(amounts)
        for m in range(1, months + 1)
    ]
    book = make_book(rows, since="2023-01-01", as_of="2023-12-31")
    chosen = {"capacity": 1, "draws": 2000, "scaling": "minmax"} | chosen
    chosen = {"criteria": {"money": MONEY, "steady": STEADY}} | chosen
    return make_study(book, language=language, identification=chosen)


def told(of, *findings):
    return [of.say(finding.key, **finding.values) for finding in findings]


LARGE_OR_STEADY = [(120.0, 3), (60.0, 12), (12.0, 2)]


def test_two_firsts_are_told_apart_by_what_they_are_valued_for():
    # Money scaled: 1, 48/108, 0; steadiness: .1, 1, 0. They tie at money 0.9/(0.9 + 60/108).
    of = study(LARGE_OR_STEADY)
    at = 0.9 / (0.9 + 60 / 108)
    one, two = told(of, *doubt_findings.firsts(of))
    assert one.startswith("a1 is first under 6") and "much of steady" in one
    assert two.startswith("a0 is first under 3") and "much of money" in two
    share = doubt_findings.firsts(of)[0].values["share"]
    assert share == pytest.approx(at, abs=0.03)


def test_the_least_change_that_moves_an_account_is_told_exactly():
    of = study(LARGE_OR_STEADY)
    at = 0.9 / (0.9 + 60 / 108)
    table = doubt_findings.open_accounts(of).set_index("account_name")
    assert set(table.index) == {"a0", "a1"}
    now, to = (labels.percent(share, "en") for share in (0.75, at))
    assert table.loc["a0", "moved_by"] == f"money below {to} (now {now})"
    seen = {c: table.loc["a0", "seen_by"].startswith(c) for c in ("money", "steady")}
    assert sum(seen.values()) == 1
    said = doubt_findings.contested(of)
    assert said.values["n"] == 2
    assert told(of, doubt_findings.without(of))[0].count("(money)") == 2


def test_who_is_always_first_is_told_once():
    of = study([(120.0, 12), (60.0, 3), (12.0, 2)])
    (said,) = doubt_findings.firsts(of)
    assert (said.key, said.values["name"]) == ("doubt.first.always", "a0")
    assert doubt_findings.open_accounts(of).empty
    assert doubt_findings.contested(of).key == "doubt.contested.none"
    assert doubt_findings.without(of).key == "doubt.without.nobody"


def test_no_weight_moves_who_is_contested_by_its_months_alone():
    of = study([(120.0, 1), (60.0, 1)], criteria={"money": MONEY})
    assert doubt_findings.contested(of).key == "doubt.contested.unmoved"
    assert set(doubt_findings.open_accounts(of)["moved_by"]) == {"no single weight does"}
    assert set(doubt_findings.open_accounts(of)["seen_by"]) == {""}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("amounts", [[(10.0, 5)], [(10.0, 5)] * 10, LARGE_OR_STEADY])
def test_every_sentence_can_be_said(amounts, language):
    of = study(amounts, language=language)
    said = told(
        of, *doubt_findings.firsts(of), doubt_findings.contested(of), doubt_findings.without(of)
    )
    assert all("nan" not in text and "{" not in text for text in said)
    table = doubt_findings.open_accounts(of)
    assert table.notna().all(axis=None)
    contested = choice(of).key_accounts["status"] == "contested"
    assert len(table) == contested.sum() == len(set(table["account_name"]))
    assert set(doubt.flips(of)["criterion"]) == {"money", "steady"}


@pytest.mark.parametrize(("to", "told_as"), [(0.301, "hardly above its 30"), (0.35, "above 35")])
def test_a_change_of_less_than_a_point_is_not_told_as_from_30_to_30(to, told_as):
    row = pd.Series({"criterion": "money", "weight": 0.3, "above": to, "below": float("nan")})
    assert told_as in doubt_findings._tip(study(LARGE_OR_STEADY), row)
