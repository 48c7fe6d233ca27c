"""What `kam new` proposes for one table: its file, its columns, its questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamlib import tables
from kamlib.intake.new import bare, money_looks, order_files, title_units
from kamlib.intake.new.guess import Guess, in_groups
from kamlib.intake.new.heads import Head
from kamlib.intake.new.looks import Looks
from kamlib.intake.new.order_files import Join, Returned
from kamlib.intake.new.title_units import Scale

#: Headers of amounts that are converted already, whatever currency the document was in.
_OWN_CURRENCY = re.compile(r"本币|本位币|\blocal\b|Hauswährung|DMBTR|DMBE|HSL\b", re.I)


@dataclass(frozen=True)
class Ask:
    """A question only a person can answer. `key` in labels/propose.toml, `said` fills it.

    choices: fields that answer it, written as comments below.
    """

    key: str
    said: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class TableProposal:
    """One source of the engagement file.

    more: heads stacked under the same columns (other sheets). path: a glob for several
    files; empty: the head's own. files: those it finds; stack: every head that is read, its
    own included. others: by column the names that drifting sheets have for it. scales: of the
    columns that a title such as 单位：万元 leaves unclear. confidence: how sure it is that the
    file holds this table; 0 where the user said so.
    """

    table: str
    head: Head
    guesses: tuple[Guess, ...]
    asks: tuple[Ask, ...] = ()
    more: tuple[Head, ...] = ()
    join: Join | None = None
    currency: str = ""
    path: str = ""
    files: tuple[Path, ...] = ()
    stack: tuple[Head, ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scales: tuple[Scale, ...] = ()
    confidence: float = 0.0

    @property
    def live(self) -> list[Guess]:
        """The columns in use."""
        return [g for g in self.guesses if g.live and not g.column.startswith("_")]

    @property
    def questions(self) -> tuple[Ask, ...]:
        """What to ask about the table as a whole."""
        unclear = [s for s in self.scales if s.factor is None]
        if not unclear:
            return self.asks
        said = {"said": unclear[0].said, "headers": ", ".join(s.header for s in unclear)}
        either = [
            {s.column: int(s.factor or (s.title_factor if title else 1)) for s in self.scales}
            for title in (False, True)
        ]
        choices = tuple(("scale", one) for i, one in enumerate(either) if one not in either[:i])
        return (*self.asks, Ask("title_unit", said, choices))

    @property
    def decimal(self) -> str:
        """A comma where figures read only so; empty where the point does."""
        figures = [g.looks for g in self.live if _kind(self.table, g.column) == "number"]
        return "," if any(n.comma > n.numeric for n in figures) else ""

    def unused(self) -> list[tuple[str, Looks]]:
        """Headers nothing is proposed for, joined ones included, with how they look."""
        used = {g.header for g in self.guesses} | {a.said.get("header") for a in self.asks}
        used |= {self.join.key, self.join.other} if self.join else set()
        looks = self.head.looks() | (self.join.head.looks() if self.join else {})
        return [(header, seen) for header, seen in looks.items() if header not in used]


def propose(
    table: str,
    head: Head,
    *,
    others: Sequence[Head] = (),
    guesses: Sequence[Guess] | None = None,
) -> TableProposal:
    """Propose the columns of `table` from the head of its file.

    others: files and sheets that may complete order lines. guesses: where the columns are
    known better than by their headers alone.
    """
    guesses = list(head.guesses(table) if guesses is None else guesses)
    grouped = in_groups(table, head, guesses)
    guesses += grouped
    join = returned = None
    if table == "orders":
        factors = title_units.factors(table, guesses, head)
        guesses = money_looks.question(guesses, head.values, factors)
        join = order_files.find_join(head, guesses, others)
        join = join or order_files.find_prices(head, guesses, others)
        returned = order_files.find_returned(head, guesses, others)
    guesses = _in_own_currency(_joined(table, guesses, join))
    missing = _of_what_is_missing(table, guesses)
    asks = (
        *_of_the_file(head),
        *_of_groups(grouped),
        *_of_dates(guesses),
        *_of_states(guesses, head, join),
        *_of_returns(head, returned),
        *(_with_candidates(ask, head, guesses) for ask in missing),
    )
    currency, more = _currency(guesses, head, join)
    scales = title_units.scales(table, [g for g in guesses if g.live], head)
    proposed = tuple(g for g in guesses if not g.column.startswith("_"))
    if table == "orders" and not head.header:
        proposed = (*proposed, *bare.choice(head))
    asks = (*asks, *more)
    return TableProposal(table, head, proposed, asks, join=join, currency=currency, scales=scales)


def worth(proposal: TableProposal) -> tuple[int, float]:
    """How well a head serves as its table: questions on what is missing, then confidence."""
    missing = sum(ask.key.startswith("no_") for ask in proposal.asks)
    return -missing, sum(g.confidence for g in proposal.guesses if not g.doubt)


def _in_own_currency(guesses: list[Guess]) -> list[Guess]:
    """Without the currency of the document where the amount is in the firm's own: not both."""
    amount = next((g for g in guesses if g.column == "amount" and g.live), None)
    if amount is None or not _OWN_CURRENCY.search(amount.header):
        return guesses
    return [g for g in guesses if g.column != "currency"]


