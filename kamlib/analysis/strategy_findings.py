"""What the plan says: sentences for the page, and frames ready for its tables and charts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import labels, results
from kamlib import strategy as wing
from kamlib.analysis import economics, identification, strategy
from kamlib.analysis.findings import Finding
from kamlib.economics.decline import FEWEST_PAUSES
from kamlib.segmentation import maps
from kamlib.study import Study

NAMES = 3  # accounts named in a sentence; the table has the rest
CLASSES = ("A", "B", "C")


# --- the three answers ----------------------------------------------------------------------


def plan(study: Study) -> Finding:
    """How next year is planned: who grows, who waits behind a gate, what the target is."""
    found, targets = strategy.strategies(study), strategy.targets(study)
    keys = found[found["is_key"]]
    values = {
        "keys": len(keys),
        "grow": int(keys["grows"].sum()),
        "gated": int((keys["gate"] != "").sum()),
        "map": maps.load(study.engagement.strategy.map).name[study.language],
    }
    if keys.empty:
        return Finding("strategy.plan.nobody", values)
    if targets.empty:
        return Finding("strategy.plan.no_targets", values)
    year = _year(targets)
    base = year["base"].clip(lower=0).sum()
    if not base > 0:
        return Finding("strategy.plan.no_base", values)
    values |= {
        "period": year["period"].iloc[0],
        "target": year["value"].sum(),
        "change": signed(study, year["value"].sum() / base - 1),
    }
    return Finding("strategy.plan.targets", values)


def manage(study: Study) -> Finding:
    """Whether the managers' hours suffice for the programmes, and what is to be done."""
    hours, found = strategy.capacity(study), strategy.actions(study)
    values = dict(hours) | {"todo": _todo(study, found[found["status"] != "done"])}
    if np.isnan(hours["available"]):
        return Finding("strategy.manage.unknown", values)
    return Finding(f"strategy.manage.{'short' if hours['short'] > 0 else 'enough'}", values)


def _todo(study: Study, open_actions: pd.DataFrame) -> str:
    """How many actions are open, and when the first is due."""
    first = open_actions["due"].min()
    name = "none" if open_actions.empty else "undated" if pd.isna(first) else "some"
    return study.say(f"strategy.todo.{name}", n=len(open_actions), day=first)


def keep(study: Study) -> Finding:
    """Which key accounts fade, and how many carry another risk."""
    found = strategy.risks(study)
    found = found[found["is_key"]]
    fading = found[found["risk"] == "decline"]
    others = found[~found["risk"].isin(["decline", "dependence"])]
    values = {
        "keys": len(identification.key_ids(study)),
        "n": len(fading),
        "names": listed(study, fading["account_name"]),
        "amount": fading["amount"].sum(),
        "others": others["account_id"].nunique(),
    }
    if not values["keys"]:
        return Finding("strategy.keep.nobody", values)
    name = {0: "none", 1: "one_fading"}.get(len(fading), "fading")
    return Finding(f"strategy.keep.{name}", values)


# --- what stands beside the charts ----------------------------------------------------------


def receivables(study: Study) -> Finding:
    """What is owed, how much of it is late, and the days sales outstanding."""
    if not economics.ageing(study).empty:
        return Finding("economics.owed", dict(economics.book_receivables(study)))
    owed = economics.owed(study)
    if owed.empty:
        return Finding("economics.nothing_owed_known", {})
    return Finding("economics.balance", {"receivable": owed["receivable"].sum()})


def carried(study: Study) -> Finding:
    """What growth the accounts that may grow have to bring, so that the book reaches its goal."""
    year = _year(strategy.targets(study))
    gates = strategy.figures(study).set_index("account_id")["gate"]
    held = year["account_id"].map(gates) != ""
    free = year[~held & (year["base"] > 0)]
    base, value = free["base"].sum(), free["value"].sum()
    if not base > 0:
        return Finding("strategy.nobody_grows", {})
    values = {"growth": value / base - 1, "n": len(free), "held": int(held.sum())}
    return Finding("strategy.carried", values)


def method(study: Study, part: str) -> Finding:
    """How `part` was done: gates, decline, profit, targets, hours, actions or the map."""
    decided = study.engagement.strategy
    chart = maps.load(decided.map)
    values = {
        "overdue": decided.overdue_gate,
        "late": decided.late_days,
        "diversion": decided.diversion_share,
        "fall": decided.decline_gate,
        "pauses": FEWEST_PAUSES,
        "dependence": decided.dependence_share,
        "growth": decided.growth_goal,
        "large": study.engagement.segmentation.volume_cut,
        "map": chart.name[study.language],
        "source": chart.source[study.language],
        "confidence": chart.confidence[study.language],
    }
    return Finding(f"strategy.method.{part}", values)


