import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib import engagement, intake
from kamlib.engagement_yaml import read_yaml
from kamlib.faults import InputError
from kamlib.intake.new import propose
from kamlib.intake.new.yaml_text import flow

LINES = """Order No,Order Date,Customer No,Customer Name,SKU,Qty,Unit Price,Net Amount,Note
1,2024-01-05,0042,Alpha,A-1,2,10.00,20.00,x
2,2024-02-15,0007,Beta,B-1,1,5.00,5.00,
3,2024-03-25,0042,Alpha,B-1,3,5.00,15.00,
"""


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return str(path)


def columns(proposal, table="orders"):
    (found,) = [t for t in proposal.tables if t.table == table]
    return {g.column: g.header for g in found.live}


def doubts(proposal):
    return {g.doubt for t in proposal.tables for g in t.guesses if g.doubt}


def asked(proposal):
    return {a.key for t in proposal.tables for a in t.asks}


def new(folder, text, name="orders.csv"):
    return propose.new(folder / "acme", {"orders": [write(folder / name, text)]})


def test_a_plain_file_needs_no_question_and_loads(tmp_path):
    proposal = new(tmp_path, LINES)
    assert proposal.questions == ()
    assert columns(proposal) == {
        "customer_id": "Customer No", "customer_name": "Customer Name", "order_id": "Order No",
        "date": "Order Date", "product_id": "SKU", "quantity": "Qty", "price": "Unit Price",
        "amount": "Net Amount",
    }  # fmt: skip
    loaded = engagement.load(tmp_path / "acme")
    assert loaded.name == "acme" and loaded.language == "en" and loaded.currency == ""
    assert loaded.sources["orders"].path == "../orders.csv"
    assert loaded.sources["orders"].columns == columns(proposal)
    assert loaded.worksheets == "worksheets.xlsx"
    text = (tmp_path / "acme" / "engagement.yaml").read_text("utf-8")
    assert '#   "Note": x' in text  # not used, shown with its values


GROUPS = """Customer,Order Date,Net Amount
Alpha,2024-01-05,10
,2024-02-15,20
,2024-02-16,25
Beta,2024-03-25,15
,2024-03-26,15
"""


def test_a_customer_only_in_the_first_row_of_its_group_is_asked_about(tmp_path):
    proposal = new(tmp_path, GROUPS)
    assert columns(proposal)["customer_name"] == "Customer"
    assert asked(proposal) == {"fill_down"}
    path = tmp_path / "acme" / "engagement.yaml"
    text = path.read_text("utf-8")
    assert '    # fill_down: ["customer_name"]' in text
    assert intake.check(path.parent).tables["orders"]["rows"] == 2
    path.write_text(text.replace("# fill_down", "fill_down"), "utf-8")
    found = intake.check(path.parent)
    assert (found.tables["orders"]["rows"], found.tables["orders"]["accounts"]) == (5, 2)


@pytest.mark.parametrize(
    "text",
    [
        GROUPS.replace("\n,", "\nAlpha,"),  # every row has its customer
        GROUPS.replace("\nAlpha,", "\n,"),  # the rows on top belong to nobody
    ],
)
def test_other_gaps_are_no_groups(tmp_path, text):
    assert "fill_down" not in asked(new(tmp_path, text))


def test_nothing_that_stands_is_overwritten(tmp_path):
    new(tmp_path, LINES)
    for name in ("engagement.yaml", "worksheets.xlsx"):
        folder = tmp_path / name.split(".")[0]
        folder.mkdir()
        (folder / name).write_text("mine")
        with pytest.raises(InputError) as error:
            propose.new(folder, {"orders": [str(tmp_path / "orders.csv")]})
        assert [f.code for f in error.value.faults] == ["new_exists"]
        assert [p.name for p in folder.iterdir()] == [name]
        assert (folder / name).read_text() == "mine"


@pytest.mark.parametrize(("name", "typed"), [("acme-2_甲", "{}"), ("Li & Co", '"{}"')])
def test_the_next_command_can_be_pasted(tmp_path, name, typed):
    proposal = propose.new(tmp_path / name, {"orders": [write(tmp_path / "o.csv", LINES)]})
    assert proposal.text.endswith("kam check " + typed.format(tmp_path / name))


