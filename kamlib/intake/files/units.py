"""Units as headers, rows under them and titles above them name them: 万元, USD thousand, k€, 件.

A unit is read only where all of a text is one; `Sales (k)` says thousands, `Vitamin K` nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SCALES = {
    1e2: "百|hundreds?",
    1e3: "千|thousands?|thsd|tsd|'000s?|,000s?|000s?|k|t",
    1e4: "万|萬|ten thousands?",
    1e5: "十万|lakhs?",
    1e6: "百万|millions?|mio|mill|mn|mm|m",
    1e7: "千万|crores?",
    1e8: "亿|億|hundred millions?",
    1e9: "十亿|billions?|bn|mrd",
}
#: Letters that mean metres, millimetres or tonnes, and beside money millions or thousands.
ONLY_OF_MONEY = ("m", "mm", "t")
_MONEY = (
    r"us\$|hk\$|nt\$|a\$|c\$|s\$|[$€£¥₩₹₽]|usd|cny|rmb|eur|gbp|jpy|hkd|twd|chf|aud|cad|sgd|krw|inr|sek|nok|"
    r"dkk|pln|brl|mxn|人民币|美元|欧元|港元|港币|日元|英镑|元|圆|円|块|euros?|dollars?|pounds?|yuan|yen"
)
_PIECES = (
    "件|个|只|台|套|箱|包|盒|瓶|袋|桶|支|条|张|块|片|卷|双|对|本|辆|把|根|吨|公斤|千克|克|斤|米|千米|公里|"
    "平方米|立方米|升|毫升|小时|千瓦时|度|天|日|月|年|次|人|户|家|笔|单|行|kg|g|km|cm|mm|m|m2|m3|l|ml|"
    "h|kwh|pcs|pc|pieces?|units?|ea|each|sets?|box(?:es)?|cartons?|ctn|bags?|bottles?|tons?|tonnes?|"
    "hours?|days?|months?|years?|lines?|orders?|stück|stk|%|％|百分比"
)
_SCALE = "|".join(sorted("|".join(_SCALES.values()).split("|"), key=len, reverse=True))
_UNIT = re.compile(
    rf"(?:in\s+)?(?P<before>{_MONEY})?[\s.]*(?:in\s+)?(?P<scale>{_SCALE})?\.?\s*(?:of\s+)?"
    rf"(?P<after>{_MONEY})?\s*(?P<after2>人民币)?(?P<pieces>{_PIECES})?\.?"
)
_OF_MANY = re.compile(rf"(?:1[, ]?0+|{_SCALE})\s*(?:{_PIECES})?")
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_GLUED = re.compile(
    r"[\u4e00-\u9fff]((?:十|百|千)?[万亿千](?:元|美元|欧元|港元|日元|英镑|件|个|台|吨))$"
)
_TITLE = re.compile(
    r"(?:(?:金额|货币|计量|数据)?单位"
    r"|(?:all )?(?:amounts?|figures|values)(?: are)?(?: shown| stated)?(?=\s*[:(]|\s+in\b)"
    r"|currency unit|unit(?: of money| of currency)?|units)\s*[:]?\s*\(?(.+?)\)?"
)
_LONGEST = 40  # letters of a text that may be a unit


@dataclass(frozen=True)
class Unit:
    """A unit: how many of what the kit counts in; `said` as the file writes it.

    factor: None where the text names one that no single factor stands for (a price per
    1,000 pieces). money: whether it names a currency.
    """

    said: str
    factor: float | None = 1.0
    money: bool = False


def read(text: str) -> Unit | None:
    """The unit that all of a text is, or None.

    >>> read("万元").factor, read("USD thousand").factor, read("k€").factor, read("north")
    (10000.0, 1000.0, 1000.0, None)
    """
    said = text.strip()
    folded = _fold(said)
    if not folded or len(folded) > _LONGEST:
        return None
    top, apart, below = folded.partition(" per " if " per " in folded else "/")
    unit = _plain(said, top.strip())
    if unit is None or not apart:
        return unit
    below = below.strip()
    if re.fullmatch(_PIECES, below):
        return unit
    return Unit(said, None, unit.money) if _OF_MANY.fullmatch(below) else None


def of_header(name: str) -> Unit | None:
    """The unit in a column's name: in brackets, or behind the name where it can be no word.

    >>> of_header("金额（万元）").factor, of_header("Sales k€").factor, of_header("Vitamin K")
    (10000.0, 1000.0, None)
    """
    folded = unicodedata.normalize("NFKC", name)
    for inside in reversed(_BRACKETS.findall(folded)):
        pieces = [inside, *re.split(r"[,;、:]", inside)]
        if found := next((unit for piece in pieces if (unit := read(piece))), None):
            return found
    return _behind(_BRACKETS.sub(" ", folded))


def of_row(cells: Sequence[str]) -> list[Unit | None] | None:
    """The unit of each column where all filled cells of a row are units; else None."""
    units = [read(cell.strip().strip("()（）[]【】")) for cell in cells]
    filled = [cell for cell in cells if cell.strip(" \t-/—　")]
    known = sum(unit is not None for unit in units)
    return units if known and known == len(filled) else None


def of_title(cells: Sequence[str]) -> Unit | None:
    """The unit that a row above the header gives for all money: 单位：万元, Unit: USD thousand."""
    for cell in cells:
        for piece in (cell, *_BRACKETS.findall(unicodedata.normalize("NFKC", cell))):
            folded = _fold(piece)
            match = _TITLE.fullmatch(folded)
            unit = read(match[1]) if match else _in_title(piece)
            if unit and unit.factor and (unit.money or unit.factor > 1):
                return Unit(piece.strip(), unit.factor, unit.money)
    return None


def _in_title(piece: str) -> Unit | None:
    """A title that is nothing but `in thousands of USD`, `USD thousand`."""
    unit = read(piece)
    return unit if unit and unit.factor and unit.factor > 1 and len(_fold(piece)) > 2 else None


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def _plain(said: str, text: str) -> Unit | None:
    if re.fullmatch(_PIECES, text):  # kg are no thousand g
        return Unit(said)
    match = _UNIT.fullmatch(text)
    if not text or match is None:
        return None
    money = bool(match["before"] or match["after"] or match["after2"])
    word = match["scale"]
    if word in ONLY_OF_MONEY and not money:
        return Unit(said) if text == word else None
    return Unit(said, _factor(word) if word else 1.0, money)


def _factor(word: str) -> float:
    return next(size for size, words in _SCALES.items() if re.fullmatch(words, word))


def _behind(name: str) -> Unit | None:
    """A unit behind the name, set apart, or written on to Chinese."""
    words = re.split(r"[\s_,，\-]+", name.strip())
    for count in (3, 2, 1):
        if len(words) > count and (unit := read(" ".join(words[-count:]))):
            sure = unit.money or len(_fold(unit.said)) > 2 or not _fold(unit.said).isascii()
            return unit if sure and unit.factor != 1 else None
    glued = _GLUED.search(name)
    return read(glued[1]) if glued else None
