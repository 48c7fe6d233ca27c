"""The month or day that the name of a sheet or file stands for: 2024年1月, sales_2024-01, Jan."""

from __future__ import annotations

import re
from pathlib import Path

from kamlib.intake.files.parts import Part

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_MONTH = r"(1[0-2]|0?[1-9])"
_DAY = r"(3[01]|[12]\d|0?[1-9])"
_WHOLE = re.compile(rf"{_YEAR}\s*[-_./年 ]\s*{_MONTH}(?!\d)(?:\s*[-_./月 ]\s*{_DAY}(?!\d))?")
_SOLID = re.compile(rf"{_YEAR}(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])?(?!\d)")
_YEARS = re.compile(rf"{_YEAR}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HAN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def told(part: Part, name: str) -> str | None:
    """The day or month, ISO, of a part named so in `@sheet` or `@file`; None where no single one.

    A sheet that names a month only takes the one year that its file names.
    """
    file = Path(part.file).name.partition(".")[0]
    own = part.sheet if name == "@sheet" else file
    found = {*_WHOLE.findall(own)} or {*_SOLID.findall(own)}
    if len(found) == 1:
        year, month, day = found.pop()
        return "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
    years = {*_YEARS.findall(own)} or {*_YEARS.findall(file)}
    month = _month(_YEARS.sub("", own))
    return f"{years.pop()}-{month:02}" if len(years) == 1 and month and not found else None


def _month(text: str) -> int | None:
    plain = text.strip(" -_./年").casefold()
    if match := re.fullmatch(rf"(?:m|月)?{_MONTH}月?(?:份)?", plain):
        return int(match[1])
    han = plain.removesuffix("份").removesuffix("月")
    if han in _HAN and han != plain:
        return _HAN.index(han) + 1
    word = re.fullmatch(r"([a-z]{3})[a-z]*\.?", plain)
    return _MONTHS.index(word[1]) + 1 if word and word[1] in _MONTHS else None
