"""The filled-in workbook of the demo."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from demo_plan import position
from demo_plan.book import PLAN, Account
from demo_plan.lines import Dice
from kamlib import worksheets
from kamlib.settings import evaluation

FRAMES = ("power", "fit", "indicators")
CRITERIA = ("feedback", "influence", "potential")
# Who scores, how far from the truth in general, and how often not at all.
RATERS = (("Ingrid Solberg", 0, 0.0), ("Marco Bellini", 1, 0.1), ("陈静", -1, 0.2))
SCORED = "2025-12-05"


def rows(plan: list[Account], dice: Dice) -> dict[str, list[dict]]:
    """Rows by sheet: what stands in worksheets.yaml, and the managers' scores."""
    written = yaml.safe_load((PLAN / "worksheets.yaml").read_text(encoding="utf-8"))
    scores = [row for account in plan for row in _scores(account, dice)]
    return written | {"scores": [*scores, *position.scores(plan, dice)]}


def _scores(account: Account, dice: Dice) -> list[dict]:
    found = []
    for criterion, true in zip(CRITERIA, account.scores, strict=True):
        for rater, lean, absent in RATERS:
            # One in three follows the rater's lean; the rest is what the account deserves.
            given = true + (lean if dice.between(0, 1) < 1 / 3 else 0)
            if dice.between(0, 1) >= absent:
                found.append(
                    {
                        "account_id": account.id,
                        "criterion": criterion,
                        "rater": rater,
                        "score": min(5, max(1, given)),
                        "date": SCORED,
                    }
                )
    return found


def write(path: Path, plan: list[Account], filled: dict[str, list[dict]]) -> None:
    """Write the workbook, in English, over the one that is there."""
    path.unlink(missing_ok=True)
    worksheets.write(
        path,
        "en",
        accounts=pd.DataFrame([{"account_id": a.id, "account_name": a.name} for a in plan]),
        criteria=[*CRITERIA, *evaluation.asked(list(FRAMES))],
        rows={name: worksheets.frame(name, lines) for name, lines in filled.items()},
    )
