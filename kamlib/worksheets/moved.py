"""Rows about a customer that is part of an account: they become rows of that account.

People fill in sheets with the ids they know. Where a customer is united with another, or
rolled up into a parent, its rows are about the account analysed, and nowhere else of use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamlib.faults import Fault
from kamlib.worksheets import words
from kamlib.worksheets.sheets import IDS, SHEETS

#: Of sheets with one row a key: the column in which two rows of one key must agree.
_SAYS = {"scores": "score", "picks": "change"}

Rows = list[tuple[int, dict]]  # number of the row in the file, and its cells


@dataclass
class Moved:
    """What is left of one sheet's rows, the ids that gave way to an account, and the faults."""

    rows: Rows = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def repair(self, sheet: str) -> dict:
        """What `kam check` and page 00 tell of it, as a note of intake."""
        note = {"table": "worksheets", "column": sheet, "rule": "worksheet_moved"}
        counted = {"rows": len(self.ids), "amount": None, "places": None}
        return note | counted | {"example": " → ".join(self.ids[0])}


def to_accounts(sheet: str, rows: Rows, accounts: Mapping[str, str], place: dict) -> Moved:
    """Which account is every row about, once customers are rolled up?

    Of two ids of one account that say the same where one row may stand, the first row stays;
    that they say different things is a fault, which nobody but a person can settle.

    Parameters
    ----------
    accounts
        customer_id to account_id, of customers that are not an account themselves.
    place
        file and title of the sheet, for a fault.
    """
    found, first = Moved(), {}
    for number, given in rows:
        own = given.get("account_id", "")
        row = given | {"account_id": accounts[own]} if own in accounts else given
        if row is not given:
            found.ids.append((own, row["account_id"]))
        said = row.get(_SAYS.get(sheet, ""))
        before = first.setdefault(_key(sheet, row) or number, (number, own, said))
        if before[1] == own:  # two rows of one id are told as such
            found.rows.append((number, row))
        elif said != before[2]:
            found.faults.append(_differ(sheet, number, (own, said), before, place))
    return found


def _key(sheet: str, row: dict) -> tuple:
    names = SHEETS[sheet].key if sheet in _SAYS else ()
    return tuple(row.get(n) if n in IDS else words.plain(str(row.get(n))) for n in names)


def _differ(sheet: str, number: int, here: tuple, before: tuple, place: dict) -> Fault:
    row, other, other_said = before
    own, said = here
    head = words.head(_SAYS[sheet], place["language"])
    values = {"own": own, "other": other, "other_said": _text(other_said), "first": row}
    at = {"file": place["file"], "sheet": place["sheet"], "row": number, "column": head}
    return Fault("worksheet_ids_differ", **at, value=_text(said), values=values)


def _text(said: object) -> str:
    return f"{said:g}" if isinstance(said, float) else str(said)
