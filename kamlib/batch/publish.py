"""From the folder a run works in to the folder people read, file by file.

Every file is whole when it appears. What a failed job left standing stays; what an earlier
run wrote and nobody wants any more goes; what the kit did not write is not touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from kamlib.worksheets import handed_out


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A folder to work in, on the disk of `target`; gone afterwards, whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move(staged: Path, target: Path) -> list[str]:
    """Move every file below `staged` to the same place below `target`; return their paths.

    A sheet there that a person filled in stays, and the new one goes beside it.

    Raises
    ------
    OSError
        If a file cannot be replaced, because another program holds it open, say.
    """
    moved = []
    for path in sorted(p for p in staged.rglob("*") if p.is_file()):
        relative = path.relative_to(staged)
        place = handed_out.free_place(target / relative)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, place)
        moved.append(place.relative_to(target).as_posix())
    return moved


def remove_unwanted(target: Path, before: Iterable[Mapping], now: Iterable[Mapping]) -> None:
    """Delete what earlier jobs wrote and no job of the new manifest claims."""
    for output in sorted(claimed(before) - claimed(now)):
        parts = PurePosixPath(output).parts
        path = target.joinpath(*parts)
        if ".." in parts or not path.resolve().is_relative_to(target.resolve()):
            continue  # a manifest somebody wrote by hand
        if handed_out.is_filled_in(path):
            continue  # a person's work
        with suppress(OSError):  # another program may hold it open: it stays
            path.unlink()
        _remove_empty(path.parent, target)


def claimed(entries: Iterable[Mapping]) -> set[str]:
    """Every file that jobs left, those of their last good run included."""
    found = set()
    for entry in entries:
        found |= set(entry["outputs"]) | set((entry.get("last_good") or {}).get("outputs", ()))
    return found


def _remove_empty(folder: Path, target: Path) -> None:
    while folder != target and folder.is_relative_to(target):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
