"""Where the header of a sheet or text file stands, and what its rows say together.

Titles may stand above it, it may take two rows (groups over names, or names cut in two), and
a row of units may stand below. Only the first rows are looked at, as text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kamlib.intake.files import units
from kamlib.intake.files.parts import SEPARATE, tidy
from kamlib.intake.files.units import Unit
from kamlib.intake.files.wanted import Wanted

LOOK = 60  # rows among which the header is looked for
_MOST_ROWS = 2  # that are read as one header

Cells = Sequence[str]
#: Cells that are merged, as (first row, first column), (last row, last column), from 0.
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


@dataclass
class Layout:
    """The header of one block of cells.

    row: of the (lower) names, from 1, 0 where there are none. last: the last row that holds
    no data. rows: of names, 1 or 2. units: by place, as a row below the names gives them.
    full: the names with their groups, where they differ. title_unit: what a title says of all
    money. block: the texts of the rows down to the header, which a page break repeats. lowest:
    where rows below hold no figure although others do, the last of them: the header may take more
    rows than are read, and there its lowest names stand; else 0.
    """

    row: int
    names: list[str]
    last: int
    rows: int = 1
    full: list[str] = field(default_factory=list)
    units: list[Unit | None] = field(default_factory=list)
    title_unit: Unit | None = None
    block: list[str] = field(default_factory=list)
    lowest: int = 0

    @property
    def shown(self) -> str:
        """The header as one line."""
        return ", ".join(name for name in self.names if name)


def find(head: Sequence[Cells], given: int | None, wanted: Wanted, merged: Merged = ()) -> Layout:
    """The header among the first rows.

    Where no row is given: the row that holds most wanted names, else the first row that is
    not blank. Two rows are one header where together they hold more of the names than one.
    """
    if given == 0:
        first = next((cells for cells in head if is_filled(cells)), [])
        return Layout(0, [str(i) for i in range(1, len(first) + 1)], 0)
    filled = [i for i, cells in enumerate(head) if is_filled(cells)]
    at = [given - 1] if given else filled or [0]
    if at[0] >= len(head):
        return Layout(at[0] + 1, [], at[0] + 1)
    one = max(at, key=lambda i: wanted.count(map(tidy, head[i])))
    found = Layout(one + 1, [tidy(c) for c in head[one]], one + 1)
    best = wanted.count(found.names)
    for upper in _uppers(at, filled, given=given is not None):
        names, full = _two_rows(head, upper, merged, wanted)
        if wanted.count(names) > best:
            found = Layout(upper + 2, names, upper + 2, 2, full)
            best = wanted.count(names)
    return _complete(head, found, filled)


def is_filled(cells: Cells) -> bool:
    """Whether a row holds anything."""
    return any(cell and not cell.isspace() for cell in cells)


def _uppers(at: list[int], filled: list[int], *, given: bool) -> list[int]:
    """Rows that may be the upper one of two, the next row being filled too."""
    rows = [at[0] - 1, at[0]] if given else at
    return [i for i in rows if i in filled and i + 1 in filled]


def _two_rows(
    head: Sequence[Cells], upper: int, merged: Merged, wanted: Wanted
) -> tuple[list[str], list[str]]:
    """Names of the columns from two rows, and the same with every group; none where one of
    the rows cannot be a header.

    A name that stands once in the lower row is used as it is, others behind their group; a
    wanted name of either kind, also written without the blank between, goes first.
    """
    above = [tidy(c) for c in head[upper]]
    below = [tidy(c) for c in head[upper + 1]]
    if any(map(_is_figure, below)) or any(_is_figure(c) and not _is_year(c) for c in above):
        return [], []
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    groups = _groups(above, below, _ends(merged, upper))
    if sum(map(bool, above)) < 2 and not merged:
        return [], []  # a title
    short = [low or top for top, low in zip(above, below, strict=True)]
    times = Counter(short)
    names, full = [], []
    for group, low, name in zip(groups, below, short, strict=True):
        joined = f"{group} {low}" if group and low else name
        usual = name if times[name] == 1 else joined
        either = (usual, joined, f"{group}{low}", f"{group}_{low}", f"{group}-{low}")
        names.append(next((n for n in either if n in wanted.names), usual))
        full.append(joined)
    return names, full


def _groups(above: list[str], below: list[str], ends: dict[int, int]) -> list[str]:
    """The group over each column: an upper name reaches over the blanks to its right, as far
    as the lower row is filled, or as its cell is merged.
    """
    groups, group, last = [], "", -1
    for place, (top, low) in enumerate(zip(above, below, strict=True)):
        if top:
            group, last = top, ends.get(place, len(above))
        elif not low or place > last:
            group = ""
        groups.append(group)
    return groups


def _ends(merged: Merged, row: int) -> dict[int, int]:
    return {left: right for (top, left), (_, right) in merged if top == row and right > left}


def _complete(head: Sequence[Cells], found: Layout, filled: list[int]) -> Layout:
    """Add the row of units below, the unit that a title gives, and what may come again."""
    first = found.row - found.rows
    below = next((i for i in filled if i >= found.row), None)
    if below is not None and (told := units.of_row(head[below])):
        found.units, found.last = told, below + 1
    lowest = _lowest(head, [i for i in filled if i >= found.last])
    found.lowest = lowest if lowest - first > _MOST_ROWS else 0
    above = [head[i] for i in filled if i < first]
    found.title_unit = next((unit for cells in above if (unit := units.of_title(cells))), None)
    width = len(head[found.row - 1])
    rows = [list(head[i]) for i in filled if i < found.last]
    padded = [cells + [""] * (width - len(cells)) for cells in rows]
    found.block = [SEPARATE.join(cells) for cells in padded]
    return found


def _lowest(head: Sequence[Cells], below: list[int]) -> int:
    """The last of the rows without a figure that stand above the first one with some; 0: none."""
    first = next((at for at, i in enumerate(below) if any(_is_figure(c) for c in head[i])), 0)
    several = all(sum(map(bool, map(tidy, head[i]))) > 1 for i in below[:first])
    return below[first - 1] + 1 if first and several else 0


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+(]?[\d][\d.,\-/: %)]*", cell))


def _is_year(cell: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", cell))
