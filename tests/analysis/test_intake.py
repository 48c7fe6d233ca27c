import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib import results
from kamlib.analysis import intake
from kamlib.engagement_yaml import Asked
from tests.conftest import make_book, make_study

NOTE = ["table", "column", "rule", "rows", "amount", "example", "places"]
ASKED = ["table", "column", "question", "rows", "amount", "example", "places", "mend"]
LINES = [
    {"account_id": "A", "customer_id": "A1", "date": "2024-01-05", "amount": 60.0, "cost": 20.0},
    {"account_id": "A", "customer_id": "A2", "date": "2024-02-05", "amount": 30.0},
    {"account_id": "B", "customer_id": "B", "date": "2024-03-05", "amount": 10.0, "cost": 5.0},
    {"account_id": "C", "customer_id": "C", "date": "2024-03-06", "amount": -4.0},
]


def study(steps=(), *, tables=None, **more):
    book = make_book(LINES, **(tables or {}))
    rows = [("products", "in_files", 2, None), ("products", "analysed", 2, None)]
    rows += [("orders", *step) for step in steps]
    frame = pd.DataFrame(rows, columns=["table", "step", "rows", "amount"])
    nothing = pd.DataFrame(columns=NOTE)
    asked = pd.DataFrame(columns=ASKED)
    inputs = pd.DataFrame(columns=[c.name for c in results.RESULTS["inputs"].columns])
    notes = {"reconciliation": frame, "repairs": nothing, "questions": asked, "inputs": inputs}
    return make_study(replace(book, **(notes | more)))


def said(found, language="en"):
    from kamlib import labels

    return labels.say(found.key, language, **found.values).replace("\u202f", " ")


WHOLE = ("in_files", 4, 96.0)


def test_the_order_lines_stand_first_in_the_reconciliation():
    found = intake.reconciliation(study([WHOLE, ("analysed", 4, 96.0)]))
    assert found["table"].tolist() == ["orders", "orders", "products", "products"]
    results.arrange(found, "reconciliation")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([("analysed", 4, 96.0)], "All 4 order lines"),
        ([("no_customer", 1, 16.0), ("analysed", 3, 80.0)], "83 % of the money"),
        (
            [("duplicate", 1, 6.0), ("no_customer", 1, 10.0), ("analysed", 2, 80.0)],
            "2 steps leave out 2 of 4 lines; most money goes with this one: no customer id",
        ),
        ([("no_customer", 1, 0.1), ("analysed", 3, 95.9)], "All but 0.10 of the 96.0"),
        ([("duplicate", 1, -16.0), ("analysed", 3, 112.0)], "3 of 4 order lines are analysed"),
        ([("no_customer", 3, 106.0), ("analysed", 1, -10.0)], "net amount of \u221210.0"),
        # What leaves no line out is told beside: 4 lines of 96 are 84 without their tax of 12.
        (
            [("tax", 0, 12.0), ("analysed", 4, 84.0)],
            "All 4 order lines of the files are analysed, ",
        ),
        (
            [("tax", 0, 12.0), ("no_customer", 1, 21.0), ("analysed", 3, 63.0)],
            "75 % of the money of the order lines is analysed: 63.0 of 84.0. One step leaves out "
            "1 of 4 lines: no customer id",
        ),
        (
            [("tax", 0, 11.0), ("returns_signed", 0, 5.0), ("total", 1, 40.0)]
            + [("duplicate", 1, 4.0), ("analysed", 2, 36.0)],
            "90 % of the money of the order lines is analysed: 36.0 of 40.0. One step leaves out "
            "1 of 3 lines: duplicate lines",
        ),
        (
            [("no_customer", 1, 0.0), ("before_since", 1, 0.0), ("analysed", 2, 96.0)],
            "All of the money of the order lines is analysed (96.0); 2 of 4 lines, which hold no "
            "money, are left out: no customer id, before the period.",
        ),
        # Totals, notes and headers are no lines: they are in no base.
        ([("total", 1, 48.0), ("analysed", 3, 48.0)], "All 3 order lines of the files"),
        (
            [
                ("header_again", 1, 0.0),
                ("total", 1, 56.0),
                ("no_customer", 1, 10.0),
                ("analysed", 1, 30.0),
            ],
            "75 % of the money of the order lines is analysed: 30.0 of 40.0. One step leaves out "
            "1 of 2 lines: no customer id",
        ),
    ],
)
def test_the_headline_says_what_share_is_analysed_or_why_no_share_makes_sense(steps, sentence):
    found = intake.headline(study([WHOLE, *steps]))
    assert sentence in said(found)
    assert said(found, "zh")


