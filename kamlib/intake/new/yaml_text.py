"""The small pieces of an engagement file: values quoted, comments broken into lines.

Headers and values come from the client's files and are hostile: every one is either a
double-quoted scalar, which loads back exactly, or stands in a comment without what could
end one.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

_WIDE = 96  # letters of a line of comment; Chinese ones count double
_NO_START = "，。、；：？！）》”’…,.;:?!)%"  # may not begin a line


def flow(value: object) -> str:
    """A value as YAML on one line: texts double-quoted, so that they load back exactly."""
    import yaml  # noqa: PLC0415  only where a file is written

    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return yaml.dump(text, default_style='"', allow_unicode=True, width=10**9).rstrip("\n")


def path_text(path: Path, folder: Path) -> str:
    """`path` as the engagement names it: relative where it lies in or beside the folder."""
    path, folder = path.resolve(), folder.resolve()
    near = path.is_relative_to(folder) or path.is_relative_to(folder.parent)
    return Path(os.path.relpath(path, folder) if near else path).as_posix()


def one_line(value: object, room: int = 200) -> object:
    """A text that may stand in a comment: no line break of any kind, nothing unprintable."""
    if not isinstance(value, str):
        return value
    plain = "".join(c if c.isprintable() else " " for c in value)
    return plain if len(plain) <= room else f"{plain[: room - 1]}…"


def comment(text: str, mark: str = "#", *, wrap: bool = True) -> list[str]:
    """`text` behind `mark`, broken into lines where it is long."""
    lines = wrapped(text) if wrap else [text]
    return [f"{mark} {lines[0]}", *(f"#{' ' * len(mark)}{line}" for line in lines[1:])]


def indented(lines: Sequence[str], by: int) -> list[str]:
    """The lines set in by so many blanks."""
    return [f"{' ' * by}{line}" if line else line for line in lines]


def wrapped(text: str, wide: int = _WIDE) -> list[str]:
    """`text` in lines of at most `wide` letters, Chinese ones counted double."""
    lines, line, room = [], "", wide
    for piece in _pieces(text):
        size = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in piece)
        if size > room and line:
            lines.append(line.rstrip())
            line, room, piece = "", wide, piece.lstrip()
        line, room = line + piece, room - size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Where a line may break: before blanks and between Chinese letters."""
    pieces: list[str] = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        after = pieces[-1][-1:] and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if letter == " " or ((wide or after) and letter not in _NO_START):
            pieces.append("")
        pieces[-1] += letter
    return pieces
