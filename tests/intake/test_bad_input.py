"""Bad input: every item is answered with file, sheet, row and column, and nothing breaks."""

from __future__ import annotations

import gzip
import io
import json

import pytest
import xlsxwriter

from kamlib import intake

GOOD = "id,day,money\nA,2024-01-05,1\nB,2024-02-01,2\n"


def workbook(**sheets) -> bytes:
    """An xlsx of the rows of each sheet; dates are true dates, shown the German way."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"default_date_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return memory.getvalue()


def place(fault) -> tuple:
    return fault.code, fault.file, fault.row, fault.column, fault.value


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ("file_empty", None, "", "")),
        ("\n\n \n", ("file_empty", None, "", "")),
        ("id,day,money\n", ("file_no_rows", None, "", "")),
        (b"id,day,money", ("file_no_rows", None, "", "")),
        ("id,day,money\n\n,,\n", ("file_no_rows", None, "", "")),
        ("id,day,monye\nA,2024-01-05,1\n", ("column_missing", 1, "money", "")),
        ("id,day,money,money\nA,2024-01-05,1,2\n", ("column_twice", 1, "money", "")),
        ("id,day,money,x,x\nA,2024-01-05,1,2,3\n", ("column_twice", 1, "x", "")),
        (GOOD + "C,2024-02-01,3,4\n", ("too_many_fields", 4, "", "")),
        (GOOD + "C,2024-02-01\n", ("too_few_fields", 4, "", "")),
        (GOOD + "\nC,2024-02-01,x\n", ("number_text", 5, "money", "x")),
        (GOOD + "C,2024-02-01,inf\n", ("number_not_finite", 4, "money", "inf")),
        (GOOD + "C,2024-02-01,-Infinity\n", ("number_not_finite", 4, "money", "-Infinity")),
        (GOOD + "C,2024-02-01,nan\n", ("number_not_finite", 4, "money", "nan")),
        (GOOD + "C,2024-02-01,1e400\n", ("number_not_finite", 4, "money", "1e400")),
        (GOOD + "C,2024-02-01,1_000\n", ("number_text", 4, "money", "1_000")),
        (GOOD + "C,2024-02-01,10%\n", ("number_text", 4, "money", "10%")),
        (GOOD + "C,2024-02-30,3\n", ("date_impossible", 4, "day", "2024-02-30")),
        (GOOD + "C,2024-13-01,3\n", ("date_impossible", 4, "day", "2024-13-01")),
        (GOOD + "C,01/02/2024,3\n", ("date_mixed", 4, "day", "01/02/2024")),
        (GOOD + "C,2024/2/3,3\n", ("date_mixed", 4, "day", "2024/2/3")),
        (GOOD + "C,soon,3\n", ("date_text", 4, "day", "soon")),
        (GOOD + "C,2024-01-05 25:00,3\n", ("date_text", 4, "day", "2024-01-05 25:00")),
        (GOOD + "C,,3\n", ("value_missing", 4, "day", "")),
        (GOOD + "C,2024-02-01,\n", ("value_missing", 4, "money", "")),
        (GOOD + "C,2024-02-01,N/A\n", ("value_missing", 4, "money", "N/A")),
        ("id,day,money\n,2024-01-05,1\n,2024-01-06,2\n", ("no_customer_at_all", None, "id", "")),
        ('id,day,money\nA,2024-01-05,"1\nB,2024-01-06,2\n', ("quote_broken", 2, "", "")),
        ('id,day,money\n"A"x,2024-01-05,1\n', ("quote_broken", 2, "", "")),
        ("id,day,money\nA,4/6/2013,1\nB,5/6/2013,1\n", ("date_ambiguous", 2, "day", "4/6/2013")),
        (b"PK\x00\x01\x00", ("file_not_text", None, "", "")),
        ("id,day,money\nJos\xe9,2024-01-05,1\n".encode("cp1252"), ("encoding_unknown", 2, "", "")),
    ],
)
def test_a_bad_text_file(make, content, expected):
    code, file, row, column, value = place(make(content).fault())
    assert (code, row, column, value) == expected
    assert file == "orders.csv"


def test_the_nearest_column_is_named(make):
    fault = make(
        "CustomerID,day,money\nA,2024-01-05,1\n",
        columns={**{}, "customer_id": "CustID", "date": "day", "amount": "money"},
    ).fault()
    assert fault.values["nearest"] == "CustomerID"
    assert "CustomerID" in fault.mend("en")


def test_both_readings_of_an_ambiguous_date_are_shown(make):
    fault = make("id,day,money\nA,4/6/2013,1\nB,5/6/2013,1\n").fault()
    assert "4 June 2013" in fault.message("en")
    assert "6 April 2013" in fault.message("en")
    assert 'date_format: "%d/%m/%Y"' in fault.mend("en")
    assert 'date_format: "%m/%d/%Y"' in fault.mend("en")


def test_a_missing_file_names_the_nearest(make):
    fault = make("order.csv", files={"orders.csv": GOOD}).fault()
    assert place(fault) == ("file_missing", "order.csv", None, "", "")
    assert fault.values["nearest"] == "orders.csv"


def test_a_glob_that_matches_nothing(make):
    assert place(make("2024*.csv").fault())[:2] == ("file_missing", "2024*.csv")


def test_a_folder_for_a_file(make):
    make("data", files={"data/a.csv": GOOD})
    assert place(make.fault())[:2] == ("file_is_folder", "data")


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_broken_workbook(make, name):
    good = workbook(Orders=[["id", "day", "money"], ["A", "2024-01-05", 1]])
    for content in (b"junk", good[: len(good) // 2], b"PK\x03\x04junk"):
        assert place(make(name, files={name: content}).fault())[:2] == ("broken_workbook", name)


def test_a_broken_parquet_and_archive(make, tmp_path):
    import pandas as pd

    frame = pd.DataFrame({"id": ["A"] * 50, "day": ["2024-01-05"] * 50, "money": range(50)})
    frame.to_parquet(tmp_path / "a.parquet")
    good = (tmp_path / "a.parquet").read_bytes()
    for content in (b"junk", good[:-20], good[:100]):
        assert make("a.parquet", files={"a.parquet": content}).fault().code == "broken_parquet"
    packed = gzip.compress(GOOD.encode())
    assert make("a.csv.gz", files={"a.csv.gz": packed[:-10]}).fault().code == "broken_gzip"
    assert make("b.csv.gz", files={"b.csv.gz": packed}).check().usable


@pytest.mark.parametrize(
    ("content", "given", "code"),
    [
        ("id,day,money\n甲,2024-01-05,1\n".encode("gb18030"), "utf-8", "encoding_wrong"),
        ("id,day,money\n甲,2024-01-05,1\n".encode("gb18030"), "ascii", "encoding_wrong"),
        ("id,day,money\n甲,2024-01-05,1\n".encode("gb18030"), "utf-16", "encoding_wrong"),
        ("id,day,money\n甲乙,2024-01-05,1\n".encode(), "gbk", "encoding_wrong_utf8"),
        ("id,day,money\n甲,2024-01-05,1\n".encode(), "latin-1", "encoding_wrong_utf8"),
        (GOOD.encode("utf-16"), "utf-8", "encoding_wrong"),
        (GOOD.encode(), "utf-99", "encoding_no_such"),
        (GOOD.encode(), "hex", "encoding_no_such"),
    ],
)
def test_a_wrong_encoding_named(make, content, given, code):
    fault = make(content, encoding=given).fault()
    assert (fault.code, fault.file, fault.value) == (code, "orders.csv", given)


def test_a_sheet_that_is_not_there(make):
    book = workbook(Orders=[["id", "day", "money"], ["A", "2024-01-05", 1]])
    fault = make("a.xlsx", files={"a.xlsx": book}, sheet="Order").fault()
    assert (fault.code, fault.sheet) == ("sheet_missing", "Order")
    assert fault.values["nearest"] == "Orders"


def test_a_bad_cell_of_a_workbook_names_sheet_and_row(make):
    rows = [["Sales 2024"], [], ["id", "day", "money"], ["A", "2024-01-05", 1], ["B", "x", "y"]]
    faults = make("a.xlsx", files={"a.xlsx": workbook(Lines=rows)}).faults()
    assert {(f.code, f.sheet, f.row, f.column, f.value) for f in faults} == {
        ("date_text", "Lines", 5, "day", "x"),
        ("number_text", "Lines", 5, "money", "y"),
    }


def test_an_empty_workbook(make):
    assert make("a.xlsx", files={"a.xlsx": workbook(Lines=[])}).fault().code == "file_empty"
    make("a.xlsx", files={"a.xlsx": workbook(Lines=[["id", "day", "money"]])})
    assert make.fault().code == "file_no_rows"


def test_duplicate_ids_in_the_customer_list(make):
    customers = "id,name\nA,Alpha\nB,Beta\n A ,Again\nB,Beta\n"
    source = {"path": "c.csv", "columns": {"customer_id": "id", "customer_name": "name"}}
    faults = make(GOOD, files={"c.csv": customers}, sources={"customers": source}).faults()
    assert [place(f) for f in faults] == [
        ("key_twice", "c.csv", 4, "id", "A"),
        ("key_twice", "c.csv", 5, "id", "B"),
    ]
    assert "row 2" in faults[0].message("en")


def test_all_faults_of_all_files_come_together(make):
    sources = {
        "customers": {"path": "c.csv", "columns": {"customer_id": "id", "role": "kind"}},
        "products": {"path": "nowhere.csv", "columns": {"product_id": "p"}},
        "survey": {"path": "s.csv", "columns": {"customer_id": "id", "nps": "nps"}},
    }
    files = {"c.csv": "id,kind\nA,distribtor\n", "s.csv": "id,nps\nA,11\nB,3\nC,-1\n"}
    bad = "id,day,money\nA,2024-01-05,x\nB,2024-02-30,2\nC,2024-02-01,3,4\n"
    faults = make(bad, files=files, sources=sources).faults()
    assert {(f.code, f.file, f.row) for f in faults} >= {
        ("too_many_fields", "orders.csv", 4),
        ("value_not_allowed", "c.csv", 2),
        ("file_missing", "nowhere.csv", None),
        ("out_of_range", "s.csv", 2),
        ("out_of_range", "s.csv", 4),
    }
    near = next(f for f in faults if f.code == "value_not_allowed")
    assert near.values["nearest"] == "distributor"


def test_cells_are_complained_of_beside_ragged_rows(make):
    faults = make("id,day,money\nA,2024-01-05,x\nB,2024-02-30,2\nC,2024-02-01,3,4\n").faults()
    assert {(f.code, f.row) for f in faults} == {
        ("too_many_fields", 4),
        ("number_text", 2),
        ("date_impossible", 3),
    }


def test_cells_are_complained_of_beside_a_missing_column(make):
    faults = make("id,day,monye\nA,4/6/2013,x\nB,5/6/2013,1\n").faults()
    assert {(f.code, f.row) for f in faults} == {("column_missing", 1), ("date_ambiguous", 2)}
    assert make("a,b,c\n1,2,3\n").faults()[0].code == "column_missing"


def test_many_bad_rows_are_counted_not_listed(make):
    bad = "id,day,money\n" + "A,2024-01-05,x\n" * 250
    faults = make(bad).faults()
    assert len(faults) == 101
    assert faults[-1].code == "more_rows"
    assert faults[-1].values["more"] == 150


def test_a_yaml_that_cannot_be_read_is_an_answer_too(make):
    for text in ("\tname: x", "name: !!python/object/apply:os.system ['true']", "naem: x", "[", ""):
        (make.folder / "engagement.yaml").write_text(text, encoding="utf-8")
        found = intake.check(make.folder).as_dict()
        assert not found["usable"]
        assert found["faults"][0]["file"] == "engagement.yaml"
    assert not intake.check(make.folder / "nowhere").usable


def test_the_json_has_the_shape_others_read(make):
    found = make(GOOD + "A,2024-02-02,x\n").check().as_dict()
    assert list(found) == ["usable", "tables", "repairs", "questions", "faults"]
    (fault,) = found["faults"]
    assert list(fault) == ["file", "sheet", "row", "column", "value", "message", "mend"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_faults_speak_the_language_of_the_engagement(make):
    found = make(GOOD + "A,2024-02-02,x\n", LANGUAGE="zh").check().as_dict()
    assert "不是数字" in found["faults"][0]["message"]


def test_a_table_of_a_catalogue_needs_spark(make):
    make(GOOD)
    content = json.loads((make.folder / "engagement.yaml").read_text())
    content["sources"]["orders"] = {
        "table": "sales.lines",
        "columns": content["sources"]["orders"]["columns"],
    }
    (make.folder / "engagement.yaml").write_text(json.dumps(content))
    assert make.fault().code == "table_needs_spark"


def test_an_engine_that_is_not_known(make):
    assert make(GOOD, ENGINE="hadoop").fault().code == "yaml_wrong_value"


def test_a_header_row_beyond_the_end(make):
    assert make(GOOD, header=9).fault().code == "header_beyond_end"


@pytest.mark.parametrize("separator", ["||", '"', ""])
def test_a_separator_that_is_none(make, separator):
    assert make(GOOD, separator=separator).fault().code == "separator_wrong"


@pytest.mark.parametrize("style", ["dd/mm/yyyy", "%d/%m", "%Q", "%H:%M"])
def test_a_date_format_that_is_none(make, style):
    faults = make(GOOD, date_format=style).faults()
    assert faults[0].code == "date_format_wrong"
    assert faults[0].column == "sources.orders.date_format"
