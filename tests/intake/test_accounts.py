"""Customers rolled up to accounts, and the other tables of an engagement."""

from __future__ import annotations

import pytest

from kamlib.intake.accounts import roll_up

# G is a group of two companies; C1 has two sites, C2 none. X names a parent nobody knows.
PARENTS = {"G": None, "C1": "G", "C2": "G", "S1": "C1", "S2": "C1", "X": "LOST", "A": None}


@pytest.mark.parametrize(
    ("level", "accounts"),
    [
        ("site", {c: c for c in PARENTS}),
        (
            "company",
            {"G": "G", "C1": "C1", "C2": "G", "S1": "C1", "S2": "C1", "X": "LOST", "A": "A"},
        ),
        (
            "group",
            {"G": "G", "C1": "G", "C2": "G", "S1": "G", "S2": "G", "X": "LOST", "A": "A"},
        ),
    ],
)
def test_levels(level, accounts):
    assert roll_up(PARENTS, level) == (accounts, [])


def test_a_circle_is_cut_at_its_smallest_id_whatever_the_order():
    circle = {"B": "C", "C": "A", "A": "B", "D": "B", "E": "E"}
    expected = {"A": "A", "B": "A", "C": "A", "D": "A", "E": "E"}
    for order in (list(circle), list(reversed(circle)), sorted(circle)):
        accounts, circles = roll_up({c: circle[c] for c in order}, "group")
        assert accounts == expected
        assert circles == [["A", "B", "C"]]


def test_a_long_chain_is_no_matter():
    chain = {f"{i:06}": f"{i + 1:06}" for i in range(50_000)}
    accounts, circles = roll_up(chain, "group")
    assert set(accounts.values()) == {"050000"}
    assert circles == []


LIST = (
    "id,name,parent,industry,segment,role,since,limit\n"
    "G,Group,,Steel,,end user,2001-02-03,\n"
    "C1,One,G,Tubes,drawn,end user,,100\n"
    "C2,Two,G,,,distributor,,\n"
    "N,Never,,Paper,,end user,,\n"
    "X,Ex,LOST,Coal,,,,\n"
)
CUSTOMERS = {
    "path": "c.csv",
    "columns": {
        "customer_id": "id",
        "customer_name": "name",
        "parent_id": "parent",
        "industry": "industry",
        "segment": "segment",
        "role": "role",
        "start_date": "since",
        "credit_limit": "limit",
    },
}
ORDERS = (
    "id,day,money,who\n"
    "C1,2024-01-05,1,one\n"
    "C2,2024-01-06,2,two\n"
    "X,2024-01-07,4,ex\n"
    "O,2024-01-08,8,Beta\n"
    "O,2024-01-09,8,Alpha\n"
    "P,2024-01-10,16,\n"
)
NAMED = {"customer_id": "id", "date": "day", "amount": "money", "customer_name": "who"}


def accounts_of(make, **more):
    make(ORDERS, files={"c.csv": LIST}, sources={"customers": CUSTOMERS}, columns=NAMED, **more)
    return make.book().accounts.set_index("account_id")


def test_accounts_are_everyone_the_orders_or_the_list_name(make):
    found = accounts_of(make)
    assert found.index.tolist() == ["G", "LOST", "N", "O", "P"]
    assert found["account_name"].to_dict() == {
        "G": "Group",
        "LOST": "LOST",
        "N": "Never",
        "O": "Alpha",
        "P": "P",
    }
    assert found["customers"].to_dict() == {"G": 3, "LOST": 1, "N": 1, "O": 1, "P": 1}
    assert found["industry"].fillna("").to_dict() == {
        "G": "Steel",
        "LOST": "Coal",
        "N": "Paper",
        "O": "",
        "P": "",
    }
    assert found["segment"].fillna("").tolist() == ["drawn", "", "", "", ""]  # a member's
    assert str(found.loc["G", "start_date"])[:10] == "2001-02-03"
    members = make.book().members.set_index("customer_id")
    assert members["account_id"].to_dict() == {
        "G": "G",
        "C1": "G",
        "C2": "G",
        "N": "N",
        "X": "LOST",
        "O": "O",
        "P": "P",
    }
    assert members.loc["C1", "customer_name"] == "One"
    lines = make.orders()
    assert lines["account_id"].tolist() == ["G", "G", "LOST", "O", "O", "P"]
    assert make.check().tables["orders"]["accounts"] == 4


