"""Which of the files found in a folder is which table: each is used once, the rest are told.

found heads --which--> fits --> order lines (joined, stacked) --> the other tables
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kamlib import tables
from kamlib.intake.new import linked, which
from kamlib.intake.new.found import Found
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.heads import Head
from kamlib.intake.new.proposal import Ask, TableProposal, propose, worth
from kamlib.intake.new.stack import stacked
from kamlib.intake.new.which import Fit

# Ids that are those of the order lines speak for a file, strangers against it.
_KNOWN, _STRANGE = 0.1, 0.7  # added; multiplied
_CLOSE = 0.2  # a file so much less sure is no rival for the order lines


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


@dataclass(frozen=True)
class _Known:
    """What the order lines tell about the other files; by id of the head.

    fits: which.fits with what the values tell; linked: see linked.guesses.
    """

    orders: TableProposal
    fits: dict[int, list[Fit]]
    linked: dict[int, dict[str, list[Guess]]]


def choose(found: Found, *, without: Collection[str] = ()) -> Chosen:
    """Propose a table for the heads found; no tables at all where none holds order lines.

    without: tables that the user named files for.
    """
    fits = {id(head): which.fits(head) for head in found.heads}
    orders, lines = _orders(found, fits)
    if orders is None:
        return Chosen((), tuple(found.heads))
    better = {id(head): linked.guesses(head, orders) for head in found.heads}
    fits = {id(head): which.fits(head, better[id(head)]) for head in found.heads}
    known, chosen = _Known(orders, fits, better), [orders]
    for table in (t for t in tables.SOURCES if t != "orders" and t not in without):
        best = _other(table, found, known, lines)
        chosen += [linked.by_list(best, orders, _of("customers", chosen))] if best else []
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
    mine = [c.proposal.head for c in pool if c.confidence >= best.confidence - _CLOSE]
    read = [file for file in found.files if any(h is m for h in file for m in mine)]
    made = replace(stacked(best.proposal, read, named=False), confidence=best.confidence)
    if every and not first and "receivables" in {f.table for f in fits[id(made.head)]}:
        made = replace(made, asks=(*made.asks, Ask("only_invoices", {"file": made.head.path.name})))
    return made, mine if first else []


def _candidate(head: Head, found: Found, fits: dict[int, list[Fit]]) -> _Candidate | None:
    needs = {"order_id", "product_id", "quantity", "amount", "price"}  # one of them at least
    if not head.header or needs.isdisjoint(g.column for g in head.guesses("orders")):
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


def _other(table: str, found: Found, known: _Known, lines: Sequence[Head]) -> TableProposal | None:
    """The best head for `table`, with those of the same shape; None where none is sure."""
    mine = [
        _against(fit, known)
        for head in found.heads
        for place, fit in enumerate(known.fits[id(head)])
        if fit.table == table and (table == "deliveries" or (place == 0 and not _is(head, lines)))
    ]
    sure = [fit for fit in mine if fit.confidence >= which.SURE]
    if not sure:
        return None
    best = max(sure, key=lambda f: (f.confidence, worth(_proposed(f, known))))
    alike = [tuple(h for h in file if _is(h, [f.head for f in sure])) for file in found.files]
    read = [file for file in alike if file]
    made = stacked(_proposed(best, known), read, named=False)
    return replace(made, confidence=best.confidence)


def _proposed(fit: Fit, known: _Known) -> TableProposal:
    return propose(fit.table, fit.head, guesses=known.linked[id(fit.head)].get(fit.table))


def _against(fit: Fit, known: _Known) -> Fit:
    """The fit, surer or less sure by whether its ids are those of the order lines."""
    column = next((c for c in linked.IDS if c in tables.SOURCES[fit.table].names), None)
    guesses = known.linked[id(fit.head)].get(fit.table, fit.head.guesses(fit.table))
    mine = {g.column: g.header for g in guesses if g.live}
    theirs = linked.ids(known.orders, column) if column in mine else set()
    if not theirs:
        return fit
    share = linked.share(fit.table, fit.head.values[mine[column]], theirs)
    if share >= linked.MOST:
        return replace(fit, confidence=min(which.CERTAIN, round(fit.confidence + _KNOWN, 2)))
    if share < linked.SOME and fit.head.whole and known.orders.head.whole:
        return replace(fit, confidence=round(fit.confidence * _STRANGE, 2))
    return fit


def _uses(proposal: TableProposal, head: Head) -> bool:
    if head is proposal.head or (proposal.join and head is proposal.join.head):
        return True
    listed = [a.said.get("place") for a in proposal.asks if a.key == "returned"]
    if (head.sheet or head.path.name) in listed:
        return True
    return _is(head, proposal.stack)


def _of(table: str, chosen: Sequence[TableProposal]) -> TableProposal | None:
    return next((proposal for proposal in chosen if proposal.table == table), None)


def _is(head: Head, heads: Sequence[Head]) -> bool:
    return any(head is other for other in heads)
