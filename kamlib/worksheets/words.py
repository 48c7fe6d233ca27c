"""What sheets, heads and values are called in the workbook, and back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kamlib import labels
from kamlib.settings import evaluation, traits
from kamlib.worksheets.sheets import SHEETS


def title(sheet: str, language: str) -> str:
    """The title of a sheet, or of `lists` or `explain`."""
    return labels.say(f"worksheets.sheet.{sheet}", language)


def head(column: str, language: str) -> str:
    """The head of a column."""
    return labels.say(f"columns.{column}", language)


def value(canonical: str, language: str) -> str:
    """How an allowed value is written in a cell."""
    return labels.say(f"values.{canonical.replace(' ', '_')}", language)


def criterion(name: str, language: str) -> str:
    """How a criterion is written in a cell: the kit's own in words, others as they are."""
    for below in ("worksheets.criterion", "evaluation.item", "identification.criterion"):
        key = f"{below}.{name}"
        if labels.has(key):
            return labels.say(key, language)
    return name


def criteria(asked: Iterable[str]) -> dict[str, str]:
    """What may be written for a criterion, put plainly, to its name.

    Besides those asked for, the kit's own items: they stay where a frame is no longer asked.
    """
    return find(dict.fromkeys([*asked, *evaluation.SCORED, *traits.SCORED]), criterion)


def find(names: Iterable[str], say) -> dict[str, str]:
    """What a person may have written, put plainly, to the canonical name it means.

    `say(name, language)` gives the words; the canonical name itself is understood too.
    """
    names = list(names)
    known = {plain(say(name, language)): name for name in names for language in labels.LANGUAGES}
    return known | {plain(name): name for name in names}


def titles() -> dict[str, str]:
    """Sheet titles, put plainly, to sheets."""
    return find(SHEETS, title)


def plain(text: str) -> str:
    """`text` without what people do not see: case, width of letters, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def nearest(said: str, known: Iterable[str]) -> str:
    """What a word that is not known was meant to be; all that is known where nothing is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only needed for a fault

    known = list(known)
    found = process.extractOne(said, known, scorer=fuzz.ratio, score_cutoff=50)
    return found[0] if found else ", ".join(known)
