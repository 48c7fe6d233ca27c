"""From when a workbook counts its days: 1900 as Excel does, or 1904 as old Macs did."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*>")
_FROM_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
# The record DATEMODE of an .xls: number 0x0022, two bytes, 1 where it counts from 1904.
_DATE_MODE = re.compile(rb"\x22\x00\x02\x00([\x00\x01])\x00")


def of_workbook(path: Path) -> str:
    """`excel` or `excel-1904`; empty where the file does not say it for certain."""
    try:
        with zipfile.ZipFile(path) as book:
            content = book.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return _of_old_workbook(path)
    found = _PROPERTIES.search(content)
    return "excel-1904" if found and _FROM_1904.search(found[0]) else "excel"


def _of_old_workbook(path: Path) -> str:
    content = path.read_bytes()
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return ""
    modes = set(_DATE_MODE.findall(content))
    if len(modes) != 1:
        return ""
    return "excel-1904" if modes == {b"\x01"} else "excel"
