"""Which canonical table a sheet or file is, by its headers, its values and its name.

    head --fits--> [Fit(table, confidence), ...], best first

A table is only thought of where every column it needs is there, and one that tells it from
its neighbours: a customer and an amount alone could be an invoice, a payment or a cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamlib import tables
from kamlib.intake.new import headers
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.heads import Head
from kamlib.intake.new.order_files import lacking

SURE = 0.6  # from here on a file is taken for a table, with what speaks for it said
CERTAIN = 0.99  # headers never prove what a file is
# Columns that tell a table from others with the same customer, date and amount; a `+`
# between two means only both together, `called` that the file or sheet is called like it.
_TELLING = {
    "customers": "customer_name parent_id industry channel owner credit_limit address phone called",
    "products": "product_name family unit_cost list_price called",
    "receivables": "due paid_date called",
    "payments": "payment_id called",
    "cost_to_serve": "activity called",
    "survey": "score nps",
    "activities": "kind+hours kind+outcome level hours called",
    "market": "size",
    "customer_sales": "sales",
    "wallet": "total_low total_high confidence called",
    "contacts": "called role stance power",
    "deliveries": "promised+actual promised+delivered actual+delivered",
    "targets": "measure called",
    "kam": "hours_year called",
    "fx": "rate",
}
# Of these one row stands for one thing: an id that repeats makes the file another table.
_ONE_ROW_EACH = {
    "customers": "customer_id",
    "products": "product_id",
    "contacts": "contact_id",
    "kam": "kam_id",
}
# Columns that a table never has: they make the file a list of something larger.
_FOREIGN = {
    "customers": ("orders", ("order_id", "product_id", "quantity")),
    "products": ("orders", ("order_id", "customer_id")),
    "receivables": ("orders", ("product_id", "quantity")),
    "payments": ("orders", ("product_id", "quantity")),
    "cost_to_serve": ("orders", ("product_id", "quantity", "order_id")),
    "activities": ("orders", ("amount", "quantity")),
    "kam": ("customers", ("customer_id",)),
}


@dataclass(frozen=True)
class Fit:
    """A head that may be `table`. confidence: 0 to 1."""

    table: str
    head: Head
    confidence: float


def fits(head: Head, linked: Mapping[str, Sequence[Guess]] | None = None) -> list[Fit]:
    """Every table but the order lines that `head` may be, best first.

    The order lines may lie in pieces; see `order_fit`. linked: guesses by table that take
    the place of those by the headers alone.
    """
    found = {t: head.guesses(t) for t in tables.SOURCES} | dict(linked or {})
    made = [_fit(table, head, found) for table in tables.SOURCES if table != "orders"]
    return sorted((f for f in made if f), key=lambda f: -f.confidence)


def order_fit(head: Head, guesses: Sequence[Guess]) -> Fit | None:
    """How surely `head`, with the columns joined to it, holds order lines; None: it lacks some.

    A column named only perhaps counts half.
    """
    live = [g for g in guesses if g.live]
    if lacking([g.trusted for g in live]):
        return None
    sure = lacking(guesses)
    telling = any(g.column in ("product_id", "product_name", "quantity") for g in live)
    named = is_called("orders", head)
    telling = telling or named
    return Fit("orders", head, _confidence(1 - len(sure) / 6, telling, named))


def is_called(table: str, head: Head) -> bool:
    """Whether the sheet or the file is called like the table."""
    text = headers.normal(head.sheet) + " " + headers.normal(head.path.name.split(".")[0])
    return any(name in text for name in headers.file_names(table))


def _fit(table: str, head: Head, found: Mapping[str, Sequence[Guess]]) -> Fit | None:
    mine = {g.column: g for g in found[table] if g.live}
    needed = [c.name for c in tables.SOURCES[table].columns if c.required]
    if not mine or any(c not in mine for c in needed) or not _once(table, head, mine):
        return None
    if _is_foreign(table, mine, found):
        return None
    named = is_called(table, head)
    if not _tells(table, set(mine), named):
        return None
    trust = [mine[c].confidence for c in needed]
    return Fit(table, head, _confidence(sum(trust) / len(trust), True, named))


def _is_foreign(
    table: str, mine: Mapping[str, Guess], found: Mapping[str, Sequence[Guess]]
) -> bool:
    """Whether other columns of the file are those of a larger table."""
    if table not in _FOREIGN:
        return False
    other, columns = _FOREIGN[table]
    used = {g.header for g in mine.values()}
    left = {g.column for g in found[other] if not g.doubt and g.header not in used}
    # A customer, a day and an amount are a deal, though each customer may have had but one.
    return bool(left & set(columns)) or (table == "customers" and {"date", "amount"} <= left)


def _once(table: str, head: Head, mine: Mapping[str, Guess]) -> bool:
    if table not in _ONE_ROW_EACH:
        return True
    values = [v for v in head.values[mine[_ONE_ROW_EACH[table]].header] if v]
    return len(set(values)) == len(values)


def _tells(table: str, columns: set[str], named: bool) -> bool:
    there = columns | ({"called"} if named else set())
    return any(set(sign.split("+")) <= there for sign in _TELLING.get(table, "called").split())


def _confidence(trust: float, telling: bool, named: bool) -> float:
    return round(min(CERTAIN, trust * (0.6 + 0.25 * telling + 0.15 * named)), 2)
