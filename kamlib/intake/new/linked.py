"""Which column of another table holds the ids that the order lines use: the values tell.

A client writes orders by customer name and keeps a list with numbers, or has two numbers for
a product; a table that is read by the wrong one meets no order line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kamlib import tables
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.headers import matches
from kamlib.intake.new.heads import Head
from kamlib.intake.new.order_files import Join
from kamlib.intake.new.proposal import TableProposal, values_of

IDS = ("customer_id", "product_id", "order_id")
LISTS = ("customers", "products")  # a list should hold most of what was ordered
MOST, SOME = 0.9, 0.5
_TRUST = 0.9


def ids(orders: TableProposal, column: str) -> set[str]:
    """The ids that the order lines use; customers by name where they have no number."""
    live = {g.column: g.header for g in orders.live}
    header = live.get(column)
    if header is None and column == "customer_id":
        header = live.get("customer_name")
    if header is None:
        return set()
    heads = orders.stack or (orders.head,)
    return {v for head in heads for v in _filled(values_of(header, head, orders.join))}


def share(table: str, values: Sequence[str], theirs: set[str]) -> float:
    """Of a list: how many ids of the order lines it knows; else how many of its own they know."""
    mine = _filled(values)
    asked = theirs if table in LISTS else mine
    return len(mine & theirs) / len(asked) if asked else 0.0


def guesses(head: Head, orders: TableProposal) -> dict[str, list[Guess]]:
    """By table: the guesses of `head` with the id columns that meet those of the order lines.

    Only tables in which another column than the headers say holds the ids.
    """
    found = {}
    for column in IDS:
        theirs = ids(orders, column)
        known = {t for t, made in tables.SOURCES.items() if column in made.names and t != "orders"}
        for table in known if theirs else ():
            better = _better(head, table, column, theirs)
            if better:
                found[table] = better
    return found


def _better(head: Head, table: str, column: str, theirs: set[str]) -> list[Guess] | None:
    made = {g.column: g for g in head.guesses(table)}
    now = made.get(column)
    if now is not None and (held := share(table, head.values[now.header], theirs)) >= SOME:
        if not now.doubt or held < MOST:
            return None
        made[column] = replace(now, confidence=_TRUST, doubt="", live=True)
        return _in_order(made, table)
    # A column that repeats cannot be the key of a list.
    usable = [c for c in head.columns if table not in LISTS or _once(head.values[c])]
    shares = {c: share(table, head.values[c], theirs) for c in usable}
    best = max(shares, key=lambda c: shares[c], default=None)
    if best is None or shares[best] < MOST:
        return None
    # Small whole numbers meet by chance: an employee is no product for being called 5.
    needed = now is not None or tables.SOURCES[table].column(column).required
    if not needed and not _is_called(best, column):
        return None
    made[column] = Guess(column, best, _TRUST, head.looks()[best])
    return _in_order(made, table)


def _is_called(header: str, column: str) -> bool:
    """Whether order lines call the ids of `column` so."""
    return any(m.column == column and m.rule == "sure" for m in matches([header], "orders"))


def _in_order(made: dict[str, Guess], table: str) -> list[Guess]:
    return [made[c] for c in tables.SOURCES[table].names if c in made]


def by_list(
    proposal: TableProposal, orders: TableProposal, customers: TableProposal | None
) -> TableProposal:
    """A table that calls the customers otherwise than the order lines, joined to the list.

    It may name those that the order lines number, or the reverse; the list holds both.
    """
    mine = next((g for g in proposal.live if g.column == "customer_id"), None)
    key = (
        next((g for g in customers.live if g.column == "customer_id"), None) if customers else None
    )
    theirs = ids(orders, "customer_id")
    if mine is None or key is None or not theirs or proposal.join or proposal is customers:
        return proposal
    values = proposal.head.values[mine.header]
    if key.header in proposal.head.columns or share(proposal.table, values, theirs) >= SOME:
        return proposal
    other = _column_with(customers.head, values, proposal.table)
    if not other:
        return proposal
    said = {"header": key.header, "looks": key.looks, "confidence": _TRUST, "doubt": ""}
    linked = replace(mine, **said, live=True)
    columns = tuple(linked if g is mine else g for g in proposal.guesses)
    join = Join(customers.head, mine.header, other, (), "number")
    return replace(proposal, guesses=columns, join=join)


def _customer(proposal: TableProposal) -> Guess | None:
    return next((g for g in proposal.live if g.column == "customer_id"), None)


def _column_with(head: Head, values: Sequence[str], table: str) -> str:
    """The column of the list, each value once, that holds `values`; empty where none does."""
    known = {c: head.values[c] for c in head.columns if _once(head.values[c])}
    found = [c for c, held in known.items() if share(table, values, _filled(held)) >= MOST]
    return found[0] if found else ""


def _once(values: Sequence[str]) -> bool:
    filled = [v for v in values if v]
    return len(set(filled)) == len(filled)


def _filled(values: Sequence[str]) -> set[str]:
    return {v for v in values if v}