def test_the_first_comment_quotes_a_folder_with_blanks(tmp_path):
    propose.new(tmp_path / "a b", {"orders": [write(tmp_path / "o.csv", LINES)]})
    head = (tmp_path / "a b" / "engagement.yaml").read_text("utf-8").partition("name:")[0]
    assert 'kam check "a b"' in " ".join(head.replace("#", " ").split())


def test_several_files_are_not_said_to_be_looked_at_whole(tmp_path):
    for month in range(1, 7):
        write(tmp_path / f"sales_2024-0{month}.csv", LINES.replace("2024-0", f"202{month}-0"))
    propose.new(tmp_path, {})
    text = (tmp_path / "engagement.yaml").read_text("utf-8").replace("#", " ")
    text = " ".join(text.split())
    assert "all 3 rows of the first of 6 files or sheets looked at" in text


def test_a_folder_with_the_files_in_it_is_fine(tmp_path):
    folder = tmp_path / "acme"
    folder.mkdir()
    propose.new(folder, {"orders": [write(folder / "orders.csv", LINES)]})
    assert engagement.load(folder).sources["orders"].path == "orders.csv"


def test_a_far_file_is_named_in_full(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    far = write(tmp_path / "orders.csv", LINES)
    propose.new(tmp_path / "a" / "b" / "acme", {"orders": [far]})
    assert engagement.load(tmp_path / "a" / "b" / "acme").sources["orders"].path == far


@pytest.mark.parametrize("bad", ["missing.csv", "empty.csv", "folder"])
def test_an_unreadable_file_writes_nothing(tmp_path, bad):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder").mkdir()
    good = write(tmp_path / "orders.csv", LINES)
    with pytest.raises(InputError):
        propose.new(tmp_path / "acme", {"orders": [good], "customers": [str(tmp_path / bad)]})
    assert not (tmp_path / "acme").exists()


def test_chinese_headers_in_gbk_make_a_chinese_engagement(tmp_path):
    text = "客户 编码,客户名称,单据日期,数量,单价,不含税金额,备 注\n" + "".join(
        f"00{i},公司{i},2024/1/{i + 10},{i},2.5,{i * 2.5},\n" for i in range(1, 9)
    )
    path = tmp_path / "订单.csv"
    write(path, text, "gb18030")
    proposal = propose.new(tmp_path / "甲公司", {"orders": [str(path)]})
    assert proposal.language == "zh" and proposal.questions == ()
    assert columns(proposal)["customer_id"] == "客户 编码"
    assert engagement.load(tmp_path / "甲公司").language == "zh"


HOSTILE = ["a: b", "#x", 'q"uo\'te', "{brace}", "[list]", "=1+1", "@at", "on", "no", "12", "-",
           "& anchor", "!!python/object", "%TAG", "| pipe", "~", "null", "emoji 😀",
           "עברית"]  # fmt: skip


def test_hostile_headers_load_back_exactly(tmp_path):
    from csv import writer

    with (tmp_path / "orders.csv").open("w", newline="", encoding="utf-8") as file:
        rows = writer(file)
        rows.writerow(["Customer: 'No' #1", "Order\nDate", 'Net "Amount"', *HOSTILE])
        rows.writerows(
            [["7", f"2024-01-{d}", "1.5", *("x\n- y: z" for _ in HOSTILE)] for d in range(10, 20)]
        )
    proposal = propose.new(tmp_path / "acme", {"orders": [str(tmp_path / "orders.csv")]})
    loaded = engagement.load(tmp_path / "acme")  # every hostile header stands in a comment
    assert loaded.sources["orders"].columns["date"] == "Order Date"
    assert loaded.sources["orders"].columns["amount"] == 'Net "Amount"'
    assert {h for h, _ in proposal.tables[0].unused()} >= set(HOSTILE)


@given(st.text(min_size=1))
@settings(max_examples=200, deadline=None)
def test_any_text_survives_the_yaml(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("yaml") / "x.yaml"
    path.write_bytes(f"a: {flow([text, {text: text}])}".encode("utf-8", "surrogatepass"))
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    assert read_yaml(path)[0] == {"a": [text, {text: text}]}


def test_a_misspelt_header_is_used_where_needed_with_a_question(tmp_path):
    text = LINES.replace("Customer No,", "Custmer Nmbr,").replace("Customer Name", "Wer")
    proposal = new(tmp_path, text.replace("Net Amount", "Amout"))
    assert columns(proposal)["customer_id"] == "Custmer Nmbr"
    assert "amount" not in columns(proposal)  # quantity and price do without
    assert doubts(proposal) == {"near"}


def test_what_cannot_be_found_is_asked_and_named_by_the_engagement(tmp_path):
    proposal = new(tmp_path, "Wer,Wann,Wieviel\nAlpha,2024-01-13,3.5\nBeta,2024-01-14,4.5\n")
    assert columns(proposal) == {}
    assert asked(proposal) == {"no_customer", "no_date", "no_money"}
    assert "Perhaps Wann." in " ".join(proposal.questions)
    with pytest.raises(InputError) as error:
        engagement.load(tmp_path / "acme")
    assert {f.code for f in error.value.faults} == {"yaml_column_not_mapped"}


def test_the_values_decide_where_headers_mislead(tmp_path):
    rows = "".join(f",soon,C{i},2024-02-{i},{i}.5,\n" for i in range(10, 20))
    text = "Customer ID,Order Date,Account Code,Invoice Date,Revenue,Amount\n" + rows
    proposal = new(tmp_path, text)
    found = columns(proposal)
    assert found["customer_id"] == "Account Code"  # the other one is empty
    assert found["date"] == "Invoice Date"  # the other one holds words
    assert found["amount"] == "Revenue"


def test_a_price_that_does_not_make_the_amount_is_left_out(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},{i},100,{i * 120}\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Quantity,Price,Sales\n" + rows)
    assert columns(proposal)["amount"] == "Sales" and "price" not in columns(proposal)
    assert doubts(proposal) == {"price_disagrees"}


def test_a_price_with_a_discount_that_makes_the_amount_stays(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},{i},100,0.2,{i * 80}\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Quantity,Price,Discount,Sales\n" + rows)
    assert {"price", "discount", "amount"} <= set(columns(proposal)) and not doubts(proposal)


@pytest.mark.parametrize(("cost", "column"), [(7, "unit_cost"), (70, "cost"), (0.01, None)])
def test_a_bare_cost_is_of_the_piece_or_of_the_line(tmp_path, cost, column):
    rows = "".join(f"C{i},2024-01-{i},10,10,100,{cost}\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Quantity,Price,Amount,Cost\n" + rows)
    assert {c: h for c, h in columns(proposal).items() if h == "Cost"} == (
        {column: "Cost"} if column else {}
    )


def test_profit_beside_cost_is_one_too_many(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},100,70,30\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Amount,Total Cost,Profit\n" + rows)
    assert "cost" in columns(proposal) and "profit" not in columns(proposal)


def test_a_discount_in_per_cent_is_asked_about(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},1,9,{i}\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Quantity,Price,Discount\n" + rows)
    assert "discount" not in columns(proposal) and doubts(proposal) == {"discount_scale"}


def test_tax_in_the_amount_is_asked_about(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},113\n" for i in range(10, 30))
    proposal = new(tmp_path, "客户名称,开票日期,价税合计\n" + rows)
    assert columns(proposal)["amount"] == "价税合计" and doubts(proposal) == {"tax"}


def test_titles_above_the_header_and_a_decimal_comma(tmp_path):
    rows = "0007;13.01.2024;1.234,50\n0008;14.01.2024;7,25\n"
    new(tmp_path, f"Sales report;;\n;;\nKundennummer;Datum;Umsatz\n{rows}")
    source = engagement.load(tmp_path / "acme").sources["orders"]
    assert (source.header, source.decimal) == (3, ",")
    assert source.columns == {"customer_id": "Kundennummer", "date": "Datum", "amount": "Umsatz"}


def test_a_file_without_header_is_asked_about(tmp_path):
    rows = "".join(f" 000{i} 199701{i} {i} {i}.25\n" for i in range(10, 20))
    proposal = new(tmp_path, rows, "purchases.txt")
    assert "no_header" in asked(proposal)
    text = (tmp_path / "acme" / "engagement.yaml").read_text("utf-8")
    assert "header: 0" in text and 'separator: " "' in text and '# amount: "4"' in text


def test_a_date_nobody_can_tell_is_asked_with_both_readings(tmp_path):
    rows = "".join(f"C{i},{i}/2/2024,{i}\n" for i in range(1, 9))
    proposal = new(tmp_path, "Customer,Date,Amount\n" + rows)
    assert asked(proposal) == {"ambiguous_date"}
    text = (tmp_path / "acme" / "engagement.yaml").read_text("utf-8")
    assert '# date_format: "%d/%m/%Y"' in text and '# date_format: "%m/%d/%Y"' in text


def test_two_columns_of_one_name_are_asked_about(tmp_path):
    proposal = new(tmp_path, "Customer,Date,Amount,Amount\nA,2024-01-13,1,2\nB,2024-01-14,3,4\n")
    assert "twice" in asked(proposal) and "amount" not in columns(proposal)


def test_one_currency_is_written_and_several_are_asked(tmp_path):
    text = "Customer,Date,Amount,Currency\nA,2024-01-13,1,CHF\nB,2024-01-14,3,CHF\n"
    new(tmp_path, text)
    assert engagement.load(tmp_path / "acme").currency == "CHF"
    path = write(tmp_path / "more.csv", text.replace("3,CHF", "3,SEK"))
    assert "several_currencies" in asked(propose.new(tmp_path / "b", {"orders": [path]}))


def test_states_are_listed_for_the_user_to_choose(tmp_path):
    proposal = new(
        tmp_path, "Customer,Date,Amount,Status\nA,2024-01-13,1,Paid\nB,2024-01-14,3,Void\n"
    )
    assert asked(proposal) == {"status"}
    assert '# where: {"Status": ["Paid", "Void"]}' in (
        tmp_path / "acme" / "engagement.yaml"
    ).read_text("utf-8")


HEADS = "order_id,customer_id,order_date\n" + "".join(
    f"{i},C{i % 3},2024-01-{i}\n" for i in range(10, 20)
)
PARTS = "order_id,product_id,quantity,unit_price\n" + "".join(
    f"{i},P{p},{p},2.5\n" for i in range(10, 20) for p in (1, 2)
)  # fmt: skip


@pytest.mark.parametrize("named", [["parts.csv"], ["heads.csv"], ["parts.csv", "heads.csv"]])
def test_lines_are_joined_to_their_heads(tmp_path, named):
    write(tmp_path / "heads.csv", HEADS)
    write(tmp_path / "parts.csv", PARTS)
    write(tmp_path / "other.csv", "a,b\n1,2\n")
    proposal = propose.new(tmp_path / "acme", {"orders": [str(tmp_path / n) for n in named]})
    assert proposal.questions == ()
    source = engagement.load(tmp_path / "acme").sources["orders"]
    assert source.path == "../parts.csv"
    assert [(j.path, j.on) for j in source.join] == [("../heads.csv", "order_id")]
    assert source.columns["customer_id"] == "customer_id" and source.columns["date"] == "order_date"


def test_heads_whose_key_is_not_unique_are_no_heads(tmp_path):
    write(tmp_path / "heads.csv", HEADS + "10,C9,2024-01-31\n")
    proposal = propose.new(tmp_path / "acme", {"orders": [write(tmp_path / "parts.csv", PARTS)]})
    assert asked(proposal) == {"no_customer", "no_date"}


def test_files_of_one_shape_become_a_glob(tmp_path):
    paths = [
        write(tmp_path / f"sales_{year}.csv", LINES.replace("2024", str(year)))
        for year in (2023, 2024)
    ]
    propose.new(tmp_path / "acme", {"orders": paths})
    path = engagement.load(tmp_path / "acme").sources["orders"].path
    assert path == "../sales_202*.csv"
    write(tmp_path / "sales_2022.csv", LINES)  # the pattern would now take in a third file
    assert "not_alike" in asked(propose.new(tmp_path / "b", {"orders": paths}))


def test_a_one_byte_western_file_is_read_with_a_question(tmp_path):
    path = write(tmp_path / "orders.csv", LINES.replace("Alpha", "Société Générale"), "cp1252")
    proposal = propose.new(tmp_path / "acme", {"orders": [path]})
    assert asked(proposal) == {"encoding"}
    assert engagement.load(tmp_path / "acme").sources["orders"].encoding == "cp1252"


def test_a_file_in_no_encoding_at_all_is_refused_as_unknown(tmp_path):
    (tmp_path / "orders.csv").write_bytes(LINES.encode() + b"\x81\xff\x8d,\n")
    with pytest.raises(InputError) as error:
        propose.new(tmp_path / "acme", {"orders": [str(tmp_path / "orders.csv")]})
    assert [f.code for f in error.value.faults] == ["encoding_unknown"]


def test_sheets_of_one_shape_are_stacked_under_their_titles(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "sales.xlsx") as book:
        for month in ("01", "02"):
            sheet = book.add_worksheet(month)
            sheet.write(0, 0, "Sales of the month")
            sheet.write_row(1, 0, ["Customer", "Date", "Amount"])
            for day in range(10, 20):
                sheet.write_row(day - 8, 0, [f"C{day}", f"2024-{month}-{day}", day * 1.5])
        book.add_worksheet("Notes").write(0, 0, "nothing here")
    proposal = propose.new(tmp_path / "acme", {"orders": [str(tmp_path / "sales.xlsx")]})
    source = engagement.load(tmp_path / "acme").sources["orders"]
    assert (source.sheet, source.header) == (["01", "02"], 2)
    assert proposal.questions == ()


def test_only_the_head_of_a_big_file_is_looked_at(tmp_path):
    rows = "".join(f"C{i},2024-01-13,{i}\n" for i in range(20_000))
    proposal = new(tmp_path, "Customer,Date,Amount\n" + rows)
    assert proposal.tables[0].head.rows == 3000 and not proposal.tables[0].head.whole


def test_other_tables_are_mapped_each_by_its_own_names(tmp_path):
    customers = "No.,Name,Industry,Group Code\n42,Alpha,Steel,G1\n7,Beta,Food,\n"
    invoices = "客户编码,发票号,开票日期,到期日,应收金额,收款日期\n1,A,2024-01-13,2024-02-13,5,\n"
    files = {
        "orders": [write(tmp_path / "o.csv", LINES)],
        "customers": [write(tmp_path / "c.csv", customers)],
        "receivables": [write(tmp_path / "r.csv", invoices)],
    }
    proposal = propose.new(tmp_path / "acme", files)
    assert columns(proposal, "customers") == {
        "customer_id": "No.", "customer_name": "Name", "parent_id": "Group Code",
        "industry": "Industry",
    }  # fmt: skip
    assert columns(proposal, "receivables") == {
        "customer_id": "客户编码", "invoice_id": "发票号", "date": "开票日期", "due": "到期日",
        "amount": "应收金额",
    }  # fmt: skip


def test_the_printed_text_names_files_columns_and_questions(tmp_path):
    proposal = new(
        tmp_path, LINES.replace("Customer No,", "Bill-to party,").replace("Customer Name", "Wer")
    )
    assert "engagement.yaml" in proposal.text and "kam check" in proposal.text
    assert "customer_id" in proposal.text and "Bill-to party" in proposal.text
    assert proposal.text.count("\n  ? ") == len(proposal.questions) == 1


def test_a_discount_in_per_cent_that_makes_the_amount_is_read_as_such(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},2,10,{i},{20 - i / 5}\n" for i in range(10, 30))
    proposal = new(tmp_path, "Customer,Date,Quantity,Price,Discount,Amount\n" + rows)
    assert not doubts(proposal) and {"price", "discount"} <= set(columns(proposal))
    assert engagement.load(tmp_path / "acme").sources["orders"].percent == ["discount"]
    assert intake.check(tmp_path / "acme").usable


def test_the_answers_offered_for_tax_and_per_cent_work_when_taken(tmp_path):
    rows = "".join(f"C{i},2024-01-{i},1,113,{i}\n" for i in range(10, 30))
    new(tmp_path, "客户名称,开票日期,数量,含税单价,折扣率\n" + rows)
    yaml = tmp_path / "acme" / "engagement.yaml"
    text = yaml.read_text("utf-8")
    for line in ("discount:", "percent:", "tax_included:"):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    yaml.write_text(text, "utf-8")
    check = intake.check(tmp_path / "acme")
    assert check.usable, [f.message() for f in check.faults]
    expected = sum(100 * (1 - i / 100) for i in range(10, 30))
    assert check.tables["orders"]["amount"] == pytest.approx(expected, abs=0.005)
