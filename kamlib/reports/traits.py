"""The pieces of page 01 on traits and on accounts that take value."""

from __future__ import annotations

from IPython.display import HTML

from kamlib.analysis.findings import source
from kamlib.analysis.identification import negative_value as negative
from kamlib.analysis.identification import self_assessment as own
from kamlib.analysis.identification import traits
from kamlib.plots import traits as plots
from kamlib.reports import show
from kamlib.study import Study

ROWS = 12  # of a table; the files have all


def heat_map(study: Study) -> HTML:
    """Which key account has which trait."""
    grid, counts = traits.grid(study), traits.trait_counts(study)
    ax = plots.plot_traits(
        grid,
        few=int((counts["standing"] == "few").sum()),
        language=study.language,
        source=source(study, "traits", "accounts", rows=len(grid)),
    )
    return show.chart_or(study, ax, "traits.chart.none")


def checklist(study: Study) -> HTML:
    """Each trait: how it is measured, for how many key accounts it holds, what would tell more."""
    return show.table(study, traits.checklist(study), name="trait_checklist", rows=ROWS)


def negative_value(study: Study) -> HTML | None:
    """Accounts that take value, those on the key list first; nothing where there are none."""
    found = negative.negative_value(study)
    if found.empty:
        return None
    shown = found.drop(columns="account_id")
    return show.table(study, shown, name="negative_value", rows=ROWS)


def self_assessment(study: Study) -> HTML | None:
    """What people answered, over all and by growth group; nothing where nobody did."""
    found = own.self_assessment(study).dropna(subset=["average_answer"])
    return None if found.empty else show.table(study, found, name="self_assessment")


def save(study: Study) -> None:
    """Write the result tables of these pieces."""
    study.save(traits.traits(study), "traits")
    study.save(traits.trait_counts(study), "trait_counts")
    study.save(traits.checklist(study), "trait_checklist")
    study.save(negative.negative_value(study), "negative_value")
    study.save(own.self_assessment(study), "self_assessment")
