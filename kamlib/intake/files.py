"""Where a source's cells are: files by glob, sheets, Parquet; each as parts."""

from __future__ import annotations

import glob
import hashlib
import os
from pathlib import Path

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake import encoding, excel, names, parquet, text_files
from kamlib.intake.parts import Part

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
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
    return names.nearest(path.name, beside) if beside else ""


def parts(path: Path, label: str, source: Source, wanted: set[str]) -> list[Part]:
    """The parts of one file, by its ending."""
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise encoding.unreadable(label, error) from error
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        found = excel.read(path, label, source, wanted)
    elif ending in (".parquet", ".pq"):
        found = parquet.read(path, label)
    else:
        found = text_files.read(path, label, source, wanted)
    for part in found:
        part.path = str(path)
    return found


def sha256(path: Path) -> str:
    """The file's digest, for the manifest and the cache."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
