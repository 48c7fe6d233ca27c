"""Decisions on names that look alike: read, checked, applied, and shown beside the candidates."""

from __future__ import annotations

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kamlib import worksheets
from kamlib.intake.accounts import roll_up
from kamlib.intake.names.same_customer import Decision, unite

ORDERS = (
    "id,day,money,who\n"
    "A,2024-01-05,100,Acme Ltd\n"
    "B,2024-01-06,20,ACME GmbH\n"
    "C,2024-01-07,3,Omega\n"
    "D,2024-01-08,50,Acme Inc\n"
)
NAMED = {"customer_id": "id", "date": "day", "amount": "money", "customer_name": "who"}
LIST = (
    "id,name,parent,region,industry,code,status\n"
    "A,Acme Ltd,,North,Steel,91350100M000100Y43,active\n"
    "B,ACME GmbH,G,South,Steel,91350100M000100Y4X,closed\n"
    "C,Omega,,,,,not closed\n"
    "D,Acme Inc,,North,Steel,91350100m000100y43,已注销\n"
    "G,Group,,,,12345,\n"
)
COLUMNS = {
    "customer_id": "id",
    "customer_name": "name",
    "parent_id": "parent",
    "region": "region",
    "industry": "industry",
    "uscc": "code",
    "customer_status": "status",
}
CUSTOMERS = {"customers": {"path": "c.csv", "columns": COLUMNS}}


def decide(make, *rows: tuple, name: str = "worksheets.xlsx") -> None:
    """Write rows of customer_id, same_as, decision and perhaps author into the workbook."""
    heads = ("customer_id", "same_as", "decision", "author", "reason")
    filled = worksheets.frame("same_customer", [dict(zip(heads, r, strict=False)) for r in rows])
    path = make.folder / name
    path.unlink(missing_ok=True)
    worksheets.write(path, "en", rows={"same_customer": filled})


def review(make) -> list[tuple]:
    """Ids, rule, decision and applied of every row."""
    rows = make.book().name_review
    columns = ["customer_id", "other_id", "rule", "decision", "applied"]
    return list(rows[columns].itertuples(index=False, name=None))


def accounts(make) -> dict[str, str]:
    members = make.book().members
    return dict(zip(members["customer_id"], members["account_id"], strict=True))


def test_nothing_is_merged_without_a_decision(make):
    make(ORDERS, columns=NAMED)
    assert accounts(make) == {c: c for c in "ABCD"}
    assert review(make) == [
        ("D", "A", "same core", "undecided", False),
        ("B", "A", "same core", "undecided", False),
    ]
    assert make.notes("questions")["names_look_alike"] == 2


def test_a_decision_makes_one_account_and_is_logged(make):
    make(ORDERS, columns=NAMED)
    before = make.orders()
    decide(make, ("B", "A", "same", "Wang", "one licence"), ("D", "A", "different", "Li"))
    assert accounts(make) == {"A": "A", "B": "A", "C": "C", "D": "D"}
    after = make.orders()
    pd.testing.assert_frame_equal(
        after.drop(columns="account_id"), before.drop(columns="account_id")
    )
    assert after["account_id"].tolist() == ["A", "A", "C", "D"]
    (repair,) = [r for r in make.check().repairs if r["rule"] == "merged_by_decision"]
    assert (repair["rows"], repair["amount"], repair["example"]) == (1, 20, "B = A (Wang)")
    assert review(make) == [
        ("B", "A", "same core", "same", True),
        ("D", "A", "same core", "different", False),
    ]
    row = make.book().name_review.iloc[0]
    assert (row["reason"], row["author"], row["revenue"]) == ("one licence", "Wang", 20)
    assert make.book().accounts.set_index("account_id").loc["A", "customers"] == 2


def test_different_silences_the_pair(make):
    make(ORDERS, columns=NAMED)
    decide(make, ("B", "A", "different"), ("A", "D", "different"), ("D", "B", "different"))
    assert {decision for *_, decision, _ in review(make)} == {"different"}
    assert "names_look_alike" not in make.notes("questions")


@pytest.mark.parametrize("level", ["site", "company", "group"])
def test_at_every_level_both_stand_on_the_account_of_the_other(make, level):
    make(ORDERS, files={"c.csv": LIST}, sources=CUSTOMERS, columns=NAMED, LEVEL=level)
    decide(make, ("D", "A", "same"))
    found = accounts(make)
    assert found["D"] == found["A"] == "A"
    assert found["B"] == ("B" if level == "site" else "G")


def test_evidence_of_the_list_stands_beside_the_pair(make):
    make(ORDERS, files={"c.csv": LIST}, sources=CUSTOMERS, columns=NAMED)
    rows = make.book().name_review.set_index("customer_id")
    told = ["rule", "same_region", "same_industry", "same_tax_number"]
    assert rows.loc["D", told].tolist() == ["same tax number", "yes", "yes", "yes"]
    assert rows.loc["B", told].tolist() == ["same core", "no", "yes", "no"]
    assert rows["same_contact"].isna().all()


