"""What an engagement decides for each wing, with the kit's defaults and their reasons.

These models are the four sections at the end of `engagement.yaml`. Every field can be
overridden for one run by its dotted name (`identification.key_share`).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kamlib.results import RESULTS

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(coerce_numbers_to_str=True)]  # a number without quotes is a name too


class Section(BaseModel):
    """A part of the engagement; a field it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Criterion(Section):
    """One criterion of the score.

    `source` is a column of the accounts table, or `scores:NAME` for the mean of the
    managers' scores on NAME in the worksheets.
    """

    source: str
    weight: float = Field(ge=0)
    direction: Literal["benefit", "cost"]
    family: str = ""
    goal: str = ""

    @field_validator("source")
    @classmethod
    def _figure_or_scores(cls, value: str) -> str:
        figures = [c.name for c in RESULTS["accounts"].columns if c.kind == "number"]
        if value in figures or (value.startswith("scores:") and value != "scores:"):
            return value
        near = get_close_matches(value, figures, n=1, cutoff=0.5) or figures
        raise ValueError(f"needs scores:NAME, or a figure of the accounts: {', '.join(near)}")


class HandPicked(Section):
    """An account that a person put on the list or took off it, and why."""

    account_id: str = Field(coerce_numbers_to_str=True)
    reason: str = Field(min_length=1)


def _criterion(source: str, weight: float, family: str) -> Criterion:
    return Criterion(source=source, weight=weight, direction="benefit", family=family)


# The seven value criteria (volume, evenness, profit, loyalty, feedback, influence,
# potential). The last three come from the managers; one without data is left out,
# its weight spread over the others, and the page says so.
VALUE_CRITERIA = {
    "volume": _criterion("revenue", 0.25, "value"),
    "profit": _criterion("gross_profit", 0.25, "value"),
    "evenness": _criterion("evenness", 0.10, "relationship"),
    "loyalty": _criterion("active_share", 0.15, "relationship"),
    "feedback": _criterion("scores:feedback", 0.05, "relationship"),
    "influence": _criterion("scores:influence", 0.10, "potential"),
    "potential": _criterion("scores:potential", 0.10, "potential"),
}


class Identification(Section):
    """Who is key: criteria, the size of the list, and how the doubt is measured."""

    criteria: dict[str, Criterion] = Field(default=VALUE_CRITERIA, min_length=1)
    # rank: share of the others it beats, under which the largest account counts hardly more
    # than the tenth; magnitude: so too, but money by its logarithm, which keeps the distance.
    scaling: Literal["magnitude", "rank", "minmax"] = "magnitude"
    capacity: int | None = Field(default=None, ge=1)  # accounts the managers can serve
    # Without a capacity the list is as long as the 80:20 rule needs, within these bounds.
    key_share: Share = 0.8
    most_share: Share = 0.2
    most_accounts: int = Field(default=35, ge=1)  # Woodburn and McDonald: 15 to 35
    profit_share: Share = 0.5  # the >50 % of profit definition
    profit_coverage: Share = 0.8  # of revenue, whose profit must be known to speak of profit
    screen_share: Share = 0.5  # high on a trait: among this share of accounts, from the top
    draws: int = Field(default=10_000, ge=100, le=1_000_000)
    seed: int = 7
    core: Share = 0.9  # on the list in this share of draws: core
    out: Share = 0.1  # in less than this: out
    additions: list[HandPicked] = []
    removals: list[HandPicked] = []

    @model_validator(mode="after")
    def _weights_and_cuts(self):
        if not sum(c.weight for c in self.criteria.values()) > 0:
            raise ValueError("the weights of the criteria sum to zero")
        if self.out > self.core:
            raise ValueError("`out` must not be above `core`")
        return self


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
