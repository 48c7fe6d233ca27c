import re
from dataclasses import replace

import pandas as pd
import pytest

from kamlib import results
from kamlib.analysis import intake
from tests.conftest import make_book, make_study

NOTE = ["table", "column", "rule", "rows", "amount", "example"]
ASKED = ["table", "column", "question", "rows", "amount", "example"]
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
    asked = nothing.rename(columns={"rule": "question"})
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
        ([("returns_signed", 0, 8.0), ("analysed", 4, 88.0)], "returns counted as negative"),
    ],
)
def test_the_headline_says_what_share_is_analysed_or_why_no_share_makes_sense(steps, sentence):
    found = intake.headline(study([WHOLE, *steps]))
    assert sentence in said(found)
    assert said(found, "zh")


def test_without_money_in_the_files_there_is_no_share():
    steps = [("in_files", 2, 0.0), ("no_customer", 1, 0.0), ("analysed", 1, 0.0)]
    assert intake.headline(study(steps)).key.endswith("odd")


def test_a_table_reaches_the_customers_it_names_and_all_where_it_names_the_account():
    found = study(
        [WHOLE, ("analysed", 4, 96.0)],
        tables={
            "survey": [{"account_id": "A", "customer_id": "A1"}],
            "wallet": [
                {"account_id": "A", "customer_id": "A", "total": 9.0},
                {"account_id": "X", "customer_id": "X", "total": 9.0},
            ],
        },
    )
    grid = intake.coverage_grid(found).set_index("account_id")
    assert grid.index.tolist() == ["A", "B", "C"]  # by revenue
    assert grid["survey"].tolist() == [0.5, 0, 0]
    assert grid["wallet"].tolist() == [1, 0, 0]
    assert grid["cost"].tolist() == [0.5, 1, 0]
    table = intake.coverage(found).set_index("table")
    assert table.loc["survey", "accounts"] == 1
    assert table.loc["survey", "share"] == pytest.approx(1 / 3)
    assert table.loc["survey", "revenue_share"] == pytest.approx(0.9)  # of 90 + 10, C is negative
    results.arrange(intake.coverage(found), "coverage")


def test_scores_of_people_count_as_evidence():
    book = study([WHOLE, ("analysed", 4, 96.0)]).book
    scored = [{"account_id": "B", "criterion": "influence", "rater": "r", "score": 3}]
    grid = intake.coverage_grid(make_study(book, {"scores": scored}))
    assert grid.set_index("account_id")["scores"].tolist() == [0, 1, 0]


def test_what_did_not_come_is_said_and_what_came_is_not():
    found = study(
        [WHOLE, ("analysed", 4, 96.0)], tables={"wallet": [{"customer_id": "A1", "total": 9.0}]}
    )
    lost = intake.losses(found)["table"].tolist()
    assert "receivables" in lost and "wallet estimates" not in lost and "cost of goods" not in lost
    assert "exchange rates" not in lost  # one currency needs none
    assert intake.loss_count(found).values == {"n": len(lost), "of": 22}


def test_columns_that_order_lines_lack_are_said():
    lacks = {"order numbers", "products of the order lines", "regions of the order lines"}
    bare = study([WHOLE, ("analysed", 4, 96.0)])
    assert lacks & set(intake.losses(bare)["table"]) == lacks - {"order numbers"}
    made = pd.DataFrame([["orders", "order_id", "order_ids_made", 4, None, ""]], columns=ASKED)
    assert "order numbers" in set(
        intake.losses(study([("analysed", 4, 96.0)], questions=made))["table"]
    )
    some = made.assign(rows=3)  # one line has a number
    found = study([("analysed", 4, 96.0)], questions=some)
    assert "order numbers" not in set(intake.losses(found)["table"])


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
    repaired = pd.DataFrame([("orders", "amount", "thousands", 3, None, "1,200")], columns=NOTE)
    found = study([WHOLE, ("analysed", 4, 96.0)], repairs=repaired)
    (row,) = intake.repairs_shown(found).to_dict("records")
    assert (row["table"], row["text"]) == ("order lines", "thousands separators taken out")
    assert intake.questions_shown(found).empty


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


def test_open_points_are_counted():
    noted = pd.DataFrame([("orders", "amount", "percent", 1, 2.0, "5 %")], columns=NOTE)
    asked = pd.DataFrame([("orders", "", "zero_amount", 1, 0.0, "x")] * 2, columns=ASKED)
    found = intake.open_points(study([WHOLE], repairs=noted, questions=asked))
    assert (found.values["questions"], found.values["repairs"]) == (2, 1)
    assert "Questions open: 2. Repairs made: 1." in said(found)
    assert "待答问题 2 项，已作修正 1 项" in said(found, "zh")


def test_evidence_of_every_account_needs_no_chart(monkeypatch):
    every = [{"account_id": a, "customer_id": a} for a in "ABC"]
    reach = pd.DataFrame({"account_id": ["A"], "revenue": [1.0], "survey": [1.0], "wallet": [1.0]})
    found = study([WHOLE], tables={"survey": every, "wallet": [e | {"total": 1.0} for e in every]})
    assert not intake.reaches_all(found)  # cost is known of some lines only
    monkeypatch.setattr(intake, "_reach", lambda _: reach)
    assert intake.reaches_all(found)
    assert "reaches all of the 1 accounts" in said(intake.all_evidence(found))


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
