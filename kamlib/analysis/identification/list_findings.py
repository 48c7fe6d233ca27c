"""What page 01 says of the lists by rule, the length of the list, its audit and candidates."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis import competition
from kamlib.analysis.findings import Finding, listed, named
from kamlib.analysis.identification import audit as audits
from kamlib.analysis.identification import candidates as off_list
from kamlib.analysis.identification import capacity, rules, scores, size
from kamlib.analysis.identification.listing import choice, key_accounts
from kamlib.analysis.identification.measures import measure
from kamlib.analysis.identification.words import criterion
from kamlib.settings import VALUE_CRITERIA
from kamlib.study import Study

_AGAINST = ("removed though core", "added without support")


def agreement(study: Study) -> Finding:
    """How far the lists name the same accounts, and on whom they differ most."""
    side, listed = rules.lists_side_by_side(study), rules.rule_lists(study)
    if side.empty:
        return Finding("lists.agreement.none", {})
    differ = side[side["disagreement"] > 0]
    most = differ[differ["disagreement"] == differ["disagreement"].max()]
    values = {
        "rules": listed["rule"].nunique(),
        "n": len(side),
        "alike": len(side) - len(differ),
        "names": named(study, most["account_name"].tolist()),
    }
    return Finding(f"lists.agreement.{'some' if len(differ) else 'all'}", values)


def seven(study: Study) -> Finding:
    """Which of the seven value criteria have no data and are left out of their list."""
    parts = scores.seven_criteria(study)
    used = set() if parts is None else set(parts["criterion"])
    absent = [criterion(name, study.language) for name in VALUE_CRITERIA if name not in used]
    values = {"names": listed(study, absent)}
    return Finding(f"lists.seven.{'some' if absent else 'all'}", values)


def class_b(study: Study) -> Finding:
    """Which accounts of class B are key, by which cut."""
    table = rules.class_b(study)
    on = table[table["is_key"]]
    values = {
        "n": len(table),
        "cut": study.engagement.identification.b_cut,
        "names": named(study, on["account_name"].tolist(), most=12),
    }
    known = table[["potential", "relationship"]].notna().any(axis=None)
    told = "some" if len(on) else "nobody" if known else "unknown" if len(table) else "empty"
    return Finding(f"lists.class_b.{told}", values)


def families(study: Study) -> Finding:
    """In how many product families the four traits name accounts, and how many are off the list."""
    table = rules.family_lists(study)
    if table.empty:
        return Finding("lists.families.none", {})
    values = {
        "n": len(table),
        "families": int((table["listed"] > 0).sum()),
        "off": table["off_list"].sum(),
    }
    return Finding("lists.families.some", values)


def value(study: Study) -> Finding:
    """What the last place of the list adds, and which places pay for an account manager."""
    table, places = size.list_size(study), choice(study).places
    if not places:
        return Finding("lists.value.none", {})
    last = table.iloc[places - 1]
    values = {"places": places, "revenue": last["revenue"], "profit": last["profit"]}
    if pd.isna(last["surplus"]):
        if len(table) == places:
            return Finding("lists.value.last", values)
        lack = "hour_cost" if pd.isna(last["cost"]) else "profit"
        values |= {"next": table["revenue"].iloc[places], "lack": study.say(f"lists.lack.{lack}")}
        return Finding("lists.value.revenue", values)
    pays = table["surplus"] > 0
    values |= {
        "cost": last["cost"],
        "each": capacity.hours_each(study),
        "pay": int(pays.sum()),
        "shown": len(table),
        "on": int((pays & table["is_key"]).sum()),
        "off": int((pays & ~table["is_key"]).sum()),
    }
    return Finding("lists.value.pays", values)


def warning(study: Study) -> Finding:
    """Whether the list is of a usual length, or why that is no measure here."""
    s = study.engagement.identification
    told = size.warning(study).replace(" ", "_") or "ok"
    values = {
        "n": int(key_accounts(study)["is_key"].sum()),
        "accounts": measure(study, "accounts_with_revenue"),
        "few": s.few_accounts,
        "most": s.most_accounts,
        "too": s.too_many_accounts,
        "part": s.most_share,
    }
    return Finding(f"lists.warning.{told}", values)


def audit(study: Study) -> list[Finding]:
    """The present list and people's changes against the figures."""
    table = audits.list_audit(study)
    said = [_present(study, table)]
    if words := audits.not_understood(study):
        said.append(Finding("lists.audit.words", {"words": named(study, words)}))
    changed = table[table["added"] | table["removed"]]
    if changed.empty:
        return [*said, Finding("lists.audit.changes_none", {})]
    against = changed[changed["finding"].isin(_AGAINST)]
    values = {"against": _names(study, against), "others": len(changed) - len(against)}
    return [*said, Finding("lists.audit.changes", values)]


def _present(study: Study, table: pd.DataFrame) -> Finding:
    if audits.present(study) is None:
        return Finding("lists.audit.not_given", {})
    on = table[table["on_present"] == "yes"]
    unsupported = on["finding"].isin(
        ["present without support", "present without orders", "added without support"]
    )
    missing = table[(table["on_present"] == "no") & table["computed"] & ~table["removed"]]
    values = {
        "present": len(on),
        "supported": int((on["finding"] == "present and supported").sum()),
        "unsupported": _names(study, on[unsupported]),
        "missing": _names(study, missing),
    }
    return Finding("lists.audit.given", values)


def _names(study: Study, rows: pd.DataFrame) -> str:
    said = named(study, rows["account_name"].tolist(), most=8)
    return said or study.say("lists.audit.nobody")


def candidates(study: Study) -> Finding:
    """Who off the list could become key, or why that is not said."""
    known, level = competition.wallet(study), off_list.level_of_key(study)
    if known.empty:
        return Finding("lists.candidates.no_wallet", {})
    if level is None:
        return Finding("lists.candidates.no_list", {})
    listed = key_accounts(study)
    off = listed.loc[~listed["is_key"], "account_id"]
    values = {
        "known": int(known.loc[known["open_wallet"].notna(), "account_id"].isin(off).sum()),
        "level": level,
    }
    table = off_list.candidates(study)
    if table.empty:
        return Finding("lists.candidates.nobody", values)
    values |= {
        "names": named(study, table["account_name"].tolist()),
        "gap": table["open_wallet"].iloc[0],
    }
    return Finding("lists.candidates.some", values)
