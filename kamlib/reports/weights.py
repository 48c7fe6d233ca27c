"""The pieces of page 01 on weights, ways to sum, and raters: a chart or table, or why none."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from kamlib.analysis import identification
from kamlib.analysis.findings import source
from kamlib.analysis.identification import methods, raters, weighting
from kamlib.analysis.identification.words import criterion
from kamlib.identification import fuzzy
from kamlib.identification.raters import GOOD, POOR
from kamlib.plots import weights as plots
from kamlib.reports import show
from kamlib.study import Study

ROWS = 12  # of a table; the files have all


def weights(study: Study) -> HTML:
    """What each method would have each criterion weigh, beside the weights used."""
    table = weighting.weights(study)
    ax = plots.plot_weights(
        table,
        names=_names(study, table),
        language=study.language,
        source=source(study, "weights", "accounts", rows=len(table)),
    )
    return show.chart_or(study, ax, "weights.chart.weights.none")


def _names(study: Study, table: pd.DataFrame) -> dict[str, str]:
    return {name: criterion(name, study.language) for name in table["criterion"].unique()}


def judges(study: Study) -> HTML | None:
    """How consistent each judge is; nothing where nobody compared."""
    table = weighting.judges(study)
    if table.empty:
        return None
    n = len(table) - 1
    table["judge"] = [name or study.say("weights.group", n=n) for name in table["judge"]]
    for column in ("first", "second"):
        table[column] = [criterion(name, study.language) for name in table[column]]
    # The eigenvalue and the index are in the file: with them the table is wider than the page.
    shown = table.drop(columns=["lambda_max", "ci"])
    return show.table(study, shown, name="judges", rows=ROWS)


def ranks(study: Study) -> HTML:
    """Ranks of key and contested accounts by each way to sum, those they differ on first."""
    listed, table = identification.key_accounts(study), methods.score_methods(study)
    wide = table.pivot(index="account_id", columns="method", values="rank")
    asked = listed[listed["is_key"] | (listed["status"] == "contested")]
    rows = asked[["account_id", "account_name"]].merge(wide.reset_index(), on="account_id")
    spread = rows[list(wide)].max(axis=1) - rows[list(wide)].min(axis=1)
    rows = rows.loc[spread.sort_values(ascending=False, kind="stable").index]
    names = {"weighted sum": "rank_sum", "topsis": "rank_topsis", "fuzzy": "rank_fuzzy"}
    shown = rows.rename(columns=names)[["account_name", *names.values()]]
    return show.table(study, shown, name="score_methods", rows=ROWS)


def grades(study: Study) -> HTML | None:
    """The grade each operator names, of the accounts they disagree on; nothing if on none."""
    table = methods.fuzzy_grades(study)
    if table.empty:
        return None
    told = fuzzy.verdicts(table)
    apart = told.loc[~told["agree"], "account_id"]
    top = table[table["highest"] & table["account_id"].isin(apart)]
    if top.empty:
        return None
    joined = study.say("identification.comma")
    named = top.groupby(["account_id", "operator"], sort=False)["grade"].agg(
        lambda grades: joined.join(f"{g:g}" for g in grades)
    )
    names = {name: f"grade_{name.replace(' ', '_')}" for name in fuzzy.OPERATORS}
    wide = named.unstack("operator").rename(columns=names)[list(names.values())].reset_index()
    listed = identification.key_accounts(study)[["account_id", "account_name"]]
    shown = listed.merge(wide, on="account_id").drop(columns="account_id")
    return show.table(study, shown, name="fuzzy_grades", rows=ROWS)


def agreement(study: Study) -> HTML | None:
    """How far the raters agree, criterion by criterion; nothing where people score none."""
    table = raters.rater_agreement(study)
    if table.empty:
        return None
    ax = plots.plot_agreement(
        table,
        cuts=(POOR, GOOD),
        names=_names(study, table),
        language=study.language,
        source=source(study, "scores", rows=len(study.sheets["scores"])),
    )
    return show.chart_or(study, ax, "weights.chart.agreement.none")


def levels(study: Study) -> HTML | None:
    """Whom taking out the raters' levels moves; nothing where raters agree or nobody moves."""
    table = raters.level_corrected(study)
    moved = table[(table["change"] != "stays") | (table["rank"] != table["corrected_rank"])]
    if moved.empty:
        return None
    return show.table(study, moved.drop(columns="account_id"), name="level_corrected", rows=ROWS)


def save(study: Study) -> None:
    """Write the result tables of these pieces."""
    study.save(weighting.weights(study), "weights")
    study.save(weighting.judges(study), "judges")
    study.save(methods.score_methods(study), "score_methods")
    study.save(methods.method_agreement(study), "method_agreement")
    study.save(methods.fuzzy_grades(study), "fuzzy_grades")
    study.save(methods.family_scores(study), "family_scores")
    study.save(raters.rater_agreement(study), "rater_agreement")
    study.save(raters.level_corrected(study), "level_corrected")
