"""What `kam check` prints, read at 80 columns in both languages."""

import unicodedata
from datetime import date

import pytest

from kamlib import terminal_check
from kamlib.engagement_yaml import Asked
from kamlib.faults import Fault
from kamlib.intake.checking import Check

LONG = "data/exports of the year/order lines of the northern branch as sent in March.csv"


def found(language, **more):
    note = {"table": "orders", "column": "amount", "rows": 2, "amount": 1234.5, "example": "1.234"}
    note |= {"places": 3, "mend": ""}
    step = {"table": "orders", "rows": 3, "amount": 30.0}
    content = {
        "usable": True,
        "language": language,
        "name": "Acme",
        "tables": {"orders": {"rows": 2, "amount": 25.0, "accounts": 1}, "kam": {"rows": 4}},
        "repairs": [note | {"rule": "thousands"}],
        "questions": [note | {"question": "zero_amount", "column": "", "amount": None}],
        "reconciliation": [step | {"step": s} for s in ("in_files", "no_customer", "analysed")],
        "inputs": [
            {"table": "orders", "file": LONG, "sheet": "", "encoding": "gb18030", "rows": 3},
            {"table": "kam", "file": "客户经理.xlsx", "sheet": "名单", "encoding": "", "rows": 4},
        ],
        "formats": [{"table": "orders", "column": "date", "format": "%d/%m/%Y"}],
        "since": date(2024, 1, 5),
        "as_of": date(2024, 2, 5),
    }
    return Check(**content | more)


def printed(capsys, monkeypatch, check):
    monkeypatch.setenv("COLUMNS", "80")
    terminal_check.show(check, "acme")
    return capsys.readouterr()


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Acme: 2024-01-05 to 2024-02-05", "31/12/2024", "thousands separators taken out",
                "orders.amount; rows: 2; amount: 1,234.50; in 3 files or sheets",
                "; for instance 1.234"]),
        ("zh", ["Acme：2024-01-05 至 2024-02-05", "31/12/2024", "去掉千位分隔符",
                "orders.amount，2 行，金额 1,234.50，涉及 3 个文件或工作表，例如 1.234"]),
    ],
)  # fmt: skip
def test_everything_found_is_printed(capsys, monkeypatch, language, words):
    out = printed(capsys, monkeypatch, found(language)).out
    for word in words:
        assert word in out
    sentences = [line for line in out.splitlines() if line.startswith("    ")]
    assert sentences and all(width(line) <= 80 for line in sentences)


def test_chinese_columns_stand_below_each_other(capsys, monkeypatch):
    lines = printed(capsys, monkeypatch, found("zh")).out.splitlines()
    start = next(i for i, line in enumerate(lines) if line == "纳入分析")
    ends = {width(line.rstrip()) for line in lines[start + 4 : start + 5]}
    head, orders, kam = lines[start + 1], lines[start + 3], lines[start + 4]
    assert width(head.split("行数")[0] + "行数") == width(orders.split(" 25.00")[0].rstrip())
    assert width(kam.rstrip()) == width(head.split("行数")[0] + "行数") and ends


def test_faults_go_to_the_error_stream_with_the_verdict(capsys, monkeypatch):
    fault = Fault("file_empty", file="a.csv")
    told = printed(capsys, monkeypatch, found("en", usable=False, faults=[fault]))
    assert "a.csv: The file holds nothing." in told.err
    assert "Not usable; faults: 1 in acme" in told.err
    assert "Next:" not in told.out


def test_the_next_command_quotes_a_folder_with_blanks(capsys, monkeypatch):
    terminal_check.show(found("en"), "my clients/acme")
    assert 'Next: kam run "my clients/acme"' in capsys.readouterr().out


def test_what_has_no_encoding_is_called_in_the_reader_s_language(capsys, monkeypatch):
    one = {"table": "orders", "sheet": "一月", "encoding": "workbook", "rows": 10, "file": "a.xls"}
    out = printed(capsys, monkeypatch, found("zh", inputs=[one])).out
    assert "工作簿" in out and "workbook" not in out


def test_many_files_of_one_table_are_summed(capsys, monkeypatch):
    one = {"table": "orders", "sheet": "", "encoding": "utf-8", "rows": 10}
    inputs = [one | {"file": f"{i}.csv"} for i in range(25)]
    out = printed(capsys, monkeypatch, found("en", inputs=inputs)).out
    assert "19.csv" in out and "20.csv" not in out
    assert "5 more files" in out and "50" in out


def test_rows_to_leave_out_are_one_line_to_copy(capsys, monkeypatch):
    note = {"table": "orders", "column": "a", "rows": 1, "amount": 1.0, "example": "x"}
    note |= {"places": None, "question": "test_rows"}
    mends = ["leave_out: {Code: [" + "LONG " * 30 + "POST]}", "leave_out: {Code: [M]}"]
    asked = [note | {"mend": mend} for mend in [*mends, ""]]
    lines = printed(capsys, monkeypatch, found("en", questions=asked)).out.splitlines()
    (line,) = (line for line in lines if "leave_out:" in line)
    assert line.strip() == "leave_out: {Code: [" + "LONG " * 30 + "POST, M]}"


NEGATIVE = {"rows": 2, "amount": -10.5, "gross": 210.0, "share": 0.05, "rows_left_out": 3,
            "amount_left_out": -7.0}  # fmt: skip


def test_returns_are_told_as_a_fact(capsys, monkeypatch):
    out = printed(capsys, monkeypatch, found("en", returns=NEGATIVE)).out
    assert "2 of the lines analysed are negative, \u221210.50 in all" in out
    told = " ".join(out.split())
    assert "5.0 % of the gross sales of 210.00. Negative lines among those left out: 3" in told
    nothing = NEGATIVE | {"rows": 0, "rows_left_out": 0}
    out = printed(capsys, monkeypatch, found("en", returns=nothing)).out
    assert "no line analysed is negative" in out and "left out: " not in out


def test_what_the_engagement_file_still_asks_is_repeated(capsys, monkeypatch):
    asked = [Asked(23, "orders", "Is " + "that " * 30 + "right?"), Asked(4, "", "Why?")]
    lines = printed(capsys, monkeypatch, found("en", asked=asked)).out.splitlines()
    start = next(i for i, line in enumerate(lines) if "Still open in engagement.yaml: 2." in line)
    assert "  line 23; orders" in lines[start:]
    assert lines[-4:-2] == ["  line 4", "    Why?"]
    assert all(width(line) <= 80 for line in lines[start:])


def test_an_open_question_of_the_file_stands_among_those_of_json():
    told = found("en", asked=[Asked(23, "orders", "Right?")], returns=NEGATIVE).as_dict()
    first, second = told["questions"]
    assert (first["message"], first["line"], first["question"]) == ("Right?", 23, "open_in_yaml")
    assert second["line"] is None and set(first) == set(second)
    assert told["tables"]["orders"]["returns"] == NEGATIVE
