"""Returns and cancellations: the negative lines, as a fact beside what is analysed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import fsum

from kamlib import labels
from kamlib.intake.files import asides

_MONEY = ("amount", "gross", "amount_left_out")


def counted(analysed: float, negative: Mapping[str | None, tuple[int, float]]) -> dict:
    """The negative lines analysed, what they take off gross sales, and those left out.

    analysed: the money analysed. negative: rows and money of the negative lines by the step
    that takes them out, None where they are analysed. For what comes out see Book.
    """
    rows, amount = negative.get(None, (0, 0.0))
    gone = [told for step, told in negative.items() if step not in (None, *asides.STEPS)]
    gross = analysed - amount
    return {
        "rows": rows,
        "amount": amount,
        "gross": gross,
        "share": abs(amount) / gross if gross > 0 else None,
        "rows_left_out": sum(rows for rows, _ in gone),
        "amount_left_out": fsum(amount for _, amount in gone),
    }


def sentences(told: Mapping, language: str, written: Callable[[float, str], str]) -> list[str]:
    """What was counted in words, its money as `written`; nothing where nothing was counted."""
    if not told:
        return []
    form = "none" if not told["rows"] else "bare" if told["share"] is None else "some"
    forms = [form, "left_out"] if told["rows_left_out"] else [form]
    money = {name: written(told[name], language) for name in _MONEY}
    return [labels.say(f"intake.returns.{one}", language, **{**told, **money}) for one in forms]
