"""The core of a company's name: what is left without legal form, width, case and punctuation.

Chinese names are compared by characters, never by words; Latin ones by words. A branch and
a former name are told apart from the name itself: the one is a part of the same firm, the
other the same firm at another time, and a person should know which is meant.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WIDE_LETTER = r"\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_IS_CHINESE = re.compile(f"[{_WIDE_LETTER}]")
_PIECES = re.compile(rf"[{_WIDE_LETTER}]+|[^\W_{_WIDE_LETTER}]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")  # S.A., s. r. o.
_SILENT = str.maketrans("", "", "'’`´‘\"“”")
_FORMER = (
    re.compile(
        r"[(\[【〔]?\s*(?:曾用名|原名称|原公司名称|原名|旧称|前称|旧名)\s*[:为是]?\s*([^)\]】〕]+)[)\]】〕]?"
    ),
    re.compile(r"[(\[【〔]\s*原\s*[:为是]?\s*([^)\]】〕]+)[)\]】〕]"),
    re.compile(
        r"[(\[]?\s*\b(?:formerly(?: known as)?|f/?k/?a|previously|ehemals|vormals|anciennement)\b"
        r"[.:\s]+([^)\]]+)[)\]]?"
    ),
)
_LEAST = 2  # characters of a Chinese name that stripping leaves
_TAIL = 6  # characters behind the legal form that still read as a branch


@dataclass(frozen=True, slots=True)
class Core:
    """What one name says.

    text
        Its letters as compared: Latin words or Chinese characters without blanks between.
    words
        The Latin words in order; of a Chinese name its characters.
    chinese
        Whether it is compared by characters.
    branch
        What names the branch, empty where the name is of a whole firm.
    former
        Texts of the names it says it once had.
    others
        Texts it may be known by as well: the halves of a name in two scripts; for a branch
        without a legal form in it, what its head may be called.
    """

    text: str
    words: tuple[str, ...] = ()
    chinese: bool = False
    branch: str = ""
    former: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def core(name: str) -> Core:
    """Return the core of a name; its text is empty where the name holds no letter or digit."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain, former = _without_former(plain)
    made = _chinese(plain) if _IS_CHINESE.search(plain) else _latin(plain)
    if not former:
        return made
    texts = tuple(t for t in dict.fromkeys(core(f).text for f in former) if t)
    return Core(made.text, made.words, made.chinese, made.branch, texts, made.others)


def _without_former(plain: str) -> tuple[str, list[str]]:
    found: list[str] = []
    for pattern in _FORMER:
        found += [said.strip() for said in pattern.findall(plain)]
        rest = pattern.sub(" ", plain).strip()
        plain = rest or plain
    return plain, found


# --- Latin: words -------------------------------------------------------------------------


def words_of(plain: str) -> list[str]:
    """Words of a name in small letters: accents, dots and apostrophes gone, & read as and."""
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.replace("ß", "ss").replace("ø", "o"))
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    plain = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", plain)
    plain = plain.translate(_SILENT).replace("&", " and ").replace("+", " and ")
    return _PIECES.findall(plain)


def _latin(plain: str) -> Core:
    lists = forms()
    words = words_of(plain)
    head, branch = _latin_branch(words)
    head = _strip(head, lists.ends, lists.starts)
    kept = [lists.abbreviations.get(w, w) for w in head if w not in lists.small] or head
    others = ()
    if branch and not branch.startswith(" "):
        others = tuple("".join(kept[:-n]) for n in (1, 2) if len(kept) > n)
    return Core("".join(kept), tuple(kept), branch=branch.strip(), others=others)


def _latin_branch(words: list[str]) -> tuple[list[str], str]:
    """The words of the firm, and what names its branch; a blank in front where that is sure.

    Acme Ltd, Leeds branch: sure, for the legal form ends the name. Acme Leeds Branch is not.
    """
    lists = forms()
    for place in range(1, len(words) - 1):
        if words[place] in lists.strong:
            rest = _strip(words[place:], lists.ends, ())[1:]
            return (words[: place + 1], " " + " ".join(rest)) if rest else (words, "")
    for size in (2, 1):
        if len(words) > size + 1 and tuple(words[-size:]) in lists.branches:
            return words[:-size], " ".join(words[-size:])
    return words, ""


def _strip(words: list[str], ends, starts) -> list[str]:
    """Words without the legal forms at both ends; the last word always stays."""
    words = list(words)
    changed = True
    while changed:
        changed = False
        while len(words) > 1 and words[-1] in forms().small:
            words.pop()
        for size in (3, 2, 1):
            if len(words) > size and tuple(words[-size:]) in ends:
                del words[-size:]
                changed = True
                break
    for size in (2, 1):
        if len(words) > size and tuple(words[:size]) in starts:
            return words[size:]
    return words