@given(
    kept=st.integers(1, 10**6),
    lost=st.integers(1, 10**6),
    aside=st.lists(
        st.tuples(st.sampled_from((*intake.NO_DATA, "tax")), st.integers(0, 10**7)), max_size=3
    ),
)
def test_rows_that_are_no_data_and_tax_never_change_the_share(kept, lost, aside):
    def headline(*rows):
        whole = ("in_files", 2 + len(rows), kept + lost + sum(r[2] for r in rows))
        steps = [whole, *rows, ("no_customer", 1, lost), ("analysed", 1, kept)]
        frame = pd.DataFrame(steps, columns=["step", "rows", "amount"]).assign(table="orders")
        book = SimpleNamespace(reconciliation=frame)
        return intake.headline(SimpleNamespace(book=book, say=lambda key: key))

    assert headline(*[(step, int(step != "tax"), money) for step, money in aside]) == headline()


def test_rows_that_are_no_lines_are_told_beside_the_headline():
    steps = [WHOLE, ("note", 2, 0.0), ("total", 1, 48.0), ("analysed", 1, 48.0)]
    beside = intake.set_aside(study(steps))
    assert "no order lines: 3 (notes and signatures, totals" in said(beside)
    assert said(beside, "zh").startswith("此外，文件中有 3 行不是订单明细")
    assert intake.set_aside(study([WHOLE, ("analysed", 4, 96.0)])) is None


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([("tax", 0, 12.0), ("analysed", 4, 84.0)], "tax taken out (\u221212.0)."),
        (
            [("tax", 0, 12.0), ("returns_signed", 0, 8.0), ("analysed", 4, 76.0)],
            "tax taken out (\u221212.0), returns counted as negative (\u22128.00).",
        ),
    ],
)
def test_what_changes_the_money_of_lines_is_told_with_its_sum(steps, told):
    found = intake.recounted(study([WHOLE, *steps]))
    assert said(found).endswith(f"changed first: {told}")
    assert said(found, "zh").startswith("以上金额与文件所载不同")
    assert intake.recounted(study([WHOLE, ("duplicate", 1, 6.0), ("analysed", 3, 90.0)])) is None


def test_without_money_in_the_files_there_is_no_share():
    steps = [("in_files", 2, 0.0), ("no_customer", 1, 0.0), ("analysed", 1, 0.0)]
    assert intake.headline(study(steps)).key.endswith("odd")


def test_every_kind_of_loss_has_its_words_and_names_the_page_it_costs():
    from kamlib import labels, tables
    from kamlib.paths import NOTEBOOKS

    notebooks = {path.stem for path in NOTEBOOKS.glob("0*.ipynb")}
    kinds = [*tables.SOURCES, "cost", "scores", "order_id", "product_id", "region"]
    for kind in (k for k in kinds if k != "orders"):
        for language in labels.LANGUAGES:
            assert labels.say(f"intake_page.table.{kind}", language)
            told = labels.say(f"intake_page.loss.{kind}", language)
            assert notebooks & set(re.findall(r"\d\d_[a-z_]+", told)), told


def test_repairs_and_questions_are_told_in_words():
    repaired = pd.DataFrame([("orders", "amount", "thousands", 3, None, "1,200", 2)], columns=NOTE)
    found = study([WHOLE, ("analysed", 4, 96.0)], repairs=repaired)
    (row,) = intake.repairs_shown(found).to_dict("records")
    assert (row["table"], row["text"]) == ("order lines", "thousands separators taken out")
    assert row["places"] == 2
    assert intake.questions_shown(found).empty


def test_lines_to_write_are_one_for_each_table():
    asked = [
        ("orders", "product_id", "not_products", 2, 3.0, "POST", 1, "leave_out: {Code: [POST]}"),
        ("orders", "", "test_rows", 1, 3.0, "t", 1, 'leave_out: {Code: ["007"], Who: [Test]}'),
        ("orders", "amount", "zero_amount", 1, 0.0, "x", 1, None),
    ]
    found = study([WHOLE], questions=pd.DataFrame(asked, columns=ASKED))
    line = 'leave_out: {Code: [POST, "007"], Who: [Test]}'
    assert intake.lines_to_write(found) == {"orders": line}
    assert "places" not in intake.questions_shown(found)


