"""Which sheets of a workbook belong together where the engagement names none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kamlib.intake.files.parts import Part
from kamlib.intake.files.wanted import Wanted

_ALIKE = 0.7  # of the names of two sheets together that both have
_NUMBERED = re.compile(r"^(sheet|table|tabelle|feuil|hoja|foglio|工作表|表|表格)\s*#$")
_MONTHS = (
    r"jan\w*|feb\w*|mar(?:ch|s|z)?|mär\w*|apr\w*|may|mai|june?|juin|july?|juil\w*|aug\w*|août|sep\w*|"
    r"oct\w*|okt\w*|nov\w*|dec\w*|dez\w*|déc\w*"
)
_PERIOD = re.compile(rf"\d+|\b(?:{_MONTHS})\b|[一二三四五六七八九十]+(?=月|季)")


def choose(parts: Sequence[Part], wanted: Wanted) -> tuple[list[Part], list[Part]]:
    """The sheets to read, and those to pass over.

    Read are those with every column asked for; with them those of the same make that lack
    one which can be missed, or, named like them after a period, that lack any: a column that
    is called otherwise in one month must not lose that month unsaid.
    """
    full = [p for p in parts if wanted.all_in(p.names)]
    models = full or [_fullest(parts, wanted)]
    kept = [p for p in parts if p in models or _belongs(p, models, wanted)]
    return kept, [p for p in parts if p not in kept]


def _fullest(parts: Sequence[Part], wanted: Wanted) -> Part:
    """The sheet to complain about: the one that holds most wanted names."""
    return max(parts, key=lambda part: wanted.count(part.names))


def _belongs(part: Part, models: Sequence[Part], wanted: Wanted) -> bool:
    if not wanted.count(part.names):
        return False
    if not wanted.lacking(part.names):
        return any(_same_make(part, m) or _same_period(part, m) for m in models)
    half = 2 * wanted.count(part.names) >= wanted.count(models[0].names)
    return half and any(_same_period(part, m) for m in models)


def _same_make(one: Part, other: Part) -> bool:
    a, b = set(filter(None, one.names)), set(filter(None, other.names))
    return len(a & b) >= _ALIKE * len(a | b)


def _same_period(one: Part, other: Part) -> bool:
    """Whether two sheets have one name but for a month, a quarter or a year."""
    a, b = (_PERIOD.sub("#", p.sheet.casefold()) for p in (one, other))
    return a == b and "#" in a and not _NUMBERED.match(a)
