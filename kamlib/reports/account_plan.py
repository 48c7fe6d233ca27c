"""The pieces of an account plan that are there, or what to bring to get them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
from IPython.display import HTML, display

from kamlib.analysis import account_plan as plan
from kamlib.analysis import account_plan_findings as said
from kamlib.analysis import competition
from kamlib.analysis.account_card import of_account
from kamlib.analysis.findings import Finding, source
from kamlib.plots import account_plan as plots
from kamlib.reports import cells, show
from kamlib.study import Study


def header(study: Study, account: str) -> HTML:
    """The page's title with the account's name."""
    return show.header(study, "account_plan.title", name=said.name(study, account))


def text(study: Study, finding: Finding) -> HTML:
    """A computed sentence."""
    return show.text(study, finding.key, **finding.values)


def headline(study: Study, account: str) -> None:
    """The answer first: what it is to us, what to do with it, what it is to bring."""
    for finding in (said.headline, said.advice, said.target):
        key, values = finding(study, account)
        sentence = study.say(key, **{name: cells.isolated(v) for name, v in values.items()})
        display(show.Shown(f'<p class="kam-answer">{escape(sentence)}</p>', sentence))


def card(study: Study, account: str) -> HTML:
    """The management card: its four groups side by side where the page is wide enough."""
    found = plan.card(study, account)
    groups = [_group(name, rows) for name, rows in found.groupby("group", sort=False)]
    return show.Shown(show.grid(groups), found.to_string(index=False))


def _group(name: str, rows: pd.DataFrame) -> str:
    cell = '<td class="txt"><bdi>{}</bdi></td>'
    lines = [
        f"<tr>{cell.format(escape(field))}{cell.format(escape(value))}</tr>"
        for field, value in zip(rows["field"], rows["value"], strict=True)
    ]
    head = f'<thead><tr><th class="txt" colspan="2" scope="col">{escape(name)}</th></tr></thead>'
    return f'<div class="kam-table"><table>{head}<tbody>{"".join(lines)}</tbody></table></div>'


def position(study: Study, account: str) -> HTML:
    """Its place in each matrix."""
    return _table(study, plan.position(study, account), "account_plan.no_position", "positions")


def revenue(study: Study, account: str) -> HTML:
    """Revenue by quarter, and the targets after it."""
    title = said.revenue(study, account)
    found = plan.quarters(study, account)
    ax = plots.plot_revenue(
        found,
        title=study.say(title.key, **title.values),
        language=study.language,
        currency=study.engagement.currency,
        source=source(study, "orders", "targets", rows=len(found)),
    )
    return show.chart(ax, ax.figure.get_label())


def years(study: Study, account: str) -> HTML:
    """Revenue, growth and margin by year."""
    return show.table(study, plan.years(study, account), name="plan_years")


def receivables(study: Study, account: str) -> HTML:
    """What it owes, by age."""
    found = plan.ageing(study, account)
    columns = [c for c in found if c.startswith(("not_", "late_", "und"))]
    shown = found[[*columns, "receivable", "dso"]]
    return _table(study, shown, "account_plan.no_invoices", "ageing")


def swot(study: Study, account: str) -> HTML:
    """SWOT lines, each with what it rests on."""
    columns = ["quadrant", "subject", "text", "date", "confidence", "author"]
    return _table(study, plan.swot(study, account), "account_plan.no_swot", "swot", columns)


def needs(study: Study, account: str) -> HTML:
    """What it needs, and who gives it."""
    columns = ["need", "importance", "us", "best_rival", "rival_score", "weighted_lead"]
    return _table(study, plan.needs(study, account), "account_plan.no_needs", "needs", columns)


def rivals(study: Study, account: str) -> HTML:
    """What is known of rivals there."""
    columns = ["competitor", "kind", "text", "date", "confidence"]
    found = plan.rivals(study, account)
    return _table(study, found, "account_plan.no_rivals", "competitors", columns)


def wallet(study: Study, account: str) -> HTML:
    """What it spends in our category, and our share of it."""
    columns = ["sales_period", "our_sales", "total_low", "total", "total_high", "wallet_share"]
    found = of_account(competition.wallet(study), account)
    return _table(study, found, "account_plan.no_wallet", "share_of_wallet", columns)


def contacts(study: Study, account: str, *, persons: bool) -> HTML:
    """Who decides, by role; with names only where `persons`."""
    found = plan.contacts(study, account, persons=persons)
    return _table(study, found, "account_plan.no_contacts", "")


def risks(study: Study, account: str) -> HTML:
    """What may go wrong, in money."""
    columns = ["risk", "amount", "evidence"]
    return _table(study, plan.risks(study, account), "account_plan.no_risks", "risks", columns)


def actions(study: Study, account: str) -> HTML:
    """What is to be done, the first due first."""
    columns = ["due", "action", "owner", "status", "origin"]
    return _table(
        study, plan.actions(study, account), "account_plan.no_actions", "actions", columns
    )


def reviews(study: Study, account: str) -> HTML:
    """When the plan is looked at again."""
    finding = said.target(study, account)
    return _table(
        study, plan.reviews(study, account), finding.key, "plan_reviews", **finding.values
    )


def _table(
    study: Study,
    frame: pd.DataFrame,
    missing: str,
    name: str,
    columns: Sequence[str] = (),
    **values,
) -> HTML:
    """A table of `columns` (all without), or the words `missing` where it has no rows."""
    if frame.empty:
        return show.not_shown(study, missing, **values)
    return show.table(study, frame[list(columns)] if columns else frame, name=name)
