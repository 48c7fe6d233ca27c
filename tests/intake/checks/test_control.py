"""Control totals: the client's figures against the files, step by step."""

from __future__ import annotations

import pytest

from kamlib.analysis import intake as page
from kamlib.intake.checks import control
from kamlib.intake.findings import Findings

ORDERS = "id,day,money\n007,2024-01-05,10.5\n007,2024-01-05,10.5\n,2024-02-01,2\n008,2024-03-01,4\n"


def totals(make, **stated) -> list[tuple]:
    """Measure, stated, found, difference and agreement of the orders."""
    make(ORDERS, control=stated, DUPLICATES="drop")
    found = make.check()
    assert found.usable, found.faults
    return [tuple(line.values())[1:] for line in found.control_totals]


def asked(make) -> list[tuple]:
    return [
        (q["question"], q["column"], q["rows"], q["amount"], q["example"])
        for q in make.check().questions
        if q["question"].startswith("control")
    ]


def test_figures_that_the_files_hold_need_no_question(make):
    assert totals(make, rows=4, amount=27.004) == [
        ("rows", 4, 4, 0, "in_files"),
        ("amount", 27.004, 27.0, -0.004, "in_files"),
    ]
    assert asked(make) == []


def test_a_figure_met_after_a_step_says_which(make):
    assert totals(make, rows=3, amount=14.5) == [
        ("rows", 3, 4, 1, "duplicate"),
        ("amount", 14.5, 27.0, 12.5, "no_customer"),
    ]
    assert asked(make) == [
        ("control_agrees_after", "rows", 1, None, "3"),
        ("control_agrees_after", "amount", None, 12.5, "14.50"),
    ]


def test_a_figure_that_no_balance_meets_is_asked_about(make):
    assert totals(make, amount=27.01) == [("amount", 27.01, 27.0, -0.01, "")]
    assert asked(make) == [("control_differs", "amount", None, -0.01, "27.01")]


def test_the_pool_of_costs_is_checked_against_the_ledger(make):
    costs = "customer_id,period,activity,amount\n007,2024,visits,100\n008,2024,visits,50\n"
    columns = {c: c for c in ("customer_id", "period", "activity", "amount")}
    source = {"path": "costs.csv", "columns": columns, "control": {"amount": 180.0}}
    make(ORDERS, files={"costs.csv": costs}, sources={"cost_to_serve": source})
    assert asked(make) == [("control_differs", "amount", None, -30.0, "180.00")]
    (line,) = make.check().control_totals
    assert (line["table"], line["found"], line["difference"]) == ("cost_to_serve", 150.0, -30.0)


def test_sums_of_cents_agree_whatever_the_steps_leave_of_binary_noise():
    found = Findings()
    found.step("orders", "in_files", 3, 0.1 + 0.2 + 0.3)
    found.step("orders", "duplicate", 1, 0.3)
    found.step("orders", "analysed", 2, 0.3)
    steps = found.reconciliation
    assert control._agrees_after(steps, "amount", 0.6) == "in_files"
    assert control._agrees_after(steps, "amount", 0.295) == "duplicate"
    assert control._agrees_after(steps, "amount", 0.29) == ""


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "yaml_wrong_value"),
        ({"rows": -1}, "yaml_wrong_value"),
        ({"row": 1}, "yaml_unknown_field"),
    ],
)
def test_a_control_that_says_nothing_is_a_fault(make, stated, code):
    make(ORDERS, control=stated)
    fault = make.faults()[0]
    assert fault.code == code
    assert fault.column.startswith("sources.orders.control")


def test_money_of_a_table_without_money_is_a_fault(make):
    source = {"path": "k.csv", "columns": {"kam_id": "kam_id"}, "control": {"amount": 1}}
    make(ORDERS, files={"k.csv": "kam_id\nK1\n"}, sources={"kam": source})
    fault = make.fault()
    assert (fault.code, fault.column) == ("yaml_not_for", "sources.kam.control.amount")
    assert "cost_to_serve" in fault.values["known"]


def test_nothing_is_compared_where_the_table_cannot_be_read(make):
    make(ORDERS.replace("10.5", "ten"), control={"rows": 4})
    found = make.check()
    assert found.faults
    assert found.control_totals == []


def test_the_page_shows_the_figures_or_says_that_none_came(make):
    from kamlib.study import open_study

    totals(make, rows=3)
    study = open_study(make.folder)
    shown = page.control_shown(study)
    assert shown[["table", "measure", "agrees_after"]].to_numpy().tolist() == [
        ["order lines", "rows", "duplicate lines"]
    ]
    assert page.control_count(study).values == {"n": 0, "of": 1}
    make(ORDERS)
    study = open_study(make.folder)
    assert page.control_totals(study).empty
    assert page.control_count(study).key == "intake_page.control.none"
