"""The pieces of page 01 on the lists: each a chart or a table, or why there is none."""

from __future__ import annotations

from IPython.display import HTML

from kamlib.analysis import identification
from kamlib.analysis.findings import source
from kamlib.analysis.identification import audit as audits
from kamlib.analysis.identification import candidates as off_list
from kamlib.analysis.identification import rules, size
from kamlib.plots import lists as plots
from kamlib.reports import show
from kamlib.study import Study

ROWS = 20  # of a table; the files have all


def side_by_side(study: Study) -> HTML:
    """Which rule names which account, those the rules differ on first."""
    side = identification.lists_side_by_side(study)
    ax = plots.plot_lists(
        side,
        rules=list(identification.rule_lists(study)["rule"].unique()),
        language=study.language,
        source=source(study, "rule_lists", "accounts", rows=len(side)),
    )
    return show.chart_or(study, ax, "identification.limit.no_lists")


def class_b(study: Study) -> HTML:
    """The accounts of class B, those that are key first; what is not known has no column."""
    shown = rules.class_b(study).drop(columns="account_id").dropna(axis="columns", how="all")
    return show.table(study, shown, name="class_b", rows=ROWS)


def families(study: Study) -> HTML | None:
    """Who is high on all four traits in each product family; nothing without families."""
    found = rules.family_lists(study)
    return None if found.empty else show.table(study, found, name="family_lists", rows=ROWS)


def value(study: Study) -> HTML:
    """What each place on the list adds, with the end of the list marked."""
    table = size.list_size(study)
    ax = plots.plot_value(
        table,
        end=identification.choice(study).places,
        language=study.language,
        currency=study.engagement.currency,
        source=source(study, "list_size", rows=len(table)),
    )
    return show.chart_or(study, ax, "lists.chart.value.none")


def audit(study: Study) -> HTML | None:
    """What calls for a decision on the present list and people's changes; nothing if nothing."""
    found = audits.list_audit(study)
    open_ones = found[found["finding"] != "present and supported"]
    if open_ones.empty:
        return None
    shown = open_ones[["account_name", "finding", "evidence"]]
    return show.table(study, shown, name="list_audit", rows=ROWS)


def candidates(study: Study) -> HTML | None:
    """Who off the list could become key; nothing where that is nobody or not known."""
    found = off_list.candidates(study)
    if found.empty:
        return None
    return show.table(study, found.drop(columns="account_id"), name="candidates", rows=ROWS)


def save(study: Study) -> None:
    """Write the result tables of these pieces."""
    study.save(rules.class_b(study), "class_b")
    study.save(rules.family_lists(study), "family_lists")
    study.save(size.list_size(study), "list_size")
    study.save(audits.list_audit(study), "list_audit")
    study.save(off_list.candidates(study), "candidates")
