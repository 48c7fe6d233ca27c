"""Guess which columns of a file are which of a table: by their names, then by their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamlib import tables
from kamlib.intake.new import headers
from kamlib.intake.new.headers import Match
from kamlib.intake.new.looks import Looks

if TYPE_CHECKING:
    from kamlib.intake.new.heads import Head

_MOSTLY_THERE = 0.5  # an id or an amount that is missing more often is not the one
_WHOLE = 0.98
_NEEDED = {"orders": {"customer_id", "customer_name", "date", "amount", "quantity", "price"}}
BARE = "bare"  # the doubt of a column without header
_IDS = ("customer_id", "customer_name", "order_id", "product_id", "invoice_id")


@dataclass(frozen=True)
class Guess:
    """One proposed column. `live` guesses are used, the others stand there as a question.

    confidence: 0 to 1. `doubt` names the question in labels/propose.toml, `said` fills its
    blanks; empty: no question. `like` is the known name that the header matched.
    """

    column: str
    header: str
    confidence: float
    looks: Looks
    doubt: str = ""
    live: bool = True
    like: str = ""
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def trusted(self) -> Guess:
        """The same guess as if it were sure; one that is out of use stays doubtful."""
        return replace(self, doubt="") if self.live else self

    def doubted(self, doubt: str, *, live: bool = False, **said) -> Guess:
        """The same guess with a question, out of use unless `live`."""
        return replace(
            self, doubt=doubt, live=live, confidence=min(self.confidence, 0.5), said=said
        )


def guess(table: str, columns: Mapping[str, Looks]) -> list[Guess]:
    """Propose one column of the file for each column of `table`, where one fits.

    columns: how the values of each header look. A header is used once. A sure name whose
    values do not fit is kept, with a question, where the table needs the column and no
    sure name fits: `kam check` then shows the values that are in the way.
    """
    found = headers.matches(columns, table)
    fitting = [m for m in found if fits(table, m.column, columns[m.header], sure=m.rule == "sure")]
    needed = needed_columns(table)
    sure = [m for m in fitting if m.rule == "sure"]
    perhaps = sorted((m for m in fitting if m not in sure), key=lambda m: _gaps(m, needed, columns))
    unfit = [m for m in found if m not in fitting and _still(m, needed, columns)]
    taken: dict[str, Guess] = {}
    for match in [*sure, *unfit, *perhaps]:
        if match.column in taken or match.header in {g.header for g in taken.values()}:
            continue
        taken[match.column] = _guess(match, columns[match.header], unfit=match in unfit)
    return _decide(table, taken)


def in_groups(table: str, head: Head, guesses: Sequence[Guess]) -> list[Guess]:
    """Ids and names that the table needs and that stand, it seems, only in the first row of their
    group: sure by their header, filled at the top, and empty in most rows below.
    """
    needed, looks = needed_columns(table) & set(_IDS), head.looks()
    met = {g.column for g in guesses if g.live}
    needed -= met | (_met(met) if table == "orders" else set())
    found: dict[str, Guess] = {}
    for match in headers.matches(looks, table):
        seen = looks[match.header]
        grouped = 0 < seen.filled < _MOSTLY_THERE and head.values[match.header][0].strip()
        used = {g.header for g in (*guesses, *found.values())}
        if match.rule == "sure" and match.column in needed and grouped and match.header not in used:
            found.setdefault(match.column, Guess(match.column, match.header, 1.0, seen))
    return list(found.values())


def needed_columns(table: str) -> set[str]:
    """Columns without which the table cannot be read, taking part in its alternatives."""
    return _NEEDED.get(table) or {c.name for c in tables.SOURCES[table].columns if c.required}


def fits(table: str, column: str, looks: Looks, *, sure: bool = False) -> bool:
    """Whether values that look so may stand in `column`; `sure`: its header says so.

    Product numbers such as 01.002 look like fractions.
    """
    if column.startswith("_"):
        return 1 < looks.distinct <= 20 and not looks.is_number
    if looks.filled < (_MOSTLY_THERE if column in _mostly_there(table) else 1e-9):
        return False
    kind = tables.SOURCES[table].column(column).kind
    if kind == "number":
        return looks.is_number
    if kind == "date":
        return bool(looks.dates)
    return column not in _IDS or not looks.has_fractions or (column == "product_id" and sure)


def _still(match: Match, needed: set[str], columns: Mapping[str, Looks]) -> bool:
    there = columns[match.header].filled >= _MOSTLY_THERE
    return match.rule == "sure" and match.column in needed and there


def _gaps(match: Match, needed: set[str], columns: Mapping[str, Looks]) -> bool:
    """Of two columns that a table needs and that may be the one, that without gaps."""
    return match.column in needed and columns[match.header].filled < _WHOLE


def _mostly_there(table: str) -> set[str]:
    ids = {"order_id", "product_id", "region", "industry", "channel"}
    return ids | needed_columns(table) if table == "orders" else ids | {"customer_name"}


def _guess(match: Match, looks: Looks, *, unfit: bool) -> Guess:
    sure = match.rule == "sure"
    doubt = "values" if unfit else "" if sure else match.rule
    # How far down its list a name stands orders the choice; it is no doubt.
    confidence = 0.5 if unfit else 1.0 if sure else round(match.confidence, 2)
    return Guess(match.column, match.header, confidence, looks, doubt=doubt, like=match.like)


def _decide(table: str, taken: Mapping[str, Guess]) -> list[Guess]:
    """Use what is sure; use what is doubtful only where the table cannot do without."""
    sure = {g.column for g in taken.values() if not g.doubt}
    needed = set(needed_columns(table))
    if table == "orders":
        needed -= _met(sure)
    order = [c for c in (*tables.SOURCES[table].names, "_status") if c in taken]
    return [replace(taken[c], live=not taken[c].doubt or c in needed) for c in order]


def _met(sure: set[str]) -> set[str]:
    """Columns of the order lines that need no guess, since others do their work."""
    met: set[str] = set()
    if sure & {"customer_id", "customer_name"}:
        met |= {"customer_id", "customer_name"}
    if "amount" in sure or {"quantity", "price"} <= sure:
        met |= {"amount", "quantity", "price"}
    return met
