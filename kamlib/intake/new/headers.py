"""Which column of the vocabulary a client's header means: exact names, then near ones.

The names stand in `synonyms.toml`. Only headers are looked at here; whether the values
bear a match out is for `propose`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kamlib import tables

_MAYBE, _NEAR = 0.75, 0.85
_STEP = 0.0005  # of two names in one list, the earlier one wins


@dataclass(frozen=True)
class Match:
    """A header that may mean a column. `rule`: sure, maybe, or near (spelled alike)."""

    column: str
    header: str
    confidence: float
    rule: str
    like: str = ""


def normal(name: str) -> str:
    """A header without what does not count: case, blanks, marks, width, a unit in brackets.

    >>> normal(" Customer_ID "), normal("客户 ID"), normal("Amount (USD)")
    ('customerid', '客户id', 'amount')
    """
    folded = unicodedata.normalize("NFKC", name).casefold().removesuffix("__c")
    bare = re.sub(r"[(\[【{].*?[)\]】}]", "", folded)
    return _letters(bare) or _letters(folded)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def matches(headers: Iterable[str], table: str) -> list[Match]:
    """Every (column, header) pair of `table` that the names allow, best first.

    Ties are ordered by the vocabulary's order of columns, then by the file's.
    """
    found = []
    for column in _names(table):
        found += [m for header in headers if (m := _match(column, header, table))]
    return sorted(found, key=lambda m: -m.confidence)


def known(headers: Iterable[str], table: str) -> int:
    """How many headers are exactly a known name of `table`: tells a header row from data.

    table: empty where it is not known yet; the table with the most names then counts.
    """
    plain = [normal(header) for header in headers if header]
    asked = [table] if table else tables.SOURCES
    return max(sum(name in _every(t) for name in plain) for t in asked)


def is_sure(header: str, table: str) -> bool:
    """Whether a header is a name of `table` that needs no question."""
    return normal(header) in {n for lists in _names(table).values() for n in lists["sure"]}


@cache
def _every(table: str) -> set[str]:
    return {n for lists in _names(table).values() for rule in lists.values() for n in rule}


def _match(column: str, header: str, table: str) -> Match | None:
    plain, lists = normal(header), _names(table)[column]
    if not plain:
        return None
    for rule, confidence in (("sure", 1.0), ("maybe", _MAYBE)):
        if plain in lists[rule]:
            at = lists[rule].index(plain)
            return Match(column, header, confidence - _STEP * at, rule, plain)
    if column.startswith("_") or len(plain) < 3:
        return None
    return _near(column, header, plain, table)


def _near(column: str, header: str, plain: str, table: str) -> Match | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where no exact name fits

    if any(plain in names for other in _names(table).values() for names in other.values()):
        return None  # exactly another column's name
    best = process.extractOne(
        plain, _names(table)[column]["sure"], scorer=fuzz.ratio, score_cutoff=100 * _NEAR
    )
    if best is None:
        return None
    return Match(column, header, _MAYBE * best[1] / 100, "near", best[0])


@cache
def _names(table: str) -> dict[str, dict[str, list[str]]]:
    """Normalised names by column and list, in the file's order; the column's own name first."""
    return {
        column: {
            rule: list(dict.fromkeys(normal(n) for n in lists.get(rule, [])))
            for rule in ("sure", "maybe")
        }
        for column, lists in _vocabulary().get(table, {}).items()
    }


def file_names(table: str) -> list[str]:
    """What files and sheets that hold `table` are called, as `normal` writes it."""
    return [normal(name) for name in _vocabulary()["files"].get(table, [])]


@cache
def _vocabulary() -> dict:
    return tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text("utf-8"))
