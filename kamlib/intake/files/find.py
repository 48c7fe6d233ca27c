"""Where a source's cells are: files by glob, sheets, Parquet; each as parts."""

from __future__ import annotations

import glob
import hashlib
import os
from pathlib import Path

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files import encoding, excel, kinds, parquet, text_files, web_tables
from kamlib.intake.files.parts import Part
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.nearest import nearest

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
PARQUET = (".parquet", ".pq")
_GLOB = set("*?[")


def find(engagement: Engagement, path: str) -> list[tuple[Path, str]]:
    """Files meant by a path or glob, each with the name the engagement would give it.

    Raises
    ------
    InputError
        If there is no such file, or a folder stands for a file.
    """
    whole = engagement.resolve(path)
    if whole.is_dir():
        raise InputError([Fault("file_is_folder", file=path)])
    if whole.exists():
        return [(whole, path)]
    if _GLOB & set(path):
        found = sorted(p for p in glob.glob(str(whole), recursive=True) if os.path.isfile(p))
        found = [p for p in found if not Path(p).name.startswith(("~$", "."))]
        if found:
            return [(Path(p), _label(engagement, path, p)) for p in found]
    raise InputError([Fault("file_missing", file=path, values={"nearest": _near(whole)})])


def _label(engagement: Engagement, path: str, found: str) -> str:
    if Path(path).expanduser().is_absolute():
        return found
    return Path(os.path.relpath(found, engagement.folder)).as_posix()


def _near(path: Path) -> str:
    """The file of the same folder whose name is nearest; empty where there is none."""
    try:
        beside = sorted(p.name for p in path.parent.iterdir() if p.is_file())
    except OSError:
        return ""
    return nearest(path.name, beside) if beside else ""


def parts(path: Path, label: str, source: Source, wanted: Wanted | None = None) -> list[Part]:
    """The parts of one file, by what it is; where its ending says otherwise, they tell.

    Raises
    ------
    InputError
        If the file cannot be read, or is of a kind that nothing here reads.
    """
    try:
        kind = kinds.of(path)
    except OSError as error:
        raise encoding.unreadable(label, error) from error
    wanted = wanted or Wanted()
    if kind in kinds.WORKBOOKS:
        found = excel.read(path, label, source, wanted)
    elif kind == kinds.XML_SHEET:
        found = excel.read_xml(path, label, source, wanted)
    elif kind == kinds.PARQUET:
        found = parquet.read(path, label)
    elif kind == kinds.HTML:
        found = web_tables.read(path, label, source, wanted)
    elif kind == kinds.TEXT:
        found = _text(path, label, source, wanted)
    else:
        raise InputError([Fault("file_kind", file=label, values={"kind": kind})])
    for part in found:
        part.path = str(path)
        part.kind = "" if kinds.fits(path, kind) else kind
    return found


def _text(path: Path, label: str, source: Source, wanted: Wanted) -> list[Part]:
    """A text file; one that ends as a workbook or Parquet and reads as no table is broken."""
    ending = path.suffix.lower()
    broken = "broken_workbook" if ending in WORKBOOKS else "broken_parquet"
    if ending not in (*WORKBOOKS, *PARQUET) or path.stat().st_size == 0:
        return text_files.read(path, label, source, wanted)
    try:
        found = text_files.read(path, label, source, wanted)
    except InputError as error:
        raise InputError([Fault(broken, file=label)]) from error
    names = found[0].names
    if len(names) < 2 or (wanted.names and not wanted.count(names)):
        raise InputError([Fault(broken, file=label)])
    return found


def sha256(path: Path) -> str:
    """The file's digest, for the manifest and the cache."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
