"""The pieces of page 01 on concentration: each a chart or a table, or why there is none."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from kamlib.analysis import economics, identification
from kamlib.analysis.findings import source
from kamlib.analysis.identification import dependence, years
from kamlib.plots import concentration as plots
from kamlib.reports import show, strategy
from kamlib.study import Study

ROWS = 20  # of a table; the files have all


def curve(study: Study) -> HTML:
    """The cumulative curves of revenue, with the key list on it, and of profit."""
    rows = identification.curve(study)
    profit = economics.whale_curve(study) if identification.knows_profit(study) else pd.DataFrame()
    ax = plots.plot_curve(
        rows,
        needed=identification.measure(study, "accounts_for_80"),
        top=identification.measure(study, "top_20_accounts"),
        gini=identification.measure(study, "gini"),
        profit=profit,
        language=study.language,
        source=source(study, "accounts", rows=len(rows)),
    )
    return show.chart_or(study, ax, "identification.limit.no_curve")


def over_years(study: Study) -> HTML:
    """Shares of the largest accounts by fiscal year, or why there are none."""
    table = years.by_year(study)
    trend = years.trends(study).set_index("measure")["tendency"]
    ax = plots.plot_years(
        table,
        tendency=trend["hhi"],
        language=study.language,
        source=source(study, "concentration_by_year", rows=len(table)),
    )
    return show.chart_or(study, ax, "lists.chart.years.none")


def by_year(study: Study) -> HTML:
    """The measures of each fiscal year."""
    return show.table(study, years.by_year(study), name="concentration_by_year")


def whale(study: Study) -> HTML:
    """The whale curve of page 04."""
    return strategy.whale(study)


def losses(study: Study) -> HTML:
    """What would go with the largest and with each key account, the most first."""
    table = dependence.loss_scenarios(study)
    shown = table.drop_duplicates(["names", "revenue_lost"])  # the largest may be a key account
    shown = shown.sort_values(["revenue_lost", "scenario"], ascending=[False, True])
    ax = plots.plot_losses(
        shown,
        language=study.language,
        currency=study.engagement.currency,
        source=source(study, "loss_scenarios", rows=len(table)),
    )
    return show.chart_or(study, ax, "lists.chart.losses.none")


def loss_table(study: Study) -> HTML:
    """The loss scenarios with what is left; what nobody knows of has no column."""
    table = dependence.loss_scenarios(study)
    words = {
        dependence.LARGEST: study.say("lists.largest"),
        dependence.THREE: study.say("lists.three_largest"),
    }
    shown = table.assign(scenario=[words.get(s, n) for s, n in _titles(table)])
    shown = shown.drop(columns=["names", "accounts"]).dropna(axis="columns", how="all")
    return show.table(study, shown, name="loss_scenarios", rows=ROWS)


def _titles(table: pd.DataFrame):
    return zip(table["scenario"], table["names"], strict=True)


def save(study: Study) -> None:
    """Write the result tables of these pieces."""
    study.save(years.by_year(study), "concentration_by_year")
    study.save(years.trends(study), "concentration_trend")
    study.save(dependence.dependency(study), "dependency")
    study.save(dependence.loss_scenarios(study), "loss_scenarios")
