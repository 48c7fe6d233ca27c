"""One line for what is found in many files or sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib.engagement_yaml import read_value
from kamlib.intake import leave_out
from kamlib.intake.findings import Findings

MONTHS = [f"sales {month:02}" for month in range(1, 13)]


def monthly(make, second="id,day,money\n"):
    """Twelve files with a total each; from the second on, without the article."""
    files = {}
    for month, name in enumerate(MONTHS, 1):
        head, article = ("id,day,money,article\n", ",P") if month == 1 else (second, "")
        lines = f"A,2024-{month:02}-05,10.5{article}\nB,2024-{month:02}-06,4{article}\n"
        files[f"{name}.csv"] = f"{head}{lines}Total,,14.5{article and ','}\n"
    columns = {"customer_id": "id", "date": "day", "amount": "money", "product_id": "article"}
    return make("sales*.csv", files=files, columns=columns)


def test_a_finding_of_many_files_is_one_line(make):
    found = monthly(make).check()
    assert found.usable, found.faults
    (asked,) = (q for q in found.questions if q["question"] == "column_not_in_part")
    assert (asked["places"], asked["example"], asked["column"]) == (11, "sales 02.csv", "article")
    (total,) = (r for r in found.repairs if r["rule"] == "total")
    assert (total["rows"], total["amount"], total["places"]) == (12, 12 * 14.5, 12)
    told = found.as_dict()
    assert [q["places"] for q in told["questions"] if q["question"] == "column_not_in_part"] == [11]
    noted = make.book().repairs.set_index("rule").loc["total"]
    assert (noted["rows"], noted["places"]) == (12, 12)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.sampled_from(["blanks", "total"]),
            st.none() | st.integers(0, 1000),
            st.none() | st.integers(-1000, 1000),
            st.none() | st.integers(1, 3),
        ),
        max_size=20,
    )
)
def test_merging_keeps_every_row_and_all_money(notes):
    found = Findings()
    for column, rule, rows, amount, places in notes:
        noted = {"rows": rows, "amount": amount, "places": places}
        found.repair("orders", column, rule, **noted, example="x")
    before = list(found.repairs)
    found.merge()
    keys = [(r["column"], r["rule"]) for r in found.repairs]
    assert keys == list(dict.fromkeys((r["column"], r["rule"]) for r in before))
    for name in ("rows", "amount", "places"):
        assert sum(r[name] or 0 for r in found.repairs) == sum(r[name] or 0 for r in before)
    once = [dict(r) for r in found.repairs]
    found.merge()
    assert found.repairs == once


@pytest.mark.parametrize(
    ("places", "shown"), [(1, "e0"), (None, "e0, e1, e2, e3, e4, e5, e6, e7, ...")]
)
def test_files_have_one_example_and_values_are_all_shown(places, shown):
    found = Findings()
    for i in range(9):
        found.question("orders", "", "test_rows", example=f"e{i}", places=places)
    found.merge()
    assert [q["example"] for q in found.questions] == [shown]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
COLUMNS = st.dictionaries(TEXTS, st.lists(TEXTS, min_size=1, unique=True), max_size=3)


@given(st.lists(COLUMNS, max_size=3))
def test_the_joined_line_holds_every_value_and_loads_back(given_columns):
    line = leave_out.joined(leave_out.line(columns) for columns in given_columns)
    held = read_value(line)["leave_out"] if line else {}
    wanted = {own for columns in given_columns for own in columns}
    assert set(held) == wanted
    for own in wanted:
        values = [v for columns in given_columns for v in columns.get(own, [])]
        assert held[own] == list(dict.fromkeys(values))


def test_what_is_left_out_already_stays_in_the_line(make):
    lines = "".join(f"C{i},2024-01-05,10,{code}\n" for i, code in enumerate(["POST", "DOT"] * 3))
    lines += "C9,2024-01-05,10,P1000\n" * 30
    more = "".join(f"C9,2024-01-05,1,P{i}\n" for i in range(1000, 1040))
    columns = {"customer_id": "id", "date": "day", "amount": "money", "product_id": "code"}
    make(f"id,day,money,code\n{lines}{more}", columns=columns, leave_out={"code": ["DOT"]})
    (asked,) = (q for q in make.check().questions if q["question"] == "not_products")
    assert asked["mend"] == "leave_out: {code: [DOT, POST]}"
