"""Which encoding a text file is in: its mark, strict UTF-8, strict GB18030, or nothing.

The whole file is decoded, never a sample, and nothing is ever guessed that decodes any
bytes (latin-1): garbled names would pass unseen.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kamlib.faults import Fault, InputError

BLOCK = 1 << 22
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_USUAL = 0.9  # of the letters of a text, at least, are plain or Chinese
_COMMON = 0.8  # of the wide characters of Chinese business text, at least, are in GB 2312


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where it is gzip, whatever its name says."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")


def open_text(path: Path, name: str) -> io.TextIOWrapper:
    """A text file in a known encoding, its line ends as they are."""
    return io.TextIOWrapper(open_bytes(path), encoding=name, newline="")


def blocks(path: Path, label: str) -> Iterator[bytes]:
    """The file block by block; a broken archive or an unreadable file is a fault."""
    try:
        with open_bytes(path) as file:
            while block := file.read(BLOCK):
                yield block
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError([Fault("broken_gzip", file=label)]) from error
    except OSError as error:
        raise unreadable(label, error) from error


def unreadable(label: str, error: OSError) -> InputError:
    """The fault of a file that the system does not hand out."""
    said = error.strerror or type(error).__name__
    return InputError([Fault("file_unreadable", file=label, values={"said": said})])


def find(path: Path, label: str, given: str | None) -> str:
    """Name of the encoding that reads the whole file.

    Raises
    ------
    InputError
        If `given` does not fit the file, or if nothing on the ladder does.
    """
    if given:
        return _given(path, label, given)
    head = next(blocks(path, label), b"")
    for mark, name in MARKS:
        if head.startswith(mark):
            place = _first_failure(path, label, name)
            if place is not None:
                raise _wrong(label, name, place)
            return name
    row = _first_failure(path, label, "utf-8")
    if row is None:
        return "utf-8"
    if any(b"\x00" in block for block in blocks(path, label)):
        if wide := _without_mark(path, label):
            return wide
        raise InputError([Fault("file_not_text", file=label)])
    if _first_failure(path, label, "gb18030") is None and _is_chinese(path, label):
        return "gb18030"
    raise InputError([Fault("encoding_unknown", file=label, row=row)])


def _given(path: Path, label: str, given: str) -> str:
    try:
        name = codecs.lookup(given).name
        "".encode(name)
    except LookupError as error:
        raise InputError([Fault("encoding_no_such", file=label, value=given)]) from error
    if name == "utf-8":
        name = "utf-8-sig"
    row = _first_failure(path, label, name)
    if row is not None:
        raise _wrong(label, given, row)
    # Text that is valid UTF-8 beyond ASCII is UTF-8: another name would garble it unseen.
    other = not name.startswith("utf") and not _is_ascii(path, label)
    if other and _first_failure(path, label, "utf-8") is None:
        raise InputError([Fault("encoding_wrong_utf8", file=label, value=given)])
    return name


def _wrong(label: str, name: str, row: int) -> InputError:
    return InputError([Fault("encoding_wrong", file=label, row=row, value=name)])


def _is_ascii(path: Path, label: str) -> bool:
    return all(block.isascii() for block in blocks(path, label))


def _first_failure(path: Path, label: str, name: str) -> int | None:
    """Line of the first byte that `name` cannot decode, or that no text has; else None."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    line = 1
    try:
        for block in blocks(path, label):
            done = block
            if b"\x00" in block and not name.startswith(("utf-16", "utf-32")):
                return line + block[: block.index(b"\x00")].count(b"\n")
            decoder.decode(block)
            line += block.count(b"\n")
        done = b""
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        return line + done[:place].count(b"\n")
    return None


def _without_mark(path: Path, label: str) -> str | None:
    """The byte order of UTF-16 that lacks its mark: read the other way round it is garble.

    Such a text has line ends, hardly a sign that is neither ASCII nor Chinese, and no zeros.
    """
    head = next(blocks(path, label), b"")
    if len(head) % 2 and len(head) < BLOCK:
        return None
    fits = {}
    for name in ("utf-16-le", "utf-16-be"):
        letters = head[: len(head) // 2 * 2].decode(name, "replace")
        usual = sum(c.isascii() or "\u2e80" <= c <= "\u9fff" or c >= "\uff00" for c in letters)
        fits[name] = usual / len(letters) if "\n" in letters and "\x00" not in letters else 0.0
    best = max(fits, key=fits.get)
    sure = fits[best] >= _USUAL and min(fits.values()) < _USUAL
    return best if sure and _first_failure(path, label, best) is None else None


def _is_chinese(path: Path, label: str) -> bool:
    """Whether the file, read as GB18030, looks like Chinese text and not like garble.

    Western text in a one-byte encoding often decodes as GB18030, into rare characters.
    """
    decoder = codecs.getincrementaldecoder("gb18030")("strict")
    wide = common = 0
    for block in blocks(path, label):
        letters = _ASCII.sub("", decoder.decode(block))
        wide += len(letters)
        common += len(letters.encode("gb2312", "ignore")) // 2
    return common >= _COMMON * wide
