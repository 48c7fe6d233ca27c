"""Order lines that lie in pieces: heads apart from lines, returns on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamlib.intake.new import headers
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.heads import Head

#: What a head may tell about its lines; its money would be counted once per line.
_OF_HEADS = ("customer_id", "customer_name", "date", "type", "currency", "region", "_status")
_KNOWN_THERE = 0.9  # share of the lines' keys that the heads must hold
_RETURN_WORDS = ("return", "refund", "退货", "退回", "退款")


@dataclass(frozen=True)
class Join:
    """Heads that complete the lines. `key`: header in the lines; `other`: in the heads."""

    head: Head
    key: str
    other: str
    guesses: tuple[Guess, ...]
    gives: str  # customer, date, both or money


@dataclass(frozen=True)
class Returned:
    """A sheet that lists returned orders by their number."""

    head: Head
    key: str
    other: str
    word: str


def lacking(guesses: Sequence[Guess]) -> set[str]:
    """What order lines lack for certain: customer, date, money."""
    sure = {g.column for g in guesses if not g.doubt}
    met = {
        "customer": bool(sure & {"customer_id", "customer_name"}),
        "date": "date" in sure,
        "money": "amount" in sure or {"quantity", "price"} <= sure,
    }
    return {what for what, there in met.items() if not there}


def find_join(lines: Head, guesses: Sequence[Guess], others: Sequence[Head]) -> Join | None:
    """The heads among `others` that give the lines their customer or date, by a unique key.

    None where the lines lack neither, or no file helps.
    """
    want = lacking(guesses) & {"customer", "date"}
    if not want:
        return None
    joins = [join for head in others if (join := _join(lines, guesses, head, want))]
    return max(joins, key=lambda j: (j.gives == "both", len(j.guesses)), default=None)


def find_prices(lines: Head, guesses: Sequence[Guess], others: Sequence[Head]) -> Join | None:
    """The product list that gives lines without money the price of a piece, as a question.

    None where the lines do not lack money alone, or no list knows their products.
    """
    product = next((g.header for g in guesses if g.column == "product_id" and g.live), None)
    pieces = any(g.column == "quantity" and g.live for g in guesses)
    if not product or not pieces or lacking([g.trusted for g in guesses]) != {"money"}:
        return None
    for head in others:
        price = next((g for g in head.guesses("products") if g.column == "list_price"), None)
        keys = [c for c in head.columns if _one_to_many(lines.values[product], head.values[c])]
        if price is None or price.doubt or price.header in lines.columns or not keys:
            continue
        key = max(keys, key=lambda c: headers.normal(c) == headers.normal(product))
        found = Guess("price", price.header, 0.5, price.looks, doubt="price_list", live=True)
        return Join(head, product, key, (found,), "money")
    return None


def find_returned(lines: Head, guesses: Sequence[Guess], others: Sequence[Head]) -> Returned | None:
    """A small sheet of returned orders beside the lines, or None."""
    key = next((g.header for g in guesses if g.column == "order_id" and g.live), None)
    for head in others:
        word = next((w for w in _RETURN_WORDS if w in _words(head)), None)
        same = [c for c in head.columns if key and headers.normal(c) == headers.normal(key)]
        if word and same and len(head.columns) <= 6:
            return Returned(head, key, same[0], word)
    return None


def _join(lines: Head, guesses: Sequence[Guess], head: Head, want: set[str]) -> Join | None:
    found = [
        g
        for g in head.guesses("orders")
        if g.column in _OF_HEADS and not g.doubt and g.header not in lines.columns
    ]
    gives = want - lacking(found)
    keys = _keys(lines, guesses, head)
    if not gives or not keys:
        return None
    key, other = keys[0]
    taken = {g.column for g in guesses if not g.doubt}
    useful = tuple(g for g in found if g.column not in taken)
    return Join(head, key, other, useful, "both" if len(gives) == 2 else next(iter(gives)))


def _keys(lines: Head, guesses: Sequence[Guess], head: Head) -> list[tuple[str, str]]:
    """Pairs of headers that hold the same numbers, once each in the heads; order ids first."""
    order = {g.header for g in guesses if g.column == "order_id"}
    their_order = {g.header for g in head.guesses("orders") if g.column == "order_id"}
    pairs = [
        (a, b)
        for a in lines.columns
        for b in head.columns
        if headers.normal(a) == headers.normal(b) or (a in order and b in their_order)
    ]
    pairs.sort(key=lambda pair: pair[0] not in order)
    return [(a, b) for a, b in pairs if _one_to_many(lines.values[a], head.values[b])]


def _one_to_many(many: Sequence[str], one: Sequence[str]) -> bool:
    known = set(one)
    asked = {v for v in many if v}
    unique = len(known) == len(one) and "" not in known
    return unique and bool(asked) and len(asked & known) >= _KNOWN_THERE * len(asked)


def _words(head: Head) -> str:
    return " ".join([head.sheet, head.path.stem, *head.columns]).casefold()
