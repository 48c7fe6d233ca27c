"""`kam new` on a folder: which file is which, and what is left over."""

import gzip

import pytest

from kamlib import engagement, intake
from kamlib.faults import InputError
from kamlib.intake.new import propose
from tests.intake.new.test_propose import LINES, asked, columns, write

CUSTOMERS = "Customer No,Company,Industry\n0042,Alpha,Steel\n0007,Beta,Food\n"
INVOICES = (
    "Invoice No,Customer No,Invoice Date,Due Date,Amount,Paid Date\n"
    "R1,0042,2024-01-06,2024-02-06,20,2024-02-01\nR2,0007,2024-02-16,2024-03-16,5,\n"
)


def put(folder, **files):
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codes(call):
    with pytest.raises(InputError) as error:
        call()
    return [f.code for f in error.value.faults]


def tables(proposal):
    return {t.table: t.path or t.head.path.name for t in proposal.tables}


def test_every_file_of_the_folder_finds_its_table(tmp_path):
    put(tmp_path, data__lines=LINES, data__buyers=CUSTOMERS, data__old__open_items=INVOICES)
    put(tmp_path, notes="When,What\nMonday,called\n")
    proposal = propose.new(tmp_path, {})
    assert tables(proposal) == {
        "orders": "lines.csv", "customers": "buyers.csv", "receivables": "open_items.csv",
    }  # fmt: skip
    assert all(t.confidence > 0.6 for t in proposal.tables)
    assert "notes.csv: When, What" in proposal.text
    sources = engagement.load(tmp_path).sources
    assert sources["receivables"].path == "data/old/open_items.csv"
    assert "#   notes.csv: When, What" in (tmp_path / "engagement.yaml").read_text("utf-8")


def test_a_folder_named_for_the_orders_is_searched_instead(tmp_path):
    put(tmp_path / "client", lines=LINES, buyers=CUSTOMERS)
    put(tmp_path / "acme", strange=INVOICES)
    proposal = propose.new(tmp_path / "acme", {"orders": [str(tmp_path / "client")]})
    assert tables(proposal) == {"orders": "lines.csv", "customers": "buyers.csv"}
    assert engagement.load(tmp_path / "acme").sources["orders"].path == "../client/lines.csv"


def test_a_file_that_is_named_is_not_searched_for(tmp_path):
    put(tmp_path, lines=LINES, buyers=CUSTOMERS, more=CUSTOMERS.replace("Alpha", "Alfa"))
    proposal = propose.new(tmp_path, {"customers": [str(tmp_path / "more.csv")]})
    assert tables(proposal) == {"orders": "lines.csv", "customers": "more.csv"}
    assert [t.confidence > 0 for t in proposal.tables] == [True, False]


def test_what_lies_too_deep_or_is_hidden_or_of_another_engagement_is_passed_over(tmp_path):
    put(tmp_path, a__b__c__lines=LINES)
    put(tmp_path / ".hidden", lines=LINES)
    put(tmp_path / "other", lines=LINES)
    (tmp_path / "other" / "engagement.yaml").write_text("name: x")
    write(tmp_path / "~$lines.csv", LINES)
    write(tmp_path / "readme.txt", LINES)
    write(tmp_path / "lines.pdf", LINES)
    assert codes(lambda: propose.new(tmp_path, {})) == ["new_no_files"]
    assert codes(lambda: propose.new(tmp_path / "missing", {})) == ["new_no_files"]
    assert not (tmp_path / "engagement.yaml").exists()


def test_a_folder_without_order_lines_is_refused_with_what_was_looked_at(tmp_path):
    put(tmp_path, buyers=CUSTOMERS)
    with pytest.raises(InputError) as error:
        propose.new(tmp_path, {})
    (fault,) = error.value.faults
    assert fault.code == "new_no_orders"
    assert f"kam new {tmp_path} --orders FILE" in fault.mend("en")
    assert "buyers.csv: Customer No, Company, Industry" in fault.message()
    assert [p.name for p in tmp_path.iterdir()] == ["buyers.csv"]


def test_faults_speak_the_language_of_the_files(tmp_path):
    put(tmp_path, 客户="客户编码,客户名称\n1,甲公司\n")
    with pytest.raises(InputError) as error:
        propose.new(tmp_path, {})
    assert error.value.language == "zh"
    with pytest.raises(InputError) as error:
        propose.new(tmp_path / "none", {}, language="zh")
    assert error.value.language == "zh"


