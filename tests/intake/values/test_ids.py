"""Ids that a spreadsheet has damaged for good: cut to 15 digits, or freed of their zeros."""

from __future__ import annotations

import pytest
import xlsxwriter

HEAD = "id,day,money\n"


def test_ids_in_scientific_form_are_refused_with_their_rows(make):
    text = HEAD + "1.23E+17,2024-01-05,1\nB,2024-01-06,1\n6.22E+15,2024-01-07,1\n"
    for decision in ("stop", "drop"):
        fault = make(text, BAD_ROWS=decision).fault()
        assert (fault.code, fault.file, fault.row) == ("id_digits_lost", "orders.csv", 2)
        assert (fault.column, fault.value) == ("id", "1.23E+17")
        assert "(rows 2, 4)" in fault.message("en")
        assert "文本" in fault.mend("zh")


@pytest.mark.parametrize("cell", ["1E5", "12E+3X", "E+17", "1.23E17", "1.5", "123456789012345678"])
def test_what_only_looks_so_stays_an_id(make, cell):
    make(f"{HEAD}{cell},2024-01-05,1\n")
    assert make.orders()["customer_id"].tolist() == [cell]


@pytest.mark.parametrize("column", ["order_id", "product_id"])
def test_it_holds_for_every_column_of_ids_and_for_no_other(make, column):
    columns = {"customer_id": "id", "date": "day", "amount": "money", column: "x", "region": "y"}
    text = "id,day,money,x,y\nA,2024-01-05,1,1.2E+20,3.4E+20\n"
    fault = make(text, columns=columns).fault()
    assert (fault.column, fault.value) == ("x", "1.2E+20")


def test_numbers_too_long_for_a_workbook_are_refused_and_texts_are_not(make):
    path = make.folder / "orders.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, ["id", "day", "money"])
        sheet.write_row(1, 0, [622202123456789012, "2024-01-05", 1])
        sheet.write_row(2, 0, ["622202123456789012", "2024-01-06", 2e15])
        sheet.write_row(3, 0, [99999999999, "2024-01-07", 3])
    fault = make("orders.xlsx").fault()
    assert (fault.code, fault.sheet, fault.row) == ("id_digits_lost", "订单", 2)
    assert "(rows 2)" in fault.message("en")


def test_long_ids_that_all_end_in_zeros_were_cut(make):
    cut = "".join(f"62220212345678{i}000,2024-01-0{i},1\n" for i in range(1, 4))
    fault = make(HEAD + cut).fault()
    assert (fault.code, fault.row) == ("id_digits_lost", 2)
    make(HEAD + cut + "622202123456784001,2024-01-04,1\n")
    assert make.check().usable


# --- zeros in front ---------------------------------------------------------------------

LIST = "nr,name\n0007,Seven\n0012,Twelve\n0100,Hundred\n1234,Full\n"
ORDERS = HEAD + "7,2024-01-05,1\n12,2024-01-06,1\n1234,2024-01-07,1\n"


def with_list(make, orders: str, listed: str, **more):
    customers = {"path": "list.csv", "columns": {"customer_id": "nr", "customer_name": "name"}}
    files = {"list.csv": listed, "orders.csv": orders}
    return make("orders.csv", files=files, sources={"customers": customers}, **more)


def test_orders_without_the_zeros_of_the_list_are_refused(make):
    fault = with_list(make, ORDERS, LIST).fault()
    assert (fault.code, fault.file, fault.row) == ("id_zeros_lost", "orders.csv", 3)
    assert (fault.column, fault.value) == ("id", "12")
    assert "12 / 0012, 7 / 0007" in fault.message("en")
    assert "list.csv" in fault.message("zh")
    assert "4 figures" in fault.mend("en")


def test_a_list_without_the_zeros_of_the_orders_is_refused(make):
    orders = HEAD + "0007,2024-01-05,1\n0012,2024-01-06,1\n"
    fault = with_list(make, orders, "nr,name\n7,Seven\n12,Twelve\n").fault()
    assert (fault.code, fault.file, fault.value) == ("id_zeros_lost", "list.csv", "12")


@pytest.mark.parametrize(
    ("orders", "listed"),
    [
        # Various lengths on both sides; short ones that the list knows.
        ("7,2024-01-05,1\n012,2024-01-06,1\n", "nr,name\n7,a\n012,b\n0100,c\n"),
        # One width, no zeros in front.
        ("7,2024-01-05,1\n", "nr,name\n1007,a\n1012,b\n"),
        # Most short ids stand nowhere, padded or not: another numbering.
        ("7,2024-01-05,1\n8,2024-01-05,1\n9,2024-01-05,1\n", "nr,name\n0007,a\n1012,b\n"),
        # Longer than the list's.
        ("7,2024-01-05,1\n12345,2024-01-05,1\n", "nr,name\n0007,a\n0012,b\n"),
        # Letters.
        ("A7,2024-01-05,1\n", "nr,name\nA007,a\n"),
    ],
)
def test_ids_that_simply_differ_in_length_are_no_fault(make, orders, listed):
    assert with_list(make, HEAD + orders, listed).check().usable


def test_files_of_one_source_that_disagree_are_refused(make):
    files = {
        "m1.csv": HEAD + "0007,2024-01-05,1\n0012,2024-01-05,1\n",
        "m2.csv": HEAD + "7,2024-02-05,1\n12,2024-02-05,1\n1234,2024-02-06,1\n",
    }
    fault = make("m*.csv", files=files).fault()
    assert (fault.code, fault.file, fault.value) == ("id_zeros_lost", "m2.csv", "12")


def test_products_and_invoices_too(make):
    columns = {"customer_id": "id", "date": "day", "amount": "money", "product_id": "code"}
    products = {"path": "p.csv", "columns": {"product_id": "code"}}
    files = {"p.csv": "code\n00012\n00034\n", "o.csv": "id,day,money,code\nA,2024-01-05,1,12.0\n"}
    fault = make("o.csv", files=files, columns=columns, sources={"products": products}).fault()
    assert (fault.code, fault.file, fault.value) == ("id_zeros_lost", "o.csv", "12.0")


def test_a_parent_without_zeros_is_refused(make):
    columns = {"customer_id": "nr", "parent_id": "up"}
    customers = {"path": "list.csv", "columns": columns}
    files = {"list.csv": "nr,up\n007,\n008,7\n", "orders.csv": HEAD + "007,2024-01-05,1\n"}
    fault = make("orders.csv", files=files, sources={"customers": customers}).fault()
    assert (fault.code, fault.column, fault.value) == ("id_zeros_lost", "up", "7")