@pytest.mark.parametrize(("second", "limit"), [("50", 150), ("", None), ("0", 100)])
def test_a_credit_limit_is_the_sum_over_the_ids_of_an_account(make, second, limit):
    listed = f"id,name,parent,limit\nC1,One,,100\nC2,Two,C1,{second}\nX,Ex,,7\n"
    source = {"path": "c.csv", "columns": {"customer_id": "id", "parent_id": "parent"}}
    source["columns"] |= {"customer_name": "name", "credit_limit": "limit"}
    make(ORDERS, files={"c.csv": listed}, sources={"customers": source}, LEVEL="group")
    found = make.book().accounts.set_index("account_id")["credit_limit"]
    assert found["X"] == 7 and found.isna()["O"]
    assert found.isna()["C1"] if limit is None else found["C1"] == limit


def test_sites_and_roles(make):
    found = accounts_of(make, LEVEL="site")
    assert found.loc["C1", "credit_limit"] == 100
    found = accounts_of(make, ROLES=["distributor"])
    assert found.index.tolist() == ["G"]
    assert found["customers"].tolist() == [1]
    assert make.steps()["role"] == (5, 37)


def test_doubtful_parents_and_unknown_customers_are_asked_about(make):
    accounts_of(make)
    asked = make.notes("questions")
    assert asked["parents_missing"] == 1
    assert asked["customers_not_in_list"] == 3
    circle = "id,parent\nA,B\nB,A\n"
    source = {"path": "c.csv", "columns": {"customer_id": "id", "parent_id": "parent"}}
    make("id,day,money\nB,2024-01-05,1\n", files={"c.csv": circle}, sources={"customers": source})
    assert make.notes("questions")["parents_in_a_circle"] == 2
    assert make.orders()["account_id"].tolist() == ["A"]


RECEIVABLES = {
    "path": "r.csv",
    "columns": {
        "customer_id": "id",
        "invoice_id": "no",
        "date": "day",
        "amount": "money",
        "paid_date": "paid",
    },
}


def test_other_tables_come_typed_and_with_accounts(make):
    bills = 'id,no,day,money,paid\nC1,001,2024/1/5,"1,000",\nQ,002,2024/1/6,5,2024/2/1\n'
    sources = {"customers": CUSTOMERS, "receivables": RECEIVABLES}
    make(ORDERS, files={"c.csv": LIST, "r.csv": bills}, sources=sources, columns=NAMED)
    table = make.book().tables["receivables"]
    assert table["account_id"].tolist() == ["G", "Q"]
    assert table["invoice_id"].tolist() == ["001", "002"]
    assert table["amount"].tolist() == [1000, 5]
    assert table["paid_date"].isna().tolist() == [True, False]
    assert table["due"].isna().all()
    assert str(table["due"].dtype) == "datetime64[us]"
    found = make.check()
    assert found.tables["receivables"] == {"rows": 2, "amount": 1005}
    assert list(found.tables) == ["orders", "customers", "receivables"]
    steps = [
        (r["step"], r["rows"], r["amount"])
        for r in found.reconciliation
        if r["table"] == "receivables"
    ]
    assert steps == [("in_files", 2, 1005), ("analysed", 2, 1005)]


def test_bad_rows_of_other_tables(make):
    bills = (
        "id,no,day,money,paid\nC1,1,2024-01-05,10,\n,2,2024-01-06,5,\n"
        "C1,3,2024-01-07,x,\nC1,3,2024-01-08,1,\n"
    )
    sources = {"receivables": RECEIVABLES}
    make(ORDERS, files={"r.csv": bills}, sources=sources, columns=NAMED)
    assert [(f.code, f.row, f.column) for f in make.faults()] == [
        ("number_text", 4, "money"),
        ("value_missing", 3, "id"),
        ("key_twice", 5, "no"),
    ]
    make(ORDERS, files={"r.csv": bills}, sources=sources, columns=NAMED, BAD_ROWS="drop")
    found = make.check()
    assert found.usable
    steps = {
        r["step"]: (r["rows"], r["amount"])
        for r in found.reconciliation
        if r["table"] == "receivables"
    }
    assert steps == {"in_files": (4, 16), "unreadable": (2, 5), "analysed": (2, 11)}


def test_keys_of_several_columns(make):
    market = "i,s,y,z\nSteel,Tubes,2024,5\nSteel,,2024,9\nSteel,Tubes,2025,6\nSteel,Tubes,2024,7\n"
    source = {
        "path": "m.csv",
        "columns": {"industry": "i", "segment": "s", "year": "y", "size": "z"},
    }
    fault = make(ORDERS, files={"m.csv": market}, sources={"market": source}, columns=NAMED).fault()
    assert (fault.code, fault.row) == ("key_twice", 5)


def test_a_table_that_is_read_is_counted_beside_a_broken_one(make):
    sources = {"customers": CUSTOMERS, "receivables": RECEIVABLES}
    make(ORDERS, files={"c.csv": LIST, "r.csv": "id,no\n"}, sources=sources, columns=NAMED)
    found = make.check()
    assert not found.usable
    assert found.tables["customers"] == {"rows": 5}
