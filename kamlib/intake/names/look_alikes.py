"""Customers whose names look alike: candidates for a person, never a merger.

Nobody is compared with everybody: names meet through keys they share (their core, its words
in another order, what is left when one letter or one word goes), so a hundred thousand
customers take seconds. Each rule names why a pair is shown.
"""

from __future__ import annotations

import gc
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kamlib.intake.names import near_names
from kamlib.intake.names.name_cores import Core, core
from kamlib.results.book import NAME_RULES  # the strongest reason first

_WEAK = ("branch", "word order", "nearly the same", "same contact")
_LOOKED_BACK = 30  # earlier members of a group a member is set against


@dataclass(frozen=True)
class Customer:
    """What is known of one customer; `names` as the list and the orders write them."""

    id: str
    names: tuple[str, ...]
    revenue: float = 0.0
    account: str = ""
    firm: str = ""  # the customer that stands for it by a person's decision
    family: str = ""  # the head of its group, by the list's parents
    has_lines: bool = True
    lines: int = 0
    region: str | None = None
    industry: str | None = None
    tax_number: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Pair:
    """Two customers that may be one; `main` has the larger revenue (ties: smaller id)."""

    customer: Customer
    main: Customer
    rule: str
    similarity: float


@dataclass(frozen=True)
class _Named:
    """One name of one customer."""

    customer: Customer
    name: str
    core: Core


def find(customers: Iterable[Customer], *, different: Iterable[frozenset[str]] = ()) -> list[Pair]:
    """Return the pairs a person should decide on, each once under its strongest rule.

    different: sets of two ids, each of a customer or of the one that stands for it, that a
    person called two firms. Such pairs, those that make one account already, and those of
    which neither has a line analysed, are left out. In a group of names with one core each
    is set against the largest it is not known to differ from, so a group of five gives four
    pairs and not ten. Largest revenue first; ties by id.
    """
    with _without_collector():
        return _find(customers, set(different))


