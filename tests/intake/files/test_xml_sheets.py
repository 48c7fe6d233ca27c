"""Workbooks as XML Spreadsheet 2003: read as others are, and nothing in them followed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamlib import intake
from kamlib.intake.new import propose
from tests.intake.files import dirty_layouts as dirty
from tests.intake.files.dirty_layouts import COLUMNS, DATA, HEAD, MONEY
from tests.intake.files.xml_books import xml_book, xml_cell, xml_row, xml_sheet

ROWS = "".join(map(xml_row, [HEAD, *DATA]))
HIDDEN = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"


def read(make, content: bytes, name="orders.xml", **more):
    return make(name, files={name: content}, columns=COLUMNS, **more)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["orders.xml", "orders.xls"])
def test_cells_are_those_of_a_usual_workbook(make, encoding, name):
    usual = make("a.xlsx", files={"a.xlsx": dirty.as_xlsx([HEAD, *DATA])}, columns=COLUMNS)
    lines = usual.orders()
    read(make, xml_book(xml_sheet(ROWS), encoding=encoding), name)
    assert make.orders().equals(lines)
    assert make.check().tables["orders"]["amount"] == MONEY
    assert ("ending_wrong" in make.notes("repairs")) == name.endswith("xls")


def test_rows_and_cells_that_are_left_out_count(make):
    skipped = '<Row ss:Index="3">' + "".join(map(xml_cell, HEAD)) + "</Row>"
    far = f'<Row ss:Index="6">{xml_cell("甲公司")}{xml_cell(date(2024, 1, 5))}'
    far += xml_cell(7, ' ss:Index="5"') + "</Row>"
    read(make, xml_book(xml_sheet(xml_row(["Title"]) + skipped + xml_row(DATA[0]) + far)))
    assert make.orders()["amount"].tolist() == [10.5, 7]
    assert make.orders()["quantity"].isna().tolist() == [False, True]
    assert [i["header_row"] for i in make.check().inputs] == [3]


def test_a_group_over_several_columns_and_a_comment(make):
    top = (
        "<Row>"
        + "".join(map(xml_cell, HEAD[:3]))
        + xml_cell("合计", ' ss:MergeAcross="1"')
        + "</Row>"
    )
    names = xml_row([None, None, None, *HEAD[3:]])
    first = xml_row(DATA[0]).replace(
        "</Data></Cell>", '</Data><Comment><Data ss:Type="String">no</Data></Comment></Cell>', 1
    )
    read(make, xml_book(xml_sheet(top + names + first)))
    assert make.orders()["customer_id"].tolist() == ["甲公司"]
    assert "header_rows" in make.notes("repairs")


def test_sheets_stay_apart_and_hidden_ones_are_told(make):
    content = xml_book(xml_sheet(ROWS), xml_sheet(xml_row(["a"]) + xml_row([1]), "Old", HIDDEN))
    asked = read(make, content).notes("questions")
    assert "hidden_sheets_not_read" in asked and make.check().tables["orders"]["rows"] == 3
    hidden = '<Column/><Column ss:Hidden="1"/>' + ROWS.replace("<Row>", '<Row ss:Hidden="1">', 2)
    asked = read(make, xml_book(xml_sheet(hidden), xml_sheet(ROWS, "Two"))).notes("questions")
    assert {"hidden_columns", "hidden_rows", "sheets_stacked"} <= set(asked)
    assert read(make, content, sheet="Lime").fault().code == "sheet_missing"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    "content",
    [
        xml_book(xml_sheet(ROWS.replace("甲公司", "&b;")), doctype=BOMB),
        xml_book(xml_sheet(ROWS.replace("甲公司", "&a;")), doctype=OUTSIDE),
        xml_book(xml_sheet(ROWS))[:-200],
        xml_book(xml_sheet(ROWS + '<Row ss:Index="1048577"/>')),
        xml_book(xml_sheet(ROWS + '<Row><Cell ss:Index="16385"/></Row>')),
        xml_book(xml_sheet('<Row ss:Index="1048576"><Cell ss:Index="16384"/></Row>' + ROWS)),
        xml_book(xml_sheet(ROWS + '<Row ss:Index="2"/>')),
    ],
    ids=["bomb", "outside", "cut off", "too low", "too wide", "too large", "backwards"],
)
def test_what_no_export_holds_is_a_fault(make, content):
    assert read(make, content).fault().code == "broken_workbook"


WHOLE = xml_book(xml_sheet(ROWS))


@given(st.integers(0, len(WHOLE)), st.binary(max_size=6), st.integers(0, 40))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_spoilt_files_are_read_or_refused(make, place, bytes_, gone):
    found = read(make, WHOLE[:place] + bytes_ + WHOLE[place + gone :]).check()
    assert found.usable or found.faults


def test_new_finds_and_proposes_one(tmp_path):
    (tmp_path / "sales.xml").write_bytes(xml_book(xml_sheet(xml_row(["销售明细"]) + ROWS, "一月")))
    (tmp_path / "page.xml").write_bytes(b'<?xml version="1.0"?><feed/>')
    (found,) = propose.new(tmp_path, {}).tables
    assert (found.head.path.name, found.head.sheet, found.head.header) == ("sales.xml", "一月", 2)
    assert intake.check(tmp_path).usable