# --- Chinese: characters ------------------------------------------------------------------


def _chinese(plain: str) -> Core:
    lists = forms()
    pieces = _PIECES.findall(plain)
    latin = [p for p in pieces if not _IS_CHINESE.match(p)]
    if latin:
        pieces = _strip(pieces, lists.ends, ())
    whole = "".join(pieces)
    head, branch = _chinese_branch(whole)
    text = _bare(head)
    others: tuple[str, ...] = ()
    if latin:
        others = _halves(plain)
    if branch and not head.endswith(lists.heads):
        others += tuple(text[:-n] for n in (2, 3, 4) if len(text) - n >= _LEAST)
    return Core(text, tuple(text), chinese=True, branch=branch, others=others)


def _chinese_branch(whole: str) -> tuple[str, str]:
    """The firm and its branch: 甲有限公司上海分公司, or 甲有限公司 上海."""
    lists = forms()
    if found := lists.branch.match(whole):
        return found.group(1), found.group(2) + found.group(3)
    if whole.endswith(lists.chinese_branches):
        word = next(w for w in lists.chinese_branches if whole.endswith(w))
        return whole[: -len(word)] or whole, word
    place = whole.find("公司")
    tail = whole[place + 2 :]
    if place > 0 and 0 < len(tail) <= _TAIL and not tail.endswith(lists.chinese_ends):
        return whole[: place + 2], tail
    return whole, ""


def _bare(text: str) -> str:
    """A Chinese name without its legal forms; at least two characters stay."""
    lists = forms()
    while True:
        end = next((e for e in lists.chinese_ends if text.endswith(e)), "")
        if not end or len(text) - len(end) < _LEAST:
            break
        text = text[: -len(end)]
    start = next((s for s in lists.chinese_starts if text.startswith(s)), "")
    return text[len(start) :] if len(text) - len(start) >= _LEAST else text


def _halves(plain: str) -> tuple[str, ...]:
    """Both halves of a name that is written in two scripts, each able to stand for itself."""
    pieces = _PIECES.findall(plain)
    chinese = _bare("".join(p for p in pieces if _IS_CHINESE.match(p)))
    latin = _latin(" ".join(p for p in pieces if not _IS_CHINESE.match(p))).text
    return (chinese, latin) if len(chinese) >= 4 and len(latin) >= 6 else ()


# --- the lists ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Forms:
    """legal_forms.toml, made ready."""

    ends: frozenset
    starts: frozenset
    strong: frozenset
    branches: frozenset
    small: frozenset
    generic: frozenset
    abbreviations: dict[str, str]
    chinese_ends: tuple[str, ...]
    chinese_starts: tuple[str, ...]
    chinese_branches: tuple[str, ...]
    chinese_generic: frozenset
    heads: tuple[str, ...]
    branch: re.Pattern
    telling: frozenset
    sounds: dict[int, str]
    places: re.Pattern


@cache
def forms() -> Forms:
    """Return what legal_forms.toml lists."""
    given = tomllib.loads(files(__package__).joinpath("legal_forms.toml").read_text("utf-8"))
    latin, chinese = given["latin"], given["chinese"]
    sounds = {ord(c): group[0] for group in chinese["sounds"] for c in group}
    heads, branches = "|".join(chinese["heads"]), "|".join(chinese["branches"])
    return Forms(
        ends=frozenset(tuple(e.split()) for e in latin["ends"]),
        starts=frozenset(tuple(s.split()) for s in latin["starts"]),
        strong=frozenset(latin["strong"]),
        branches=frozenset(tuple(b.split()) for b in latin["branches"]),
        small=frozenset(latin["small"]),
        generic=frozenset(latin["generic"]),
        abbreviations=latin["abbreviations"],
        chinese_ends=tuple(sorted(map(_squeezed, chinese["ends"]), key=len, reverse=True)),
        chinese_starts=tuple(map(_squeezed, chinese["starts"])),
        chinese_branches=tuple(chinese["branches"]),
        chinese_generic=frozenset(chinese["generic"]),
        heads=tuple(chinese["heads"]),
        branch=re.compile(rf"(.+?(?:{heads}))(.{{0,10}}?)({branches})$"),
        telling=frozenset(chinese["telling"]),
        sounds=sounds,
        places=re.compile("|".join(sorted(chinese["places"], key=len, reverse=True))),
    )


def _squeezed(text: str) -> str:
    return "".join(_PIECES.findall(text))
