"""From which value a measure shows a trait of a key account."""

from __future__ import annotations

from pydantic import Field

from kamlib.settings.shared import Section, Share

#: What managers are asked where `frames` has `traits`: no file holds either.
SCORED = ("trait_replace", "trait_alliance")


def asked(frames: list[str]) -> tuple[str, ...]:
    """The questions that managers are asked under these frames."""
    return SCORED if "traits" in frames else ()


class TraitCuts(Section):
    """The least value of each measure at which it speaks for its trait.

    Regularity takes `segmentation.loyalty_cut`, dependence `strategy.dependence_share`.
    """

    tenure_years: float = Field(default=2, ge=0)
    open_share: Share = 0.5  # of its spend that goes to others: as much again as it buys from us
    share_at_risk: Share = 0.02  # of our revenue of a year
    months_of_growth: float = Field(default=3, ge=0)  # of the book, until a loss is made good
    median_accounts: float = Field(default=10, ge=0)  # that bring as much; where no growth does
    target_share: Share = 0.05  # of the sales target
    times_average: float = Field(default=3, ge=0)  # revenue, in average accounts
    effort_times: float = Field(default=3, ge=0)  # cost or hours, in average accounts
    discount_times: float = Field(default=1.5, ge=0)  # discount, against that of the book
    score: float = Field(default=4, ge=1, le=5)  # of a managers' mean on one question
    mean: Share = 0.6  # of several items, 0 to 1
