"""`leave_out`: rows named in the engagement, in the file's own names, as a step of their own."""

from __future__ import annotations

COLUMNS = {"customer_id": "id", "date": "day", "amount": "money", "product_id": "code"}
TEXT = (
    "id,day,money,code\nA,2024-01-05,10,X1\nA,2024-01-05,3, POST \nB,2024-01-06,2,DOT\n"
    "B,not a day,5,POST\nC,2024-01-07,7,\n"
)


def test_rows_named_are_left_out_with_their_money(make):
    make(TEXT, columns=COLUMNS, leave_out={"code": ["POST", "DOT"]})
    assert make.steps() == {
        "in_files": (5, 27),
        "left_out": (3, 10),
        "analysed": (2, 17),
    }
    assert make.orders()["product_id"].fillna("").tolist() == ["X1", ""]


def test_it_acts_after_where_and_a_single_value_is_a_list(make):
    make(TEXT, columns=COLUMNS, where={"id": ["A", "B"]}, leave_out={"code": "POST"})
    assert make.steps() == {
        "in_files": (5, 27),
        "where": (1, 7),
        "left_out": (2, 8),
        "analysed": (2, 12),
    }


def test_any_of_several_columns_leaves_a_row_out(make):
    make(TEXT, columns=COLUMNS, leave_out={"code": ["POST"], "id": ["C"]})
    assert make.steps()["left_out"] == (3, 15)


def test_a_value_that_stands_in_no_row_is_asked_about(make):
    make(TEXT, columns=COLUMNS, leave_out={"code": ["POST", "post", "DTO"]})
    found = make.check()
    unheard = [q["example"] for q in found.questions if q["question"] == "leave_out_without_rows"]
    assert unheard == ["post, DTO"]


def test_a_column_that_is_not_there_is_a_fault(make):
    fault = make(TEXT, columns=COLUMNS, leave_out={"cod": ["POST"]}).fault()
    assert (fault.code, fault.column) == ("column_missing", "cod")


def test_a_column_of_a_joined_file_and_an_unmapped_one_serve(make):
    heads = "id,status\nA,gone\nB,here\nC,here\n"
    files = {"heads.csv": heads}
    make(
        TEXT.replace("not a day", "2024-01-09"),
        files=files,
        columns={c: own for c, own in COLUMNS.items() if c != "product_id"},
        join=[{"path": "heads.csv", "on": "id"}],
        leave_out={"status": ["gone"], "code": ["DOT"]},
    )
    assert make.steps()["left_out"] == (3, 15)


def test_it_serves_every_table(make):
    customers = {
        "path": "list.csv",
        "columns": {"customer_id": "nr", "customer_name": "name"},
        "leave_out": {"name": ["Test"]},
    }
    make(
        files={"list.csv": "nr,name\n007,Seven\n9,Test\n", "orders.csv": ORDERS},
        orders="orders.csv",
        sources={"customers": customers},
    )
    found = make.check()
    assert [(r["step"], r["rows"]) for r in found.reconciliation if r["table"] == "customers"] == [
        ("in_files", 2),
        ("left_out", 1),
        ("analysed", 1),
    ]


ORDERS = "id,day,money\n007,2024-01-05,1\n"
