"""A file without header: what its columns may be, by how they look alone. A guess, never used."""

from __future__ import annotations

from collections.abc import Callable

from kamlib.intake.new.guess import BARE, Guess
from kamlib.intake.new.heads import Head
from kamlib.intake.new.looks import Looks, as_number

_TRUST = 0.3
_PIECES = 1000  # more in nearly every line is an id or money


def choice(head: Head) -> tuple[Guess, ...]:
    """The columns of order lines that `head` may hold, none of them in use.

    A day is a date that changes; money has fractions; pieces are small whole numbers; the
    customer is what is left and repeats, the one with most different values.
    """
    left = {c: v for c, v in head.looks().items() if v.filled >= 0.5 and v.distinct > 1}
    found = {
        "date": _take(left, lambda c, v: bool(v.dates)),
        "amount": _take(left, lambda c, v: v.is_number and v.has_fractions, last=True),
        "quantity": _take(left, lambda c, v: v.is_number and _small(head.values[c])),
    }
    most = max((v.distinct for v in left.values() if v.distinct < head.rows), default=0)
    found["customer_id"] = _take(left, lambda c, v: v.distinct == most)
    looks, order = head.looks(), ("customer_id", "date", "quantity", "amount")
    return tuple(
        Guess(name, found[name], _TRUST, looks[found[name]], doubt=BARE, live=False)
        for name in order
        if found[name]
    )


def _take(
    left: dict[str, Looks], suits: Callable[[str, Looks], bool], *, last: bool = False
) -> str:
    """The first or last column that suits, taken out of `left`; empty where none does."""
    there = [column for column, looks in left.items() if suits(column, looks)]
    if not there:
        return ""
    taken = there[-1 if last else 0]
    del left[taken]
    return taken


def _small(values: tuple[str, ...]) -> bool:
    found = sorted(n for n in map(as_number, values) if n is not None)
    padded = any(len(v) > 1 and v.startswith("0") and v.isdigit() for v in values)
    return bool(found) and not padded and abs(found[int(0.95 * (len(found) - 1))]) <= _PIECES
