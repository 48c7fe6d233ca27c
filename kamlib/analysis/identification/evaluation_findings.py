"""What page 01 says of demand, growth, structural position, fit, and the goals of the criteria."""

from __future__ import annotations

import math

import pandas as pd

from kamlib import labels
from kamlib.analysis.findings import Finding, listed, named
from kamlib.analysis.identification import evaluation as found
from kamlib.analysis.identification.growth import growth_split
from kamlib.analysis.identification.listing import key_ids
from kamlib.analysis.identification.words import criterion
from kamlib.settings import VALUE_CRITERIA
from kamlib.study import Study
from kamlib.worksheets import words

_CELLS = {
    "both": "hard bargainer",
    "calm": "partner on terms",
    "neither": "easy buyer",
    "weak": "small haggler",
}
_FAMILIES = ("attractiveness", "potential", "relationship")


def goals(study: Study) -> Finding:
    """Which criteria of the score serve no stated strategic goal."""
    wanted = study.engagement.identification.criteria
    without = [name for name, c in wanted.items() if not c.goal.strip()]
    values = {"names": listed(study, [criterion(name, study.language) for name in without])}
    own = wanted == VALUE_CRITERIA
    told = "own" if own else "some" if without else "all"
    return Finding(f"evaluation.goals.{told}", values)


def demand(study: Study) -> Finding:
    """Where the key accounts' demand meets our strength, and where a rival's."""
    keys, sheet = _keys(study), words.title("needs", study.language)
    known = keys[keys["demand"].notna()]
    if known.empty:
        return Finding("evaluation.demand.none", {"sheet": sheet})
    best, worst = _ends(known, "demand")
    values = {
        "keys": len(keys),
        "known": len(known),
        "ahead": int((known["demand"] > 0).sum()),
        "best": best["account_name"],
        "most": best["demand"],
        "worst": worst["account_name"],
        "least": worst["demand"],
    }
    return Finding(f"evaluation.demand.{'some' if len(known) > 1 else 'one'}", values)


def growth(study: Study) -> list[Finding]:
    """Who among the key accounts wins share of its market, by whose sales, and who is left out."""
    table = growth_split(study)
    rows = table[table["account_id"].isin(key_ids(study))]
    if "market" not in study.book.tables:
        return [Finding("evaluation.growth.no_market", {})]
    known = rows[rows["share_log"].notna()]
    if known.empty:
        return [Finding("evaluation.growth.nobody", {"why": _reasons(study, rows)})]
    return [_shares(study, known), *_whose(known), *_left_out(study, rows), *_real(study)]


def _shares(study: Study, known: pd.DataFrame) -> Finding:
    best, worst = _ends(known, "share_log")
    counts = known["share_tendency"].value_counts()
    values = {
        "first": f"{known['first_year'].min():.0f}",
        "last": f"{known['last_year'].max():.0f}",
        "known": len(known),
        "gain": int(counts.get("gains", 0)),
        "lose": int(counts.get("loses", 0)),
        "doubtful": int(counts.get("in doubt", 0)),
        "doubt": study.engagement.identification.market_doubt,
        "best": best["account_name"],
        "up": labels.change(math.expm1(best["share_log"]), study.language),
        "worst": worst["account_name"],
        "down": labels.change(math.expm1(worst["share_log"]), study.language),
    }
    return Finding("evaluation.growth.some", values)


def _whose(known: pd.DataFrame):
    own = int((known["sales_of"] == "customer").sum())
    told = "own" if 0 < own < len(known) else "all_own" if own else "all_ours"
    yield Finding(f"evaluation.growth.{told}", {"own": own, "ours": len(known) - own})