def test_files_that_cannot_be_read_are_told_and_do_no_harm(tmp_path):
    put(tmp_path, lines=LINES, empty="")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "sales.csv.gz").write_bytes(gzip.compress(LINES.encode())[:40])
    proposal = propose.new(tmp_path, {})
    assert tables(proposal) == {"orders": "lines.csv"}
    for name in ("empty.csv", "broken.xlsx", "sales.csv.gz"):
        assert name in proposal.text


def test_unreadable_files_that_were_named_are_all_told_together(tmp_path):
    put(tmp_path, lines=LINES, empty="")
    files = {
        "orders": [str(tmp_path / "empty.csv"), str(tmp_path / "none.csv")],
        "customers": [str(tmp_path)],
    }
    assert codes(lambda: propose.new(tmp_path / "acme", files)) == [
        "file_empty", "new_file_missing", "file_is_folder",
    ]  # fmt: skip


def test_months_in_files_or_folders_are_stacked(tmp_path):
    text = LINES.replace("2024-", "2023-")
    put(tmp_path / "a", sales_2023=text, sales_2024=LINES)
    propose.new(tmp_path / "a", {})
    assert engagement.load(tmp_path / "a").sources["orders"].path == "sales_202*.csv"
    put(tmp_path / "b", y2023__sales=text, y2024__sales=LINES)
    propose.new(tmp_path / "b", {})
    assert engagement.load(tmp_path / "b").sources["orders"].path == "y202*/sales.csv"


def test_a_copy_is_not_counted_twice(tmp_path):
    put(tmp_path, sales=LINES, sales_copy=LINES)
    proposal = propose.new(tmp_path, {})
    assert asked(proposal) == {"copy"}
    assert engagement.load(tmp_path).sources["orders"].path in ("sales.csv", "sales_copy.csv")
    named = {"orders": [str(tmp_path / "sales.csv"), str(tmp_path / "sales_copy.csv")]}
    assert asked(propose.new(tmp_path / "acme", named)) == {"copy_kept"}  # the user said so


def test_two_lists_of_order_lines_of_different_shape_are_asked_about(tmp_path):
    put(tmp_path, invoices_lines=LINES, orders_lines=LINES.replace("Note", "Remark"))
    assert asked(propose.new(tmp_path, {})) == {"not_alike"}


def test_strangers_are_no_customers(tmp_path):
    staff = "Code,Name,Address\n1,Ann,x\n2,Bob,y\n"
    put(tmp_path, lines=LINES, persons=staff)
    assert tables(propose.new(tmp_path, {})) == {"orders": "lines.csv"}


def test_the_ids_that_meet_the_orders_win_over_the_header(tmp_path):
    put(tmp_path, lines=LINES)
    put(tmp_path, buyers="Customer ID,Account,Company\n1,0042,Alpha\n2,0007,Beta\n")
    proposal = propose.new(tmp_path, {})
    assert columns(proposal, "customers")["customer_id"] == "Account"


def test_small_numbers_that_meet_by_chance_are_no_products(tmp_path):
    lines = "".join(f"{n},{100 + n},2024-01-0{n},{n},5.50\n" for n in range(1, 10))
    heads = "".join(f"{n},2024-01-0{n},2024-01-0{n},{n % 3 + 1}\n" for n in range(1, 10))
    put(tmp_path, lines="order_id,customer_id,order_date,product_id,amount\n" + lines)
    put(tmp_path, shipped="order_id,required_date,shipped_date,employee_id\n" + heads)
    found = columns(propose.new(tmp_path, {}), "deliveries")
    assert found == {"order_id": "order_id", "promised": "required_date", "actual": "shipped_date"}


def test_a_file_without_header_becomes_the_order_lines_with_questions(tmp_path):
    rows = "".join(f"000{i % 7},199701{i},{i % 3},{i}.25\n" for i in range(10, 30))
    put(tmp_path, purchases=rows)
    proposal = propose.new(tmp_path, {})
    assert columns(proposal) == {}
    assert asked(proposal) == {"no_header", "no_customer", "no_date", "no_money"}
    yaml = tmp_path / "engagement.yaml"
    text = yaml.read_text("utf-8")
    for line in ('customer_id: "1"', 'date: "2"', 'quantity: "3"', 'amount: "4"'):
        assert f"# {line}" in text
    yaml.write_text(
        text.replace("      # ", "      ").replace(
            "columns:\n      A guess", "columns:\n      # A guess"
        ),
        "utf-8",
    )
    assert engagement.load(tmp_path).sources["orders"].columns == {
        "customer_id": "1", "date": "2", "quantity": "3", "amount": "4",
    }  # fmt: skip


