"""What page 01 says of traits, accounts that take value, and the self-assessment: sentences."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis.findings import Finding, listed, named
from kamlib.analysis.identification import negative_value as negative
from kamlib.analysis.identification import self_assessment as own
from kamlib.analysis.identification import traits
from kamlib.identification.self_assessment import FEWEST, FEWEST_COMPARED
from kamlib.identification.traits import EFFORT
from kamlib.results.traits import GROUPS
from kamlib.study import Study

BY_CHANCE = 0.05  # below it a difference of groups is spoken of


def _plain(figure: float) -> str:
    """A median of counts: 4, or 3.5."""
    return f"{figure:g}"


def version(study: Study) -> Finding:
    """Which checklist is used, and what is not known of its source."""
    return Finding(f"traits.version.{traits.version(study)}", {})


def how_many(study: Study) -> Finding:
    """How many traits the key accounts have: median, least and most."""
    counts = traits.trait_counts(study)
    key = counts[counts["is_key"]]
    if key.empty:
        return Finding("traits.how_many.nobody", {})
    least = key[key["has"] == key["has"].min()]
    values = {
        "traits": traits.held(study).shape[1],
        "keys": len(key),
        "median": _plain(key["has"].median()),
        "least": key["has"].min(),
        "most": key["has"].max(),
        "names": named(study, least["account_name"].tolist(), most=3),
        "unknown": _plain(key["unknown"].median()),
    }
    alike = key["has"].min() == key["has"].max()
    return Finding(f"traits.how_many.{'alike' if alike else 'some'}", values)


def few(study: Study) -> Finding:
    """Who is on the list with few traits."""
    return _standing(study, "few")


def many(study: Study) -> Finding:
    """Who has as many traits as a middle key account and is not on the list."""
    return _standing(study, "many")


def _standing(study: Study, kind: str) -> Finding:
    counts = traits.trait_counts(study)
    key, found = counts[counts["is_key"]], counts[counts["standing"] == kind]
    level = float(key["has"].median()) if len(key) else 0.0
    if level <= 0:
        return Finding(f"traits.{kind}.no_level", {})
    values = {
        "n": len(found),
        "names": named(study, found["account_name"].tolist()),
        "level": _plain(max(level, 2.0)),
    }
    return Finding(f"traits.{kind}.{'some' if len(found) else 'nobody'}", values)


def unmeasured(study: Study) -> Finding:
    """Which traits nobody could measure, and what to bring."""
    table = traits.checklist(study)
    known = table["has"] + table["has_not"]
    none = table[known == 0]
    if table[["has", "has_not", "unknown"]].sum().sum() == 0:
        return Finding("traits.unmeasured.no_list", {})
    if none.empty:
        return Finding("traits.unmeasured.none", {"traits": len(table)})
    said = [study.say(f"values.{trait.replace(' ', '_')}") for trait in none["trait"]]
    values = {
        "n": len(none),
        "traits": len(table),
        "names": listed(study, said),
        "bring": listed(study, dict.fromkeys(none["bring"])),
    }
    return Finding("traits.unmeasured.some", values)


def effort(study: Study) -> Finding:
    """That effort makes no account key, and who takes much of it with little else."""
    counts = traits.trait_counts(study)
    if traits.held(study)[EFFORT].isna().all():
        return Finding("traits.effort.unknown", {})
    alone = counts[counts["effort_alone"]]
    values = {
        "n": len(alone),
        "names": named(study, alone["account_name"].tolist()),
        "on": int(alone["is_key"].sum()),
    }
    return Finding(f"traits.effort.{'some' if len(alone) else 'nobody'}", values)


def two_faces(study: Study) -> list[Finding]:
    """Key accounts that take value first, then how many others do; what could not be seen."""
    table = negative.negative_value(study)
    said = [_two_faces(study, table)]
    if lacking := negative.not_looked_at(study):
        words = [study.say(f"values.{reason}") for reason in lacking]
        said.append(Finding("traits.faces.not_seen", {"names": listed(study, words)}))
    return said


def _two_faces(study: Study, table: pd.DataFrame) -> Finding:
    key = table[table["is_key"]]
    values = {
        "others": table.loc[~table["is_key"], "account_id"].nunique(),
        "n": key["account_id"].nunique(),
        "names": named(study, _with_reasons(study, key)),
    }
    if key.empty:
        return Finding(f"traits.faces.{'others' if len(table) else 'nobody'}", values)
    return Finding("traits.faces.some", values)


def _with_reasons(study: Study, key: pd.DataFrame) -> list[str]:
    """Each account with its reasons behind it, the most money first."""
    rows = []
    for _, flags in key.groupby("account_id", sort=False):
        reasons = [study.say(f"values.{reason}") for reason in flags["reason"]]
        name = flags["account_name"].iloc[0]
        rows.append(study.say("traits.faces.one", name=name, reasons=listed(study, reasons)))
    return rows


def assessment(study: Study) -> list[Finding]:
    """What people say of their own key account management, with n; groups where n allows."""
    table = own.self_assessment(study)
    if table.empty:
        return [Finding("traits.assessment.empty", {})]
    said = []
    for row in table[table["growth_group"] == "all"].itertuples():
        words = study.say(f"traits.statement.{row.statement.replace(' ', '_')}")
        values = {"statement": words, "n": row.answers, "fewest": FEWEST}
        if row.answers < FEWEST:
            said.append(Finding("traits.assessment.few", values))
            continue
        values |= {"mean": row.average_answer, "agree": row.agree_share}
        said.append(Finding("traits.assessment.all", values))
    return [*said, *_groups(study, table)]


def _groups(study: Study, table: pd.DataFrame) -> list[Finding]:
    n = table[table["growth_group"] != "all"].groupby("growth_group")["answers"].max()
    sizes = {"high": n.get(GROUPS[0], 0), "other": n.get(GROUPS[1], 0)}
    chances = {s: c for s, c in own.compared(study).items() if c is not None}
    if not chances:
        return [Finding("traits.assessment.no_groups", {"fewest": FEWEST_COMPARED, **sizes})]
    means = table.set_index(["statement", "growth_group"])["average_answer"]
    said = []
    for statement, chance in chances.items():
        values = {
            "statement": study.say(f"traits.statement.{statement.replace(' ', '_')}"),
            "first": means[statement, GROUPS[0]],
            "second": means[statement, GROUPS[1]],
            "chance": chance,
        }
        kind = "differ" if chance < BY_CHANCE else "alike"
        said.append(Finding(f"traits.assessment.{kind}", values))
    return said
