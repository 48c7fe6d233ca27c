"""What the client says the files hold, set against what was found in them, step by step."""

from __future__ import annotations

from kamlib.engagement import Engagement
from kamlib.intake.findings import Findings

CENT = 0.005  # figures that are stated in cents agree within half of one
_NOISE = 6  # digits beyond which a binary figure is noise
MEASURES = ("rows", "amount")


def compare(engagement: Engagement, findings: Findings) -> None:
    """Rows of `control_totals` for every figure stated; a question where it is not the files'.

    The balance is what is left after each step of the reconciliation. A figure that no balance
    meets differs; one that a later balance meets was counted by the client after that step.
    A table with faults has no reconciliation, and nothing is compared.
    """
    for table, source in engagement.sources.items():
        steps = [s for s in findings.reconciliation if s["table"] == table]
        for measure in MEASURES if source.control and steps else ():
            stated = getattr(source.control, measure)
            if stated is not None and steps[0][measure] is not None:
                _compare(findings, steps, measure, stated)


def _compare(findings: Findings, steps: list[dict], measure: str, stated: float) -> None:
    table, found = steps[0]["table"], steps[0][measure]
    after = _agrees_after(steps, measure, stated)
    noted = {"table": table, "measure": measure, "stated": stated, "found": found}
    difference = round(found - stated, _NOISE)
    findings.control_totals.append(noted | {"difference": difference, "agrees_after": after})
    if after == steps[0]["step"]:
        return
    code = "control_agrees_after" if after else "control_differs"
    told = {"rows": abs(int(difference))} if measure == "rows" else {"amount": difference}
    findings.question(table, measure, code, example=_plain(stated), **told)


def _agrees_after(steps: list[dict], measure: str, stated: float) -> str:
    """The first step after which the balance is the figure stated; empty where none is."""
    left = steps[0][measure]
    for step in steps[:-1]:
        left -= 0 if step is steps[0] else step[measure]
        if round(abs(left - stated), _NOISE) <= CENT:
            return step["step"]
    return ""


def _plain(stated: float) -> str:
    return f"{stated:,.2f}" if isinstance(stated, float) else f"{stated:,}"
