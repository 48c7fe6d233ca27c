"""Order lines squared: every row and cent accounted for."""

from __future__ import annotations

import pytest

from kamlib.intake.book import ORDER_COLUMNS

TYPED = {"customer_id": "id", "date": "day", "amount": "money", "type": "kind", "quantity": "n"}


def test_every_row_left_out_is_a_step_with_its_money(make):
    text = (
        "id,day,money,state\n"
        "A,2024-01-05,10,open\n"
        "A,2024-01-05,10,open\n"  # again
        ",2024-02-01,3,open\n"  # no customer
        "B,2023-12-31,7,open\n"  # before
        "B,2024-07-01,8,open\n"  # after
        "C,2024-03-01,-4,open\n"  # return
        "D,2024-03-02,99,cancelled\n"  # where
        "E,2024-03-03,20,open\n"  # another role
        "F,2024-03-04,x,open\n"  # unreadable
        "G,2024-03-05,5,open\n"
    )
    customers = "id,role\nA,end user\nB,end user\nC,end user\nE,Supplier\nG,最终用户\n"
    source = {"path": "c.csv", "columns": {"customer_id": "id", "role": "role"}}
    make(
        text,
        files={"c.csv": customers},
        sources={"customers": source},
        where={"state": "open"},
        DUPLICATES="drop",
        RETURNS="exclude",
        BAD_ROWS="drop",
        SINCE="2024-01-01",
        AS_OF="2024-06-30",
        ROLES=["end user"],
    )
    assert make.steps() == {
        "in_files": (10, 158),
        "where": (1, 99),
        "unreadable": (1, 0),
        "duplicate": (1, 10),
        "no_customer": (1, 3),
        "before_since": (1, 7),
        "after_as_of": (1, 8),
        "role": (1, 20),
        "return": (1, -4),
        "analysed": (2, 15),
    }
    assert make.orders()["customer_id"].tolist() == ["A", "G"]


def test_the_book_has_its_columns_and_period(make):
    make("id,day,money\nB,2024-03-01,1\nA,2024-01-05,2\n,2025-01-01,3\n")
    book = make.book()
    assert tuple(book.orders.collect_schema().names()) == ORDER_COLUMNS
    assert (str(book.since), str(book.as_of)) == ("2024-01-05", "2024-03-01")
    make("id,day,money\nB,2024-03-01,1\n", SINCE="2020-01-01", AS_OF="2024-12-31")
    book = make.book()
    assert (str(book.since), str(book.as_of)) == ("2020-01-01", "2024-12-31")


def test_no_line_in_the_period_is_a_fault(make):
    assert (
        make("id,day,money\nB,2024-03-01,1\n", SINCE="2025-01-01").fault().code == "no_lines_left"
    )
    assert make("id,day,money\nB,2024-03-01,1\n", where={"id": "C"}).fault().code == "no_lines_left"


def test_duplicates_are_counted_either_way(make):
    text = "id,day,money,note\n" + "A,2024-01-05,10,x\n" * 3 + "A,2024-01-05,10,y\n"
    make(text)
    (question,) = [q for q in make.check().questions if q["question"] == "duplicate_lines"]
    assert (question["rows"], question["amount"]) == (2, 20)
    assert make.steps() == {"in_files": (4, 40), "analysed": (4, 40)}
    make(text, DUPLICATES="drop")
    assert make.steps() == {"in_files": (4, 40), "duplicate": (2, 20), "analysed": (2, 20)}
    assert "duplicate_lines" not in make.notes("questions")


def test_the_same_line_in_two_files_is_a_duplicate(make):
    line = "id,day,money\nA,2024-01-05,10\n"
    make("m*.csv", files={"m1.csv": line, "m2.csv": line}, DUPLICATES="drop")
    assert make.steps()["duplicate"] == (1, 10)


def test_returns_written_without_a_sign_are_turned_round_and_told(make):
    text = (
        "id,day,money,kind,n\nA,2024-01-05,10,Sale,2\n"
        "A,2024-01-06,4,退货,1\nA,2024-01-07,1,Credit note,1\n"
    )
    make(text, columns=TYPED)
    assert make.steps() == {"in_files": (3, 15), "returns_signed": (0, 10), "analysed": (3, 5)}
    lines = make.orders()
    assert lines["amount"].tolist() == [10, -4, -1]
    assert lines["quantity"].tolist() == [2, -1, -1]
    assert lines["is_return"].tolist() == [False, True, True]
    assert make.notes("repairs") == {"returns_signed": 2}


