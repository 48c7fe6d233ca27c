"""What an engagement decides for each wing, with the kit's defaults and their reasons.

These models are the four sections at the end of `engagement.yaml`. Every field can be
overridden for one run by its dotted name (`identification.key_share`).
"""

from __future__ import annotations

from pydantic import Field

from kamlib.settings.identification import VALUE_CRITERIA, Criterion, HandPicked, Identification
from kamlib.settings.shared import Section, Share, Text

__all__ = [
    "VALUE_CRITERIA",
    "Competition",
    "Criterion",
    "HandPicked",
    "Identification",
    "Programme",
    "Section",
    "Segmentation",
    "Share",
    "Strategy",
    "Text",
]


class Segmentation(Section):
    """Kinds of account: features, classes and the cut points of the matrices."""

    features: list[str] = Field(
        default=["revenue", "orders", "products", "active_share", "recency_days", "evenness"],
        min_length=2,
    )
    most_segments: int = Field(default=8, ge=2, le=20)
    fewest_accounts: int = Field(default=30, ge=10)  # below it rules instead of clusters
    bootstraps: int = Field(default=50, ge=20, le=1000)
    seed: int = 7
    abc_cuts: tuple[Share, Share] = (0.8, 0.95)
    volume_cut: Share = 0.8  # large: the accounts that carry this share of revenue
    loyalty_cut: Share = 0.5  # loyal: an order in at least this share of months
    discount: float = Field(default=0.1, gt=0, le=1)  # what a year's wait takes off money to come
    names: dict[Text, str] = {}  # segment -> name that replaces the computed one


class Competition(Section):
    """Judgements and evidence: when a line is old, and when a figure becomes a fact."""

    stale_days: int = Field(default=365, ge=1)
    growth_fact: float = Field(default=0.15, gt=0)
    margin_fact: float = Field(default=0.05, gt=0)  # points above or below the book
    wallet_fact: Share = 0.5
    evenness_facts: tuple[Share, Share] = (0.6, 0.9)  # uneven below, even from
    returns_fact: float = Field(default=0.02, gt=0)  # points above the book
    breadth_fact: float = Field(default=2, gt=1)  # times the median account's products


class Programme(Section):
    """What an account of one class gets in a year."""

    hours: float = Field(ge=0)
    visits: int = Field(ge=0)


class Strategy(Section):
    """What to do: the map, the programmes, next year's goal and what forbids growth."""

    map: str = "attractiveness_relationship"  # name of a map in kamlib/segmentation/maps
    growth_goal: float = Field(default=0.05, gt=-1)  # of revenue over the last twelve months
    programmes: dict[str, Programme] = {
        "A": Programme(hours=120, visits=12),
        "B": Programme(hours=40, visits=4),
        "C": Programme(hours=4, visits=0),
    }
    hour_cost: float = Field(default=0, ge=0)  # of one account manager hour; 0: not known
    overdue_gate: Share = 0.25  # overdue above this share of a year's revenue gates growth
    late_days: float = Field(default=30, ge=0)  # mean days late that call for a warning
    decline_gate: float = Field(default=0.3, gt=0, le=1)  # fall of revenue that is a decline
    diversion_share: Share = 0.2  # sales outside the own region that call for a question
    dependence_share: Share = 0.1  # of our revenue: a major customer under IFRS 8.34
