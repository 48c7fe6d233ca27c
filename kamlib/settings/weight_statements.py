"""What is agreed about weights before anyone knows them: which weighs more, and within what bounds.

A statement names criteria with >= or <= between them (`profit >= volume >= loyalty`); bounds
are shares of the sum of all weights.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

TOLERANCE = 1e-9
_SIGNS = re.compile(r"(>=|=>|≥|<=|=<|≤|>|<)")


def pairs(statement: str) -> list[tuple[str, str]]:
    """(heavier, lighter) of each sign in a statement; ValueError where it is none.

    A bare > or < says the same: two weights are never exactly alike.
    """
    said = unicodedata.normalize("NFKC", statement)
    names, signs = _SIGNS.split(said)[::2], _SIGNS.split(said)[1::2]
    names = [name.strip() for name in names]
    if not signs or not all(names) or any("=" in name for name in names):
        raise ValueError(f"“{statement}” needs criteria with >= or <= between them")
    found = []
    for left, sign, right in zip(names, signs, names[1:], strict=False):
        found.append((left, right) if sign in (">=", "=>", "≥", ">") else (right, left))
    return found


def contradiction(
    heavier: Sequence[tuple[str, str]], at_least: Mapping[str, float], at_most: Mapping[str, float]
) -> str:
    """Why no weighting keeps all that is stated; empty where one does.

    at_least, at_most: every criterion. Along the order a lower bound holds for whatever is
    heavier, an upper one for whatever is lighter. Then the lowest bounds keep the order, and
    so do the highest; if 1 lies between their sums, a mixture of the two keeps everything.
    """
    low, high = dict(at_least), dict(at_most)
    for _ in low:  # a chain is no longer than the criteria
        for above, below in heavier:
            low[above] = max(low[above], low[below])
            high[below] = min(high[below], high[above])
    for name in low:
        if low[name] > high[name] + TOLERANCE:
            return f"{name} would weigh at least {low[name]:g} and at most {high[name]:g}"
    if sum(low.values()) > 1 + TOLERANCE:
        return f"the least the criteria weigh sums to {sum(low.values()):g}, above 1"
    if sum(high.values()) < 1 - TOLERANCE:
        return f"the most the criteria weigh sums to {sum(high.values()):g}, below 1"
    return ""


def broken(
    weights: Mapping[str, float],
    order: Iterable[str],
    at_least: Mapping[str, float],
    at_most: Mapping[str, float],
) -> list[tuple[tuple[str, ...], str]]:
    """Statements that `weights` (shares of their sum) break: path of the field, and how.

    The path is below `identification`.
    """
    found = []
    for name, weight in weights.items():
        for bound, limit, over in (
            ("at_least", at_least[name], at_least[name] - weight),
            ("at_most", at_most[name], weight - at_most[name]),
        ):
            if over > TOLERANCE:
                said = f"its own weight is {weight:.3g} of the sum"
                found.append((("criteria", name, bound), f"{limit:g} is stated, but {said}"))
    for statement in order:
        for above, below in pairs(statement):
            if weights[below] > weights[above] + TOLERANCE:
                said = f"{above} weighs {weights[above]:.3g} and {below} {weights[below]:.3g}"
                found.append((("order",), f"“{statement}” is stated, but of the sum {said}"))
    return found
