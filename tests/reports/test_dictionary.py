"""The data dictionary names every table and column; tests/repository keeps the file in step."""

from __future__ import annotations

from kamlib import results, tables, worksheets
from kamlib.reports.dictionary import dictionary


def test_every_table_has_its_section_and_every_column_its_row():
    _, *parts = dictionary().split("\n## ")
    groups = (tables.SOURCES, worksheets.SHEETS, results.RESULTS)
    for part, group in zip(parts, groups, strict=True):
        for name, table in group.items():
            section = part.split(f"### {name}\n", 1)[1].split("\n### ", 1)[0]
            for column in table.names:
                assert f"`{column}`" in section, (name, column)


def test_a_row_says_name_kind_unit_meaning_and_what_is_allowed():
    page = dictionary()
    assert "| **`customer_id`** | 客户代码 | text |  | the client's own number" in page
    assert "| `evenness` | 采购均衡度 | number | 0 to 1 |" in page
    assert "(end user, distributor, agent, supplier, internal) |" in page


def test_bars_in_a_meaning_do_not_break_the_table():
    rows = [line for line in dictionary().splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {6}
