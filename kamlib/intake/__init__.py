"""Client files into canonical tables, with every row and cent accounted for.

`read` gives the Book that everything else works on, or every fault at once; `check` says
what was found, repaired and refused without ever failing on the input.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamlib.engagement import Engagement
    from kamlib.intake.book import Book
    from kamlib.intake.checking import Check

__all__ = ["check", "read"]


def read(engagement: Engagement) -> Book:
    """Return the client's data in canonical form; see `kamlib.intake.reading.read`."""
    from kamlib.intake import reading  # noqa: PLC0415  duckdb only when something is read

    return reading.read(engagement)


def check(where: str | os.PathLike, overrides: dict | None = None) -> Check:
    """Say what an engagement's files hold; see `kamlib.intake.checking.check`."""
    from kamlib.intake import checking  # noqa: PLC0415  duckdb only when needed

    return checking.check(where, overrides)
