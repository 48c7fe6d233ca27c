"""The dirty-data list, item by item: what each is, and what the kit does about it.

Repaired: read in the one way it can be meant, and told. Asked: read as it is, and a person
should decide. Refused: a fault with its place and the way to mend it. Read: nothing is wrong
with it. `docs/dirty_data.md` is the same list in words; a test keeps the two in step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.intake.files.dirty_layouts import as_xlsx
from tests.intake.files.xml_books import xml_book, xml_row, xml_sheet

DOCS = Path(__file__).resolve().parents[2] / "docs" / "dirty_data.md"
HEAD = "id,day,money\n"
PLAIN = {"customer_id": "id", "date": "day", "amount": "money"}
FULL = PLAIN | {"order_id": "nr", "product_id": "code", "product_name": "what"}
TYPED = PLAIN | {"type": "kind"}
COSTED = PLAIN | {"quantity": "n", "unit_cost": "c"}
LISTED = {"path": "list.csv", "columns": {"customer_id": "id", "customer_name": "name"}}
TREE = {"path": "list.csv", "columns": {"customer_id": "id", "parent_id": "up"}}
OWED = {"path": "r.csv", "columns": {"customer_id": "id", "invoice_id": "nr"}}
OWED["columns"] |= {"date": "day", "amount": "money"}
PAID = OWED | {"path": "p.csv"}
SURVEY = {"path": "s.csv", "columns": {"customer_id": "id", "date": "day"}}
SURVEY["columns"] |= {"score": "score", "respondents": "n"}
RATES = {"path": "fx.csv", "columns": {"currency": "cur", "rate": "rate"}}


@dataclass(frozen=True)
class Item:
    """One item: its words, what is done, the code that tells it, and a file that shows it."""

    says: str
    done: str
    code: str
    orders: object = ""  # text or bytes of orders.csv, or the cells of orders.xlsx
    more: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)


def money(*cells: str) -> str:
    return HEAD.replace(",", ";") + "".join(f"A;2024-01-0{i};{c}\n" for i, c in enumerate(cells, 1))


def days(*cells: str) -> str:
    return HEAD + "".join(f"A,{cell},1\n" for cell in cells)


def one(**more) -> str:
    """A plain line, and a second one of which something is said."""
    usual = {
        "id": "C1",
        "day": "2024-01-05",
        "money": "10",
        "nr": "1",
        "code": "85A",
        "what": "Vase",
    }
    rows = [usual, usual | {"nr": "2"} | more]
    return ",".join(usual) + "\n" + "".join(",".join(row.values()) + "\n" for row in rows)


ITEMS = [
    # Encodings
    Item(
        "GBK or GB18030 text", "read", "gb18030", (HEAD + "重点客户,2024-01-05,1\n").encode("gbk")
    ),
    Item(
        "UTF-8 with a byte order mark",
        "read",
        "utf-8",
        (HEAD + "甲,2024-01-05,1\n").encode("utf-8-sig"),
    ),
    Item(
        "UTF-16 as Excel saves it", "read", "utf-16", (HEAD + "甲,2024-01-05,1\n").encode("utf-16")
    ),
    Item("UTF-8 that would also read as GBK", "read", "utf-8", HEAD + "重点客户,2024-01-05,1\n"),
    # Numbers
    Item("full-width figures and blanks", "repaired", "full_width", money("１２．５", "3")),
    Item("thousands separators", "repaired", "thousands", money("1,234.50", "3")),
    Item("a decimal comma", "repaired", "decimal_comma", money("1.234,50", "3,5")),
    Item("万 and 亿 in the cell", "repaired", "ten_thousands", money("1.5万", "3")),
    Item(
        "a unit in the header",
        "repaired",
        "unit_scaled",
        "id,day,金额（万元）\nA,2024-01-05,1\n",
        {"columns": PLAIN | {"amount": "金额（万元）"}},
    ),
    Item("currency signs", "repaired", "currency_sign", money("¥12", "3")),
    Item(
        "per cent as text",
        "repaired",
        "percent",
        "id,day,n,p,d\nA,2024-01-05,1,10,10%\n",
        {
            "columns": {
                "customer_id": "id",
                "date": "day",
                "quantity": "n",
                "price": "p",
                "discount": "d",
            }
        },
    ),
    Item(
        "discounts as 10 for 10 %",
        "refused",
        "share_in_per_cent",
        "id,day,n,p,d\nA,2024-01-05,1,10,10\n",
        {
            "columns": {
                "customer_id": "id",
                "date": "day",
                "quantity": "n",
                "price": "p",
                "discount": "d",
            }
        },
    ),
    Item("negatives as (123) or 123-", "repaired", "minus_sign", money("(12)", "3-")),
    Item(
        "words for nothing: #N/A, -, 无, 暂无, #DIV/0!",
        "repaired",
        "missing",
        "id,day,money,region\nA,2024-01-05,1,暂无\nB,2024-01-06,1,#DIV/0!\n",
        {"columns": PLAIN | {"region": "region"}},
    ),
    Item(
        "0 where a cost is missing",
        "asked",
        "zero_cost",
        "id,day,money,n,c\nA,2024-01-05,9,1,4\nB,2024-01-05,9,1,0\n",
        {"columns": COSTED},
    ),
    Item(
        "figures that may have two readings", "refused", "number_ambiguous", money("1,234", "1.234")
    ),
    # Dates
    Item("2024/1/5, 20240105 or 2024年1月5日, one form a column", "read", "", days("2024年1月5日")),
    Item(
        "a spreadsheet's numbers of days in a workbook",
        "repaired",
        "date_serial_read",
        [["id", "day", "money"], ["A", 45296, 1]],
    ),
    Item("a spreadsheet's numbers of days in text", "refused", "date_serials", days("45296")),
    Item(
        "day and month that change places",
        "refused",
        "date_mixed",
        days("13/05/2024", "14/05/2024", "05/13/2024"),
    ),
    Item("day and month that nothing tells apart", "refused", "date_ambiguous", days("05/02/2024")),
    Item("months without a day", "repaired", "month_only", days("2024-01", "2024-02")),
    Item(
        "months among days",
        "refused",
        "date_month_mixed",
        days("2024-01-05", "2024-01-06", "2024-02"),
    ),
    # Ids
    Item("ids as 1.23E+17", "refused", "id_digits_lost", HEAD + "1.23E+17,2024-01-05,1\n"),
    Item(
        "ids that lost the zeros in front",
        "refused",
        "id_zeros_lost",
        HEAD + "7,2024-01-05,1\n",
        {"sources": {"customers": LISTED}},
        {"list.csv": "id,name\n007,Seven\n012,Twelve\n"},
    ),
    Item("ids with .0 at the end", "repaired", "point_zero", HEAD + "7.0,2024-01-05,1\n"),
    # Layout
    Item("titles above the header", "read", "", "2024 sales report\n\n" + days("2024-01-05")),
    Item(
        "a header of two rows",
        "repaired",
        "header_rows",
        [["客户", "日期", "2024年", ""], ["", "", "数量", "金额"], ["A", "2024-01-05", 1, 10]],
        {"columns": {"customer_id": "客户", "date": "日期", "amount": "2024年 金额"}},
    ),
    Item(
        "rows of totals",
        "repaired",
        "total",
        [["id", "day", "money"], ["A", "2024-01-05", 1], ["B", "2024-01-06", 2], ["合计", None, 3]],
    ),
    Item(
        "a total that is not the sum of its rows",
        "refused",
        "total_not_sum",
        [["id", "day", "money"], ["A", "2024-01-05", 1], ["B", "2024-01-06", 2], ["合计", None, 9]],
    ),
    Item(
        "footnotes below the data",
        "repaired",
        "note",
        [
            ["id", "day", "money"],
            ["A", "2024-01-05", 1],
            ["B", "2024-01-06", 2],
            ["备注：以上为含税金额"],
        ],
    ),
    Item(
        "a header that comes again",
        "repaired",
        "header_again",
        days("2024-01-05", "2024-01-06") + days("2024-01-07"),
    ),
    Item(
        "a customer only in the first row or a heading of its group, `fill_down` states it",
        "repaired",
        "filled_down",
        HEAD + "Alpha,,\n,2024-01-05,1\n,2024-01-06,2\nBeta,2024-01-05,3\n,2024-01-06,4\n",
        {"fill_down": ["customer_id"]},
    ),
    Item(
        "a workbook that is XML Spreadsheet 2003 inside",
        "repaired",
        "ending_wrong",
        xml_book(xml_sheet(xml_row(["id", "day", "money"]) + xml_row(["A", "2024-01-05", 1]))),
    ),
    Item(
        "hidden columns that are used",
        "asked",
        "hidden_columns",
        as_xlsx([["id", "day", "money"], ["A", "2024-01-05", 1]], hide_columns=[2]),
    ),
    # Lines
    Item(
        "returns without a sign",
        "repaired",
        "returns_signed",
        "id,day,money,kind\nA,2024-01-05,9,sale\nA,2024-01-06,4,return\n",
        {"columns": TYPED},
    ),
    Item(
        "credit notes, some with a sign and some without",
        "asked",
        "returns_of_both_signs",
        "id,day,money,kind\nA,2024-01-05,9,sale\nA,2024-01-06,4,credit note\n"
        "A,2024-01-07,-4,credit note\n",
        {"columns": TYPED},
    ),
    Item(
        "free goods at a price of 0",
        "asked",
        "zero_amount",
        HEAD + "A,2024-01-05,0\nA,2024-01-06,3\n",
    ),
    Item("lines alike in every column", "asked", "duplicate_lines", HEAD + "A,2024-01-05,3\n" * 2),
    Item(
        "an order sent again with a change",
        "asked",
        "order_sent_again",
        "",
        {"path": "m*.csv", "columns": FULL},
        {"m1.csv": one(), "m2.csv": "id,day,money,nr,code,what\nC1,2024-01-05,12,1,85A,Vase\n"},
    ),
    Item(
        "tax in the header",
        "asked",
        "tax_in_header",
        "id,day,含税金额\nA,2024-01-05,113\n",
        {"columns": PLAIN | {"amount": "含税金额"}},
    ),
    Item(
        "tax whose rate is stated",
        "repaired",
        "tax_out",
        HEAD + "A,2024-01-05,113\n",
        {"tax_included": 0.13},
    ),
    Item(
        "lines with and without tax, no rate stated",
        "refused",
        "tax_rate_needed",
        "id,day,money,是否含税\nA,2024-01-05,113,是\nB,2024-01-05,100,否\n",
        {"columns": PLAIN | {"tax_included": "是否含税"}},
    ),
    Item(
        "several currencies without rates",
        "refused",
        "several_currencies",
        "id,day,money,cur\nA,2024-01-05,1,USD\nA,2024-01-05,1,EUR\n",
        {"columns": PLAIN | {"currency": "cur"}, "CURRENCY": "USD"},
    ),
    Item(
        "a rate that is missing",
        "refused",
        "rate_missing",
        "id,day,money,cur\nA,2024-01-05,1,USD\nA,2024-01-05,1,EUR\n",
        {"columns": PLAIN | {"currency": "cur"}, "CURRENCY": "USD", "sources": {"fx": RATES}},
        {"fx.csv": "cur,rate\nGBP,1.2\n"},
    ),
    Item(
        "a table of rates: which way it runs",
        "asked",
        "rate_direction",
        "id,day,money,cur\nA,2024-01-05,1,USD\nA,2024-01-05,1,EUR\n",
        {"columns": PLAIN | {"currency": "cur"}, "CURRENCY": "USD", "sources": {"fx": RATES}},
        {"fx.csv": "cur,rate\nEUR,1.1\n"},
    ),
    Item(
        "sales within the client's own group",
        "asked",
        "internal_sales",
        "id,day,money,name\nA,2024-01-05,9,Alpha\nB,2024-01-05,9,Intercompany\n",
        {"columns": PLAIN | {"customer_name": "name"}},
    ),
    Item(
        "test rows",
        "asked",
        "test_rows",
        "id,day,money,name\nA,2024-01-05,9,Alpha\nB,2024-01-05,9,测试客户\n",
        {"columns": PLAIN | {"customer_name": "name"}},
    ),
    Item(
        "postage, fees and corrections among the products",
        "asked",
        "not_products",
        one(code="POST", what="POSTAGE"),
        {"columns": FULL},
    ),
    Item(
        "one-off projects",
        "asked",
        "one_off_orders",
        "id,day,money,nr,code,what\n"
        + "".join(f"A,2024-01-0{i},{90 if i == 5 else 10},{i},85A,Vase\n" for i in range(1, 7)),
        {"columns": FULL},
    ),
    # Customers
    Item(
        "one company under several names",
        "asked",
        "names_look_alike",
        HEAD + "1,2024-01-05,9\n2,2024-01-05,9\n",
        {"sources": {"customers": LISTED}},
        {"list.csv": "id,name\n1,上海远航贸易有限公司\n2,远航贸易(上海)有限责任公司\n"},
    ),
    Item(
        "parents in a circle",
        "asked",
        "parents_in_a_circle",
        HEAD + "1,2024-01-05,9\n2,2024-01-05,9\n",
        {"sources": {"customers": TREE}},
        {"list.csv": "id,up\n1,2\n2,1\n"},
    ),
    Item(
        "parents that the list does not hold",
        "asked",
        "parents_missing",
        HEAD + "1,2024-01-05,9\n",
        {"sources": {"customers": TREE}},
        {"list.csv": "id,up\n1,9\n"},
    ),
    Item(
        "customers in orders but not in the list",
        "asked",
        "customers_not_in_list",
        HEAD + "1,2024-01-05,9\n2,2024-01-05,9\n",
        {"sources": {"customers": LISTED}},
        {"list.csv": "id,name\n1,One\n"},
    ),
    Item(
        "customers in the list but not in orders",
        "asked",
        "customers_without_orders",
        HEAD + "1,2024-01-05,9\n",
        {"sources": {"customers": LISTED}},
        {"list.csv": "id,name\n1,One\n2,Two\n"},
    ),
    Item(
        "orders of customers whose account is closed",
        "asked",
        "orders_of_closed_customers",
        HEAD + "1,2024-01-05,9\n",
        {
            "sources": {
                "customers": {
                    "path": "list.csv",
                    "columns": {"customer_id": "id", "customer_status": "st"},
                }
            }
        },
        {"list.csv": "id,st\n1,closed\n"},
    ),
    # Other tables and totals
    Item(
        "payments over their invoice",
        "asked",
        "payments_over_invoice",
        HEAD + "1,2024-01-05,9\n",
        {"sources": {"receivables": OWED, "payments": PAID}},
        {
            "r.csv": "id,nr,day,money\n1,R1,2024-01-05,9\n",
            "p.csv": "id,nr,day,money\n1,R1,2024-02-05,12\n",
        },
    ),
    Item(
        "payments without an invoice",
        "asked",
        "payment_without_invoice",
        HEAD + "1,2024-01-05,9\n",
        {"sources": {"receivables": OWED, "payments": PAID}},
        {
            "r.csv": "id,nr,day,money\n1,R1,2024-01-05,9\n",
            "p.csv": "id,nr,day,money\n1,R9,2024-02-05,2\n",
        },
    ),
    Item(
        "wallet estimates below our own sales",
        "asked",
        "wallet_below_sales",
        HEAD + "1,2024-01-05,9\n",
        {
            "sources": {
                "wallet": {
                    "path": "w.csv",
                    "columns": {"customer_id": "id", "total": "all", "year": "y"},
                }
            }
        },
        {"w.csv": "id,all,y\n1,4,2024\n"},
    ),
    Item(
        "one respondent for a whole group",
        "asked",
        "one_respondent",
        HEAD + "1,2024-01-05,9\n2,2024-01-05,9\n",
        {"sources": {"survey": SURVEY, "customers": TREE}},
        {"s.csv": "id,day,score,n\n1,2024-01-05,4,1\n", "list.csv": "id,up\n1,\n2,1\n"},
    ),
    Item(
        "personal data in a comment",
        "asked",
        "personal_data",
        HEAD + "1,2024-01-05,9\n",
        {"sources": {"survey": SURVEY | {"columns": SURVEY["columns"] | {"comment": "said"}}}},
        {"s.csv": "id,day,score,n,said\n1,2024-01-05,4,2,请打13800138000\n"},
    ),
    Item(
        "a total the client states that the files do not hold",
        "asked",
        "control_differs",
        HEAD + "1,2024-01-05,9\n",
        {"control": {"amount": 12}},
    ),
    Item(
        "a sheet or file that lacks a column",
        "asked",
        "column_not_in_part",
        "",
        {"path": "m*.csv", "columns": PLAIN | {"region": "region"}},
        {"m1.csv": "id,day,money,region\nA,2024-01-05,1,x\n", "m2.csv": HEAD + "A,2024-02-05,1\n"},
    ),
    Item("cells that begin with = or +", "read", "", HEAD + "=1+1,2024-01-05,9\n+A,2024-01-05,9\n"),
]


def workbook(path: Path, rows: list) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                is_day = isinstance(cell, (date, datetime))
                sheet.write(at, place, cell, *([day] if is_day else []))


def set_up(make, item: Item):
    more = {"columns": PLAIN} | item.more
    if isinstance(item.orders, list):
        workbook(make.folder / "orders.xlsx", item.orders)
        return make("orders.xlsx", files=item.files, **more)
    files = item.files | ({"orders.csv": item.orders} if item.orders else {})
    return make("orders.csv", files=files, **more)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.says)
def test_the_item(make, item):
    found = set_up(make, item).check()
    codes = {
        "repaired": {repair["rule"] for repair in found.repairs},
        "asked": {question["question"] for question in found.questions},
        "refused": {fault.code for fault in found.faults},
    }
    assert found.usable == (item.done != "refused"), found.faults
    if item.done == "read":
        assert not found.repairs
        assert not item.code or item.code in found.inputs[0]["encoding"]
    else:
        assert item.code in codes[item.done], codes
    if found.usable:
        make.steps()


def test_the_docs_say_the_same():
    rows = re.findall(r"^\| (.+?) \| (\w+) \| (.+?) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    told = {says: done for says, done, _ in rows if done != "what"}
    assert told == {item.says: item.done for item in ITEMS}
