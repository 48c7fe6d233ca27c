"""What people decided on customers that look alike: read, checked, and united to accounts.

The decisions stand in the sheet `same_customer` of the worksheets. `same` makes two customers
one account, that of `same_as`; chains are united, in whatever order their rows stand.
`different` is never asked again. Nothing is united without such a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kamlib.engagement import Engagement
from kamlib.faults import Fault

SHEET = "same_customer"


@dataclass(frozen=True)
class Decision:
    """One row of the sheet."""

    customer_id: str
    same_as: str
    same: bool
    reason: str = ""
    author: str = ""
    date: str = ""  # ISO
    row: int = 0


@dataclass(frozen=True)
class Decisions:
    """The rows of the sheet, where it stands, and what is wrong with it."""

    rows: Sequence[Decision] = ()
    file: str = ""
    sheet: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    def mark(self) -> list[list[str | bool]]:
        """What of the decisions changes accounts or is printed: part of the book's cache key."""
        told = ([d.customer_id, d.same_as, d.same, d.reason, d.author, d.date] for d in self.rows)
        return sorted(told, key=str)

    def different(self, heads: Mapping[str, str]) -> set[frozenset[str]]:
        """Pairs of firms that a person called two; `heads` as `unite` gives them."""
        return {
            frozenset(heads.get(c, c) for c in (d.customer_id, d.same_as))
            for d in self.rows
            if not d.same
        }

    def place(self, decision: Decision, column: str) -> dict:
        """Where a complaint of one row points."""
        head = self.heads.get(column, column)
        value = getattr(decision, column)
        shown = value if isinstance(value, str) else ""
        at = {"file": self.file, "sheet": self.sheet, "row": decision.row}
        return at | {"column": head, "value": shown}


def read(engagement: Engagement) -> Decisions:
    """Read the sheet; without a workbook or a sheet there are no decisions."""
    from kamlib.worksheets import read as worksheets  # noqa: PLC0415  only to read a workbook

    if not engagement.resolve(engagement.worksheets or worksheets.FILE).exists():
        return Decisions()
    filled = worksheets.read_sheet(engagement, SHEET)
    needed = ("customer_id", "same_as", "decision")
    rows = [
        Decision(
            row["customer_id"],
            row["same_as"],
            row["decision"] == "same",
            row.get("reason", ""),
            row.get("author", ""),
            row["date"].isoformat() if "date" in row else "",
            number,
        )
        for number, row in filled.rows
        if all(name in row for name in needed)
    ]
    return Decisions(rows, filled.file, filled.title, filled.heads, filled.faults)


def unite(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the customer that stands for each one that is united with others.

    It is the one that is not the same as any further (ties, and circles: the smallest id).
    """
    groups: dict[str, set[str]] = {}
    follows: set[str] = set()
    for d in decisions:
        if d.same and d.customer_id != d.same_as:
            together = groups.get(d.customer_id, {d.customer_id}) | groups.get(
                d.same_as, {d.same_as}
            )
            groups |= dict.fromkeys(together, together)
            follows.add(d.customer_id)
    heads = {id(g): min(g - follows or g) for g in groups.values()}
    return {customer: heads[id(group)] for customer, group in groups.items()}


def faults(decisions: Decisions, known: Collection[str]) -> list[Fault]:
    """What keeps the decisions from being applied: ids nobody knows, and contradictions.

    known: ids of all customers that the orders or the customer list name.
    """
    return [*_unknown(decisions, known), *_contradictions(decisions)]


def _unknown(decisions: Decisions, known: Collection[str]) -> list[Fault]:
    from kamlib.intake.nearest import nearest  # noqa: PLC0415  only needed for a fault

    return [
        Fault(
            "same_customer_unknown",
            **decisions.place(d, column),
            values={"nearest": nearest(getattr(d, column), list(known))},
        )
        for d in decisions.rows
        for column in ("customer_id", "same_as")
        if getattr(d, column) not in known
    ]


def _contradictions(decisions: Decisions) -> list[Fault]:
    """A pair called different that other rows make one, and a customer set beside itself."""
    heads = unite(decisions.rows)
    found = []
    for d in decisions.rows:
        place = decisions.place(d, "same_as")
        values = {"customer": d.customer_id}
        if d.customer_id == d.same_as:
            found.append(Fault("same_customer_itself", **place))
        elif not d.same and d.customer_id in heads and heads[d.customer_id] == heads.get(d.same_as):
            values["rows"] = _rows_that_unite(decisions, heads[d.customer_id], heads)
            found.append(Fault("same_customer_contradiction", **place, values=values))
    return found


def _rows_that_unite(decisions: Decisions, head: str, heads: dict[str, str]) -> str:
    rows = [d.row for d in decisions.rows if d.same and heads.get(d.customer_id) == head]
    return ", ".join(map(str, sorted(rows)))
