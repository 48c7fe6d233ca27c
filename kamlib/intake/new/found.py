"""The data files that lie in a folder, with the head of each: where `kam new` looks by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamlib.faults import Fault, InputError
from kamlib.intake.files import find as files
from kamlib.intake.new import heads
from kamlib.intake.new.heads import Head

_TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
_DATA = (*_TEXTS, *files.WORKBOOKS, *heads.PARQUET)
_DEEP = 2  # levels of subfolders
_MOST = 200  # files looked at
_OWN = ("engagement.yaml", "worksheets.xlsx")
_PROSE = ("readme", "license", "licence", "说明")  # texts about the files


@dataclass(frozen=True)
class Found:
    """What lies in a folder.

    files: the heads of each readable file. unread: why the others could not be read. more:
    data files that were too many to look at.
    """

    files: tuple[tuple[Head, ...], ...] = ()
    unread: tuple[Fault, ...] = ()
    more: int = 0

    @property
    def heads(self) -> list[Head]:
        """Every sheet and file."""
        return [head for file in self.files for head in file]


def look_into(folder: Path, *, without: Sequence[Path] = ()) -> Found:
    """Read the heads of the data files in `folder` and two levels below, in order of path.

    Hidden folders, earlier engagements and what `without` names are passed over. A file that
    cannot be read is told, and is no fault: nobody asked for it.
    """
    mine = {path.resolve() for path in without}
    there = [path for path in _data_files(folder) if path.resolve() not in mine]
    read, unread = [], []
    for path in there[:_MOST]:
        try:
            read.append(tuple(heads.read_heads(path, "")))
        except InputError as error:
            unread += error.faults[:1]
    filled = tuple(sheets for sheets in read if sheets)
    return Found(filled, tuple(unread), max(0, len(there) - _MOST))


def beside(path: Path, given: set[Path], *, most: int, most_bytes: int) -> list[Head]:
    """Heads of the readable data files in the folder of `path`, small ones only."""
    mine = {p.resolve() for p in given}
    there = [p for p in _files_of(path.resolve().parent) if _is_data(p) and p not in mine]
    found: list[Head] = []
    for file in [p for p in there if p.stat().st_size <= most_bytes][:most]:
        try:
            found += heads.read_heads(file, "orders")
        except InputError:
            continue  # it was not asked for, so it is no fault
    return found


def _data_files(folder: Path) -> Iterator[Path]:
    root = Path(folder)
    for at, folders, names in os.walk(root):
        here = Path(at)
        deep = len(here.relative_to(root).parts)
        folders[:] = [] if deep >= _DEEP else sorted(f for f in folders if _is_open(here / f))
        yield from (here / name for name in sorted(names) if _is_data(here / name))


def _files_of(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file())


def _is_open(folder: Path) -> bool:
    """Whether a subfolder may hold files of the client: no hidden one, no other engagement."""
    hidden = folder.name.startswith((".", "__"))
    return not hidden and not (folder / _OWN[0]).exists()


def _is_data(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~$")) or name in _OWN:
        return False
    if not name.endswith(_DATA):
        return heads.is_xml_sheet(path)
    return not (name.endswith(".txt") and name.startswith(_PROSE))
