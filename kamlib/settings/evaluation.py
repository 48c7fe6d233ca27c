"""What managers and data are asked of an account's position: items, directions and reasons.

Structural position follows Porter's buyer selection (Competitive Strategy, 1980, chapter 6):
how much power a buyer has, and whether it is inclined to use it for price. The six criteria
of fit are only named in the Chinese texts, so that their definitions are the kit's proposals;
the three families of indicators are attractiveness, potential and relationship.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Frame = Literal["power", "fit", "indicators"]


@dataclass(frozen=True)
class Item:
    """One question to an account.

    part: the sub-score it counts in. more: whether much of it raises that sub-score. figure:
    the figure of the data that answers it; empty: the managers' scores do.
    """

    name: str
    frame: Frame
    part: str
    more: bool = True
    figure: str = ""


ITEMS: dict[str, Item] = {
    item.name: item
    for item in (
        # Who buys much of what we sell can demand: losing it hurts us more than it.
        Item("power_volume", "power", "power", figure="revenue_share"),
        # Who can buy elsewhere can threaten to.
        Item("power_alternatives", "power", "power"),
        # Whom looking for, negotiating and handling a purchase costs much shops around less.
        Item("power_transaction", "power", "power", more=False),
        # Whom a change of supplier costs much is bound to us.
        Item("power_switching", "power", "power", more=False),
        # Who gets much service for what it pays has had the power to ask for it. The texts do
        # not say which way this one points: the direction is the kit's reading.
        Item("power_service", "power", "power", figure="serve_share"),
        # Power alone presses no price: some who have it care more for quality or supply.
        Item("power_price", "power", "inclination"),
        Item("power_discount", "power", "inclination", figure="discount_share"),
        Item("fit_complementarity", "fit", "fit"),
        Item("fit_aggregation", "fit", "fit"),
        Item("fit_win_win", "fit", "fit"),
        Item("fit_balance", "fit", "fit", figure="balance"),
        Item("fit_compatibility", "fit", "fit"),
        Item("fit_consistency", "fit", "fit"),
        Item("attract_difference", "indicators", "attractiveness"),
        Item("attract_value", "indicators", "attractiveness"),
        Item("attract_preference", "indicators", "attractiveness"),
        Item("attract_access", "indicators", "attractiveness"),
        Item("attract_rules", "indicators", "attractiveness"),
        Item("potential_volume", "indicators", "potential", figure="revenue"),
        Item("potential_margin", "indicators", "potential", figure="margin"),
        Item("relation_potential", "indicators", "relationship"),
        Item("relation_state", "indicators", "relationship"),
    )
}

#: Items that managers score.
SCORED = tuple(item.name for item in ITEMS.values() if not item.figure)


def asked(frames: list[Frame]) -> list[str]:
    """The items of these frames that managers score, in order."""
    return [name for name in SCORED if ITEMS[name].frame in frames]
