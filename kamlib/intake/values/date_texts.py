"""One date as people write it: every reading of a text, by the format that gives it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_PARTS = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$")
_HAN = re.compile(r"^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$")
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_FOURTEEN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$")
SERIAL = r"^[2-7][0-9]{4}(\.[0-9]+)?$"  # 1954 to 2119 as a spreadsheet counts days
_MONTH = re.compile(r"^(\d{4})([-/])(\d{1,2})$")
_MONTH_LAST = re.compile(r"^(\d{1,2})([-/])(\d{4})$")
_MONTH_HAN = re.compile(r"^(\d{4})\s*年\s*(\d{1,2})\s*月(?:份)?$")
_MONTH_SIX = re.compile(r"^((?:19|20)\d{2})(\d{2})$")
_MONTH_NAMED = re.compile(r"^([A-Za-z]{3,9})\.?([- /]|,? )(\d{4})$")
_NAMED = re.compile(r"^(\d{1,2})([- /.]?)([A-Za-z]{3,9})\.?\2,?\s*(\d{4}|\d{2})$")
_NAMED_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august")
_MONTHS += ("september", "october", "november", "december")
# date_format of a spreadsheet's numbers, and the day before their first (1904: their 0).
SERIALS = {"excel": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}
_LEAP_BUG = 60  # Excel counts a 29 February 1900; up to it its days are one off
_LAST_SERIAL = 2_958_465  # 31 December 9999
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
    return _months(text)


def _months(text: str) -> dict[str, date]:
    """Readings of a month without a day, each as its first day."""
    if match := _MONTH.match(text):
        year, apart, month = match.groups()
        return _days({f"%Y{apart}%m": (year, month, 1)})
    if match := _MONTH_LAST.match(text):
        month, apart, year = match.groups()
        return _days({f"%m{apart}%Y": (year, month, 1)})
    if match := _MONTH_HAN.match(text):
        return _days({"%Y年%m月": (*match.groups(), 1)})
    if match := _MONTH_SIX.match(text):
        # 201112 may also be a 2020-11-12: told apart by the rest of the column, or asked.
        found = _days({"%Y%m": (*match.groups(), 1)})
        return found | (_days({"%y%m%d": (text[:2], text[2:4], text[4:])}) if found else {})
    if match := _MONTH_NAMED.match(text):
        name, apart, year = match.groups()
        return _days({f"{'%b' if len(name) == 3 else '%B'}{apart}%Y": (year, _month(name), 1)})
    return {}


def is_month(style: str) -> bool:
    """Whether a strptime format gives a month without its day."""
    return _comes_back_as(style) == date(2001, 2, 1)


def is_format(style: str) -> bool:
    """Whether a date_format gives a day or a month."""
    back = (date(2001, 2, 3), date(2001, 2, 1))
    return style in SERIALS or _comes_back_as(style) in back


def _comes_back_as(style: str) -> date | None:
    try:
        return datetime.strptime(date(2001, 2, 3).strftime(style), style).date()
    except ValueError:
        return None


def serial_day(text: str, style: str) -> date | None:
    """The day of a spreadsheet's number, counted as `excel` (from 1900) or `excel-1904`."""
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return None
    first = _LEAP_BUG + 1 if style == "excel" else 0
    if not first <= number <= _LAST_SERIAL - (1462 if style == "excel-1904" else 0):
        return None
    return SERIALS[style] + timedelta(days=number)


def strict(text: str, style: str) -> date | None:
    """The day that `text` means in a format that was given, or None."""
    if style in SERIALS:
        return serial_day(text, style)
    try:
        return datetime.strptime(text, style).date()
    except ValueError:
        return None


def looks_like_a_day(text: str) -> bool:
    """Whether the text is written as a date, be there such a day or not."""
    whole = (_PARTS, _HAN, _EIGHT, _FOURTEEN)
    return any(p.match(text) for p in (*whole, _MONTH, _MONTH_LAST, _MONTH_HAN))


def is_serial(text: str) -> bool:
    """Whether the text may be a spreadsheet's number of a day.

    Read as one only where its workbook, or the engagement, says from when it counts.
    """
    return bool(re.match(SERIAL, text))


def serial_readings(text: str) -> tuple[date, date] | None:
    """The two days that a spreadsheet's number may mean, counted from 1900 and from 1904."""
    days = [serial_day(text, style) for style in SERIALS]
    return (days[0], days[1]) if all(days) else None


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