def _find(customers: Iterable[Customer], apart: set[frozenset[str]]) -> list[Pair]:
    ordered = sorted(customers, key=lambda c: (-c.revenue, c.id))
    named = [_Named(c, n, made) for c in ordered for n in c.names if (made := core(n)).text]
    found: dict[frozenset[str], Pair] = {}
    for rule, one, other in _meetings(ordered, named, lambda a, b: _is_open(a, b, apart)):
        pair = frozenset((one.customer.id, other.customer.id))
        known = found.get(pair)
        if known is None or NAME_RULES.index(rule) < NAME_RULES.index(known.rule):
            found[pair] = _pair(one, other, rule)
    kept = [p for p in found.values() if not _is_told(p) and not _speaks_against(p)]
    return sorted(
        kept, key=lambda p: (-p.main.revenue - p.customer.revenue, p.main.id, p.customer.id)
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of small tuples and no circles: looking for circles would double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_open(one: Customer, other: Customer, different: set[frozenset[str]]) -> bool:
    """Whether there is anything to decide between two customers."""
    return (
        one.id != other.id
        and one.account != other.account
        and (one.has_lines or other.has_lines)
        and frozenset((one.firm or one.id, other.firm or other.id)) not in different
    )


_Meeting = tuple[str, _Named, _Named]
_Open = Callable[[Customer, Customer], bool]


def _meetings(
    customers: Sequence[Customer], named: Sequence[_Named], is_open: _Open
) -> Iterator[_Meeting]:
    groups = _grouped(named)
    first = {c.customer.id: c for c in reversed(named)}
    yield from _same_number(customers, first, is_open)
    yield from _same_core(groups, is_open)
    yield from _linked(named, groups, is_open)
    cores = {text: members[0].core for text, members in groups.items()}
    for rule, one, other in near_names.meetings(cores):
        yield from _met(rule, groups[one], groups[other], is_open)


def _grouped(named: Sequence[_Named]) -> dict[str, list[_Named]]:
    groups: dict[str, list[_Named]] = defaultdict(list)
    for n in named:
        groups[n.core.text].append(n)
    return groups


def _met(rule: str, ones: Sequence, others: Sequence, is_open: _Open) -> Iterator[_Meeting]:
    """The largest of one group and the largest of the other between whom anything is open."""
    for one in ones[:_LOOKED_BACK]:
        for other in others[:_LOOKED_BACK]:
            if is_open(one.customer, other.customer):
                yield rule, one, other
                return


def _starred(members: Sequence[_Named], is_open: _Open) -> Iterator[tuple[_Named, _Named]]:
    """Each member with the first before it from which it is not known to differ."""
    for place, member in enumerate(members):
        for earlier in members[: min(place, _LOOKED_BACK)]:
            if is_open(member.customer, earlier.customer):
                yield member, earlier
                break


# --- the same number, the same name -------------------------------------------------------


def _same_number(
    customers: Sequence[Customer], first: dict[str, _Named], is_open: _Open
) -> Iterator[_Meeting]:
    """One tax number is one firm; one telephone at one address is often one."""
    shared: dict[tuple, list[_Named]] = defaultdict(list)
    for c in customers:
        who = first.get(c.id) or _Named(c, "", Core(""))
        if c.tax_number:
            shared["same tax number", c.tax_number].append(who)
        phone, address = digits(c.phone), squeezed(c.address)
        if len(phone) >= 6 and len(address) >= 5:
            shared["same contact", phone, address].append(who)
    for (rule, *_), members in shared.items():
        for one, other in _starred(members, is_open):
            yield rule, one, other


def _same_core(groups: dict[str, list[_Named]], is_open: _Open) -> Iterator[_Meeting]:
    """The same letters: two firms, or a firm and its branches."""
    for members in groups.values():
        if len(members) > 1:
            whole_first = sorted(members, key=lambda m: m.core.branch != "")
            for one, other in _starred(whole_first, is_open):
                yield _rule_of_same(one, other), one, other


def _rule_of_same(one: _Named, other: _Named) -> str:
    if one.core.branch != other.core.branch:
        return "branch"
    return "same name" if squeezed(one.name) == squeezed(other.name) else "same core"


def _linked(
    named: Sequence[_Named], groups: dict[str, list[_Named]], is_open: _Open
) -> Iterator[_Meeting]:
    """What a name says itself: what it was called once, whose branch it may be."""
    for one in named:
        rule = "branch" if one.core.branch else "same core"
        links = [("former name", f) for f in one.core.former]
        for name, text in links + [(rule, t) for t in one.core.others]:
            if text in groups and text != one.core.text:
                yield from _met(name, [one], groups[text], is_open)


# --- what speaks for and against a pair ---------------------------------------------------


def digits(text: str | None) -> str:
    """The digits of a telephone number; nothing else of it counts."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in plain if c.isdigit())


def squeezed(text: str | None) -> str:
    """A text without case, width of letters and blanks."""
    return "".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def same(one: str | None, other: str | None) -> bool | None:
    """Whether two cells say the same; None where one of them says nothing."""
    return squeezed(one) == squeezed(other) if one and other else None


def same_contact(one: Customer, other: Customer) -> bool | None:
    """Whether they share telephone or address; None where neither can be compared."""
    told = [same(one.address, other.address)]
    if one.phone and other.phone:
        told.append(digits(one.phone) == digits(other.phone))
    known = [t for t in told if t is not None]
    return any(known) if known else None


def _is_told(pair: Pair) -> bool:
    """Names of one group that are not the same: the list knows them as two of one family."""
    one, other = pair.customer, pair.main
    return pair.rule in _WEAK and one.family == other.family != ""


def _speaks_against(pair: Pair) -> bool:
    """Nearly the same name, yet two tax numbers, or another region and another industry."""
    one, other = pair.customer, pair.main
    return pair.rule == "nearly the same" and _differ(one, other)


def _differ(one: Customer, other: Customer) -> bool:
    return same(one.tax_number, other.tax_number) is False or (
        same(one.region, other.region) is False and same(one.industry, other.industry) is False
    )


def _pair(one: _Named, other: _Named, rule: str) -> Pair:
    main, customer = sorted((one, other), key=lambda n: (-n.customer.revenue, n.customer.id))
    return Pair(customer.customer, main.customer, rule, similarity(customer.core, main.core))


def why(one: Customer, other: Customer) -> tuple[str, float]:
    """The rule under which two customers would be shown, and how far their names are alike."""
    apart = [replace(c, account=c.id, family="", has_lines=True) for c in (one, other)]
    alike = [similarity(core(a), core(b)) for a in one.names for b in other.names]
    found = find(apart)
    return found[0].rule if found else "set by hand", max(alike, default=0.0)


def similarity(one: Core, other: Core) -> float:
    """How far two cores are alike, 0 to 1: by characters, of Latin words in any order."""
    alike = fuzz.ratio(one.text, other.text)
    if not (one.chinese or other.chinese):
        words = (" ".join(sorted(c.words)) for c in (one, other))
        alike = max(alike, fuzz.ratio(*words))
    return round(alike / 100, 3)