def test_questions_open_in_the_engagement_file_stand_first():
    asked = pd.DataFrame([("orders", "", "zero_amount", 1, 0.0, "x", None, "")], columns=ASKED)
    found = study([WHOLE], questions=asked)
    found.engagement._asked = (Asked(7, "", "Which count?"),)
    first, second = intake.questions_shown(found).to_dict("records")
    assert (first["text"], first["example"]) == ("Which count?", "engagement.yaml / row 7")
    assert second["text"].startswith("Lines of amount zero")
    results.arrange(intake.questions(found), "questions")
    assert intake.open_points(found).values["questions"] == 2


def test_negative_lines_are_told_with_their_share_of_gross_sales():
    found = study([WHOLE])
    (told,) = intake.returns(found)
    assert told.replace("\u202f", " ") == (
        "Returns and cancellations: 1 of the lines analysed are negative, \u22124.00 in all, "
        "4.0 % of the gross sales of 100."
    )
    zh = replace(found, engagement=found.engagement.model_copy(update={"language": "zh"}))
    assert "占销售总额 100的 4.0%" in intake.returns(zh)[0]


def test_control_figures_have_their_cents_and_rows_have_none():
    row = {"table": "orders", "difference": 0.5, "agrees_after": ""}
    stated = [
        row | {"measure": "amount", "stated": 1234567.5, "found": 1234568.0},
        row | {"measure": "rows", "stated": 1300, "found": 1299, "difference": -1},
    ]
    shown = intake.control_shown(study([WHOLE], control_totals=pd.DataFrame(stated)))
    assert shown[["stated", "found", "difference"]].to_numpy().tolist() == [
        ["1,234,567.50", "1,234,568.00", "0.50"],
        ["1,300", "1,299", "\u22121"],
    ]


def test_files_are_told_with_a_short_digest_and_without_empty_columns():
    read = pd.DataFrame(
        [("orders", "a.tsv", "", 4, 90, "ab" * 32, "utf-8", "\t")],
        columns=[c.name for c in results.RESULTS["inputs"].columns],
    )
    (row,) = intake.inputs_shown(study([WHOLE, ("analysed", 4, 96.0)], inputs=read)).to_dict(
        "records"
    )
    assert row == {
        "table": "order lines",
        "file": "a.tsv",
        "rows": 4,
        "encoding": "utf-8",
        "separator": "tab",
        "sha256": "abababab",
    }


def test_a_workbook_has_no_encoding_and_is_called_so():
    columns = [c.name for c in results.RESULTS["inputs"].columns]
    row = {"table": "orders", "file": "a.xls", "encoding": "workbook", "sha256": "0"}
    row |= {"sheet": "x", "separator": ""}
    found = study([WHOLE], inputs=pd.DataFrame([row]).reindex(columns=columns))
    zh = replace(found, engagement=found.engagement.model_copy(update={"language": "zh"}))
    assert intake.inputs_shown(zh)["encoding"].tolist() == ["工作簿"]


def test_open_points_are_counted():
    noted = pd.DataFrame([("orders", "amount", "percent", 1, 2.0, "5 %", None)], columns=NOTE)
    asked = pd.DataFrame([("orders", "", "zero_amount", 1, 0.0, "x", None, "")] * 2, columns=ASKED)
    found = intake.open_points(study([WHOLE], repairs=noted, questions=asked))
    assert (found.values["questions"], found.values["repairs"]) == (2, 1)
    assert "Questions open: 2. Repairs made: 1." in said(found)
    assert "待答问题 2 项，已作修正 1 项" in said(found, "zh")


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/data/client/orders.csv", "client/orders.csv"), ("data/orders.csv", "data/orders.csv")],
)
def test_a_far_file_is_shown_by_its_name_and_folder(path, shown):
    row = {"table": "orders", "file": path, "sheet": "", "rows": 1, "encoding": "utf-8",
           "separator": ",", "sha256": "0" * 64}  # fmt: skip
    columns = [c.name for c in results.RESULTS["inputs"].columns]
    inputs = pd.DataFrame([row]).reindex(columns=columns)
    assert intake.inputs_shown(study([WHOLE], inputs=inputs))["file"].tolist() == [shown]
