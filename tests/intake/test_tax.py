"""Money that includes tax: taken out where someone says how much, asked about where not."""

from __future__ import annotations

import pytest

from kamlib.intake import tax

HEAD = "id,day,money\n"
COLUMNS = {"customer_id": "id", "date": "day", "amount": "money"}
TEXT = HEAD + "A,2024-01-05,113\nB,2024-01-06,-22.6\n,2024-01-07,1.13\n"


def amounts(make) -> list[float]:
    return [round(a, 9) for a in make.orders()["amount"]]


def test_a_rate_for_all_lines(make):
    make(TEXT, tax_included=0.13)
    assert amounts(make) == [100, -20]
    assert make.steps() == {
        "in_files": (3, 91.53),
        "tax": (0, 10.53),
        "no_customer": (1, 1),
        "analysed": (2, 80),
    }
    (repair,) = make.check().repairs
    assert (repair["rule"], repair["rows"], repair["example"]) == ("tax_out", 2, "0.13")
    assert repair["amount"] == pytest.approx(10.4)


def test_price_and_list_amount_become_net_and_costs_stay(make):
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "price": "p"}
    columns |= {"discount": "d", "unit_cost": "c"}
    make("id,day,n,p,d,c\nA,2024-01-05,2,113,0.1,30\n", columns=columns, tax_included=0.13)
    (line,) = make.orders().to_dict("records")
    got = [line[c] for c in ("price", "amount", "list_amount", "cost")]
    assert got == pytest.approx([100, 180, 200, 60])


def test_a_rate_for_each_line_before_that_of_all(make):
    text = "id,day,money,rate\nA,2024-01-05,113,13%\nB,2024-01-06,109,0.09\nC,2024-01-07,5,0\n"
    text += "D,2024-01-08,106,\n"
    columns = COLUMNS | {"tax_rate": "rate"}
    make(text, columns=columns, tax_included=0.06)
    assert amounts(make) == [100, 100, 5, 100]
    assert make.steps()["tax"] == (0, 28)
    make(text, columns=columns)
    assert amounts(make) == [100, 100, 5, 106]
    assert make.notes("questions")["tax_rate_empty"] == 1


def test_rates_in_per_cent(make):
    text = "id,day,money,rate\nA,2024-01-05,113,13\nB,2024-01-06,109,9%\nC,2024-01-06,109,9\n"
    columns = COLUMNS | {"tax_rate": "rate"}
    fault = make(text, columns=columns).fault()
    assert (fault.code, fault.value) == ("share_in_per_cent", "13")
    make(text, columns=columns, percent=["tax_rate"])
    assert amounts(make) == [100, 100, 100]


FLAGS = "id,day,money,是否含税\nA,2024-01-05,113,是\nB,2024-01-06,100,否\nC,2024-01-07,113,Y\n"


def test_lines_of_both_kinds_need_the_rate(make):
    columns = COLUMNS | {"tax_included": "是否含税"}
    fault = make(FLAGS, columns=columns).fault()
    assert (fault.code, fault.row, fault.value) == ("tax_rate_needed", 2, "是")
    make(FLAGS, columns=columns, tax_included=0.13)
    assert amounts(make) == [100, 100, 100]
    assert make.steps()["tax"] == (0, 26)


def test_a_column_that_says_it_and_is_not_mapped_is_asked_about(make):
    make(FLAGS, columns=COLUMNS)
    (question,) = [q for q in make.check().questions if q["question"] == "tax_in_header"]
    assert question["example"] == "是否含税"
    assert "tax_in_header" not in make(FLAGS, columns=COLUMNS, tax_included=0).notes("questions")


def test_a_line_that_does_not_say_whether_it_includes_tax_is_refused(make):
    columns = COLUMNS | {"tax_included": "是否含税"}
    text = FLAGS + "D,2024-01-08,7,\nE,2024-01-09,7,maybe\n"
    fault = make(text, columns=columns, tax_included=0.13).fault()
    assert (fault.code, fault.row) == ("tax_flag_unclear", 5)