def test_returns_of_both_signs_are_a_question(make):
    text = (
        "id,day,money,kind,n\nA,2024-01-05,10,Sale,2\n"
        "A,2024-01-06,4,return,1\nA,2024-01-07,-1,return,1\n"
    )
    make(text, columns=TYPED)
    assert make.notes("questions")["returns_of_both_signs"] == 1
    assert make.orders()["amount"].sum() == 13


def test_signed_returns_and_other_kinds_are_left_alone(make):
    text = "id,day,money,kind,n\nA,2024-01-05,10,Credit card,2\nA,2024-01-06,-4,return,1\n"
    make(text, columns=TYPED)
    assert make.orders()["amount"].tolist() == [10, -4]
    assert make.orders()["is_return"].tolist() == [False, True]


def test_pieces_of_returns_are_negative_and_their_cost_comes_back(make):
    columns = {"customer_id": "id", "date": "day", "amount": "a", "quantity": "n", "unit_cost": "u"}
    text = "id,day,a,n,u\nA,2024-01-05,10,2,3\nA,2024-01-06,-5,1,3\n"
    make(text, columns=columns)
    lines = make.orders()
    assert (lines["quantity"].tolist(), lines["cost"].tolist()) == ([2, -1], [6, -3])
    assert make.notes("repairs") == {"pieces_signed": 1}
    make(text + "B,2024-01-07,-5,-1,3\n", columns=columns)
    assert make.orders()["quantity"].tolist() == [2, 1, -1]
    assert not make.notes("repairs")


def test_amounts_are_computed_and_not_rounded(make):
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "price": "p", "discount": "d"}
    make("id,day,n,p,d\nA,2024-01-05,3,0.333,0.15000001\nB,2024-01-06,-2,5,\n", columns=columns)
    lines = make.orders()
    assert lines["amount"].tolist() == [3 * 0.333 * (1 - 0.15000001), -10]
    assert lines["list_amount"].tolist() == [3 * 0.333, -10]
    assert lines["is_return"].tolist() == [False, True]


def test_an_empty_amount_is_computed_where_it_can_be(make):
    columns = {"customer_id": "id", "date": "day", "amount": "a", "quantity": "n", "price": "p"}
    make("id,day,a,n,p\nA,2024-01-05,7,1,9\nB,2024-01-06,,2,5\n", columns=columns)
    assert make.orders()["amount"].tolist() == [7, 10]
    assert make.notes("questions")["amount_computed"] == 1
    fault = make("id,day,a,n,p\nA,2024-01-05,7,1,9\nB,2024-01-06,,,5\n", columns=columns).fault()
    assert (fault.code, fault.row, fault.column) == ("value_missing", 3, "a")


@pytest.mark.parametrize(
    ("columns", "cost"),
    [
        ({"cost": "c"}, [6, None]),
        ({"unit_cost": "u"}, [4, None]),
        ({"profit": "g"}, [7, None]),
        ({"cost": "c", "unit_cost": "u", "profit": "g"}, [6, None]),
        ({"product_id": "p"}, [10, None]),
        ({"product_id": "p", "profit": "g"}, [7, None]),
        ({}, [None, None]),
    ],
)
def test_costs_come_from_the_best_there_is(make, columns, cost):
    text = "id,day,a,n,c,u,g,p\nA,2024-01-05,10,2,6,2,3,P1\nB,2024-01-06,5,1,,,,P2\n"
    base = {"customer_id": "id", "date": "day", "amount": "a", "quantity": "n"}
    products = {"path": "p.csv", "columns": {"product_id": "p", "unit_cost": "u"}}
    make(
        text,
        columns=base | columns,
        files={"p.csv": "p,u\nP1,5\nP3,1\n"},
        sources={"products": products},
    )
    found = make.orders()["cost"]
    assert [None if x != x else x for x in found] == cost


def test_without_order_numbers_a_customers_day_is_an_order(make):
    make("id,day,money\nA,2024-01-05,1\nA,2024-01-05,2\nA,2024-01-06,3\nB,2024-01-05,4\n")
    assert make.orders()["order_id"].nunique() == 3
    assert make.notes("questions")["order_ids_made"] == 4


def test_a_name_serves_as_id(make):
    columns = {"customer_name": "name", "date": "day", "amount": "money"}
    make("name,day,money\n Acme ,2024-01-05,1\nAcme,2024-01-06,1\n", columns=columns)
    book = make.book()
    assert book.accounts["account_id"].tolist() == ["Acme"]
    assert book.accounts["account_name"].tolist() == ["Acme"]


