"""The pieces of the strategy page that are there, or what to bring to get them."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, display

from kamlib.analysis import economics, strategy
from kamlib.analysis import strategy_findings as said
from kamlib.analysis.findings import Finding, source
from kamlib.plots import strategy as plots
from kamlib.reports import show
from kamlib.study import Study

ROWS = 20  # of a table of which only the worst or largest matter; the files have all


def text(study: Study, finding: Finding) -> HTML:
    """A computed sentence."""
    return show.text(study, finding.key, **finding.values)


def advice(study: Study) -> HTML:
    """The key accounts with cell, gate and advice."""
    found = said.advice(study)
    if found.empty:
        return show.not_shown(study, "strategy.no_key_accounts")
    return show.table(study, found, name="strategies")


def whale(study: Study) -> HTML:
    """The whale curve, or that no cost is known."""
    curve = economics.whale_curve(study)
    ax = plots.plot_whale(
        curve, economics.whale_summary(study), **_style(study, "whale_curve", rows=len(curve))
    )
    return show.chart_or(study, ax, "economics.no_cost")


def loss_makers(study: Study) -> HTML | None:
    """Who loses money, those with much revenue first; nothing where no one does."""
    found = economics.loss_makers(study)
    if found.empty:
        return None
    shown = found[["account_name", "revenue", "revenue_rank", "profit", "is_large", "basis"]]
    return show.table(study, shown, name="loss_makers", rows=ROWS)


def receivables(study: Study) -> HTML | None:
    """Whose money is overdue, the most first; nothing where no one's is."""
    found = economics.ageing(study)
    columns = ["account_name", "receivable", "overdue", "overdue_share", "late_over_90", "dso"]
    worst = found.sort_values(["overdue", "account_id"], ascending=[False, True])
    worst = worst[worst["overdue"] > 0]
    if worst.empty:
        return None
    return show.table(study, worst[columns], name="ageing", rows=ROWS)


def risks_chart(study: Study) -> HTML:
    """Money at stake by account and risk, or that no risk was found."""
    found = said.at_risk(study)
    ax = plots.plot_risks(found, **_style(study, "risks", rows=len(found)))
    return show.chart_or(study, ax, "strategy.chart.risks.none")


def risks(study: Study) -> HTML | None:
    """The risks with the figure behind each; nothing where there are none."""
    found = said.at_risk(study)
    return None if found.empty else show.table(study, found, name="risks", rows=ROWS)


def bridge(study: Study) -> HTML:
    """The way from the last twelve months to the target, or why there is none."""
    found, year = said.bridge(study), said.next_year(study)
    style = _style(study, "targets", rows=len(strategy.targets(study)))
    return _with_targets(study, plots.plot_bridge(found, period=year, **style))


def quarters(study: Study) -> HTML:
    """The target by quarter, or why there is none."""
    found = said.quarters(study)
    style = _style(study, "targets", rows=len(strategy.targets(study)))
    return _with_targets(study, plots.plot_quarters(found, **style))


def targets(study: Study) -> HTML | None:
    """The key accounts' targets with their quarters; nothing where there are none."""
    found = said.target_plan(study).drop(columns="account_id")
    return None if found.empty else show.table(study, found, name="target_plan")


def loads(study: Study) -> HTML:
    """Hours by account manager, or that no account has one."""
    found = strategy.loads(study)
    line = source(study, "allocation", rows=len(strategy.allocation(study)))
    ax = plots.plot_loads(found, language=study.language, source=line)
    return show.chart_or(study, ax, "strategy.no_owners")


def actions(study: Study) -> HTML:
    """What is to be done, the first due first."""
    found = strategy.actions(study)
    columns = ["due", "account_name", "action", "owner", "status", "origin"]
    return show.table(study, found[columns], name="actions")


def limits(study: Study) -> None:
    """Everything the data could not show, each with what to bring."""
    for finding in said.limits(study):
        display(show.not_shown(study, finding.key, **finding.values))


def save(study: Study) -> None:
    """Write the result tables of the page."""
    tables: dict[str, pd.DataFrame] = {
        "strategies": strategy.strategies(study),
        "strategy_summary": said.by_strategy(study),
        "targets": strategy.targets(study),
        "target_plan": said.target_plan(study),
        "allocation": strategy.allocation(study),
        "programmes": strategy.programmes(study),
        "manager_loads": strategy.loads(study),
        "actions": strategy.actions(study),
        "risks": strategy.risks(study),
        "whale_curve": economics.whale_curve(study),
        "loss_makers": economics.loss_makers(study),
        "ageing": economics.ageing(study),
    }
    for name, frame in tables.items():
        study.save(frame, name)


def _style(study: Study, table: str, *, rows: int) -> dict:
    return {
        "language": study.language,
        "currency": study.engagement.currency,
        "source": source(study, table, rows=rows),
    }


def _with_targets(study: Study, ax) -> HTML:
    if strategy.targets(study).empty:
        return show.not_shown(study, "strategy.no_year", months=economics.covered(study))
    return show.chart_or(study, ax, "strategy.nobody_grows")
