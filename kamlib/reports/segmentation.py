"""The pieces of page 02: each a chart, a table or a sentence, or why there is none."""

from __future__ import annotations

from IPython.display import HTML, display

from kamlib.analysis import segmentation
from kamlib.analysis import segmentation_findings as findings
from kamlib.analysis.findings import Finding, source
from kamlib.plots import segmentation as plots
from kamlib.reports import show
from kamlib.study import Study

_ROWS = 20  # of accounts on a border; all stand in the table
_SOUGHT = ("groups", "continuum", "none")  # outcomes of a search; else none was made


def said(study: Study, *sentences: Finding) -> None:
    """Show computed sentences, a paragraph each."""
    for sentence in sentences:
        display(show.text(study, sentence.key, **sentence.values))


def profiles(study: Study) -> HTML:
    """What sets the segments apart."""
    rows = findings.profile_rows(study)
    line = source(study, "segment_profiles", rows=len(rows))
    ax = plots.plot_profiles(rows, language=study.language, source=line)
    return show.chart_or(study, ax, "segmentation.no_segments")


def stability(study: Study) -> HTML:
    """The segments, how firm they are, and what they hold."""
    columns = ["label", "size", "revenue", "revenue_share", "jaccard", "verdict", "border"]
    table = segmentation.segment_stability(study)[columns]
    return show.table(study, table, name="segment_stability")


def borders(study: Study) -> None:
    """Accounts on a border between segments, if there are any."""
    if segmentation.segment_stability(study).empty:
        return
    said(study, findings.border(study))
    near = findings.border_accounts(study)
    if len(near):
        display(show.table(study, near, name="segments", rows=_ROWS))


def choice(study: Study) -> HTML:
    """The numbers of segments tried, against chance."""
    what = segmentation.kinds(study)
    line = source(study, "segment_choice", rows=len(what.choice))
    ax = plots.plot_choice(what.choice, outcome=what.outcome, language=study.language, source=line)
    return show.chart_or(study, ax, "segmentation.no_choice")


def matrix(study: Study, name: str) -> None:
    """Accounts on the two axes of a matrix, and where its map is from."""
    placed = findings.matrix(study, name)
    ax = plots.plot_matrix(
        placed,
        findings.grid(study, name),
        language=study.language,
        currency=study.engagement.currency,
        source=source(study, "positions", "accounts", rows=len(placed)),
    )
    missing = findings.no_matrix(study, name)
    display(show.chart_or(study, ax, missing.key, **missing.values))
    said(study, findings.map_source(study, name))


def cells(study: Study, name: str) -> HTML:
    """What each cell of a matrix holds, and what its map advises."""
    return show.table(study, findings.cells(study, name))


def attractiveness_axes(study: Study) -> None:
    """Of what the axes of attractiveness x relationship are made, and who sits on a fence."""
    name = segmentation.ATTRACTIVENESS
    said(
        study,
        findings.axis(study, name, "y"),
        findings.axis(study, name, "x"),
        findings.fence(study, name),
    )


def industries(study: Study) -> None:
    """Accounts by industry and grade, or why not."""
    table = segmentation.industry_grades(study)
    if table.empty:
        display(show.not_shown(study, "segmentation.no_industries"))
        return
    said(study, findings.industries(study))
    display(show.table(study, table, name="industry_grades"))
    said(study, findings.map_source(study, segmentation.INDUSTRY_GRADE))


def migration(study: Study) -> HTML:
    """Movement between value classes within a year."""
    table = segmentation.migration(study)
    line = source(study, "orders", rows=int(table["n"].sum()))
    ax = plots.plot_migration(table, language=study.language, source=line)
    missing = findings.no_migration(study)
    return show.chart_or(study, ax, missing.key, **missing.values)


def class_outlook(study: Study) -> None:
    """How long accounts of each class stay and what they are worth, where movement is known."""
    said_of = findings.class_outlook(study)
    if said_of is None:
        display(show.not_shown(study, "segmentation.no_outlook"))
        return
    said(study, said_of)
    known = segmentation.class_outlook(study).dropna(axis="columns", how="all")
    display(show.table(study, known, name="class_outlook"))


def features(study: Study) -> HTML:
    """What was done to each feature, or why it was left out."""
    table = findings.readable(study, segmentation.kinds(study).features)
    columns = ["feature", "kept", "reason", "transform", "spread", "filled", "cut"]
    more = ["closest", "correlation"]
    return show.table(study, table[columns + more], name="segment_features")


def method(study: Study) -> None:
    """How the figures of the page were worked out."""
    sought = segmentation.kinds(study).outcome in _SOUGHT
    parts = ["features", "clusters", "membership"] if sought else []
    parts += ["classes", "volume_loyalty", "attractiveness", "p_cell", "migration", "outlook"]
    said(study, *[findings.method(study, part) for part in parts])


def limits(study: Study) -> None:
    """What the data could not show."""
    said(study, findings.compared(study), Finding("segmentation.p_cell_none", {}))
