"""What the plan of one account says, in sentences."""

from __future__ import annotations

from kamlib.analysis import account_plan as plan
from kamlib.analysis import economics, identification, segmentation, strategy
from kamlib.analysis import strategy_findings as said
from kamlib.analysis.account_card import of_account
from kamlib.analysis.findings import Finding
from kamlib.analysis.identification.drawn import tried
from kamlib.study import Study


def name(study: Study, account_id: str) -> str:
    """The account's name."""
    return _listed(study, account_id)["account_name"]


def headline(study: Study, account_id: str) -> Finding:
    """What the account brings, its class and rank, and whether it is on the list."""
    listed = _listed(study, account_id)
    year = of_account(economics.dependency(study), account_id).iloc[0]
    values = {
        "name": listed["account_name"],
        "revenue": _figures(study, account_id)["last"],
        "share": year["share"],
        "tier": listed["tier"],
        "rank": listed["rank"],
        "n": len(identification.key_accounts(study)),
        "p": listed["p_key"],
    }
    return Finding(f"account_plan.headline.{'on' if listed['is_key'] else 'off'}", values)


def advice(study: Study, account_id: str) -> Finding:
    """What to do with the account: its gate, or its strategy."""
    found = of_account(strategy.strategies(study), account_id)
    gate = said.gate_words(study, found["gate"]).iloc[0]
    row = found.iloc[0]
    values = {"gate": gate, "strategy": row["strategy"], "advice": row["advice"]}
    placed = row["strategy"] == row["strategy"]  # an unknown one is not equal to itself
    where = "gated" if gate else "free" if placed else "nowhere"
    return Finding(f"account_plan.advice.{where}", values)


def rank(study: Study, account_id: str) -> Finding:
    """Its place by score with the interval, and its segment."""
    listed = _listed(study, account_id)
    values = {
        "rank": listed["rank"],
        "n": len(identification.key_accounts(study)),
        "low": listed["rank_low"],
        "high": listed["rank_high"],
        "tried": tried(study),
        "segment": of_account(segmentation.segments(study), account_id)["label"].iloc[0],
    }
    return Finding("account_plan.rank", values)


def target(study: Study, account_id: str) -> Finding:
    """Next year's target, or why there is none."""
    found = plan.targets(study, account_id)
    if found.empty:
        return Finding("account_plan.no_targets", {"months": economics.covered(study)})
    year = found[~found["period"].str.contains("-Q")].iloc[0]
    values = {"period": year["period"], "value": year["value"]}
    if not year["base"] > 0:
        return Finding("account_plan.target_from_nothing", values)
    values["change"] = said.signed(study, year["value"] / year["base"] - 1)
    return Finding("account_plan.target", values)


def revenue(study: Study, account_id: str) -> Finding:
    """Revenue of the last twelve months, with its change where a year before is known."""
    figures = _figures(study, account_id)
    values = {"name": name(study, account_id), "revenue": figures["last"]}
    if figures["change"] != figures["change"]:
        return Finding("account_plan.chart.title", values)
    values["change"] = said.signed(study, figures["change"])
    return Finding("account_plan.chart.title_change", values)


def _listed(study: Study, account_id: str):
    return of_account(identification.key_accounts(study), account_id).iloc[0]


def _figures(study: Study, account_id: str):
    return of_account(strategy.figures(study), account_id).iloc[0]