def test_lines_without_customer_may_lack_a_date_and_are_asked_about(make):
    make("id,day,money\nA,2024-01-05,1\nB,2024-01-06,2\n,,3\n")
    assert make.steps()["no_customer"] == (1, 3)
    assert make.notes("questions")["no_customer_no_date"] == 1


def test_bad_rows_are_dropped_with_their_count_and_money(make):
    text = "id,day,money\nA,2024-01-05,1\nB,2024-02-30,2\nC,2024-02-01,x\nD,,4\nE,2024-02-01,5,6\n"
    make(text, BAD_ROWS="drop")
    assert make.steps() == {"in_files": (5, 7), "unreadable": (4, 6), "analysed": (1, 1)}


def test_where_acts_before_cells_are_checked(make):
    text = "id,day,money,state\nA,2024-01-05,1,Won\nB,soon,x,Open\nC,2024-02-01,2, Won \n"
    make(text, where={"state": ["Won", "Closed"]})
    assert make.steps() == {"in_files": (3, 3), "where": (1, 0), "analysed": (2, 3)}
    assert make(text, where={"stat": ["Won"]}).fault().values["nearest"] == "state"


def test_all_amounts_negative_or_zero_one_line_one_day(make):
    make("id,day,money\nA,2024-01-05,-1\nB,2024-01-05,0\n")
    assert make.check().tables["orders"] == {
        "rows": 2,
        "amount": -1,
        "accounts": 2,
        "sample_ids": ["A", "B"],
    }
    assert make.notes("questions")["zero_amount"] == 1
    assert make("id,day,money\nA,2024-01-05,1\n").book().days == 1


FX = {"path": "fx.csv", "columns": {"currency": "c", "date": "day", "rate": "rate"}}
MONEY = {"customer_id": "id", "date": "day", "amount": "money", "currency": "cur"}


def test_several_currencies_are_never_added_up(make):
    text = "id,day,money,cur\nA,2024-01-05,10,USD\nB,2024-01-06,20,EUR\nC,2024-01-07,5,usd\n"
    fault = make(text, columns=MONEY).fault()
    assert (fault.code, fault.column, fault.value) == ("several_currencies", "cur", "USD, EUR")
    assert "20.00" in fault.message("en")


def test_currencies_are_converted_by_the_rate_of_the_day(make):
    text = (
        "id,day,money,cur\nA,2024-01-05,10,USD\nB,2024-01-06,20,EUR\n"
        "C,2024-02-07,20,€\nD,2024-02-08,5,\n"
    )
    rates = "c,day,rate\nEUR,2024-01-01,1.1\nEUR,2024-02-01,1.2\n"
    made = {"files": {"fx.csv": rates}, "sources": {"fx": FX}, "columns": MONEY}
    make(text, CURRENCY="USD", **made)
    assert make.orders()["amount"].tolist() == pytest.approx([10, 22, 24, 5])
    assert make.notes("repairs") == {"converted": 2}
    assert make(text, **made).fault().code == "currency_home_missing"
    early = text + "E,2023-12-31,1,EUR\nF,2024-01-01,1,JPY\n"
    faults = make(early, CURRENCY="USD", **made).faults()
    assert [(f.code, f.row, f.value) for f in faults] == [
        ("rate_missing", 6, "EUR"),
        ("rate_missing", 7, "JPY"),
    ]


def test_one_currency_needs_no_rate(make):
    text = "id,day,money,cur\nA,2024-01-05,10,RMB\nB,2024-01-06,20,元\nC,2024-01-06,20,CNY\n"
    make(text, columns=MONEY, CURRENCY="CNY")
    assert make.notes("questions") == {"order_ids_made": 3}
    make(text, columns=MONEY, CURRENCY="USD")
    assert make.notes("questions")["currency_differs"] == 3


JOIN = {"customer_id": "customer", "date": "when", "amount": "money", "order_id": "no"}


def test_lines_joined_to_their_heads(make):
    lines = "no,money\n1.0,10\n1.0,5\n2.0,7\n3.0,9\n"
    heads = "no,customer,when,money\n1,A,2024-01-05,99\n2,B,2024-01-06,99\n"
    make(lines, files={"heads.csv": heads}, columns=JOIN, join=[{"path": "heads.csv", "on": "no"}])
    assert make.steps() == {"in_files": (4, 31), "no_customer": (1, 9), "analysed": (3, 22)}
    assert make.orders()["order_id"].tolist() == ["1", "1", "2"]
    twice = heads + "2,C,2024-01-07,1\n"
    make(lines, files={"heads.csv": twice}, columns=JOIN, join=[{"path": "heads.csv", "on": "no"}])
    fault = make.fault()
    assert (fault.code, fault.file, fault.row, fault.column, fault.value) == (
        "join_key_twice",
        "heads.csv",
        4,
        "no",
        "2",
    )


