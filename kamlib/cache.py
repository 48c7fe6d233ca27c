"""Results kept between notebooks and runs: computed once per inputs, decisions and kit."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import kamlib
from kamlib import paths

T = TypeVar("T")


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
    """The folder of everything that depends on `mark` and on the kit's code."""
    key = hashlib.sha256(f"{mark}{kit_mark()}".encode()).hexdigest()[:32]
    return paths.cache_folder() / key


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