def test_many_files_are_looked_at_up_to_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("kamlib.intake.new.found._MOST", 2)
    put(tmp_path, a_lines=LINES, b_buyers=CUSTOMERS, c_more=INVOICES)
    proposal = propose.new(tmp_path, {})
    assert set(tables(proposal)) == {"orders", "customers"}
    assert "1" in proposal.text.split("too many")[1]


def workbook(path, **sheets):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)


def month(number, *heads, order="A"):
    rows = [[f"C{d}", f"2024-{number:02}-{d}", f"{order}{d}", d * 1.5] for d in range(10, 20)]
    return [list(heads), *rows]


SAME = ("Customer", "Order Date", "Order No", "Amount")


def test_sheets_with_drifting_columns_are_read_together_with_a_question(tmp_path):
    drifted = month(2, *SAME[:3], "Net amount", order="B")
    workbook(tmp_path / "sales.xlsx", Jan=month(1, *SAME), Feb=drifted)
    proposal = propose.new(tmp_path, {})
    source = engagement.load(tmp_path).sources["orders"]
    assert source.sheet == ["Jan", "Feb"]
    assert source.columns["amount"] == ["Amount", "Net amount"]
    assert asked(proposal) == {"drift"}
    assert "Net amount = Amount" in proposal.questions[0]
    assert intake.check(tmp_path).tables["orders"] == {
        "rows": 20, "amount": 435.0, "accounts": 10,
        "sample_ids": ["C10", "C11", "C12", "C13", "C14"],
    }  # fmt: skip


def test_months_that_only_the_sheets_name_are_proposed_with_a_question(tmp_path):
    heads, first, second = ("客户", "单号", "金额"), month(1, *SAME), month(2, *SAME, order="B")
    sheets = {f"{n}月": [heads, *([r[0], r[2], r[3]] for r in rows[1:])]
              for n, rows in ((1, first), (2, second))}  # fmt: skip
    workbook(tmp_path / "销售2024年.xlsx", **sheets)
    proposal = propose.new(tmp_path, {})
    assert columns(proposal, "orders")["date"] == "@sheet"
    assert "2024-01" in proposal.questions[0]
    found = intake.check(tmp_path)
    assert found.tables["orders"]["rows"] == 20
    assert (str(found.since), str(found.as_of)) == ("2024-01-01", "2024-02-29")


def test_an_export_day_in_the_name_of_a_file_is_no_order_date(tmp_path):
    put(tmp_path, export_20240131="Customer,Order No,Amount\nAlpha,1,5.50\nBeta,2,6.25\n")
    assert codes(lambda: propose.new(tmp_path, {})) == ["new_no_orders"]


def test_a_sheet_that_repeats_the_orders_is_not_read_with_them(tmp_path):
    workbook(
        tmp_path / "sales.xlsx",
        Orders=month(1, *SAME),
        Invoices=month(1, *SAME[:3], "Net amount"),
    )
    proposal = propose.new(tmp_path, {})
    assert "sales.xlsx / " in proposal.text.split("not used")[1]
    assert intake.check(tmp_path).tables["orders"]["rows"] == 10


def test_a_header_of_two_rows_is_proposed_by_both(tmp_path):
    rows = [[f"C{d}", f"甲{d}", f"2024-01-{d}", f"D{d}", d * 1.5, d * 1.695] for d in range(10, 20)]
    heads = [
        ["客户", "", "单据", "", "金额（万元）", ""],
        ["编码", "名称", "日期", "编号", "不含税", "含税"],
    ]
    workbook(tmp_path / "销售.xlsx", 一月=[*heads, *rows])
    proposal = propose.new(tmp_path, {})
    assert columns(proposal) == {
        "customer_id": "客户 编码", "customer_name": "客户 名称", "order_id": "单据 编号",
        "date": "日期", "amount": "不含税",
    }  # fmt: skip
    assert intake.check(tmp_path).tables["orders"]["amount"] == 2_175_000.0