def test_returns_without_sign_and_currencies_close_with_tax(make):
    columns = COLUMNS | {"type": "type", "currency": "cur"}
    text = "id,day,money,type,cur\nA,2024-01-05,113,sale,CNY\nA,2024-01-06,11.3,return,CNY\n"
    text += "B,2024-01-07,11.3,sale,USD\n"
    files = {"fx.csv": "cur,rate\nUSD,7\n", "o.csv": text}
    fx = {"path": "fx.csv", "columns": {"currency": "cur", "rate": "rate"}}
    make(
        "o.csv", files=files, columns=columns, sources={"fx": fx}, tax_included=0.13, CURRENCY="CNY"
    )
    assert amounts(make) == [100, -10, 70]
    assert make.steps() == {
        "in_files": (3, 203.4),
        "tax": (0, 23.4),
        "returns_signed": (0, 20),
        "analysed": (3, 160),
    }


def test_other_tables_with_money(make):
    columns = {"customer_id": "id", "date": "day", "amount": "owed"}
    owed = {"path": "r.csv", "columns": columns, "tax_included": 0.13}
    files = {"r.csv": "id,day,owed\nA,2024-01-05,226\n", "o.csv": TEXT}
    make("o.csv", files=files, sources={"receivables": owed})
    assert make.book().tables["receivables"]["amount"].tolist() == pytest.approx([200])
    lines = [r for r in make.check().reconciliation if r["table"] == "receivables"]
    assert [(r["step"], round(r["amount"], 6)) for r in lines] == [
        ("in_files", 226),
        ("tax", 26),
        ("analysed", 200),
    ]


def test_a_rate_where_there_is_no_money_with_tax_is_refused(make):
    listed = {"path": "l.csv", "columns": {"customer_id": "id"}, "tax_included": 0.13}
    fault = make("o.csv", files={"o.csv": TEXT, "l.csv": "id\nA\n"}, sources={"customers": listed})
    assert fault.fault().code == "yaml_not_for"


@pytest.mark.parametrize(
    "header",
    [
        "含税金额",
        "价税合计",
        "金额(含税)",
        "Amount incl. VAT",
        "amount including 19% tax",
        "Total inc GST",
        "Gross amount",
        "tax-inclusive amount",
    ],
)
def test_a_header_that_speaks_of_tax_is_asked_about_until_decided(make, header):
    text = TEXT.replace("money", f'"{header}"')
    columns = COLUMNS | {"amount": header}
    make(text, columns=columns)
    (question,) = [q for q in make.check().questions if q["question"] == "tax_in_header"]
    assert (question["column"], question["example"]) == ("amount", header)
    for decided in (0, 0.13):
        assert "tax_in_header" not in make(text, columns=columns, tax_included=decided).notes(
            "questions"
        )


@pytest.mark.parametrize(
    "header",
    ["不含税金额", "金额（未税）", "Amount excl. VAT", "net amount", "Gross profit", "amount"],
)
def test_other_headers_are_not(header):
    assert not tax.says_tax(header)


# --- shares in per cent -----------------------------------------------------------------

PRICED = {"customer_id": "id", "date": "day", "quantity": "n", "price": "p", "discount": "d"}
PER_CENT = "id,day,n,p,d\nA,2024-01-01,1,10,10\nA,2024-01-02,1,10,2.5\nA,2024-01-03,1,10,0\n"
PER_CENT += "A,2024-01-04,1,10,1\nA,2024-01-05,1,10,20%\nA,2024-01-06,1,10,\nA,2024-01-07,1,10,30\n"


@pytest.mark.parametrize("decision", ["stop", "drop"])
def test_discounts_in_per_cent_are_asked_about_once(make, decision):
    fault = make(PER_CENT, columns=PRICED, BAD_ROWS=decision).fault()
    assert (fault.code, fault.row, fault.column, fault.value) == ("share_in_per_cent", 2, "d", "10")
    assert "percent: [discount]" in fault.mend("en")


def test_discounts_in_per_cent_are_read_where_the_engagement_says_so(make):
    make(PER_CENT, columns=PRICED, percent="discount")
    assert amounts(make) == [9, 9.75, 10, 9.9, 8, 10, 7]


def test_per_cent_beyond_the_whole_is_refused(make):
    fault = make(PER_CENT + "A,2024-01-08,1,10,150\n", columns=PRICED, percent="discount").fault()
    assert (fault.code, fault.row, fault.value) == ("discount_not_share", 9, "150")


def test_per_cent_is_for_shares_only(make):
    fault = make(PER_CENT, columns=PRICED, percent=["price"]).fault()
    assert (fault.code, fault.value) == ("yaml_not_for", "price")
