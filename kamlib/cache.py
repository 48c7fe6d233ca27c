"""Results kept between notebooks and runs: computed once per inputs, decisions and kit.

Each folder is named by what its content depends on and knows when it was last used, so that
what nobody uses any more can go.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import kamlib
from kamlib import paths

T = TypeVar("T")
UNUSED = 30 * 86_400  # seconds after which nobody is waiting for a result any more
IN_USE = 86_400  # seconds during which a run may still be at work on one
MOST = 20 * 10**9  # bytes, beyond which the least used goes earlier
_OURS = re.compile(r"[0-9a-f]{32}")
_GOING = ".going-"


def cached(mark: str, name: str, compute: Callable[[], T]) -> T:
    """Return what `compute` gives, kept under `mark` (what it depends on) and `name`.

    A kept result that cannot be read (a killed run, another Python) is computed again.
    """
    path = folder(mark) / f"{name}.pickle"
    try:
        return pickle.loads(path.read_bytes())  # noqa: S301  the kit's own file
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
        value = compute()
        write_whole(path, pickle.dumps(value))
        return value


def folder(mark: str) -> Path:
    """The folder of everything that depends on `mark` and on the kit's code; now used."""
    key = hashlib.sha256(f"{mark}{kit_mark()}".encode()).hexdigest()[:32]
    path = paths.cache_folder() / key
    with suppress(OSError):
        os.utime(path)
    return path


def prune() -> None:
    """Forget what nobody used for UNUSED seconds and, beyond MOST bytes, the least used.

    What was used within IN_USE stays whatever its size: another run may be at work on it.
    """
    now, total = time.time(), 0
    for path, used in _folders():
        age, size = now - used, _size(path)
        if age > UNUSED or (age > IN_USE and total + size > MOST):
            _forget(path, used)
        else:
            total += size


def _folders() -> list[tuple[Path, float]]:
    """The folders of the cache and when each was used, the latest first."""
    root = paths.cache_folder()
    with suppress(OSError):
        for left in root.glob(f"{_GOING}*"):  # by one who was stopped
            shutil.rmtree(left, ignore_errors=True)
    found = []
    with suppress(OSError):
        for path in root.iterdir():
            if _OURS.fullmatch(path.name):
                found.append((path, path.stat().st_mtime))
    return sorted(found, key=lambda one: (-one[1], one[0].name))


def _size(path: Path) -> int:
    size = 0
    with suppress(OSError):  # what goes meanwhile has none
        for file in path.rglob("*"):
            size += file.stat().st_size
    return size


def _forget(path: Path, used: float) -> None:
    """Take a folder out of everyone's way at once, then delete it; unless it was used since."""
    with suppress(OSError):  # a file in it is open on Windows, or it is gone already
        if path.stat().st_mtime == used:
            going = path.with_name(f"{_GOING}{path.name}")
            os.rename(path, going)
            shutil.rmtree(going, ignore_errors=True)


@lru_cache
def kit_mark() -> str:
    """Changes when the kit's code changes, so that no result outlives the code that made it."""
    code = Path(kamlib.__file__).parent
    stats = sorted(
        (str(p), p.stat().st_mtime_ns, p.stat().st_size)
        for p in code.rglob("*")
        if p.suffix in (".py", ".yaml", ".toml", ".csv")
    )
    return hashlib.sha256(f"{kamlib.__version__}{stats}".encode()).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and move into place: two notebooks may compute the same at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(beside, path)