def test_lines_whose_head_is_not_there_are_asked_about_as_such(make):
    files = {
        "lines.csv": "order,units,each\n1,2,3\n9,1,10\n",
        "heads.csv": "order,who,day\n1,A,2024-01-05\n",
    }
    columns = {"customer_id": "who", "order_id": "order", "date": "day"}
    columns |= {"quantity": "units", "price": "each"}
    join = [{"path": "heads.csv", "on": "order"}]
    make("lines.csv", files=files, columns=columns, join=join)
    (asked,) = (q for q in make.check().questions if q["question"] != "amount_computed")
    told = asked["question"], asked["rows"], asked["amount"], asked["example"]
    assert told == ("join_without_match", 1, 10.0, "heads.csv")


def test_a_bad_cell_of_a_joined_file_is_named_once_where_it_stands(make):
    lines = "no,money\n1,10\n1,x\n2,7\n2,8\n3,9\n"
    heads = "no,customer,when\n1,A,2024-01-05\n2,B,2024-02-30\n3,C,\n"
    made = {"columns": JOIN, "join": [{"path": "heads.csv", "on": "no"}]}
    faults = make(lines, files={"heads.csv": heads}, **made).faults()
    assert [(f.code, f.file, f.row, f.column) for f in faults] == [
        ("date_impossible", "heads.csv", 3, "when"),
        ("number_text", "orders.csv", 3, "money"),
        ("value_missing", "heads.csv", 4, "when"),
    ]
    nobody = "no,customer,when\n1,,2024-01-05\n2,,2024-02-03\n3,,\n"
    fault = make("no,money\n1,10\n", files={"heads.csv": nobody}, **made).fault()
    assert (fault.code, fault.file) == ("no_customer_at_all", "heads.csv")
    swapped = "no,customer,when\n1,A,5/1/2024\n2,B,6/1/2024\n"
    fault = make("no,money\n2,1\n", files={"heads.csv": swapped}, **made).fault()
    assert (fault.code, fault.file, fault.row) == ("date_ambiguous", "heads.csv", 3)


def test_joins_by_other_names_and_one_after_another(make):
    lines = "order,money\n1,10\n2,7\n"
    heads = "no,customer,when,state\n1,A,2024-01-05,ok\n2,B,2024-01-06,void\n"
    who = "nr,country\nA,FR\nB,DE\n"
    make(
        lines,
        files={"heads.csv": heads, "who.csv": who},
        columns=JOIN | {"order_id": "order", "region": "country"},
        join=[
            {"path": "heads.csv", "on": {"order": "no"}},
            {"path": "who.csv", "on": {"customer": "nr"}},
        ],
        where={"state": "ok"},
    )
    assert make.orders()["region"].tolist() == ["FR"]
    assert make.steps()["where"] == (1, 7)
    make(lines, files={"heads.csv": heads}, columns=JOIN, join=[{"path": "heads.csv", "on": "no"}])
    assert {(f.file, f.column, f.values["nearest"]) for f in make.faults()} == {
        ("orders.csv", "no", "order")
    }


def test_rows_listed_elsewhere_are_left_out(make):
    text = "id,day,money\n007,2024-01-05,1\n008,2024-01-06,2\n,2024-01-07,3\n"
    make(
        text,
        files={"out.csv": "who\n008\n008\n999\n"},
        drop_if_in={"path": "out.csv", "on": {"id": "who"}},
    )
    assert make.steps() == {
        "in_files": (3, 6),
        "drop_if_in": (1, 2),
        "no_customer": (1, 3),
        "analysed": (1, 1),
    }
    make(text, drop_if_in={"path": "gone.csv", "on": "id"})
    assert make.fault().file == "gone.csv"


def test_a_second_read_is_kept_until_something_changes(make):
    make("id,day,money\nA,2024-01-05,1\n")
    first = make.book()
    assert make.book().fingerprint == first.fingerprint
    make("id,day,money\nA,2024-01-05,2\n")
    assert make.book().fingerprint != first.fingerprint
    assert make.orders()["amount"].tolist() == [2]
    make("id,day,money\nA,2024-01-05,2\n", LEVEL="site")
    assert make.book().fingerprint != first.fingerprint


def test_reading_writes_nothing_into_the_engagement(make):
    make("id,day,money\nA,2024-01-05,1\n")
    before = sorted(make.folder.rglob("*"))
    make.book()
    make.check()
    assert sorted(make.folder.rglob("*")) == before