def _joined(table: str, guesses: list[Guess], join: Join | None) -> list[Guess]:
    """The lines' columns and those of their heads, in the vocabulary's order."""
    theirs = {g.column: g for g in join.guesses} if join else {}
    by_column = {g.column: g for g in guesses} | theirs
    order = [*tables.SOURCES[table].names, "_status"]
    return [by_column[c] for c in order if c in by_column]


def _of_the_file(head: Head) -> list[Ask]:
    asks = [Ask("twice", {"header": name}) for name in head.twice]
    if head.unsure_encoding:
        asks.insert(0, Ask("encoding", {"encoding": head.encoding}))
    if not head.header:
        asks.insert(0, Ask("no_header"))
    return asks


def _of_dates(guesses: Sequence[Guess]) -> list[Ask]:
    unclear = [g for g in guesses if g.live and len(g.looks.dates) > 1]
    return [
        Ask(
            "ambiguous_date",
            {"header": g.header},
            tuple(("date_format", f) for f in g.looks.dates),
        )
        for g in unclear[:1]
    ]


def _of_groups(grouped: Sequence[Guess]) -> list[Ask]:
    if not grouped:
        return []
    said = {"header": ", ".join(g.header for g in grouped), "samples": grouped[0].looks.samples[0]}
    return [Ask("fill_down", said, (("fill_down", [g.column for g in grouped]),))]


def _of_states(guesses: Sequence[Guess], head: Head, join: Join | None) -> list[Ask]:
    asks = []
    for state in (g for g in guesses if g.column == "_status"):
        counts = Counter(v for v in values_of(state.header, head, join) if v)
        found = ", ".join(f"{_short(v)} {n}" for v, n in counts.most_common())
        keep = {state.header: [v for v, _ in counts.most_common()]}
        asks.append(Ask("status", {"header": state.header, "found": found}, (("where", keep),)))
    return asks


def _of_returns(head: Head, returned: Returned | None) -> list[Ask]:
    if returned is None:
        return []
    place = returned.head.sheet or returned.head.path.name
    drop = {"path": returned.head.path, "sheet": returned.head.sheet, "on": returned.key}
    if returned.other != returned.key:
        drop["on"] = {returned.key: returned.other}
    said = {"place": place, "key": returned.key, "word": returned.word}
    return [Ask("returned", said, (("drop_if_in", {k: v for k, v in drop.items() if v}),))]


def _of_what_is_missing(table: str, guesses: Sequence[Guess]) -> list[Ask]:
    live = {g.column for g in guesses if g.live}
    if table == "orders":
        met = {
            "no_customer": live & {"customer_id", "customer_name"},
            "no_date": "date" in live,
            "no_money": "amount" in live or {"quantity", "price"} <= live,
        }
        return [Ask(key) for key, there in met.items() if not there]
    required = [c.name for c in tables.SOURCES[table].columns if c.required]
    return [Ask("no_column", {"column": c}) for c in required if c not in live]


def _with_candidates(ask: Ask, head: Head, guesses: Sequence[Guess]) -> Ask:
    """Name the free columns whose values would do."""
    used = {g.header for g in guesses if g.live}
    suits = {
        "no_date": lambda v: bool(v.dates),
        "no_money": lambda v: v.is_number and not v.dates,
        "no_customer": lambda v: 1 < v.distinct < head.rows and not v.has_fractions and not v.dates,
    }.get(ask.key)
    free = {c: v for c, v in head.looks().items() if c not in used and v.filled >= 0.5}
    found = [c for c, v in free.items() if suits and suits(v)]
    if ask.key == "no_money":
        found.sort(key=lambda c: not free[c].has_fractions)
    return Ask(ask.key, {**ask.said, "columns": ", ".join(map(_short, found[:6]))})


def _currency(
    guesses: Sequence[Guess], head: Head, join: Join | None
) -> tuple[str, tuple[Ask, ...]]:
    column = next((g for g in guesses if g.column == "currency" and g.live), None)
    if column is None:
        return "", ()
    counts = Counter(v for v in values_of(column.header, head, join) if v)
    if len(counts) == 1:
        return next(iter(counts)), ()
    found = ", ".join(_short(v) for v, _ in counts.most_common(6))
    return "", (Ask("several_currencies", {"header": column.header, "found": found}),)


def values_of(header: str, head: Head, join: Join | None) -> Sequence[str]:
    """The first values of a column of the lines, or of the heads joined to them."""
    return head.values[header] if header in head.values or not join else join.head.values[header]


def _kind(table: str, column: str) -> str:
    return tables.SOURCES[table].column(column).kind


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:39]}…"
