"""From the cell an account stands in to what is done with it, past the gates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import labels

#: What forbids growth, in the order in which it is read.
GATES = ("overdue", "late", "loss", "conduct")


def gates(figures: pd.DataFrame, *, overdue_share: float, late_days: float) -> pd.DataFrame:
    """What forbids to grow each account: receivables, negative value, conduct.

    figures: account_id, revenue, profit, year_revenue, overdue, payment_delay, diverts
        -> account_id, gate: names of GATES separated by blanks, "" where nothing does

    overdue: what is overdue is more than `overdue_share` of a year's revenue; without
    revenue in the year, any overdue money. late: invoices are paid more than `late_days`
    late on average. loss: the profit, or without one the revenue, is negative. conduct: it
    sells outside its region. An unknown figure closes no gate.
    """
    allowed = overdue_share * figures["year_revenue"].clip(lower=0)
    shut = {
        "overdue": (figures["overdue"] > 0) & (figures["overdue"] > allowed),
        "late": figures["payment_delay"] > late_days,
        "loss": (figures["profit"] < 0) | (figures["revenue"] < 0),
        "conduct": figures["diverts"].eq(True),
    }
    closed = np.column_stack([shut[g].to_numpy(bool) for g in GATES])
    gate = np.full(len(figures), "", dtype=object)
    for row in np.flatnonzero(closed.any(axis=1)):
        gate[row] = " ".join(np.array(GATES)[closed[row]])
    return figures[["account_id"]].assign(gate=pd.Series(gate, index=figures.index, dtype="str"))


def strategies(positions: pd.DataFrame, shut: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """What to do with each account: its cell's strategy, unless a gate comes first.

    positions: account_id, matrix, cell, strategy, action, grows, source (one map)
    shut: as `gates`, one row for every account
        -> account_id, matrix, cell, strategy, gate, advice, source

    A gated account keeps its cell. Its advice is the gate's; what its cell says follows only
    where that does not mean growth. An account without a place on the map has only its gate.
    """
    placed = shut.merge(positions, how="left", on="account_id")
    grows = placed["grows"].eq(True)
    advice = [
        _advice(gate, action, growing, language)
        for gate, action, growing in zip(
            placed["gate"], placed["action"].fillna(""), grows, strict=True
        )
    ]
    placed["advice"] = pd.Series(advice, index=placed.index, dtype="str")
    columns = ["account_id", "matrix", "cell", "strategy", "gate", "advice", "source"]
    return placed[columns]


def _advice(gate: str, action: str, grows: bool, language: str) -> str:
    if not gate:
        return action or labels.say("strategy.no_place", language)
    first = [labels.say(f"strategy.gate_advice.{name}", language) for name in gate.split()]
    then = [] if grows or not action else [action]
    return labels.say("strategy.between_sentences", language).join(first + then)
