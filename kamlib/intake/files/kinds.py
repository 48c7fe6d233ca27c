"""What a file is, by its first bytes: endings of client files are often wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

XLSX, XLSB, ODS, XLS = "xlsx", "xlsb", "ods", "xls"
PARQUET, HTML, TEXT, XML_SHEET = "parquet", "html", "text", "xml sheet"
WORKBOOKS = (XLSX, XLSB, ODS, XLS)

_ENDINGS = {
    XLSX: (".xlsx", ".xlsm"),
    XLSB: (".xlsb",),
    ODS: (".ods",),
    XLS: (".xls",),
    PARQUET: (".parquet", ".pq"),
    HTML: (".html", ".htm"),
    XML_SHEET: (".xml",),
}
_OF_WORKBOOKS = tuple(ending for kind in WORKBOOKS for ending in _ENDINGS[kind])
_NOT_TEXT = tuple(ending for endings in _ENDINGS.values() for ending in endings)
_STARTS = (
    (b"PAR1", PARQUET),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", XLS),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|style|body|table|div)\b", re.I | re.S
)
_XML = re.compile(rb"\s*<\?xml\b", re.I)
_LOOK = 4096


def of(path: Path) -> str:
    """Kind of a file: one of the names above, ZIP, or the name of a kind nobody reads here."""
    with path.open("rb") as file:
        head = file.read(_LOOK)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(path)
    found = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    return found or _of_text(head)


def fits(path: Path, kind: str) -> bool:
    """Whether the ending says what the file is."""
    ending = path.suffix.lower()
    return ending in _ENDINGS[kind] if kind in _ENDINGS else ending not in _NOT_TEXT


def _of_text(head: bytes) -> str:
    plain = (
        head.decode("utf-16", "ignore").encode() if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    )
    plain = plain.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(plain):
        return HTML
    if _XML.match(plain):
        is_sheet = b"urn:schemas-microsoft-com:office:spreadsheet" in plain
        return XML_SHEET if is_sheet else HTML if re.search(rb"<html\b", plain, re.I) else "XML"
    return TEXT


def _of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return XLSX if path.suffix.lower() in _OF_WORKBOOKS else "ZIP"
    if any(n.startswith("xl/") for n in names):
        return XLSB if "xl/workbook.bin" in names else XLSX
    if "content.xml" in names:
        return ODS
    return "Word" if any(n.startswith("word/") for n in names) else "ZIP"