def limits(study: Study) -> list[Finding]:
    """What the data could not show, each with what to bring."""
    tables, found = study.book.tables, economics.profits(study)
    covered, decided = economics.covered(study), study.engagement.strategy
    unknown = int(found["profit"].isna().sum())
    missing = {
        "economics.no_cost": unknown == len(found),
        "economics.some_cost": 0 < unknown < len(found),
        "economics.no_cost_to_serve": unknown < len(found) and "cost_to_serve" not in tables,
        "economics.no_invoices": "receivables" not in tables,
        "economics.no_regions": economics.diversion(study).empty,
        "economics.no_two_years": covered < 24,
        "strategy.no_year": covered < strategy.FEWEST_MONTHS,
        "strategy.no_hours": np.isnan(strategy.capacity(study)["available"]),
        "strategy.no_owners": strategy.loads(study).empty,
        "strategy.no_hour_cost": not decided.hour_cost,
    }
    values = {"n": unknown, "months": covered}
    return [Finding(key, values) for key, so in missing.items() if so]


# --- frames for tables and charts -----------------------------------------------------------


def advice(study: Study) -> pd.DataFrame:
    """The key accounts with cell, gate and advice, the largest first."""
    found = strategy.strategies(study)
    shown = found[found["is_key"]].assign(gate=lambda f: gate_words(study, f["gate"]))
    return shown[["account_name", "tier", "year_revenue", "strategy", "gate", "advice"]]


def by_strategy(study: Study) -> pd.DataFrame:
    """How many accounts and how much revenue each strategy holds, and how many are gated."""
    found = strategy.strategies(study).dropna(subset=["strategy"])
    sums = found.groupby("strategy", as_index=False).agg(
        accounts=("account_id", "size"),
        gated=("gate", lambda gate: (gate != "").sum()),
        year_revenue=("year_revenue", "sum"),
    )
    order = sums.sort_values(["year_revenue", "strategy"], ascending=[False, True])
    return results.arrange(order, "strategy_summary")


def at_risk(study: Study) -> pd.DataFrame:
    """The risks in the order of their money, ready for the page."""
    return strategy.risks(study)[["account_name", "is_key", "risk", "amount", "evidence"]]


def target_plan(study: Study) -> pd.DataFrame:
    """Result table `target_plan`: the key accounts' targets, the largest first."""
    found, ids = strategy.targets(study), ["account_id", "account_name"]
    found = found[found["account_id"].isin(identification.key_ids(study))]
    number = found["period"].str.extract(r"-Q(\d)$")[0]
    parts = found.assign(part=("q" + number).fillna("target"))
    wide = parts.pivot(index=ids, columns="part", values="value")
    wide = wide.reindex(columns=["target", "q1", "q2", "q3", "q4"]).rename_axis(columns=None)
    wide["base"] = _year(found).set_index(ids)["base"]
    order = wide.reset_index().sort_values(["target", "account_id"], ascending=[False, True])
    return results.arrange(order, "target_plan")


def bridge(study: Study) -> pd.DataFrame:
    """From the last twelve months to next year's target, in steps that sum.

    step, amount: the first row is what was, the last what is planned, those between are
    the changes: accounts with more returns than purchases count 0, and each class's growth.
    """
    year = _year(strategy.targets(study)).merge(
        identification.key_accounts(study)[["account_id", "tier"]], on="account_id"
    )
    if year.empty:
        return pd.DataFrame({"step": [], "amount": []})
    base = year["base"].clip(lower=0)
    growth = (year["value"] - base).groupby(year["tier"]).sum()
    steps = [("was", year["base"].sum()), ("negative", (base - year["base"]).sum())]
    steps += [(f"class_{name}", growth.get(name, 0.0)) for name in CLASSES]
    steps = [(name, amount) for name, amount in steps if amount or name == "was"]
    steps.append(("target", year["value"].sum()))
    return pd.DataFrame(steps, columns=["step", "amount"])


def next_year(study: Study) -> str:
    """Name of the fiscal year the targets are for."""
    return wing.next_fiscal_year(study.book.as_of, study.engagement.fiscal_year_start).name


def quarters(study: Study) -> pd.DataFrame:
    """The book's quarters: period, base (the year before) and value (target)."""
    found = strategy.targets(study)
    split = found[found["period"].str.contains("-Q")]
    return split.groupby("period", as_index=False)[["base", "value"]].sum()


def signed(study: Study, share: float) -> str:
    """A change as per cent with its sign; a rise shows its plus."""
    if share >= 0.0005:  # less is written as zero
        return study.say("strategy.signed", share=share)
    return labels.percent(share if share <= -0.0005 else 0, study.language)


def gate_words(study: Study, gates: pd.Series) -> pd.Series:
    """Gate names in words; empty where nothing forbids growth."""
    said = {name: study.say(f"strategy.gate.{name}") for name in wing.GATES}
    between = study.say("strategy.between_gates")
    return gates.map(lambda gate: between.join(said[name] for name in gate.split()))


def listed(study: Study, names: pd.Series) -> str:
    """At most NAMES names in one text, and how many more there are."""
    first = study.say("strategy.between_names").join(names.head(NAMES))
    more = len(names) - NAMES
    return study.say("strategy.and_more", names=first, n=more) if more > 0 else first


def _year(targets: pd.DataFrame) -> pd.DataFrame:
    return targets[~targets["period"].str.contains("-Q")]
