"""Where the kit keeps its own files, and where it may write while it works."""

from __future__ import annotations

import os
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = PROJECT / "notebooks"
DEMO = PROJECT / "data" / "demo"


def cache_folder() -> Path:
    """The folder for canonical tables and slow results; KAM_CACHE names another one."""
    if named := os.environ.get("KAM_CACHE"):
        return Path(named)
    from platformdirs import user_cache_path  # noqa: PLC0415  only where it is needed

    return user_cache_path("kam")


def engagement_path(where: str | os.PathLike) -> Path:
    """The engagement meant by `where`: a folder, a yaml, or `demo` for the bundled one."""
    path = Path(where).expanduser()
    return DEMO if str(where) == "demo" and not path.exists() else path


def typed(where: str | os.PathLike) -> str:
    """A folder as it is typed behind a command: in quotes where it holds blanks or the like."""
    text = str(where)
    return text if re.fullmatch(r"[\w./\\:~-]+", text) else f'"{text}"'
