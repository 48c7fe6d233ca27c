"""The names a source asks its files for: what tells a header from titles, and what is missing.

A column may be asked for under several names, since sheets and files drift; the first that
a part has is taken there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kamlib.engagement import Source
from kamlib.intake.files.parts import NAMES_OF_PARTS, Part, tidy
from kamlib.tables import SOURCES

Alternatives = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Names to find. `columns`: canonical name to its alternatives; `keys`: names of rows to
    keep and of joins, which every part must have.
    """

    table: str = ""
    columns: Mapping[str, Alternatives] = field(default_factory=dict)
    keys: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """Every name asked for, alternatives included."""
        return {n for group in self._groups for n in group}

    @property
    def _groups(self) -> list[Alternatives]:
        # Two columns of the vocabulary may be read from one column of the file.
        own = dict.fromkeys([*self.columns.values(), *((key,) for key in self.keys)])
        return [group for group in own if group[0] not in NAMES_OF_PARTS]

    def count(self, names: Iterable[str]) -> int:
        """How many of the columns asked for stand among `names`."""
        held = set(names)
        return sum(not held.isdisjoint(group) for group in self._groups)

    def all_in(self, names: Iterable[str]) -> bool:
        """Whether every column asked for stands among `names`."""
        return self.count(names) == len(self._groups)

    def lacking(self, names: Iterable[str]) -> list[str]:
        """The columns, by their first name, without which the rows below `names` are useless."""
        held = set(names)
        return [own for own in self.missing(held) if own in self._required(held)]

    def missing(self, names: Iterable[str]) -> list[str]:
        """Every column asked for that does not stand among `names`, by its first name."""
        held = set(names)
        return [group[0] for group in self._groups if held.isdisjoint(group)]

    def _required(self, held: set[str]) -> set[str]:
        needed = {c for c in self.columns if c in self._always}
        if self.table == "orders" and not self._is_priced(held):
            needed |= {"amount"} if "amount" in self.columns else {"quantity", "price"}
        return {self.columns[c][0] for c in needed if c in self.columns} | set(self.keys)

    @property
    def _always(self) -> set[str]:
        if self.table == "orders":
            who = "customer_id" if "customer_id" in self.columns else "customer_name"
            return {who, "date"}
        known = SOURCES[self.table].columns if self.table in SOURCES else ()
        return {c.name for c in known if c.required}

    def _is_priced(self, held: set[str]) -> bool:
        has = {c for c, group in self.columns.items() if not held.isdisjoint(group)}
        return "amount" in has or {"quantity", "price"} <= has


def of_source(table: str, source: Source, offered: set[str], keys: Iterable[str]) -> Wanted:
    """What a source asks its own files for; `offered`: the names that joined files give."""
    columns = {c: alternatives(own) for c, own in source.columns.items()}
    columns = {c: group for c, group in columns.items() if offered.isdisjoint(group)}
    return Wanted(table, columns, tuple(k for k in dict.fromkeys(keys) if k not in offered))


def alternatives(own: str | list[str]) -> Alternatives:
    """The names of one column, as they are compared, the preferred one first."""
    return tuple(tidy(n) for n in ([own] if isinstance(own, str) else own))


def call_alike(part: Part, wanted: Wanted) -> None:
    """Let every column of a part have the first of its alternative names."""
    for first, *others in {*wanted.columns.values()}:
        if first in part.names:
            continue
        other = next((n for n in others if part.names.count(n) == 1), None)
        if other is not None:
            part.names[part.names.index(other)] = first
            part.own[first] = other
