"""Files of untidy layout, made by code: the same table as CSV and as workbook.

A table is rows of cells; `None` is an empty cell, a date is a true date in a workbook and ISO
in a text. `as_csv` and `as_xlsx` write it; the tables below are one for each untidy thing.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import xlsxwriter

HEAD = ["客户", "日期", "产品", "数量", "金额"]
COLUMNS = {"customer_id": "客户", "date": "日期", "product_id": "产品"}
COLUMNS |= {"quantity": "数量", "amount": "金额"}
DATA = [
    ["甲公司", date(2024, 1, 5), "P1", 2, 10.5],
    ["乙公司", date(2024, 1, 8), "P2", 1, 4],
    ["甲公司", date(2024, 2, 1), "P1", 3, 15.25],
]
MONEY = 29.75  # of DATA
BOTH = ("csv", "xlsx")


def as_csv(rows, *, separator=",", encoding="utf-8", end="\r\n") -> bytes:
    """The rows as a text; a row shorter than others stays short."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows([["" if c is None else c for c in row] for row in rows])
    return out.getvalue().encode(encoding)


def as_xlsx(rows, *, sheet="Lines", **more) -> bytes:
    """The rows as a workbook of one sheet; `more` as for `book`."""
    return book({sheet: rows}, **more)


def book(sheets, *, merged=(), hide_columns=(), hide_rows=(), hide_sheets=()) -> bytes:
    """A workbook. merged: (sheet, first row, column, last row, column, text), all from 0."""
    memory = io.BytesIO()
    made = xlsxwriter.Workbook(memory, {"default_date_format": "yyyy-mm-dd"})
    written = {name: made.add_worksheet(name) for name in sheets}
    for name, rows in sheets.items():
        for number, row in enumerate(rows):
            written[name].write_row(number, 0, row)
        for column in hide_columns:
            written[name].set_column(column, column, None, None, {"hidden": True})
        for row in hide_rows:
            written[name].set_row(row, None, None, {"hidden": True})
        if name in hide_sheets:
            written[name].hide()
    for name, *place, text in merged:
        written[name].merge_range(*place, text)
    made.close()
    return memory.getvalue()


def files(rows, kind: str, **more) -> dict[str, bytes]:
    """One file of the rows, `orders.csv` or `orders.xlsx`."""
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, **more)
    return {f"orders.{kind}": content}


def wide(*cells) -> list:
    """A row of the table's width that begins with these cells."""
    return [*cells, *[None] * (len(HEAD) - len(cells))]


# --- one table for each untidy thing --------------------------------------------------------

TITLES = [
    wide("某某公司 2024 年上半年产品销售明细表（按客户与日期排列，含全部分公司）"),
    wide("编制单位：某某公司", None, None, None, "第 1 页"),
    wide(),
    HEAD,
    *DATA,
]
GROUPED = [
    ["客户", "日期", "产品", "2023年", None, "2024年", None],
    [None, None, None, "数量", "金额", "数量", "金额"],
    ["甲公司", date(2024, 1, 5), "P1", 1, 2, 2, 10.5],
    ["乙公司", date(2024, 1, 8), "P2", 3, 4, 1, 4],
]
SALES = [
    ["Customer", None, "Order", "Sales", None],
    ["ID", "Name", "Date", "Qty", "Amount"],
    ["007", "Acme", date(2024, 1, 5), 2, 10.5],
    ["008", "Bond", date(2024, 1, 8), 1, 4],
]
UNIT_ROW = [HEAD, [None, None, None, "件", "万元"], *DATA]
UNIT_TITLE = [wide("销售明细"), wide(None, None, None, "单位：万元"), HEAD, *DATA]
TOTALS = [
    HEAD,
    *DATA[:2],
    ["本月小计", None, None, 3, 14.5],
    DATA[2],
    ["小 计", None, None, 3, 15.25],
    ["合计", None, None, 6, MONEY],
]
TOTAL_ABOVE = [HEAD, ["总计：", None, None, 6, MONEY], *DATA]
WRONG_TOTAL = [HEAD, *DATA, ["合计", None, None, 7, 33]]
NOTES = [
    HEAD,
    DATA[0],
    wide("第 1 页 共 2 页"),
    *DATA[1:],
    wide("注：以上金额不含税"),
    ["制表人：张三", None, "审核人：李四", None, None],
    wide("数据如有疑问请联系财务部"),
]
SHORT_NOTES = [HEAD, *DATA, ["注：以上金额不含税"], ["Source: ERP"]]
AGAIN = [wide("销售明细"), HEAD, *DATA[:2], wide("销售明细"), HEAD, DATA[2]]
MONTHS = {
    "1月": [HEAD, DATA[0]],
    "2月": [
        ["日期", "客户", "销售金额", "产品", "备注"],
        [date(2024, 2, 5), "乙公司", 4, "P2", "x"],
    ],
    "3月": [["日期", "客户", "产品", "金额", "数量"], [date(2024, 3, 5), "丙公司", "P3", 15.25, 3]],
    "说明": [["本表由财务部编制"]],
}
DATELESS = {
    "2024-01": [["客户", "金额"], ["甲公司", 10.5], ["乙公司", 4], ["合计", 14.5]],
    "2024-02": [["客户", "金额"], ["甲公司", 15.25]],
}


def page(rows, *, encoding="utf-8") -> bytes:
    """The rows as the web page that many systems call .xls."""
    cells = [[f"<td>{'' if c is None else c}</td>" for c in row] for row in rows]
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    head = f'<html><head><meta charset="{encoding}"></head>'
    return f"{head}<body><p>x</p><table border=1>\n{body}\n</table></body></html>".encode(encoding)


def with_xml_changed(content: bytes, name: str, change) -> bytes:
    """A workbook whose file `name` inside went through `change`, bytes to bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            new.writestr(item, change(text) if item == name else text)
    return memory.getvalue()
