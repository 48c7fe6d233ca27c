"""The pieces of page 00: each a sentence, a chart or a table, or why there is none."""

from __future__ import annotations

from html import escape

from IPython.display import HTML

from kamlib.analysis import evidence, intake
from kamlib.analysis.findings import Finding
from kamlib.plots import intake as plots
from kamlib.reports import show
from kamlib.study import Study

_CONTROL = "control: {rows: 12000, amount: 3456789.00}"  # how a client's figures are written


def headline(study: Study) -> HTML:
    """The page's answer: how much of the money of the lines is analysed, how the lines are
    counted, and what is no line.
    """
    of_page = (intake.headline(study), intake.recounted(study), intake.set_aside(study))
    found = [one for one in of_page if one]
    between = "" if study.language == "zh" else " "
    sentence = between.join(study.say(one.key, **one.values) for one in found)
    return show.Shown(f'<p class="kam-answer">{escape(sentence)}</p>', sentence)


def returns(study: Study) -> HTML:
    """Returns and cancellations among the lines, as a fact."""
    between = "" if study.language == "zh" else " "
    told = between.join(intake.returns(study))
    return show.Shown(f"<p>{escape(told)}</p>", told)


def said(study: Study, sentence: Finding) -> HTML:
    """A computed sentence as a paragraph."""
    return show.text(study, sentence.key, **sentence.values)


def bridge(study: Study) -> HTML:
    """The waterfall from the files to the analysis, in money and in rows; none without steps."""
    if intake.is_whole(study):
        return show.text(study, "intake_page.bridge.none")
    ax = plots.plot_bridge(
        intake.bridge(study),
        language=study.language,
        currency=study.engagement.currency or study.say("common.no_currency"),
        source=intake.orders_source(study),
    )
    return show.chart(ax, ax.figure.get_label())


def control(study: Study) -> HTML:
    """What the client says the files hold, or that the client gave no figure."""
    shown = intake.control_shown(study)
    if len(shown):
        return show.table(study, shown)
    none = said(study, intake.control_count(study))
    return show.Shown(none.data + _code(_CONTROL), f"{none.plain}\n{_CONTROL}")


def coverage(study: Study) -> HTML:
    """The heat map of the largest accounts against the kinds of evidence; one kind in words."""
    kinds = evidence.coverage(study)
    if len(kinds) == 1:
        return said(study, evidence.only_evidence(study))
    if evidence.reaches_all(study):
        return said(study, evidence.all_evidence(study))
    ax = plots.plot_coverage(
        evidence.coverage_grid(study),
        kinds,
        accounts=evidence.account_count(study),
        language=study.language,
        source=intake.orders_source(study),
    )
    return show.chart_or(study, ax, "intake_page.coverage.none")


def repairs(study: Study) -> HTML:
    """Every repair with its rows, money and an example."""
    shown = intake.repairs_shown(study)
    if shown.empty:
        return show.text(study, "intake_page.repairs.none")
    return show.table(study, shown, exact=["amount"])


def questions(study: Study) -> HTML:
    """Every open question with its rows, its money, an example, and what to write for a no."""
    shown = intake.questions_shown(study)
    if shown.empty:
        return show.text(study, "intake_page.questions.none")
    asked = show.table(study, shown, exact=["amount"])
    html, plain = [asked.data], [asked.plain]
    for table, line in intake.lines_to_write(study).items():
        said = study.say("intake.mend", table=table)
        html += [f"<p>{escape(said)}</p>", _code(line)]
        plain += [said, line]
    return show.Shown("".join(html), "\n".join(plain))


def losses(study: Study) -> HTML:
    """What the analysis loses for each kind of evidence that did not come."""
    shown = evidence.losses(study)
    none = "intake_page.losses.none"
    return show.table(study, shown) if len(shown) else show.text(study, none)


def _code(line: str) -> str:
    """A line to be copied; a long one is broken where the page ends, so that print has it all."""
    return f'<pre style="white-space:pre-wrap"><code>{escape(line)}</code></pre>'
