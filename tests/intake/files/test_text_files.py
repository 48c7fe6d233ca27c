"""Text files as clients send them: encodings, separators, quotes, headers, rows counted."""

from __future__ import annotations

import csv
import gzip
import io
import random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamlib.engagement import Source
from kamlib.faults import InputError
from kamlib.intake.files import engine_csv, parts
from kamlib.intake.files import find as files
from kamlib.intake.files.wanted import Wanted

CHINESE = "客户编号,日期,金额\n甲公司,2024-01-05,10.5\n乙公司,2024-02-01,2\n"
CHINESE_COLUMNS = {"customer_id": "客户编号", "date": "日期", "amount": "金额"}


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_are_found_and_told(make, encoding, found):
    make(CHINESE.encode(encoding), columns=CHINESE_COLUMNS)
    check = make.check()
    assert check.usable, check.faults
    assert check.inputs[0]["encoding"] == found
    assert check.tables["orders"]["sample_ids"] == ["甲公司", "乙公司"]
    assert check.tables["orders"]["amount"] == 12.5


def test_utf_16_big_endian_and_a_rare_character_of_gb18030(make):
    make(b"\xfe\xff" + CHINESE.encode("utf-16-be"), columns=CHINESE_COLUMNS)
    assert make.check().tables["orders"]["sample_ids"][0] == "甲公司"
    make(CHINESE.replace("甲", "㐂").encode("gb18030"), columns=CHINESE_COLUMNS)
    assert make.check().tables["orders"]["sample_ids"][0] == "㐂公司"