def test_codes_that_cannot_be_and_orders_of_the_closed_are_asked_about(make):
    make(ORDERS, files={"c.csv": LIST}, sources=CUSTOMERS, columns=NAMED)
    asked = {q["question"]: q for q in make.check().questions}
    assert (asked["uscc_wrong"]["rows"], asked["uscc_wrong"]["example"]) == (
        1,
        "91350100M000100Y4X",
    )
    closed = asked["orders_of_closed_customers"]
    assert (closed["rows"], closed["amount"], closed["example"]) == (2, 70, "B")


def test_where_there_are_only_ids_the_review_is_empty(make):
    make("id,day,money\n1,2024-01-05,1\n2,2024-01-06,2\n")
    assert review(make) == []
    assert make.book().name_review.dtypes["date"] == "datetime64[us]"


def test_a_person_may_set_any_two_side_by_side(make):
    make(ORDERS, columns=NAMED)
    decide(make, ("C", "A", "same"))
    assert ("C", "A", "set by hand", "same", True) in review(make)
    assert accounts(make)["C"] == "A"


def test_ids_nobody_knows_and_contradictions_are_faults_with_their_place(make):
    make(ORDERS, columns=NAMED)
    decide(
        make,
        ("A", "BB", "same"),
        ("A", "B", "same"),
        ("D", "B", "same"),
        ("D", "A", "different"),
        ("C", "C", "same"),
    )
    found = [(f.code, f.sheet, f.row, f.column, f.value) for f in make.faults()]
    assert found == [
        ("same_customer_unknown", "Same customer", 2, "Same as", "BB"),
        ("same_customer_contradiction", "Same customer", 5, "Same as", "A"),
        ("same_customer_itself", "Same customer", 6, "Same as", "C"),
    ]
    contradiction = make.faults()[1]
    assert "rows 2, 3, 4 make them one" in contradiction.message("en")
    assert {f.file for f in make.faults()} == {"worksheets.xlsx"}


def test_faults_of_the_sheet_are_told_once(make):
    make(ORDERS, columns=NAMED)
    decide(make, ("A", "B", "same"), ("A", "B", "different"))
    assert make.fault().code == "worksheet_twice"


def test_a_workbook_of_before_has_no_such_sheet(make):
    make(ORDERS, columns=NAMED)
    book = xlsxwriter.Workbook(str(make.folder / "worksheets.xlsx"))
    for name, table in worksheets.SHEETS.items():
        if name != "same_customer":
            book.add_worksheet(name).write_row(0, 0, table.names)
    book.close()
    assert make.check().usable
    assert accounts(make)["B"] == "B"


def test_another_decision_is_read_anew(make):
    make(ORDERS, columns=NAMED)
    decide(make, ("B", "A", "same"))
    assert accounts(make)["B"] == "A"
    decide(make, ("B", "A", "different"))
    assert accounts(make)["B"] == "B"


IDS = st.sampled_from("ABCDEFG")
ROWS = st.lists(st.tuples(IDS, IDS), min_size=1, max_size=8)


@given(ROWS, st.randoms())
def test_chains_unite_whatever_the_order_of_their_rows(rows, dice):
    decisions = [Decision(a, b, True) for a, b in rows]
    shuffled = list(decisions)
    dice.shuffle(shuffled)
    heads = unite(decisions)
    assert unite(shuffled) == heads
    assert all(heads[a] == heads[b] for a, b in rows if a != b)
    assert all(heads[head] == head for head in heads.values())


def test_the_end_of_a_chain_stands_for_all():
    rows = [Decision("A", "B", True), Decision("C", "A", True), Decision("X", "Y", False)]
    assert unite(rows) == {"A": "B", "B": "B", "C": "B"}
    assert unite([Decision("A", "B", True), Decision("B", "A", True)]) == {"A": "A", "B": "A"}


PARENTS = st.dictionaries(IDS, st.none() | IDS, min_size=1)


@given(PARENTS, ROWS, st.sampled_from(["site", "company", "group"]))
def test_what_is_one_has_one_account_and_everyone_has_one(parents, rows, level):
    same = unite([Decision(a, b, True) for a, b in rows])
    found, _ = roll_up(parents, level, same)
    assert set(found) == {*parents, *same}
    assert all(found[a] == found[b] for a, b in rows if a != b)
    if level == "group":
        assert all(found.get(account, account) == account for account in found.values())


def test_a_merged_customer_keeps_the_group_of_either():
    parents = {"A": None, "B": "G", "S": "B", "G": None}
    assert roll_up(parents, "group", {"B": "A", "A": "A"})[0] == dict.fromkeys("ABSG", "G")
    assert roll_up(parents, "site", {"B": "A", "A": "A"})[0] == {
        "A": "A",
        "B": "A",
        "S": "S",
        "G": "G",
    }
    own_child = {"A": "C", "C": "B", "B": None}
    assert roll_up(own_child, "group", {"A": "B", "B": "B"})[0] == dict.fromkeys("ABC", "B")
