"""The pieces of page 01: each a chart or a table, or why there is none."""

from __future__ import annotations

from IPython.display import HTML, display

from kamlib.analysis import identification
from kamlib.analysis.findings import Finding, source
from kamlib.analysis.identification import doubt_findings, findings, frames
from kamlib.plots import identification as plots
from kamlib.reports import show
from kamlib.study import Study

ROWS = 15  # of a table; the files have all


def said(study: Study, *sentences: Finding) -> None:
    """Show computed sentences, a paragraph each."""
    for sentence in sentences:
        display(show.text(study, sentence.key, **sentence.values))


def missing(study: Study) -> None:
    """Show what missing data costs the page; a sentence where nothing is missing."""
    lacking = findings.limits(study)
    for sentence in lacking:
        display(show.not_shown(study, sentence.key, **sentence.values))
    if not lacking:
        said(study, Finding("identification.limit.none", {}))


def key_list(study: Study) -> HTML:
    """The list, and the contested accounts behind it: twice the places, and every key account."""
    table, places = frames.listing(study), identification.choice(study).places
    keys = table.index[table["is_key"]]
    rows = max(ROWS, 2 * places, keys.max() + 1 if len(keys) else 0)
    return show.table(study, table, name="key_accounts", rows=rows, bars=["p_key"])


def ranks(study: Study) -> HTML:
    """The ranks of the accounts around the end of the list, with their intervals."""
    rows, n = frames.around_the_cut(study), len(identification.key_accounts(study))
    ax = plots.plot_ranks(
        rows,
        book=findings.certainty(study),
        language=study.language,
        source=source(study, "key_accounts", rows=n),
    )
    return show.chart_or(study, ax, "identification.limit.no_accounts")


def chances(study: Study) -> HTML:
    """The chance of a place on the list, for the accounts around its end."""
    rows, s = frames.likeliest(study), study.engagement.identification
    ax = plots.plot_chances(
        rows,
        limits={"core": s.core, "out": s.out},
        book=findings.certainty(study),
        language=study.language,
        source=source(study, "doubt", rows=len(identification.key_accounts(study))),
    )
    return show.chart_or(study, ax, "identification.limit.no_accounts")


def open_accounts(study: Study) -> HTML | None:
    """The accounts open to argument and what moves each; nothing where there is none."""
    found = doubt_findings.open_accounts(study)
    return None if found.empty else show.table(study, found, name="flips", rows=ROWS)


def points(study: Study) -> HTML:
    """What the best scores are made of."""
    ax = plots.plot_points(
        frames.points(study),
        language=study.language,
        source=source(study, "score_parts", rows=len(identification.score_parts(study))),
    )
    return show.chart_or(study, ax, "identification.limit.no_accounts")
