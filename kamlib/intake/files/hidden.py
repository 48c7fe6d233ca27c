"""Hidden sheets, columns and rows of an xlsx: read like all others, but asked about.

The reader of cells does not tell them, so the sheet's own XML is looked through as bytes, block
by block and up to a limit: no document is built, and nothing in it is ever followed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath

_BLOCK = 1 << 20
_MOST_BYTES = 1 << 31  # unpacked; a larger sheet is not looked through
_MOST_INDEX = 1 << 24  # of the list of sheets
_MOST_COLUMN = 16384
_TAG = re.compile(rb"<(?:\w+:)?(col|row)\b([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_SPAN = re.compile(rb'\b(min|max)="(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')


@dataclass
class Hidden:
    """What of one sheet is hidden. columns: their places, from 0; rows: how many."""

    sheet: bool = False
    columns: set[int] = field(default_factory=set)
    rows: int = 0


def look(path: Path, sheet: int) -> Hidden:
    """Columns and rows hidden in the sheet that stands at a place in the workbook, from 0.

    Nothing is hidden in a file that is no xlsx, or that breaks while it is looked through.
    """
    found = Hidden()
    try:
        with zipfile.ZipFile(path) as archive:
            if (name := _member(archive, sheet)) is not None:
                _look_through(archive, name, found)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError):
        return Hidden()
    except NotImplementedError:  # a way of packing that Python does not know
        return Hidden()
    return found


def _member(archive: zipfile.ZipFile, sheet: int) -> str | None:
    """The file inside that holds the sheet, by the workbook's list and its relations."""
    sheets = [
        dict(_ATTRIBUTE.findall(m)) for m in _SHEET.findall(_text(archive, "xl/workbook.xml"))
    ]
    relations = _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels"))
    targets = {(r := dict(_ATTRIBUTE.findall(m))).get("Id"): r.get("Target", "") for m in relations}
    if sheet >= len(sheets):
        return None
    key = next((v for k, v in sheets[sheet].items() if k.endswith(":id")), "")
    target = targets.get(key, "")
    name = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return name if target and name in archive.namelist() else None


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(_MOST_INDEX).decode("utf-8", "replace")


def _look_through(archive: zipfile.ZipFile, name: str, found: Hidden) -> None:
    if archive.getinfo(name).file_size > _MOST_BYTES:
        return
    rest, left = b"", _MOST_BYTES
    with archive.open(name) as file:
        while left > 0 and (block := file.read(_BLOCK)):
            left -= len(block)
            cut = max((rest + block).rfind(b">") + 1, 0)
            whole, rest = (rest + block)[:cut], (rest + block)[cut:][-_BLOCK:]
            for kind, said in _TAG.findall(whole):
                if _HIDDEN.search(said):
                    _add(found, kind, said)


def _add(found: Hidden, kind: bytes, said: bytes) -> None:
    if kind == b"row":
        found.rows += 1
        return
    span = {key: int(value) for key, value in _SPAN.findall(said)}
    first = span.get(b"min", 1)
    last = min(span.get(b"max", first), _MOST_COLUMN)
    found.columns.update(range(first - 1, last))
