"""What may go wrong with an account, in money, each with the figure behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import labels

RISKS = ("decline", "late payment", "loss", "diversion", "dependence")


def risks(figures: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """One row per account and kind of risk, the most money first.

    figures: one row per account with gate (as `gates`), revenue, profit, year_revenue,
    overdue, payment_delay, outside, outside_share, and from the economics wing falls, silent,
    before, change, silence, usual_pause, longest_pause, at_stake, share, depends
        -> account_id, risk, amount, evidence

    Money at stake. decline: what was lost in a year, or for a silent account the better of
    its two years; late payment: what is overdue, or else what late paying ties up (a year's
    revenue x days late / 365); loss: what it cost over the period; diversion: what was sold
    outside its region; dependence: its revenue of a year. The amounts are of different
    kinds and are not to be summed.
    """
    marked = figures[["falls", "silent", "depends"]].eq(True).any(axis=1) | (figures["gate"] != "")
    lost = (figures["profit"] < 0) | (figures["revenue"] < 0)
    rows = [
        row
        for figure in figures[marked | lost].to_dict("records")
        for row in (
            _decline(figure, language),
            _late(figure, language),
            _loss(figure, language),
            _diversion(figure, language),
            _dependence(figure, language),
        )
        if row
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "risk", "amount", "evidence"])
    kinds = {"account_id": "str", "risk": "str", "amount": "float64", "evidence": "str"}
    order = ["amount", "account_id", "risk"]
    return frame.astype(kinds).sort_values(order, ascending=[False, True, True], ignore_index=True)


def _row(figure: dict, risk: str, amount: float, evidence: str) -> dict:
    return {
        "account_id": figure["account_id"],
        "risk": risk,
        "amount": amount,
        "evidence": evidence,
    }


def _decline(figure: dict, language: str) -> dict | None:
    falls, silent = figure["falls"] is True, figure["silent"] is True
    if not (falls or silent):
        return None
    said = [
        labels.say(f"strategy.evidence.{name}", language, **figure)
        for name, so in (("falls", falls), ("silent", silent))
        if so
    ]
    between = labels.say("strategy.between_sentences", language)
    return _row(figure, "decline", figure["at_stake"], between.join(said))


def _late(figure: dict, language: str) -> dict | None:
    shut = figure["gate"].split()
    if "overdue" in shut:
        said = labels.say("strategy.evidence.overdue", language, **figure)
        return _row(figure, "late payment", figure["overdue"], said)
    if "late" in shut:
        tied = max(figure["year_revenue"], 0.0) * figure["payment_delay"] / 365
        owed = np.nan_to_num(figure["overdue"])
        said = labels.say("strategy.evidence.late", language, **figure)
        return _row(figure, "late payment", max(tied, owed), said)
    return None


def _loss(figure: dict, language: str) -> dict | None:
    if figure["profit"] < 0:
        said = labels.say("strategy.evidence.loss", language, **figure)
        return _row(figure, "loss", -figure["profit"], said)
    if figure["revenue"] < 0:
        said = labels.say("strategy.evidence.negative_revenue", language, **figure)
        return _row(figure, "loss", -figure["revenue"], said)
    return None


def _diversion(figure: dict, language: str) -> dict | None:
    if "conduct" not in figure["gate"].split():
        return None
    said = labels.say("strategy.evidence.diversion", language, **figure)
    return _row(figure, "diversion", figure["outside"], said)


def _dependence(figure: dict, language: str) -> dict | None:
    if figure["depends"] is not True:
        return None
    said = labels.say("strategy.evidence.dependence", language, **figure)
    return _row(figure, "dependence", figure["year_revenue"], said)
