"""Layouts of sheets and files as clients send them: one rule for each, every row accounted for."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlib.intake.files import engine_csv, name_dates
from kamlib.intake.files.parts import Part
from tests.intake.files import dirty_layouts as dirty
from tests.intake.files.dirty_layouts import BOTH, COLUMNS, DATA, HEAD, MONEY, files, wide


def set_up(make, rows, kind, **more):
    columns = more.pop("columns", COLUMNS)
    book = {k: more.pop(k) for k in list(more) if k in ("merged", "hide_columns", "hide_rows")}
    return make(f"orders.{kind}", files=files(rows, kind, **book), columns=columns, **more)


def noted(found, kind: str, rule: str) -> dict:
    name = {"repairs": "rule", "questions": "question"}[kind]
    return next(note for note in getattr(found, kind) if note[name] == rule)


# --- headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BOTH)
def test_titles_above_the_header(make, kind):
    set_up(make, dirty.TITLES, kind)
    found = make.check()
    assert found.usable, found.faults
    assert found.inputs[0]["header_row"] == 4
    assert make.steps() == {"in_files": (3, MONEY), "analysed": (3, MONEY)}


def test_a_title_in_a_merged_cell(make):
    rows = [[], [], HEAD, *DATA]
    set_up(make, rows, "xlsx", merged=[("Lines", 0, 0, 1, 4, "2024年销售明细")])
    assert make.steps()["analysed"] == (3, MONEY)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("said", ["{} 金额", "{}金额", "{}_金额"])
def test_a_group_over_the_names(make, kind, said):
    columns = {"customer_id": "客户", "date": "日期", "product_id": "产品"}
    columns["amount"] = said.format("2024年")
    set_up(make, dirty.GROUPED, kind, columns=columns)
    assert make.orders()["amount"].tolist() == [10.5, 4]
    set_up(make, dirty.GROUPED, kind, columns=columns | {"amount": said.format("2023年")})
    assert make.orders()["amount"].tolist() == [2, 4]
    repair = noted(make.check(), "repairs", "header_rows")
    assert (repair["rows"], "2023年" in repair["example"]) == (2, True)


@pytest.mark.parametrize("kind", BOTH)
def test_a_name_that_two_groups_have_is_not_taken(make, kind):
    columns = {"customer_id": "客户", "date": "日期", "amount": "金额"}
    faults = set_up(make, dirty.GROUPED, kind, columns=columns).faults()
    assert {f.code for f in faults} <= {"column_missing", "column_twice"}


@pytest.mark.parametrize("kind", BOTH)
def test_names_cut_in_two_rows(make, kind):
    columns = {"customer_id": "Customer ID", "customer_name": "Name", "date": "Order Date"}
    set_up(make, dirty.SALES, kind, columns=columns | {"amount": "Sales Amount"})
    assert make.orders()["amount"].tolist() == [10.5, 4]
    set_up(make, dirty.SALES, kind, columns=columns | {"amount": "Amount"})
    assert make.orders()["customer_id"].tolist() == ["007", "008"]
    set_up(make, dirty.SALES, kind, columns=columns | {"amount": "Amount"}, header=2)
    assert make.steps()["analysed"] == (2, 14.5)


def test_merged_cells_bound_their_group(make):
    rows = [[None] * 5, ["", "", "数量", "金额", "备注"], ["甲", date(2024, 1, 5), 2, 10.5, 9]]
    merged = [("Lines", 0, 0, 1, 0, "客户"), ("Lines", 0, 1, 1, 1, "日期")]
    merged += [("Lines", 0, 2, 0, 3, "2024年")]
    columns = {"customer_id": "客户", "date": "日期", "amount": "2024年 金额"}
    set_up(make, rows, "xlsx", merged=merged, columns=columns)
    assert make.orders()["amount"].tolist() == [10.5]
    set_up(make, rows, "xlsx", merged=merged, columns=columns | {"quantity": "2024年 备注"})
    assert make.faults()[0].code == "column_missing"


@pytest.mark.parametrize("kind", BOTH)
def test_a_header_that_comes_again(make, kind):
    set_up(make, dirty.AGAIN, kind)
    steps = {"in_files": (5, MONEY), "header_again": (2, 0), "analysed": (3, MONEY)}
    assert make.steps() == steps
    assert noted(make.check(), "repairs", "header_again")["rows"] == 2


# --- units ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BOTH)
def test_a_row_of_units(make, kind):
    set_up(make, dirty.UNIT_ROW, kind)
    assert make.steps() == {"in_files": (3, 297500), "analysed": (3, 297500)}
    assert make.orders()["quantity"].tolist() == [2, 1, 3]
    repair = noted(make.check(), "repairs", "unit_scaled")
    assert (repair["column"], repair["rows"], repair["amount"]) == ("amount", 3, 297500)
    assert "万元" in repair["example"]
    assert noted(make.check(), "repairs", "unit_row")["example"] == "件, 万元"


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("金额（万元）", 1e4),
        ("金额(亿元)", 1e8),
        ("金额(元)", 1),
        ("Amount (USD thousand)", 1e3),
        ("Sales k€", 1e3),
        ("Revenue '000", 1e3),
        ("金额_千元", 1e3),
        ("Revenue (USD m)", 1e6),
    ],
)
@pytest.mark.parametrize("kind", BOTH)
def test_a_unit_in_the_header(make, kind, name, factor):
    rows = [[*HEAD[:4], name], *DATA]
    set_up(make, rows, kind, columns=COLUMNS | {"amount": name})
    assert make.check().tables["orders"]["amount"] == pytest.approx(MONEY * factor)


@pytest.mark.parametrize("kind", BOTH)
def test_a_unit_in_a_title(make, kind):
    set_up(make, dirty.UNIT_TITLE, kind)
    assert make.check().tables["orders"]["amount"] == 297500
    rows = [row[:] for row in dirty.UNIT_TITLE]
    rows[2] = [*HEAD[:2], "单价", *HEAD[3:]]
    rows[3:] = [[*row[:2], 5, *row[3:]] for row in rows[3:]]
    columns = {c: own for c, own in COLUMNS.items() if c != "product_id"} | {"price": "单价"}
    fault = set_up(make, rows, kind, columns=columns).fault()
    assert (fault.code, fault.column, fault.value) == ("unit_unclear", "单价", "单位：万元")
    set_up(make, rows, kind, columns=columns, scale={"price": 1})
    assert make.check().tables["orders"]["amount"] == 297500


@pytest.mark.parametrize("kind", BOTH)
def test_the_engagement_has_the_last_word_on_the_unit(make, kind):
    set_up(make, dirty.UNIT_ROW, kind, scale={"amount": 1000})
    assert make.check().tables["orders"]["amount"] == 29750
    set_up(make, dirty.UNIT_ROW, kind, scale={"amount": 1})
    assert make.check().tables["orders"]["amount"] == MONEY


@pytest.mark.parametrize("kind", BOTH)
def test_a_cell_with_a_unit_of_its_own_is_never_multiplied_twice(make, kind):
    rows = [*dirty.UNIT_ROW, ["丙公司", date(2024, 3, 1), "P1", 1, "2万"]]
    fault = set_up(make, rows, kind).fault()
    assert (fault.code, fault.row, fault.value) == ("unit_twice", 6, "2万")
    set_up(make, rows, kind, BAD_ROWS="drop")
    assert make.steps()["analysed"] == (3, 297500)


def test_a_scale_of_a_column_that_is_not_mapped_is_a_fault(make):
    fault = set_up(make, [HEAD, *DATA], "csv", scale={"price": 10}).fault()
    assert (fault.file, fault.column) == ("engagement.yaml", "sources.orders.scale")
    fault = set_up(make, [HEAD, *DATA], "csv", scale={"amount": 0}).fault()
    assert fault.file == "engagement.yaml"


# --- totals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BOTH)
def test_totals_that_are_the_sum_of_their_rows_leave(make, kind):
    set_up(make, dirty.TOTALS, kind)
    assert make.steps() == {
        "in_files": (6, 3 * MONEY - MONEY + MONEY),
        "total": (3, 2 * MONEY),
        "analysed": (3, MONEY),
    }
    repair = noted(make.check(), "repairs", "total")
    assert (repair["rows"], repair["amount"]) == (3, 2 * MONEY)
    assert "小计" in repair["example"]


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    "word",
    ["合计", "合　计", "华东小计", "累计：", "总计(3行)", "Total", "SUBTOTAL", "Grand total"]
    + ["Acme Total", "Summe", "Total général", "Sub-total", "Total for January"],
)
def test_words_of_totals(make, kind, word):
    set_up(make, [HEAD, *DATA, [None, word, None, 6, MONEY]], kind)
    assert make.steps()["total"] == (1, MONEY)
    set_up(make, [HEAD, *DATA, [word, None, None, 6, MONEY]], kind)
    assert make.steps()["total"] == (1, MONEY)


@pytest.mark.parametrize("kind", BOTH)
def test_a_word_in_a_column_that_is_not_mapped_and_a_total_on_top(make, kind):
    set_up(make, [[*HEAD, "备注"], *([*r, None] for r in DATA), [*wide(), "合计"]], kind)
    assert make.steps()["note"] == (1, 0)
    rows = [[*HEAD, "备注"], *([*r, None] for r in DATA), [None, None, None, 6, MONEY, "合计"]]
    assert set_up(make, rows, kind).steps()["total"] == (1, MONEY)
    assert set_up(make, dirty.TOTAL_ABOVE, kind).steps()["total"] == (1, MONEY)


@pytest.mark.parametrize("kind", BOTH)
def test_a_total_that_is_not_the_sum_is_refused(make, kind):
    fault = set_up(make, dirty.WRONG_TOTAL, kind).fault()
    assert (fault.code, fault.row, fault.column) == ("total_not_sum", 5, "金额")
    assert (fault.value, fault.values["sum"], fault.values["rows"]) == ("33", "29.75", 3)
    assert fault.values["read"] == "33.00"
    set_up(make, dirty.WRONG_TOTAL, kind, BAD_ROWS="drop")
    assert make.steps() == {
        "in_files": (4, MONEY + 33),
        "unreadable": (1, 33),
        "analysed": (3, MONEY),
    }
    set_up(make, dirty.WRONG_TOTAL, kind, leave_out={"客户": ["合计"]})
    assert make.check().usable
    assert make.steps()["analysed"] == (3, MONEY)


@pytest.mark.parametrize("kind", BOTH)
def test_a_customer_called_total_stays(make, kind):
    rows = [HEAD, *DATA, ["Total", date(2024, 2, 2), "P1", 1, 7]]
    assert set_up(make, rows, kind).steps()["analysed"] == (4, MONEY + 7)


@pytest.mark.parametrize("kind", BOTH)
def test_a_total_may_be_rounded_as_it_is_written(make, kind):
    rows = [HEAD, *([*r[:4], r[4] + 0.001] for r in DATA), ["合计", None, None, 6, 29.75]]
    assert set_up(make, rows, kind).steps()["total"][0] == 1
    rows[-1][4] = 29.9
    assert set_up(make, rows, kind).fault().code == "total_not_sum"


@pytest.mark.parametrize("kind", BOTH)
def test_pieces_are_summed_where_there_is_no_amount(make, kind):
    rows = [
        ["客户", "日期", "数量", "单价"],
        ["甲", date(2024, 1, 5), 2, 5],
        ["乙", date(2024, 1, 6), 3, 1],
    ]
    columns = {"customer_id": "客户", "date": "日期", "quantity": "数量", "price": "单价"}
    set_up(make, [*rows, ["合计", None, 5, None]], kind, columns=columns)
    assert make.steps() == {"in_files": (3, 13), "total": (1, 0), "analysed": (2, 13)}
    fault = set_up(make, [*rows, ["合计", None, 6, None]], kind, columns=columns).fault()
    assert (fault.code, fault.column) == ("total_not_sum", "数量")


def test_the_last_sheet_may_hold_the_total_of_all(make):
    sheets = {"1月": [HEAD, *DATA[:2]], "2月": [HEAD, DATA[2], ["总计", None, None, 6, MONEY]]}
    make("a.xlsx", files={"a.xlsx": dirty.book(sheets)}, columns=COLUMNS)
    assert make.steps()["total"] == (1, MONEY)


# --- notes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BOTH)
def test_notes_and_signatures(make, kind):
    set_up(make, dirty.NOTES, kind)
    assert make.steps() == {"in_files": (7, MONEY), "note": (4, 0), "analysed": (3, MONEY)}
    assert noted(make.check(), "repairs", "note")["example"] == "第 1 页 共 2 页"


def test_notes_of_one_field_in_a_text(make):
    set_up(make, dirty.SHORT_NOTES, "csv")
    assert make.steps() == {"in_files": (5, MONEY), "note": (2, 0), "analysed": (3, MONEY)}


@pytest.mark.parametrize("last", ["甲", "Acme Lt", "甲公司,2024-02"])
def test_a_last_line_cut_off_is_no_note(make, last):
    content = dirty.as_csv([HEAD, *DATA]) + last.encode()
    assert make(content, columns=COLUMNS).fault().code == "too_few_fields"


@pytest.mark.parametrize("kind", BOTH)
def test_a_line_without_amount_is_no_note(make, kind):
    rows = [HEAD, *DATA[:2], ["丙公司", date(2024, 1, 9), "P1", None, None], DATA[2]]
    assert {f.code for f in set_up(make, rows, kind).faults()} == {"value_missing"}
    rows[3] = ["丙公司", None, "P1", None, None]
    assert {f.code for f in set_up(make, rows, kind).faults()} == {"value_missing"}
    rows[3] = ["丙公司", None, None, None, None]  # perhaps the head of the group below
    assert {f.code for f in set_up(make, rows, kind).faults()} == {"value_missing"}


def test_a_remark_in_a_list_is_no_note(make):
    listed = "id,name,remark\nA,Acme,备注：VIP\nB,,\nC,Note: none,\n"
    sources = {"customers": {"path": "c.csv", "columns": {"customer_id": "id"}}}
    sources["customers"]["columns"]["customer_name"] = "name"
    make("id,day,money\nA,2024-01-05,1\n", files={"c.csv": listed}, sources=sources)
    assert make.check().tables["customers"]["rows"] == 3


def test_a_total_and_a_note_in_a_list(make):
    listed = "id,day,money\nA,2024-01-05,1\nA,2024-01-06,2\n合计,,3\n注：不含税,,\n"
    columns = {"customer_id": "id", "date": "day", "amount": "money"}
    sources = {"payments": {"path": "p.csv", "columns": columns}}
    make("id,day,money\nA,2024-01-05,1\n", files={"p.csv": listed}, sources=sources)
    steps = {r["step"]: (r["rows"], r["amount"]) for r in make.check().reconciliation[2:]}
    assert steps == {"in_files": (4, 6), "note": (1, 0), "total": (1, 3), "analysed": (2, 3)}


def test_rows_beside_the_data_of_a_joined_file(make):
    lines = "order,money\n1,10\n2,4\n合计,14\n"
    heads = "order,id,day\n1,A,2024-01-05\norder,id,day\n2,B,2024-01-06\n注：不含税,,\n"
    columns = {"customer_id": "id", "date": "day", "amount": "money", "order_id": "order"}
    make(lines, files={"h.csv": heads}, columns=columns, join=[{"path": "h.csv", "on": "order"}])
    assert make.steps() == {"in_files": (3, 28), "total": (1, 14), "analysed": (2, 14)}


# --- the engine's way ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows", [dirty.TITLES, dirty.UNIT_ROW, dirty.UNIT_TITLE, dirty.TOTALS, dirty.NOTES, dirty.AGAIN]
)
def test_the_engine_tells_the_same_rows_apart(make, monkeypatch, rows):
    set_up(make, rows, "csv")
    exact = make.steps(), make.check().repairs
    monkeypatch.setattr(engine_csv, "SMALL", 0)
    set_up(make, rows, "csv", decimal=".")  # another engagement, so nothing kept is read
    went = []
    whole = engine_csv.load
    monkeypatch.setattr(engine_csv, "load", lambda *a: went.append(whole(*a)) or went[-1])
    assert (make.steps(), make.check().repairs) == exact
    assert went
    assert all(went)


# --- sheets and files ---------------------------------------------------------------------------


def test_sheets_whose_columns_drift(make):
    columns = COLUMNS | {"amount": ["金额", "销售金额"]}
    make("a.xlsx", files={"a.xlsx": dirty.book(dirty.MONTHS)}, columns=columns)
    found = make.check()
    assert found.usable, found.faults
    assert [i["sheet"] for i in found.inputs] == ["1月", "2月", "3月"]
    assert make.orders()["amount"].tolist() == [10.5, 4, 15.25]
    lacking = noted(found, "questions", "column_not_in_part")
    assert (lacking["column"], lacking["example"]) == ("数量", "a.xlsx / 2月")
    assert noted(found, "questions", "sheets_not_read")["example"] == "a.xlsx: 说明"


def test_a_month_that_lacks_the_amount_is_not_lost_unsaid(make):
    fault = make("a.xlsx", files={"a.xlsx": dirty.book(dirty.MONTHS)}, columns=COLUMNS).fault()
    assert (fault.code, fault.sheet, fault.column) == ("column_missing", "2月", "金额")


def test_a_sheet_of_another_make_is_asked_about_and_not_read(make):
    sheets = {
        "Lines": [HEAD, *DATA],
        "Summary": [["客户", "日期", "金额"], ["甲", date(2024, 1, 5), 9]],
    }
    make("a.xlsx", files={"a.xlsx": dirty.book(sheets)}, columns=COLUMNS)
    assert make.steps()["analysed"] == (3, MONEY)
    assert noted(make.check(), "questions", "sheets_not_read")["example"] == "a.xlsx: Summary"


def test_files_whose_columns_drift(make):
    given = {
        "m/1.csv": "id,day,money,area\nA,2024-01-05,1,N\n",
        "m/2.csv": "day,id,value\n2024-02-01,B,2\n",
    }
    columns = {"customer_id": "id", "date": "day", "amount": ["money", "value"], "region": "area"}
    make("m/*.csv", files=given, columns=columns)
    assert make.orders()["amount"].tolist() == [1, 2]
    assert make.notes("questions")["column_not_in_part"] is None
    given["m/2.csv"] = "day,id,value\n2024-02-01,B,x\n"
    fault = make("m/*.csv", files=given, columns=columns).fault()
    assert (fault.file, fault.row, fault.column) == ("m/2.csv", 2, "value")
    faults = make("m/*.csv", files=given, columns=columns | {"region": "zone"}).faults()
    assert {f.column for f in faults if f.code == "column_missing"} == {"zone"}


def test_the_name_of_the_sheet_is_the_date(make):
    columns = {"customer_id": "客户", "date": "@sheet", "amount": "金额"}
    make("a.xlsx", files={"a.xlsx": dirty.book(dirty.DATELESS)}, columns=columns)
    found = make.check()
    assert found.usable, found.faults
    assert make.steps() == {"in_files": (4, 44.25), "total": (1, 14.5), "analysed": (3, MONEY)}
    assert set(make.orders()["date"].dt.strftime("%Y-%m")) == {"2024-01", "2024-02"}


@pytest.mark.parametrize(
    ("sheet", "file", "day"),
    [
        ("2024年1月", "x.xlsx", "2024-01"),
        ("1月", "销售2024年.xlsx", "2024-01"),
        ("十二月", "销售2024年.xlsx", "2024-12"),
        ("Mar", "Sales 2023.xlsx", "2023-03"),
        ("2024 Mar", "x.xlsx", "2024-03"),
        ("202403", "x.xlsx", "2024-03"),
        ("2024.3.15", "x.xlsx", "2024-03-15"),
        ("1月", "x.xlsx", None),
        ("1月", "2023-2024.xlsx", None),
        ("2024-01 2024-02", "x.xlsx", None),
        ("North", "2024.xlsx", None),
        ("Marketing 5", "2024.xlsx", None),
    ],
)
def test_the_date_that_a_name_stands_for(sheet, file, day):
    assert name_dates.told(Part(file, [], sheet=sheet), "@sheet") == day


def test_files_named_after_their_month(make):
    given = {f"m/sales_2024-0{i}.csv": f"id,money\nA,{i}\n" for i in (1, 2)}
    make("m/*.csv", files=given, columns={"customer_id": "id", "date": "@file", "amount": "money"})
    assert make.orders()["date"].dt.month.tolist() == [1, 2]
    repair = noted(make.check(), "repairs", "date_of_name")
    assert (repair["rows"], repair["example"]) == (2, "m/sales_2024-01.csv: 2024-01")


@pytest.mark.parametrize("small", [0, 1 << 20])
def test_the_name_of_the_file_is_the_region(make, monkeypatch, small):
    monkeypatch.setattr(engine_csv, "SMALL", small)
    given = {f"r/{n}.csv": "id,day,money\nA,2024-01-05,1\n" for n in ("North", "South")}
    columns = {"customer_id": "id", "date": "day", "amount": "money", "region": "@file"}
    make("r/*.csv", files=given, columns=columns)
    assert make.orders()["region"].tolist() == ["North", "South"]


# --- hidden -------------------------------------------------------------------------------------


def test_hidden_columns_and_rows_are_read_and_asked_about(make):
    set_up(make, [HEAD, *DATA], "xlsx", hide_columns=[2, 4, 9], hide_rows=[2])
    assert make.steps()["analysed"] == (3, MONEY)
    asked = noted(make.check(), "questions", "hidden_columns")
    assert asked["column"] == "产品, 金额"
    assert make.notes("questions")["hidden_rows"] == 1
    set_up(make, [HEAD, *DATA], "xlsx")
    assert "hidden_rows" not in make.notes("questions")


def test_hidden_sheets_are_told_whether_read_or_not(make):
    sheets = {"Lines": [HEAD, DATA[0]], "Old": [HEAD, DATA[1]], "Codes": [["a", "b"]]}
    content = dirty.book(sheets, hide_sheets=["Old", "Codes"])
    make("a.xlsx", files={"a.xlsx": content}, columns=COLUMNS)
    found = make.check()
    assert found.tables["orders"]["rows"] == 2
    assert noted(found, "questions", "hidden_sheet_read")["example"] == "Old"
    assert noted(found, "questions", "hidden_sheets_not_read")["example"] == "a.xlsx: Codes"


# --- endings and encodings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", dirty.as_xlsx([HEAD, *DATA]), "xlsx"),
        ("a.xls", dirty.as_xlsx([HEAD, *DATA]), "xlsx"),
        ("a.xlsx", dirty.as_csv([HEAD, *DATA]), "text"),
        ("a.xls", dirty.as_csv([HEAD, *DATA], separator="\t", encoding="gbk"), "text"),
        ("a.xls", dirty.as_csv([HEAD, *DATA], separator="\t", encoding="utf-16"), "text"),
        ("a.xls", dirty.page([HEAD, *DATA]), "html"),
        ("a.xls", dirty.page([HEAD, *DATA], encoding="gbk"), "html"),
        ("a.csv", dirty.page([HEAD, *DATA]), "html"),
    ],
)
def test_a_wrong_ending_is_told_and_no_matter(make, name, content, kind):
    make(name, files={name: content}, columns=COLUMNS)
    found = make.check()
    assert found.usable, found.faults
    assert make.steps()["analysed"] == (3, MONEY)
    assert noted(found, "repairs", "ending_wrong")["example"] == f"{name}: {kind}"


def test_parquet_called_csv(make, tmp_path):
    frame = pd.DataFrame({"id": ["A"], "day": pd.to_datetime(["2024-01-05"]), "money": [2.5]})
    frame.to_parquet(tmp_path / "a.parquet")
    make("a.csv", files={"a.csv": (tmp_path / "a.parquet").read_bytes()})
    assert make.steps()["analysed"] == (1, 2.5)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"PK\x03\x04junk", b"Rar!\x1a\x07"])
def test_a_file_that_nothing_reads(make, content):
    assert make("a.csv", files={"a.csv": content}).fault().code == "file_kind"


def test_a_page_without_table(make):
    assert make("a.xls", files={"a.xls": b"<html><body>no</body></html>"}).fault().code == (
        "page_without_table"
    )


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_encodings_of_exports(make, encoding, separator):
    content = dirty.as_csv([HEAD, *DATA], separator=separator, encoding=encoding)
    make(content, columns=COLUMNS)
    assert make.steps()["analysed"] == (3, MONEY)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_utf_16_without_a_mark(make, encoding, separator):
    content = dirty.as_csv([HEAD, *DATA], separator=separator, encoding=encoding)
    make(content, columns=COLUMNS)
    found = make.check()
    assert found.usable, found.faults
    assert found.inputs[0]["encoding"] == encoding
    assert found.tables["orders"]["amount"] == MONEY


def test_a_unit_in_the_header_of_parquet(make, tmp_path):
    frame = pd.DataFrame(
        {"id": ["A"], "day": pd.to_datetime(["2024-01-05"]), "金额（万元）": [2.5]}
    )
    frame.to_parquet(tmp_path / "acme" / "a.parquet")
    make("a.parquet", columns={"customer_id": "id", "date": "day", "amount": "金额（万元）"})
    assert make.steps()["analysed"] == (1, 25000)


THREE_ROWS = "Customer,Sales,Money\nof,day,of\nours,of order,order\n"
ROWS_BELOW = "A,2024-01-05,1\nB,2024-01-06,2\n"
AS_IN_THREE = {"customer_id": "Customer of ours", "date": "Sales", "amount": "Money"}


def test_a_header_of_three_rows_is_refused_with_the_row_to_name(make):
    fault = make(THREE_ROWS + ROWS_BELOW, columns=AS_IN_THREE).fault()
    assert (fault.code, fault.column) == ("column_missing_deep", "Customer of ours")
    assert "header: 3" in fault.mend() and "header: 3" in fault.mend("zh")
    lowest = {"customer_id": "ours", "date": "of order", "amount": "order"}
    make(THREE_ROWS + ROWS_BELOW, columns=lowest, header=3)
    assert make.steps()["analysed"] == (2, 3)


def test_a_column_missing_below_a_plain_header_is_told_as_such(make):
    fault = make("Customer,Sales,Money\n" + ROWS_BELOW, columns=AS_IN_THREE).fault()
    assert fault.code == "column_missing"
