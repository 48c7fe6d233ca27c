"""Every word a reader sees, in English and Chinese.

One TOML file per wing, each entry with `en` and `zh` side by side, so that a missing
translation shows in the file; `say` refuses a key that lacks either. Blanks are written
`{name}`; the formats `{x:money}`, `{x:cents}`, `{x:percent}`, `{x:chance}`, `{x:count}`,
`{x:number}` and `{x:day}` write figures as the language does, `{x:begin}` words that begin a
sentence.
"""

from __future__ import annotations

import string
import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import repeat

LANGUAGES = ("en", "zh")
MINUS = "\u2212"
_WAN, _YI = 1e4, 1e8


def say(key: str, language: str, /, **values) -> str:
    """Return the words of `key` ("wing.name") in `language`, with its blanks filled.

    Raises
    ------
    KeyError
        If the key, its language or a blank is missing: a bug of the kit, not of a user.
    """
    return "".join(
        literal if name is None else literal + _written(values[name], style, language)
        for literal, name, style in _template(key, language)
    )


def say_each(key: str, language: str, /, **values) -> list[str]:
    """`say` for many rows: each blank is filled from its list, one text a row."""
    pieces, rows = [], len(next(iter(values.values())))
    for literal, name, style in _template(key, language):
        pieces.append(repeat(literal, rows))
        if name is not None:
            each = values[name]
            words = {value: _written(value, style, language) for value in set(each)}
            pieces.append([words[value] for value in each])
    return ["".join(texts) for texts in zip(*pieces, strict=True)]


def word(below: str, name: str, language: str) -> str:
    """What `name` is called `below` a key, or the name itself where all call it so."""
    key = f"{below}.{name}"
    return say(key, language) if has(key) else name


def has(key: str) -> bool:
    """Whether there are words for `key`."""
    wing, _, name = key.partition(".")
    try:
        _entry(wing, name)
    except (KeyError, FileNotFoundError):
        return False
    return True


def wing(name: str) -> dict:
    """All entries of one wing as nested dicts; tests read it to compare languages."""
    return _load(name)


def wings() -> list[str]:
    """Names of all label files."""
    found = files(__package__).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml"))


@cache
def _load(wing_name: str) -> dict:
    return tomllib.loads(files(__package__).joinpath(f"{wing_name}.toml").read_text("utf-8"))


def _entry(wing_name: str, name: str) -> dict:
    entry = _load(wing_name)
    for part in name.split("."):
        entry = entry[part]
    if not all(isinstance(entry.get(language), str) for language in LANGUAGES):
        raise KeyError(f"label {wing_name}.{name} lacks a language")
    return entry


@cache
def _template(key: str, language: str) -> tuple[tuple[str, str | None, str], ...]:
    """The words as pieces: text, and the blank behind it with its format.

    Blanks are plain names: no attribute or index is read through a label, and what fills
    them is never a template itself.
    """
    wing_name, _, name = key.partition(".")
    parsed = string.Formatter().parse(_entry(wing_name, name)[language])
    return tuple((literal, blank, style or "") for literal, blank, style, _ in parsed)


def _written(value, style: str, language: str) -> str:
    figure = _FIGURES.get(style)
    return figure(value, language) if figure else format(value, style)


def _missing(value) -> bool:
    return value is None or value != value  # NaN and NaT differ from themselves


def money(value: float | None, language: str) -> str:
    """Money in the unit a reader thinks in: 1.23 M, 456 k; 123 万, 1.23 亿. No currency."""
    if _missing(value):
        return missing(language)
    size = abs(value)
    units = (
        ((_YI, " 亿"), (_WAN, " 万"))
        if language == "zh"
        else ((1e9, " bn"), (1e6, " M"), (1e3, " k"))
    )
    for unit, name in units:
        if size >= unit * 0.9995:
            return _signed(value, _three_digits(size / unit) + name)
    return _signed(value, _three_digits(size))


def percent(value: float | None, language: str) -> str:
    """A share as per cent: 62 %, 6.2 %, 0.6 %; more digits would be false."""
    if _missing(value):
        return missing(language)
    size = abs(value) * 100
    digits = 0 if size >= 9.95 or size == 0 else 1
    gap = "" if language == "zh" else "\u202f"
    return _signed(value, f"{size:.{digits}f}{gap}%")


def change(value: float | None, language: str) -> str:
    """A relative change as per cent, with its sign: +12 %, −3 %."""
    said = percent(value, language)
    rises = not _missing(value) and value > 0 and any(c in "123456789" for c in said)
    return f"+{said}" if rises else said


def cents(value: float | None, language: str) -> str:
    """Money to the cent, for what is set against a ledger."""
    return missing(language) if _missing(value) else _signed(value, f"{abs(value):,.2f}")


def chance(value: float | None, language: str) -> str:
    """A chance as per cent; only certainty is written as 100 %."""
    return percent(value if _missing(value) or value == 1 else min(value, 0.99), language)


def count(value: float | None, language: str) -> str:
    """A whole number with thousands separators."""
    return missing(language) if _missing(value) else _signed(value, f"{abs(value):,.0f}")


def number(value: float | None, language: str) -> str:
    """A plain figure with three significant digits."""
    return missing(language) if _missing(value) else _signed(value, _three_digits(abs(value)))


def day(value: date | datetime | None, language: str) -> str:
    """A date spelled for running text: 4 July 1996; 1996年7月4日."""
    if _missing(value):
        return missing(language)
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{value.day} {months[value.month - 1]} {value.year}"


def begin(value: str, language: str) -> str:  # noqa: ARG001  as the other formats
    """Words that begin a sentence: their first letter is a capital where there are capitals."""
    return value[:1].upper() + value[1:]


def missing(language: str) -> str:
    """What stands where a figure is not known."""
    return "无数据" if language == "zh" else "n/a"


def _signed(value: float, digits: str) -> str:
    shows_zero = not any(c in "123456789" for c in digits)
    return digits if value >= 0 or shows_zero else MINUS + digits


def _three_digits(size: float) -> str:
    if size >= 99.95:
        return f"{size:,.0f}"
    return f"{size:.1f}" if size >= 9.995 else f"{size:.2f}"


_FIGURES = {
    "money": money,
    "cents": cents,
    "percent": percent,
    "chance": chance,
    "count": count,
    "number": number,
    "day": day,
    "begin": begin,
}
