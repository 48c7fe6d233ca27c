"""Cores of names that are nearly the same: a slip, a word left out, another order, a place.

Two firms of one trade in one town differ in two characters; so a Chinese character counts as
a slip only where another of the same sound stands for it, and numbers and directions
(第一 and 第二, 东方 and 南方) must agree. A Latin slip needs a word long enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from rapidfuzz.distance import OSA

from kamlib.intake.names.name_cores import Core, forms

CROWD = 40  # cores that share a weak key; beyond it the key tells nothing
_SLIP = 8  # letters of a name from which one wrong letter is a slip
_SLIPS_IN_WORD = ((8, 2), (5, 1))  # a word of so many letters may have so many wrong
_PREFIX = 4  # letters of a word that may stand for the whole
_WORDS_LEFT = 3  # words left when one goes that could be any
_ANY_WORD = 8  # characters left when one or two go that could be any
_ORDER = 4  # characters of a Chinese name whose order may differ
_NUMBERS = re.compile(r"\d+")

Meeting = tuple[str, str, str]  # rule, and the texts of two cores


def meetings(cores: Mapping[str, Core]) -> Iterator[Meeting]:
    """Return pairs of texts in `cores` that are nearly the same, with the rule; some twice."""
    latin = {t: c for t, c in cores.items() if not c.chinese}
    chinese = {t: c for t, c in cores.items() if c.chinese}
    for one, other in _reordered(latin, chinese):
        yield "word order", one, other
    for find in (_places, _sounds, _left_out):
        for one, other in find(chinese):
            yield "nearly the same", one, other
    for find in (_one_letter, _one_word):
        for one, other in find(latin):
            yield "nearly the same", one, other


def _pairs(keyed: Iterable[tuple[Hashable, str]], most: int = CROWD) -> Iterator[tuple[str, str]]:
    """Pairs of texts under one key, where no more than `most` share it."""
    groups = defaultdict(list)
    for key, text in keyed:
        groups[key].append(text)
    for texts in groups.values():
        if 1 < len(texts) <= most:
            yield from combinations(texts, 2)


def _reordered(latin: Mapping, chinese: Mapping) -> Iterator[tuple[str, str]]:
    words = [(tuple(sorted(c.words)), t) for t, c in latin.items() if len(c.words) > 1]
    letters = [("".join(sorted(t)), t) for t in chinese if len(t) >= _ORDER]
    yield from _pairs(words)
    yield from _pairs(letters)


# --- Chinese ------------------------------------------------------------------------------


def _places(chinese: Mapping[str, Core]) -> Iterator[tuple[str, str]]:
    """The same name with its place and without, or with 市 and without; never two places."""
    find = forms().places
    groups = defaultdict(list)
    for text in chinese:
        places = frozenset(find.findall(text))
        bare = re.sub(rf"(?:{find.pattern})[省市县区]?", "", text) if places else text
        if len(bare) >= 3:
            groups[bare].append((text, places))
    for bare, members in groups.items():
        if 1 < len(members) <= CROWD:
            placed = {places for _, places in members if places}
            for (one, here), (other, there) in combinations(members, 2):
                near = here <= there or there <= here
                clear = bool(here and there) or (len(bare) >= _ORDER and len(placed) == 1)
                if near and (here == there or clear):
                    yield one, other


def _sounds(chinese: Mapping[str, Core]) -> Iterator[tuple[str, str]]:
    """One character, in a long name two, written as another of the same sound."""
    table = forms().sounds
    keyed = ((t.translate(table), t) for t in chinese if len(t) >= _ORDER)
    for one, other in _pairs(keyed):
        wrong = sum(a != b for a, b in zip(one, other, strict=True))
        if wrong <= (2 if len(one) >= 8 else 1):
            yield one, other


def _left_out(chinese: Mapping[str, Core]) -> Iterator[tuple[str, str]]:
    """A character or a word of two left out, enough of the name being left."""
    lists = forms()
    for text in chinese:
        for place in range(len(text)):
            for size, least in ((1, _ANY_WORD), (2, _ANY_WORD)):
                gone = text[place : place + size]
                rest = text[:place] + text[place + size :]
                if gone in lists.chinese_generic:
                    least = _ORDER
                if len(rest) >= least and rest in chinese and not _tells(gone):
                    yield text, rest


def _tells(gone: str) -> bool:
    return any(c.isdigit() or c in forms().telling for c in gone)


# --- Latin --------------------------------------------------------------------------------


def _one_letter(latin: Mapping[str, Core]) -> Iterator[tuple[str, str]]:
    """One letter wrong, missing, too many, or two that changed places.

    Names that differ so have a text in common once a letter of one, or of each, is gone.
    """
    by_length = defaultdict(list)
    for text in latin:
        by_length[len(text)].append(text)
    for length in by_length:
        shorter = [(t, t) for t in by_length.get(length - 1, ())]
        without = ((t[:i] + t[i + 1 :], t) for t in by_length[length] for i in range(len(t)))
        if length > _SLIP:
            for one, other in _pairs([*dict.fromkeys(without), *shorter]):
                if _is_slip(latin[one], latin[other]):
                    yield one, other


def _is_slip(one: Core, other: Core) -> bool:
    if one.text[0] != other.text[0] or _numbers(one.text) != _numbers(other.text):
        return False
    if len(one.words) == len(other.words):
        wrong = [p for p in zip(one.words, other.words, strict=True) if p[0] != p[1]]
        return len(wrong) == 1 and _same_word(*wrong[0])
    return OSA.distance(one.text, other.text) == 1


def _one_word(latin: Mapping[str, Core]) -> Iterator[tuple[str, str]]:
    """One word written otherwise, cut short, or left out."""
    groups = defaultdict(list)
    for text, found in latin.items():
        words = sorted(found.words)
        if len(words) > 1:
            for place, word in enumerate(words):
                groups[tuple(words[:place] + words[place + 1 :])].append((text, word))
        groups[tuple(words)].append((text, ""))
    for members in groups.values():
        if 1 < len(members) <= CROWD:
            for (one, word), (other, instead) in combinations(members, 2):
                if word and instead and one != other and _same_word(word, instead):
                    yield one, other
                elif word != instead and not (word and instead):
                    longer = latin[one if word else other]
                    if _may_be_left(word or instead, longer):
                        yield one, other


def _may_be_left(gone: str, longer: Core) -> bool:
    """A word that says little; of a long name also its last, often a place or department."""
    if gone.isdigit() or len(longer.text) - len(gone) < _PREFIX:
        return False
    is_last = longer.words[-1] == gone and len(gone) > 1
    return gone in forms().generic or (is_last and len(longer.words) > _WORDS_LEFT)


def _same_word(one: str, other: str) -> bool:
    """Whether a word stands for another: a slip in it, or its beginning."""
    if one[0] != other[0] or _numbers(one) != _numbers(other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _PREFIX and long.startswith(short) and len(long) > len(short) + 1:
        return True
    allowed = next((n for least, n in _SLIPS_IN_WORD if len(short) >= least), 0)
    return OSA.distance(one, other) <= allowed


def _numbers(text: str) -> list[str]:
    return _NUMBERS.findall(text)
