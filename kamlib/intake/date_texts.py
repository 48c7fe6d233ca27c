"""One date as people write it: every reading of a text, by the format that gives it."""

from __future__ import annotations

import re
from datetime import date, datetime

_PARTS = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$")
_HAN = re.compile(r"^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$")
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_FOURTEEN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$")
_SERIAL = re.compile(r"^[2-7]\d{4}(\.\d+)?$")  # 1954 to 2119 as a spreadsheet counts days
_NAMED = re.compile(r"^(\d{1,2})([- /.]?)([A-Za-z]{3,9})\.?\2,?\s*(\d{4}|\d{2})$")
_NAMED_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august")
_MONTHS += ("september", "october", "november", "december")
TWO_DIGIT_YEAR_FIRST = "%y{0}%m{0}%d"


def readings(text: str) -> dict[str, date]:
    """Every day that `text` may mean, by strptime format; none where it means no day."""
    if match := _PARTS.match(text):
        return _days(_orders(*match.groups()))
    if match := _HAN.match(text):
        return _days({"%Y年%m月%d日": match.groups()})
    if match := _EIGHT.match(text):
        return _days({"%Y%m%d": match.groups()})
    if match := _FOURTEEN.match(text):
        return _days({"%Y%m%d%H%M%S": match.groups()})
    if match := _NAMED.match(text):
        day, apart, name, year = match.groups()
        written = "%b" if len(name) == 3 else "%B"
        style = f"%d{apart}{written}{apart}{'%Y' if len(year) == 4 else '%y'}"
        return _days({style: (year, _month(name), day)})
    if match := _NAMED_FIRST.match(text):
        name, day, year = match.groups()
        return _days({"%b %d, %Y": (year, _month(name), day)})
    return {}


def is_format(style: str) -> bool:
    """Whether a strptime format gives a whole day."""
    try:
        there = datetime.strptime(date(2001, 2, 3).strftime(style), style).date()
    except ValueError:
        return False
    return there == date(2001, 2, 3)


def strict(text: str, style: str) -> date | None:
    """The day that `text` means in a format that was given, or None."""
    try:
        return datetime.strptime(text, style).date()
    except ValueError:
        return None


def looks_like_a_day(text: str) -> bool:
    """Whether the text is written as a date, be there such a day or not."""
    return any(pattern.match(text) for pattern in (_PARTS, _HAN, _EIGHT, _FOURTEEN))


def is_serial(text: str) -> bool:
    """Whether the text may be a spreadsheet's number of a day; never read as one unasked."""
    return bool(_SERIAL.match(text))


def _orders(first: str, apart: str, second: str, third: str) -> dict[str, tuple]:
    if len(first) == 4:
        whole = {f"%Y{apart}%m{apart}%d": (first, second, third)}
        return whole if len(third) <= 2 else {}
    if len(first) > 2 or len(third) not in (2, 4):
        # 1/2/3: a one-digit year is no year.
        return {}
    year = "%Y" if len(third) == 4 else "%y"
    found = {
        f"%d{apart}%m{apart}{year}": (third, second, first),
        f"%m{apart}%d{apart}{year}": (third, first, second),
    }
    if len(first) == 2 and len(third) == 2:
        found[TWO_DIGIT_YEAR_FIRST.format(apart)] = (first, second, third)
    return found


def _days(found: dict[str, tuple]) -> dict[str, date]:
    days = {}
    for style, (year, month, day) in found.items():
        try:
            days[style] = date(_full_year(year), int(month), int(day))
        except ValueError:
            continue
    return days


def _full_year(year: str) -> int:
    # As strptime does: 69 to 99 are of the last century.
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)


def _month(name: str) -> int:
    near = [i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())]
    sept = name.lower() == "sept"
    return 9 if sept else (near[0] if len(near) == 1 or len(name) == 3 and near else 0)
