"""From positions to plans: gates, strategies, risks, targets, hours and actions."""

from __future__ import annotations

import pandas as pd

from kamlib import results, strategy
from kamlib.analysis import economics, identification, segmentation
from kamlib.engagement import FILE
from kamlib.faults import Fault, InputError
from kamlib.segmentation import maps
from kamlib.study import Study

FEWEST_MONTHS = 12  # a target needs a year behind it


def figures(study: Study) -> pd.DataFrame:
    """What gates and risks are read from, with the gate of every account."""
    return study.cached("strategy_figures", lambda: _figures(study))


def strategies(study: Study) -> pd.DataFrame:
    """Result table `strategies`: cell, gate and advice of every account, the largest first.

    The map is the engagement's `strategy.map`.

    Raises
    ------
    InputError
        If there is no map of that name.
    """
    return study.cached("strategies", lambda: _strategies(study))


def risks(study: Study) -> pd.DataFrame:
    """Result table `risks`: what may go wrong with whom, the most money first; with is_key."""
    return study.cached("risks", lambda: _risks(study))


def targets(study: Study) -> pd.DataFrame:
    """Result table `targets`: next fiscal year and its quarters for every account.

    Empty where the book covers less than a year (rounded to months): a target without a
    year behind it would be a guess.
    """
    return study.cached("targets", lambda: _targets(study))


def allocation(study: Study) -> pd.DataFrame:
    """Result table `allocation`: programme, hours and visits of every account by its class."""
    decided = study.engagement.strategy
    classes = identification.key_accounts(study)[["account_id", "tier"]]
    programmes = {name: (p.hours, p.visits) for name, p in decided.programmes.items()}
    found = strategy.allocate(classes, programmes, hour_cost=decided.hour_cost)
    return results.arrange(economics.named(study, found), "allocation")


def programmes(study: Study) -> pd.DataFrame:
    """Result table `programmes`: what the programme of each class takes, in hours and money."""
    found = allocation(study).groupby("programme", as_index=False)
    sums = found.agg(
        accounts=("account_id", "size"),
        hours=("hours", "first"),
        visits=("visits", "first"),
        hours_total=("hours", "sum"),
        cost=("cost", lambda cost: cost.sum(min_count=1)),
    )
    return results.arrange(sums, "programmes")


def capacity(study: Study) -> pd.Series:
    """Hours needed, available, short and used: `strategy.capacity`."""
    return strategy.capacity(allocation(study), study.book.tables.get("kam"))


def loads(study: Study) -> pd.DataFrame:
    """Result table `manager_loads`; empty where no account has a manager."""
    owners = study.book.accounts[["account_id", "owner"]]
    found = strategy.loads(allocation(study), owners, study.book.tables.get("kam"))
    found = found if found["owner"].notna().any() else found.iloc[:0]
    return results.arrange(found, "manager_loads")


def actions(study: Study) -> pd.DataFrame:
    """Result table `actions`: proposals of the kit beside what the worksheets plan.

    Proposed are, for key accounts, what their cell advises (where no gate stands before a
    cell that grows), and for key accounts and class A an answer to each risk.
    """
    return study.cached("actions", lambda: _actions(study))


# --- how each is made ---------------------------------------------------------------------


def _figures(study: Study) -> pd.DataFrame:
    decided = study.engagement.strategy
    found = economics.figures(study)
    shut = strategy.gates(found, overdue_share=decided.overdue_gate, late_days=decided.late_days)
    return found.merge(shut, on="account_id")


def _strategies(study: Study) -> pd.DataFrame:
    name = study.engagement.strategy.map
    if name not in maps.names():
        near = {"nearest": ", ".join(maps.names())}
        fault = Fault("no_such_map", FILE, column="strategy.map", value=name, values=near)
        raise InputError([fault], study.language)
    placed = segmentation.positions(study)
    placed = placed[placed["matrix"] == name]
    known = figures(study)
    found = strategy.strategies(placed, known[["account_id", "gate"]], language=study.language)
    grows = placed.set_index("account_id")["grows"]
    found["grows"] = found["account_id"].map(grows).eq(True) & (found["gate"] == "")
    found = found.merge(known[["account_id", "year_revenue"]], on="account_id")
    listed = identification.key_accounts(study)[["account_id", "is_key", "tier"]]
    found = economics.named(study, found.merge(listed, how="left", on="account_id"))
    found["is_key"] = found["is_key"].eq(True)
    order = found.sort_values(["year_revenue", "account_id"], ascending=[False, True])
    return results.arrange(order, "strategies")


def _risks(study: Study) -> pd.DataFrame:
    found = economics.named(study, strategy.risks(figures(study), language=study.language))
    keys = set(identification.key_ids(study))
    return results.arrange(found.assign(is_key=found["account_id"].isin(keys)), "risks")


def _targets(study: Study) -> pd.DataFrame:
    months, covered = economics.months(study), economics.covered(study)
    if covered < FEWEST_MONTHS:
        return results.empty("targets")
    first_month = study.engagement.fiscal_year_start
    gates = figures(study).set_index("account_id")["gate"]
    found = strategy.targets(
        strategy.quarter_bases(months, first_month=first_month),
        gates[gates != ""].index,
        growth=study.engagement.strategy.growth_goal,
        shape=strategy.seasonal_shape(months, first_month=first_month, covered=covered),
        year=strategy.next_fiscal_year(study.book.as_of, first_month),
    )
    return results.arrange(economics.named(study, found), "targets")


def _actions(study: Study) -> pd.DataFrame:
    proposals = pd.concat([_from_strategies(study), _from_risks(study)], ignore_index=True)
    plans = study.sheets["plans"]
    owners = study.book.accounts[["account_id", "owner"]]
    found = strategy.actions(proposals, plans, owners, as_of=study.book.as_of)
    return results.arrange(economics.named(study, found), "actions")


def _from_strategies(study: Study) -> pd.DataFrame:
    found = strategies(study)
    open_to = found["is_key"] & found["cell"].notna() & (found["gate"] == "")
    days = strategy.playbook()["strategy"]["days"]
    chosen = found[open_to].rename(columns={"advice": "action"})
    return chosen[["account_id", "action"]].assign(days=days, origin="strategy")


def _from_risks(study: Study) -> pd.DataFrame:
    found = risks(study).merge(
        strategies(study)[["account_id", "gate", "tier"]], how="left", on="account_id"
    )
    found = found[found["is_key"] | (found["tier"] == "A")]
    days = {risk: entry["days"] for risk, entry in strategy.playbook().items()}
    texts = [_answer(study, *row) for row in zip(found["risk"], found["gate"], strict=True)]
    return found[["account_id"]].assign(
        action=pd.Series(texts, index=found.index, dtype="str"),
        days=found["risk"].map(days),
        origin="risk",
    )


def _answer(study: Study, risk: str, gate: str) -> str:
    """What is done about a risk; money owed is answered gate by gate."""
    if risk != "late payment":
        return study.say(f"strategy.answer_to.{risk}")
    shut = [name for name in gate.split() if name in ("overdue", "late")]
    between = study.say("strategy.between_sentences")
    return between.join(study.say(f"strategy.gate_advice.{name}") for name in shut)
