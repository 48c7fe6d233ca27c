"""How the weights of the criteria come to be: one method, or several with their shares."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

ASKED = ("direct", "ahp")  # people say what matters
SPREAD = ("entropy", "critic")  # data say what tells the accounts apart


def _mixture(value):
    """`ahp` is short for {ahp: 1}."""
    return {value: 1.0} if isinstance(value, str) else value


def _sound(value: Mapping[str, float]) -> Mapping[str, float]:
    for name in value:
        if name not in ASKED + SPREAD:
            near = get_close_matches(name, ASKED + SPREAD, n=1, cutoff=0.5) or ASKED + SPREAD
            raise ValueError(f"{name} is no way to weigh; nearest: {', '.join(near)}")
    if any(not 0 <= share < float("inf") for share in value.values()):
        raise ValueError("the share of a method must not be negative")
    used = [name for name, share in value.items() if share > 0]
    if not used:
        raise ValueError("the shares of the methods sum to zero")
    if not set(used) & set(ASKED):
        raise ValueError(
            f"{' and '.join(used)} measure how far accounts differ on a criterion, not how much "
            "it matters, and may never be the only weights; mix them with direct or ahp, such "
            f"as {{direct: 0.5, {used[0]}: 0.5}}"
        )
    return value


#: A method, or methods with their shares in any unit; entropy and critic never alone.
Weighting = Annotated[dict[str, float], BeforeValidator(_mixture), AfterValidator(_sound)]


def used(weighting: Mapping[str, float]) -> dict[str, float]:
    """The methods that count, with their shares of 1."""
    total = sum(weighting.values())
    return {name: share / total for name, share in weighting.items() if share > 0}
