"""What is being read from a workbook, and every fault found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from kamlib.faults import Fault
from kamlib.tables import Column
from kamlib.worksheets import cells, words
from kamlib.worksheets.sheets import OF_CRITERIA, SHEETS


@dataclass
class Reading:
    """What is being read, and every fault found so far."""

    file: str
    language: str
    criteria: list[str]  # that managers score
    compared: list[str]  # that judges compare
    faults: list[Fault] = field(default_factory=list)

    def complain(self, code: str, **place) -> None:
        """Note a fault of the file."""
        self.faults.append(Fault(code, self.file, **place))

    def words_of(self, column: Column) -> dict[str, str]:
        """What may be written in cells of `column`, put plainly, and what it means."""
        if column.name == "criterion":
            return words.criteria(self.criteria)
        if column.name in OF_CRITERIA:
            return words.find(self.compared, words.criterion)
        return words.find(column.allowed, words.value)


@dataclass
class Sheet:
    """One sheet as it stands in the file: rows from row 1 on, error cells by row and place."""

    name: str
    title: str
    rows: list[list]
    errors: dict[tuple[int, int], str]

    @property
    def columns(self) -> dict[str, Column]:
        """The columns a sheet of this name has, by name."""
        return {c.name: c for c in SHEETS[self.name].columns}

    def head(self, place: int) -> str:
        """The head of a column as the file has it; its letters where it has none."""
        return cells.text_of(self.rows[0][place]) or cells.letters(place)
