"""Rows about a customer that is part of an account are rows of that account."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib import intake, study, worksheets
from kamlib.faults import InputError
from kamlib.worksheets.moved import to_accounts

PLACE = {"file": "w.xlsx", "sheet": "scores", "language": "en"}
LIST = "id,up\nC1,\nC2,C1\nC3,\n"
ORDERS = "id,day,money\nC1,2024-01-05,10\nC2,2024-01-06,5\nC3,2024-02-01,7\n"
CRITERIA = {"loyalty": {"weight": 1, "source": "scores:loyalty", "direction": "benefit"}}


def score(account, score, rater="kam"):
    return {"account_id": account, "criterion": "loyalty", "rater": rater, "score": score}


def set_up(folder, level="group", **sheets):
    (folder / "o.csv").write_text(ORDERS)
    (folder / "l.csv").write_text(LIST)
    content = {
        "name": "T",
        "level": level,
        "sources": {
            "orders": {
                "path": "o.csv",
                "columns": {"customer_id": "id", "date": "day", "amount": "money"},
            },
            "customers": {"path": "l.csv", "columns": {"customer_id": "id", "parent_id": "up"}},
        },
        "worksheets": "w.xlsx",
        "identification": {"criteria": CRITERIA},
    }
    (folder / "engagement.yaml").write_text(json.dumps(content))
    rows = {name: worksheets.frame(name, given) for name, given in sheets.items()}
    worksheets.write(folder / "w.xlsx", "en", rows=rows, criteria=["loyalty"])
    return folder


PLANS = [{"account_id": c, "action": f"visit {c}"} for c in ("C2", "C1", "C9")]
ALIKE = {"action": "sign a frame contract", "owner": "Li"}
MERGE = [{"customer_id": "C3", "same_as": "C1", "decision": "same"}]


def test_rows_of_a_rolled_up_customer_go_to_its_account_and_are_told(tmp_path):
    folder = set_up(tmp_path, plans=PLANS, scores=[score("C2", 4), score("C3", 2)])
    opened = study.open_study(folder)
    assert opened.sheets["plans"]["account_id"].tolist() == ["C1", "C1", "C9"]
    assert opened.sheets["scores"]["account_id"].tolist() == ["C1", "C3"]
    told = opened.book.repairs[opened.book.repairs["rule"] == "worksheet_moved"]
    assert told[["column", "rows", "example"]].values.tolist() == [
        ["scores", 1, "C2 → C1"],
        ["plans", 1, "C2 → C1"],
    ]
    checked = [r for r in intake.check(folder).repairs if r["rule"] == "worksheet_moved"]
    assert [(r["column"], r["rows"]) for r in checked] == [("scores", 1), ("plans", 1)]


def test_rows_of_a_customer_united_by_decision_go_along(tmp_path):
    folder = set_up(tmp_path, "site", plans=[{"account_id": "C3"} | ALIKE], same_customer=MERGE)
    assert study.open_study(folder).sheets["plans"]["account_id"].tolist() == ["C1"]


def test_at_the_level_of_sites_nothing_moves(tmp_path):
    opened = study.open_study(set_up(tmp_path, "site", plans=PLANS))
    assert opened.sheets["plans"]["account_id"].tolist() == ["C2", "C1", "C9"]
    assert "worksheet_moved" not in set(opened.book.repairs["rule"])


def test_two_ids_that_score_one_account_alike_are_one_row(tmp_path):
    opened = study.open_study(set_up(tmp_path, scores=[score("C1", 4), score("C2", 4)]))
    assert opened.sheets["scores"]["score"].tolist() == [4]


def test_two_ids_that_score_one_account_otherwise_are_a_fault(tmp_path):
    folder = set_up(tmp_path, scores=[score("C1", 4), score("C2", 2), score("C2", 3, "boss")])
    (fault,) = intake.check(folder).faults
    assert (fault.code, fault.row, fault.value) == ("worksheet_ids_differ", 3, "2")
    for said in ("C1", "C2", "row 2", "4"):
        assert said in fault.message("en")
    with pytest.raises(InputError) as error:
        study.open_study(folder)
    assert error.value.faults == [fault]


def test_one_id_put_on_the_list_and_the_other_taken_off_is_a_fault(tmp_path):
    picks = [
        {"account_id": c, "change": x, "reason": "r"} for c, x in (("C1", "add"), ("C2", "remove"))
    ]
    assert [f.code for f in intake.check(set_up(tmp_path, picks=picks)).faults] == [
        "worksheet_ids_differ"
    ]


IDS = st.sampled_from("abcdef")
GIVEN = st.lists(st.builds(score, IDS, st.sampled_from([1.0, 2.0]), st.sampled_from("xy")))


@given(GIVEN, st.dictionaries(st.sampled_from("abc"), st.sampled_from("def")))
def test_every_score_stays_or_says_what_another_said_or_is_a_fault(rows, accounts):
    found = to_accounts("scores", list(enumerate(rows, 2)), accounts, PLACE)
    kept = dict(found.rows)
    faulty = {fault.row for fault in found.faults}
    for number, row in enumerate(rows, 2):
        moved = row | {"account_id": accounts.get(row["account_id"], row["account_id"])}
        if number in kept:
            assert kept[number] == moved
        elif number not in faulty:
            assert moved in kept.values()
    assert not any(row["account_id"] in accounts for row in kept.values())
    assert len(found.ids) == sum(row["account_id"] in accounts for row in rows)