def test_a_named_encoding_is_taken(make):
    western = "id,day,money\nJosé,2024-01-05,1\nMüller,2024-01-06,2\n".encode("cp1252")
    assert make(western).fault().code == "encoding_unknown"
    assert make(western, encoding="cp1252").orders()["customer_id"].tolist() == ["José", "Müller"]
    big5 = "id,day,money\n臺灣公司,2024-01-05,1\n".encode("big5")
    assert make(big5).fault().code == "encoding_unknown"
    assert make(big5, encoding="big5").orders()["customer_id"].tolist() == ["臺灣公司"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_and_told(make, separator):
    text = "id,day,note,money\nA,2024-01-05,x,1\nB,2024-02-01,y,2\n".replace(",", separator)
    found = make(text).check()
    assert found.usable
    assert found.inputs[0]["separator"] == separator


def test_a_separator_is_found_by_the_names_and_not_by_the_figures(make):
    text = 'id;day;money;note\nA;2024-01-05;1,5;"a,b,c"\nB;2024-02-01;2,25;d,e\n'
    assert make(text).orders()["amount"].tolist() == [1.5, 2.25]


@pytest.mark.parametrize("given", ["tab", "\\t", "\t"])
def test_a_separator_can_be_named(make, given):
    assert make("id\tday\tmoney\nA\t2024-01-05\t1\n", separator=given).check().usable


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(make, end):
    make("id,day,money\nA,2024-01-05,1\n\nB,2024-02-01,x\n".replace("\n", end).encode())
    assert make.fault().row == 4


def test_rows_are_counted_as_a_person_counts_them(make):
    text = 'id,day,money\n"A\n& Sons",2024-01-05,1\n\n,,\n"B ""C""",2024-02-01,x\n'
    fault = make(text).fault()
    assert (fault.row, fault.value) == (5, "x")
    lines = make(text.replace(",x", ",2")).orders()
    assert lines["customer_id"].tolist() == ["A\n& Sons", 'B "C"']


def test_the_last_line_needs_no_end(make):
    assert make("id,day,money\nA,2024-01-05,1").orders()["amount"].tolist() == [1]


def test_a_title_above_the_header_is_passed_over(make):
    text = "Sales of 2024\nprinted by,somebody\n\nid,day,money\nA,2024-01-05,x\n"
    fault = make(text).fault()
    assert (fault.code, fault.row) == ("number_text", 5)
    assert make(text.replace(",x", ",1")).check().inputs[0]["header_row"] == 4


def test_a_header_row_can_be_named(make):
    text = "id,day,money\nid,day,money\nA,2024-01-05,1\n"
    assert make(text, header=2).check().tables["orders"]["rows"] == 1
    assert make(text).steps()["header_again"] == (1, 0)


def test_columns_without_header_are_numbers(make):
    columns = {"customer_id": "1", "date": "2", "amount": "3"}
    make("001,20240105,1\n002,20240106,2\n", columns=columns, header=0)
    assert make.orders()["customer_id"].tolist() == ["001", "002"]
    make("001,20240105,1\n002,20240106,x\n", columns=columns, header=0)
    fault = make.fault()
    assert (fault.row, fault.column) == (2, "3")
    make("001,20240105,1\n", columns=columns | {"amount": "4"}, header=0)
    assert make.fault().code == "column_missing"


def test_names_are_compared_without_blanks_at_their_ends(make):
    make("\ufeff id , day,  money\u3000\nA,2024-01-05,1\n")
    assert make.check().usable
    make(
        '"id","the\nday",money\nA,2024-01-05,1\n',
        columns={"customer_id": "id", "date": "the day", "amount": "money"},
    )
    assert make.check().usable


def test_a_blank_name_at_the_end_is_no_matter(make):
    assert make("id,day,money,,\nA,2024-01-05,1,,\n").orders()["amount"].tolist() == [1]


def test_one_column_may_serve_twice(make):
    columns = {"customer_id": "id", "customer_name": "id", "date": "day", "amount": "money"}
    assert make("id,day,money\nA,2024-01-05,1\n", columns=columns).check().usable


def test_a_very_wide_file(make):
    extra = ",".join(f"x{i}" for i in range(3000))
    rows = "".join(f"A{i},2024-01-05,{i}{',' * 3000}\n" for i in range(20))
    assert make(f"id,day,money,{extra}\n{rows}").check().tables["orders"]["amount"] == 190


def test_several_files_of_one_shape(make):
    files = {
        "m/01.csv": "id,day,money\nA,2024-01-05,1\n",
        "m/02.csv": "money;day;id\n2;2024-02-05;B\n",
        "m/03.csv.gz": gzip.compress(b"id,day,money\nC,2024-03-05,4\n"),
        "m/readme.md": "nothing",
    }
    make("m/*.csv*", files=files)
    found = make.check()
    assert [(i["file"], i["rows"]) for i in found.inputs] == [
        ("m/01.csv", 1),
        ("m/02.csv", 1),
        ("m/03.csv.gz", 1),
    ]
    assert found.tables["orders"]["amount"] == 7
    make("m/*.csv", files={"m/02.csv": "id,day,money\nB,2024-02-05,x\n"})
    fault = make.fault()
    assert (fault.file, fault.row) == ("m/02.csv", 2)


def test_a_path_outside_and_a_name_with_signs(make, tmp_path):
    (tmp_path / "or[de]rs *.csv").write_text("id,day,money\nA,2024-01-05,1\n")
    make("../or[de]rs *.csv")
    assert make.check().inputs[0]["file"] == "../or[de]rs *.csv"


def read_both_ways(connection, tmp_path, text: str, monkeypatch) -> tuple:
    """What the engine reads and what the exact way reads; None where the engine steps aside."""
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    got = []
    for small in (0, 1 << 60):
        monkeypatch.setattr(engine_csv, "SMALL", small)
        (part,) = files.parts(
            path, "a.csv", Source(path="a.csv", separator=","), Wanted(keys=("id",))
        )
        part.path = str(path)
        connection.execute("DROP TABLE IF EXISTS t")
        parts.create(connection, "t", len(part.names))
        if small == 0 and not engine_csv.load(connection, "t", part, (0, part.names)):
            got.append(None)
            continue
        if small:
            parts.load(connection, "t", part, (0, part.names))
        rows = connection.execute("SELECT * FROM t ORDER BY _row").fetchall()
        got.append(([tuple(c or "" for c in row) for row in rows], part.ragged))
    return tuple(got)


def random_csv(seed: int) -> str:
    random_ = random.Random(seed)
    cells = ["", "a", "1,5", 'say "x"', "two\nlines", " pad ", "中文", "\r\n", "'", '"', "NULL"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=random_.choice(["\n", "\r\n"]))
    writer.writerow(["id", "b", "c"])
    for _ in range(random_.randint(1, 30)):
        writer.writerow(random_.choices(cells, k=3))
    text = out.getvalue()
    if random_.random() < 0.5:
        place = random_.randrange(len(text))
        text = text[:place] + random_.choice(['"', ",", "\n", "\r", "x"]) + text[place:]
    return text


def test_the_engine_reads_what_the_exact_way_reads(tmp_path, monkeypatch):
    went, connection = 0, duckdb.connect()
    for seed in range(150):
        text = random_csv(seed)
        try:
            fast, exact = read_both_ways(connection, tmp_path, text, monkeypatch)
        except InputError:
            continue
        if fast is not None:
            went += 1
            assert fast == exact, text
    assert went > 30


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_random_bytes_are_answered_and_never_break(make, content):
    found = make(content).check()
    assert found.usable or found.faults


@pytest.mark.slow
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=8))
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
def test_random_cells_are_answered_and_never_break(make, rows):
    out = io.StringIO()
    csv.writer(out).writerows([["id", "day", "money"], *rows])
    found = make(out.getvalue().encode("utf-8", "replace")).check()
    assert found.usable or found.faults
    found.as_dict()
