"""Which of the files found in a folder is which table: each is used once, the rest are told.

found heads --which--> fits --> order lines (joined, stacked) --> the other tables
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kamlib import tables
from kamlib.intake import which
from kamlib.intake.found import Found
from kamlib.intake.heads import Head
from kamlib.intake.order_files import lacking
from kamlib.intake.proposal import Ask, TableProposal, propose, values_of, worth
from kamlib.intake.stack import stacked
from kamlib.intake.which import Fit

# Ids that a table shares with the order lines: strangers there speak against the file.
_SHARED = ("customer_id", "product_id", "order_id")
_LISTS = ("customers", "products")  # a list should hold most of what was ordered
_MOST, _SOME = 0.9, 0.5
_KNOWN, _STRANGE = 0.1, 0.7  # added; multiplied


@dataclass(frozen=True)
class Chosen:
    """What the folder gives. tables: proposals, the order lines first; unused: the rest."""

    tables: tuple[TableProposal, ...]
    unused: tuple[Head, ...]


@dataclass(frozen=True)
class _Candidate:
    """A head that may hold the order lines."""

    proposal: TableProposal
    confidence: float
    first: bool  # no other table fits it better


def choose(found: Found, *, without: Collection[str] = ()) -> Chosen:
    """Propose a table for the heads found; no tables at all where none holds order lines.

    without: tables that the user named files for.
    """
    fits = {id(head): which.fits(head) for head in found.heads}
    orders, lines = _orders(found, fits)
    if orders is None:
        return Chosen((), tuple(found.heads))
    chosen = [orders]
    for table in (t for t in tables.SOURCES if t != "orders" and t not in without):
        best = _other(table, found, fits, orders, lines)
        chosen += [best] if best else []
    unused = tuple(h for h in found.heads if not any(_uses(p, h) for p in chosen))
    return Chosen(tuple(chosen), unused)


def _orders(found: Found, fits: dict[int, list[Fit]]) -> tuple[TableProposal | None, list[Head]]:
    """The order lines, and every head that would have served for them before another table."""
    every = [c for head in found.heads if (c := _candidate(head, found, fits))]
    first = [c for c in every if c.first]
    pool = first or every or _without_header(found.heads)
    if not pool:
        return None, []
    best = max(pool, key=lambda c: (round(c.confidence, 1), worth(c.proposal)))
    mine = [c.proposal.head for c in pool]
    read = [file for file in found.files if any(h is m for h in file for m in mine)]
    made = replace(stacked(best.proposal, read, named=False), confidence=best.confidence)
    if every and not first:
        made = replace(made, asks=(*made.asks, Ask("only_invoices", {"file": made.head.path.name})))
    return made, [c.proposal.head for c in first]


def _candidate(head: Head, found: Found, fits: dict[int, list[Fit]]) -> _Candidate | None:
    if not head.header or "money" in lacking([g.trusted for g in head.guesses("orders")]):
        return None
    proposal = propose("orders", head, others=[o for o in found.heads if o is not head])
    fit = which.order_fit(head, proposal.guesses)
    if fit is None:
        return None
    better = max((f.confidence for f in fits[id(head)]), default=0.0)
    return _Candidate(proposal, fit.confidence, fit.confidence >= better)


def _without_header(heads: Sequence[Head]) -> list[_Candidate]:
    """Files of mere data that hold days and figures: they may be the order lines."""
    bare = [h for h in heads if not h.header]
    days = [h for h in bare if any(v.dates for v in h.looks().values())]
    return [_Candidate(propose("orders", h), 0.3, True) for h in days if _has_money(h)]


def _has_money(head: Head) -> bool:
    return any(v.is_number and v.has_fractions and not v.dates for v in head.looks().values())


def _other(
    table: str,
    found: Found,
    fits: dict[int, list[Fit]],
    orders: TableProposal,
    lines: Sequence[Head],
) -> TableProposal | None:
    """The best head for `table`, with those of the same shape; None where none is sure."""
    mine = [
        _against(fit, orders)
        for head in found.heads
        for place, fit in enumerate(fits[id(head)])
        if fit.table == table and (table == "deliveries" or (place == 0 and not _is(head, lines)))
    ]
    sure = [fit for fit in mine if fit.confidence >= which.SURE]
    if not sure:
        return None
    best = max(sure, key=lambda f: (f.confidence, worth(propose(table, f.head))))
    alike = [tuple(h for h in file if _is(h, [f.head for f in sure])) for file in found.files]
    read = [file for file in alike if file]
    made = stacked(propose(table, best.head), read, named=False)
    return replace(made, confidence=best.confidence)


def _against(fit: Fit, orders: TableProposal) -> Fit:
    """The fit, surer or less sure by whether its ids are those of the order lines."""
    column = next((c for c in _SHARED if c in tables.SOURCES[fit.table].names), None)
    mine = {g.column: g.header for g in fit.head.guesses(fit.table) if g.live}
    theirs = _ids(orders, column) if column in mine else set()
    if not theirs:
        return fit
    ids = {v for v in fit.head.values[mine[column]] if v}
    asked = theirs if fit.table in _LISTS else ids
    share = len(ids & theirs) / len(asked) if asked else 0.0
    if share >= _MOST:
        return replace(fit, confidence=min(which.CERTAIN, round(fit.confidence + _KNOWN, 2)))
    if share < _SOME and fit.head.whole and orders.head.whole:
        return replace(fit, confidence=round(fit.confidence * _STRANGE, 2))
    return fit


def _ids(orders: TableProposal, column: str) -> set[str]:
    """The ids of the order lines, customers by name where they have no number."""
    columns = ("customer_id", "customer_name") if column == "customer_id" else (column,)
    used = [g.header for g in orders.live if g.column in columns]
    return {v for header in used for v in values_of(header, orders.head, orders.join) if v}


def _uses(proposal: TableProposal, head: Head) -> bool:
    if head is proposal.head or (proposal.join and head is proposal.join.head):
        return True
    listed = [a.said.get("place") for a in proposal.asks if a.key == "returned"]
    if (head.sheet or head.path.name) in listed:
        return True
    alike = set(head.columns) == set(proposal.head.columns)
    return alike and head.path in proposal.files


def _is(head: Head, heads: Sequence[Head]) -> bool:
    return any(head is other for other in heads)
