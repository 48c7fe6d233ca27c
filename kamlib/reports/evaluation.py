"""The pieces of page 01 on demand, growth, structural position and fit."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from kamlib.analysis import identification
from kamlib.analysis.accounts import accounts
from kamlib.analysis.findings import source
from kamlib.analysis.identification import evaluation as found
from kamlib.analysis.identification.growth import growth_split
from kamlib.plots import evaluation as plots
from kamlib.reports import competition, show
from kamlib.study import Study

ROWS = 12  # of a table; the files have all
_SUMMARY = (
    "account_name demand share_tendency structural_position fit attractiveness potential "
    "relationship"
)


def needs(study: Study) -> HTML:
    """Demand relative to capability: key accounts x needs; the same chart as on page 03."""
    return competition.needs_chart(study)


def growth(study: Study) -> HTML:
    """Why the sales of the largest key accounts changed."""
    split = growth_split(study)
    rows = split[split["account_id"].isin(identification.key_ids(study))]
    rows = rows[rows["share_log"].notna()]
    revenue = accounts(study).set_index("account_id")["revenue"]
    rows = rows.assign(revenue=rows["account_id"].map(revenue)).sort_values(
        ["revenue", "account_id"], ascending=[False, True]
    )
    ax = plots.plot_growth(
        rows,
        language=study.language,
        source=source(study, "growth_split", "market", rows=len(split)),
    )
    return show.chart_or(study, ax, "evaluation.chart.growth.none")


def power(study: Study) -> HTML | None:
    """Who has power over us and who uses it; nothing where nobody asked."""
    if "power" not in study.engagement.identification.frames:
        return None
    keys = identification.key_ids(study)
    table = found.evaluation(study)
    rows = table[table["structural_position"] != ""]
    revenue = accounts(study).set_index("account_id")["revenue"]
    rows = rows.assign(
        revenue=rows["account_id"].map(revenue), is_key=rows["account_id"].isin(keys)
    )
    ax = plots.plot_power(
        rows,
        keys=len(keys),
        language=study.language,
        source=source(study, "evaluation", "evaluation_items", rows=len(table)),
    )
    return show.chart_or(study, ax, "evaluation.chart.power.none")


def summary(study: Study) -> HTML | None:
    """What the key accounts come to, beside the charts; a column without figures is left out."""
    table = found.evaluation(study)
    keys = table[table["account_id"].isin(identification.key_ids(study))]
    shown = keys[_SUMMARY.split()]
    shown = shown.loc[:, [_says(shown[column]) for column in shown]]
    if shown.shape[1] < 2:
        return None
    return show.table(study, shown, name="evaluation", rows=ROWS)


def _says(column: pd.Series) -> bool:
    return bool((column.notna() & (column.astype("str") != "")).any())


def items(study: Study) -> HTML | None:
    """What each item asks, which way it counts and why; nothing where no frame is asked for."""
    wanted = found.wanted(study)
    if not wanted:
        return None
    own = study.engagement.identification.item_definitions
    weights = study.engagement.identification.item_weights
    power = [item.name for item in wanted if item.frame == "power"]
    rows = [
        {
            "part": item.part,
            "evaluation_item": study.say(f"evaluation.item.{item.name}"),
            "definition": own.get(item.name) or study.say(f"evaluation.definition.{item.name}"),
            "raises": study.say(f"evaluation.reason.{item.name}")
            if item.name in power
            else study.say("values.more"),
            "weight": weights.get(item.name, 1.0),
            "read_from": "data" if item.figure else "scores",
        }
        for item in wanted
    ]
    shown = pd.DataFrame(rows)
    if (shown["weight"] == 1).all():
        shown = shown.drop(columns="weight")
    return show.table(study, shown, name="evaluation_items")


def save(study: Study) -> None:
    """Write the result tables of these pieces."""
    study.save(growth_split(study), "growth_split")
    study.save(found.evaluation_items(study), "evaluation_items")
    study.save(found.evaluation(study), "evaluation")
