"""A sheet that a run hands out: written anew each time, but never over what a person filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamlib.worksheets.read import holds_entries
from kamlib.worksheets.write import write

if TYPE_CHECKING:
    import pandas as pd

SAME_CUSTOMER = "same_customer.xlsx"
_SHEET = "same_customer"


def write_same_customer(folder: Path, language: str, rows: pd.DataFrame) -> Path:
    """Write the sheet of undecided pairs into `folder`; return where it stands.

    rows: columns of the sheet and, for the reader's eye, customer_name, other_name, rule and
    similarity. A sheet there that somebody filled in stays; the new one goes beside it.
    """
    path = free_place(folder / SAME_CUSTOMER)
    folder.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return write(path, language, rows={_SHEET: rows}, only=_SHEET)


def free_place(path: Path) -> Path:
    """The path itself, or the first of its name with a number that nobody filled in."""
    place, number = path, 2
    while is_filled_in(place):
        place = path.with_stem(f"{path.stem}_{number}")
        number += 1
    return place


def is_filled_in(path: Path) -> bool:
    """Whether this is a sheet handed out by a run in which a person wrote something."""
    ours = path.name == SAME_CUSTOMER or path.stem.startswith(f"{_SHEET}_")
    return ours and path.is_file() and holds_entries(path, _SHEET)
