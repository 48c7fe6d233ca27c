"""Values that stand only in the first row of their group: filled where the engagement says so."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.conftest import COLUMNS, Maker
from tests.intake.files.dirty_layouts import book as as_book

FIRST_ROWS = """\
id,day,money
Alpha,2024-01-05,10
,2024-01-06,20
,2024-02-01,30
Beta,2024-01-07,4
,2024-01-08,6
"""
HEADINGS = """\
id,day,money
Alpha,,
,2024-01-05,10
,2024-01-06,20
Alpha Total,,30
Beta,,
,2024-01-05,10
Beta Total,,10
Grand total,,40
Prepared by: J. Smith,,
"""


def bought(make) -> list[tuple[str, float]]:
    """Who bought for how much, line by line."""
    lines = make.orders()
    return list(zip(lines["customer_id"], lines["amount"], strict=True))


def test_the_first_row_of_a_group_names_its_customer(make):
    make(FIRST_ROWS, fill_down=["customer_id"])
    expected = [("Alpha", 10), ("Alpha", 20), ("Alpha", 30), ("Beta", 4), ("Beta", 6)]
    assert bought(make) == expected
    (repair,) = make.check().repairs
    told = [repair[n] for n in ("column", "rule", "rows", "example", "places")]
    assert told == ["customer_id", "filled_down", 3, "Alpha", 1]
    assert make.steps() == {"in_files": (5, 70), "analysed": (5, 70)}


def test_nothing_is_filled_unasked(make):
    make(FIRST_ROWS)
    assert bought(make) == [("Alpha", 10), ("Beta", 4)]
    assert make.steps()["no_customer"] == (3, 56)


def test_a_heading_names_the_rows_below_it_and_leaves(make):
    make(HEADINGS, fill_down="customer_id")
    assert bought(make) == [("Alpha", 10), ("Alpha", 20), ("Beta", 10)]
    assert make.steps() == {
        "in_files": (9, 120),
        "note": (1, 0),
        "total": (3, 80),
        "heading": (2, 0),
        "analysed": (3, 40),
    }
    assert make.notes("repairs") == {"filled_down": 3, "heading": 2, "note": 1, "total": 3}
    # The lines of two groups that read alike are no duplicates.
    assert "duplicate_lines" not in make.notes("questions")


@pytest.mark.parametrize("between", ["Alpha Total,,10\n", ",,\n", "\n"])
def test_no_value_reaches_past_a_total_or_a_blank_row(make, between):
    make(f"id,day,money\nAlpha,2024-01-05,10\n{between},2024-01-06,20\n", fill_down=["customer_id"])
    assert bought(make) == [("Alpha", 10)]
    assert make.steps()["no_customer"] == (1, 20)


def test_a_header_that_comes_again_on_the_next_page_ends_no_group(make):
    make(FIRST_ROWS.replace(",2024-02-01", "id,day,money\n,2024-02-01"), fill_down=["customer_id"])
    assert bought(make)[2] == ("Alpha", 30)


def test_a_new_outer_group_ends_the_inner_one(make):
    text = (
        "area,id,day,money\nNorth,Alpha,2024-01-05,1\n,,2024-01-06,2\n,Beta,2024-01-07,3\n"
        "South,,2024-01-08,4\n,Gamma,2024-01-09,5\n,,2024-01-10,6\n"
    )
    columns = COLUMNS | {"region": "area"}
    make(text, columns=columns, fill_down=["region", "customer_id"])
    assert [who for who, _ in bought(make)] == ["Alpha", "Alpha", "Beta", "Gamma", "Gamma"]
    assert make.orders()["region"].tolist() == ["North"] * 3 + ["South"] * 2
    assert make.steps()["no_customer"] == (1, 4)


def test_each_sheet_begins_anew(make):
    rows = [["id", "day", "money"], ["", "2024-01-06", 2], ["Alpha", "2024-01-07", 3]]
    book = as_book({"Jan": [rows[0], ["Zeta", "2024-01-05", 1]], "Feb": rows})
    make("orders.xlsx", files={"orders.xlsx": book}, sheet="*", fill_down=["customer_id"])
    assert bought(make) == [("Zeta", 1), ("Alpha", 3)]


def test_a_file_large_enough_for_the_engine_is_filled_alike(make):
    days = [f"2024-01-{1 + i % 28:02}" for i in range(60_000)]
    named = [f"C{i // 10}" if i % 10 == 0 else "" for i in range(60_000)]
    lines = [f"{who},{day},{i}" for i, (who, day) in enumerate(zip(named, days, strict=True))]
    make("id,day,money\n" + "\n".join(lines) + "\n", fill_down=["customer_id"])
    assert (make.folder / "orders.csv").stat().st_size > 1 << 20
    assert [who for who, _ in bought(make)] == [f"C{i // 10}" for i in range(60_000)]


def test_a_column_of_a_joined_file_is_refused(make):
    make(
        "nr,day,money\n1,2024-01-05,9\n",
        files={"heads.csv": "nr,id\n1,Alpha\n"},
        columns=COLUMNS | {"order_id": "nr"},
        join=[{"path": "heads.csv", "on": "nr"}],
        fill_down=["customer_id"],
    )
    fault = make.fault()
    assert (fault.code, fault.column) == ("fill_down_joined", "id")


@pytest.mark.parametrize(("given", "value"), [(["region"], "region"), ("custmer_id", "custmer_id")])
def test_a_column_that_is_not_mapped_is_refused(make, given, value):
    fault = make(FIRST_ROWS, fill_down=given).fault()
    assert (fault.code, fault.column) == ("yaml_not_for", "sources.orders.fill_down")
    assert fault.value == value
    assert "customer_id" in fault.values["known"]


def test_another_kind_than_names_is_refused(make):
    fault = make(FIRST_ROWS, fill_down=7).fault()
    assert (fault.code, fault.column) == ("yaml_wrong_value", "sources.orders.fill_down")


def test_rows_of_a_database_have_no_order_to_fill_in(make):
    make(database="sqlite:///x.db", query="SELECT 1", fill_down=["customer_id"])
    assert "fill_down" in make.fault().values["said"]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(groups=st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 4)), min_size=1))
def test_a_file_of_groups_says_what_the_file_written_out_says(tmp_path, groups):
    def written(*, out: bool) -> str:
        text = io.StringIO()
        lines = csv.writer(text)
        lines.writerow(["id", "day", "money"])
        for at, (who, rows) in enumerate(groups):
            for i in range(rows):
                lines.writerow([who if out or not i else "", f"2024-01-{1 + i:02}", 10 * at + i])
        return text.getvalue()

    tmp_path.joinpath("acme").mkdir(exist_ok=True)
    make = Maker(tmp_path / "acme")
    make(written(out=True))
    expected = bought(make)
    make(written(out=False), fill_down=["customer_id"])
    assert bought(make) == expected