def _left_out(study: Study, rows: pd.DataFrame):
    without = rows[rows["not_split"] != ""]
    if len(without):
        said = [
            study.say(
                "evaluation.growth.why",
                name=row.account_name,
                why=study.say(f"values.{row.not_split.replace(' ', '_')}"),
            )
            for row in without.itertuples()
        ]
        yield Finding("evaluation.growth.without", {"names": named(study, said)})
    money = rows[(rows["not_split"] == "") & rows["total_log"].isna()]
    if len(money):
        names = named(study, money["account_name"].tolist())
        yield Finding("evaluation.growth.money_only", {"names": names})


def _real(study: Study):
    market = study.book.tables["market"]
    if (market["price_basis"].astype("str").str.casefold() == "real").any():
        yield Finding("evaluation.growth.real", {})


def _reasons(study: Study, rows: pd.DataFrame) -> str:
    """The reasons that occur, in words; sales of nothing where there is none."""
    codes = [code for code in rows["not_split"].unique() if code] or ["no sales"]
    return listed(study, [study.say(f"values.{code.replace(' ', '_')}") for code in codes])


def position(study: Study) -> list[Finding]:
    """Who has power over us, and who uses it for price; or what to fill in to see it."""
    sheet = words.title("scores", study.language)
    if "power" not in study.engagement.identification.frames:
        return [Finding("evaluation.position.not_asked", {"sheet": sheet})]
    keys = _keys(study)
    known = keys[keys["structural_position"] != ""]
    if known.empty:
        return [Finding("evaluation.position.unknown", {"sheet": sheet})]
    values = {
        name: named(study, known.loc[known["structural_position"] == cell, "account_name"].tolist())
        or study.say("evaluation.position.nobody")
        for name, cell in _CELLS.items()
    }
    discounts = "discounts" if found.discounts(study).notna().any() else "no_discounts"
    placed = Finding("evaluation.position.some", values | {"known": len(known), "keys": len(keys)})
    return [placed, Finding(f"evaluation.position.{discounts}", {})]


def fit(study: Study) -> Finding:
    """Who fits best and least by the six criteria, which the texts do not define."""
    sheet = words.title("scores", study.language)
    if "fit" not in study.engagement.identification.frames:
        return Finding("evaluation.fit.not_asked", {"sheet": sheet})
    keys = _keys(study)
    known = keys[keys["fit"].notna()]
    if known.empty:
        return Finding("evaluation.fit.unknown", {})
    best, worst = _ends(known, "fit")
    values = {
        "known": len(known),
        "keys": len(keys),
        "best": best["account_name"],
        "most": best["fit"],
        "worst": worst["account_name"],
        "least": worst["fit"],
    }
    return Finding("evaluation.fit.some", values)


def indicators(study: Study) -> Finding:
    """Who stands highest in attractiveness, potential and relationship."""
    if "indicators" not in study.engagement.identification.frames:
        return Finding("evaluation.indicators.not_asked", {})
    keys = _keys(study)
    if keys[list(_FAMILIES)].isna().all(axis=None):
        return Finding("evaluation.indicators.unknown", {})
    return Finding("evaluation.indicators.some", {f: _first(study, keys, f) for f in _FAMILIES})


def _first(study: Study, keys: pd.DataFrame, family: str) -> str:
    known = keys[keys[family].notna()]
    if known.empty:
        return labels.missing(study.language)
    best, _ = _ends(known, family)
    return study.say("evaluation.first_of", name=best["account_name"], score=best[family])


def method(study: Study) -> list[Finding]:
    """How growth is split and how the sub-scores are made."""
    years = study.engagement.identification.growth_years
    said = [Finding("evaluation.method.growth", {"years": years})]
    if study.engagement.identification.frames:
        said.append(Finding("evaluation.method.scores", {}))
    return said


def _keys(study: Study) -> pd.DataFrame:
    table = found.evaluation(study)
    return table[table["account_id"].isin(key_ids(study))]


def _ends(rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """The rows with the highest and the lowest value; ties by name."""
    ordered = rows.sort_values([column, "account_name"], ascending=[False, True])
    return ordered.iloc[0], ordered.iloc[-1]
