"""The engagement file: read as people write it, every fault answered at once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kamlib import engagement
from kamlib.faults import InputError

GOOD = """
name: Northwind Traders
currency: USD
since: 1996-07-04
as_of: 1998-05-06
sources:
  orders:
    path: lines.csv
    columns: {customer_id: CustomerID, order_id: OrderID, date: OrderDate, amount: Sales}
    join: [{path: orders.csv, on: order_id}]
    where: {country: [NO, DE], code: 007}
"""


def write(folder, text: str):
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder, text: str, **overrides):
    with pytest.raises(InputError) as caught:
        engagement.load(write(folder, text), overrides)
    return {(f.code, f.column): f for f in caught.value.faults}


def test_a_good_file_reads_as_written(tmp_path):
    read = engagement.load(write(tmp_path, GOOD))
    assert (read.since, read.as_of) == (date(1996, 7, 4), date(1998, 5, 6))
    assert read.sources["orders"].join[0].on == "order_id"
    assert read.sources["orders"].where == {"country": ["NO", "DE"], "code": ["007"]}
    assert read.id == tmp_path.name
    assert read.level == "group"
    assert read.identification.key_share == 0.8


def test_the_yaml_itself_can_be_named(tmp_path):
    write(tmp_path, GOOD)
    assert engagement.load(tmp_path / "engagement.yaml") == engagement.load(tmp_path)


def test_columns_of_a_file_without_header_are_numbers(tmp_path):
    text = GOOD.replace("{customer_id: CustomerID,", "{customer_id: 2,")
    assert engagement.load(write(tmp_path, text)).sources["orders"].columns["customer_id"] == "2"


def test_all_faults_come_together_with_line_and_nearest_name(tmp_path):
    text = GOOD.replace("currency: USD", "curency: USD").replace("1998-05-06", "1998-13-06")
    text = text.replace("path: lines.csv", "paht: lines.csv").replace("amount: Sales", "amuont: S")
    faults = faults_of(tmp_path, text + "identification: {key_share: 8}\n")
    assert {code for code, _ in faults} == {
        "yaml_unknown_field",
        "yaml_wrong_value",
        "yaml_column_not_mapped",
    }
    assert faults["yaml_unknown_field", "curency"].values["nearest"] == "currency"
    assert faults["yaml_unknown_field", "curency"].row == 3
    assert faults["yaml_unknown_field", "sources.orders.paht"].values["nearest"] == "path"
    assert faults["yaml_unknown_field", "sources.orders.columns.amuont"].row == 9
    assert faults["yaml_wrong_value", "as_of"].value == "1998-13-06"
    assert ("yaml_wrong_value", "identification.key_share") in faults
    assert ("yaml_column_not_mapped", "sources.orders.columns") in faults


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("name: X\n\tsources: {}\n", "yaml_tab", 2),
        ("name: !!python/object/apply:os.system ['true']\n", "yaml_tag", 1),
        ("name: [X\nlevel: site\n", "yaml_bracket", 1),
        ("sources: {\n  orders: {path: x\n", "yaml_bracket", 2),
        ('level: site\nname: "X\nsources: {}\n', "yaml_quote", 2),  # where it is opened
        ("name: 'X\n", "yaml_quote", 1),
        ('name: "C:\\data"\n', "yaml_backslash", 1),
        ("name: X\nlevel：site\ncurrency: EUR\n", "yaml_colon", 2),
        ("name: X\n  level: site\n", "yaml_field_here", 2),
        ("name: X: Y\n", "yaml_field_here", 1),
        ("sources:\n  orders:\n    path: a\n   columns: {}\n", "yaml_indent", 4),
        ("name: X\ncurrency: %\n", "yaml_sign", 2),
        ("name: *X\n", "yaml_alias", 1),
        ('name: "X" and more\n', "yaml_syntax", 1),
        ("name: X\ncurrency: \x01\n", "yaml_syntax", 2),
        ("name: &a [*a]\nsources: *a\n", "yaml_nested", None),  # an anchor that holds itself
        (f"name: {'9' * 5000}\n", "yaml_not_readable", None),
        ("name: X\nname: Y\n", "yaml_key_twice", 2),
        ("- a\n- b\n", "yaml_not_a_mapping", None),
        ("", "yaml_not_a_mapping", None),
    ],
)
def test_broken_yaml_is_named_with_its_line(tmp_path, text, code, row):
    (fault,) = faults_of(tmp_path, text).values()
    assert (fault.code, fault.row) == (code, row)
    # Nothing of the parser's English in a Chinese sentence.
    told = fault.message("zh") + fault.mend("zh")
    assert not re.search(r"\b(?:found|expected|while|could|mapping|character|token)\b", told), told


def test_broken_yaml_is_named_with_its_sign(tmp_path):
    (fault,) = faults_of(tmp_path, 'name: X\nlevel: "site\n').values()
    assert fault.message() == "The quotation mark at character 8 is never closed."
    assert fault.message("zh") == "第 8 个字符处的引号没有闭合。"


def test_an_unsafe_tag_never_runs(tmp_path):
    mark = tmp_path / "ran"
    faults_of(tmp_path, f"name: !!python/object/apply:os.mkdir ['{mark}']\n")
    assert not mark.exists()


def test_yaml_that_is_not_utf8(tmp_path):
    (tmp_path / "engagement.yaml").write_bytes("name: 客户".encode("gb18030"))
    with pytest.raises(InputError) as caught:
        engagement.load(tmp_path)
    assert caught.value.faults[0].code == "yaml_not_utf8"


def test_a_folder_without_engagement(tmp_path):
    with pytest.raises(InputError) as caught:
        engagement.load(tmp_path / "nowhere")
    assert caught.value.faults[0].code == "engagement_missing"


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path):
    text = GOOD.replace(
        "path: lines.csv", "database: postgresql://me:hunter2@host/db\n    query: SELECT 1"
    )
    with pytest.raises(InputError) as caught:
        engagement.load(write(tmp_path, text))
    assert "${" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    kept = text.replace("hunter2", "${PASSWORD}")
    assert "${PASSWORD}" in engagement.load(write(tmp_path, kept)).sources["orders"].database


def test_overrides_are_checked_like_the_file(tmp_path):
    write(tmp_path, GOOD)
    changed = engagement.load(tmp_path, {"identification.capacity": 12, "as_of": ""})
    assert changed.identification.capacity == 12
    assert changed.as_of == date(1998, 5, 6)
    assert changed.fingerprint() != engagement.load(tmp_path).fingerprint()
    faults = faults_of(tmp_path, GOOD, **{"identification.capcity": 3})
    assert faults["yaml_unknown_field", "identification.capcity"].values["nearest"] == "capacity"


def test_the_period_must_have_days(tmp_path):
    text = GOOD.replace("since: 1996-07-04", "since: 1999-01-01")
    (fault,) = faults_of(tmp_path, text).values()
    assert "since must not be after as_of" in fault.message()


def test_no_orders_and_unknown_tables(tmp_path):
    text = "name: X\nsources:\n  order: {path: a.csv, columns: {date: d}}\n"
    faults = faults_of(tmp_path, text)
    assert ("yaml_no_orders", "sources.orders") in faults
    assert faults["yaml_unknown_field", "sources.order"].values["nearest"] == "orders"


def test_faults_are_said_in_the_language_of_the_file(tmp_path):
    with pytest.raises(InputError) as caught:
        engagement.load(write(tmp_path, GOOD + "language: zh\ntermm: 大客户\n"))
    assert "是否指 term" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("[en]", "yaml_wrong_value", "The value [...] does not fit language:"),
        ("{a: b}", "yaml_wrong_value", "The value {...} does not fit language:"),
        ("{}", "yaml_wrong_value", "The value {} does not fit language:"),
        ("5", "yaml_wrong_value", "The value 5 does not fit language:"),
        ("", "yaml_field_empty", "The field language is empty:"),
    ],
)
def test_a_value_of_the_wrong_kind_is_shown(tmp_path, written, code, said):
    path = tmp_path / "engagement.yaml"
    columns = "columns: {customer_id: a, date: b, amount: c}"
    path.write_text(
        f"name: x\nlanguage: {written}\nsources:\n  orders:\n    path: o.csv\n    {columns}\n"
    )
    with pytest.raises(InputError) as error:
        engagement.load(path)
    (fault,) = error.value.faults
    assert (fault.code, fault.row) == (code, 2)
    assert fault.message("en").startswith(said)
    assert fault.message("zh") and fault.mend("zh")


def test_a_password_in_a_group_of_fields_is_not_shown(tmp_path):
    path = tmp_path / "engagement.yaml"
    path.write_text(
        "name: x\nsources:\n  orders:\n    database: postgresql://me:hunter2@there/sales\n"
        "    query: SELECT 1\n    columns: {customer_id: a, date: b, amount: c}\n"
    )
    with pytest.raises(InputError) as error:
        engagement.load(path)
    assert "holds a password" in str(error.value) and "hunter2" not in str(error.value)


def test_open_questions_are_read_with_their_line_and_table(tmp_path):
    from kamlib.intake.new.yaml_text import comment, indented

    long = "STATUS says how lines ended: " + ", ".join(f"State {i} {i}00" for i in range(20)) + "?"
    chinese = "退货列出了带有字样的订单。" * 8
    asked = [*comment(long, "#?"), "# where: {}", *comment(chinese, "#?"), '#   "a": 1', "x: 1"]
    top = ["#? Whose?", "name: x", "sources:", "  orders:", "    path: o.csv"]
    columns = "    columns: {customer_id: a, date: b, amount: c}"
    lines = [*top, *indented(asked[:-1], 4), columns, "  #?   ", "# not asked"]
    path = tmp_path / "engagement.yaml"
    path.write_text("\n".join(lines), "utf-8")
    found = engagement.load(path).asked
    assert [one.text for one in found] == ["Whose?", long, chinese, ""]
    assert [one.table for one in found] == ["", "orders", "orders", "orders"]
    assert [lines[one.row - 1].strip()[:2] for one in found] == ["#?"] * 4
    path.write_text("\n".join(line for line in lines if "#?" not in line), "utf-8")
    assert engagement.load(path).asked == ()
