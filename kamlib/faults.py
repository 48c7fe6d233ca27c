"""What is wrong with the input, where, and how to mend it: the one form of every complaint.

Readers collect faults and raise them together, so a user mends a file once and not
twelve times. The words stand in `labels/faults.toml`, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from kamlib import labels


@dataclass(frozen=True)
class Fault:
    """One thing that keeps the input from being used.

    `code` names the entry of labels/faults.toml; `values` fill its blanks. `row` is
    counted as a person counts it in the file: the header line is row 1.
    """

    code: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    values: dict = field(default_factory=dict)

    def message(self, language: str = "en") -> str:
        """What is wrong, in one sentence."""
        return self._say("message", language)

    def mend(self, language: str = "en") -> str:
        """How to mend it, in one sentence."""
        return self._say("mend", language)

    def _say(self, part: str, language: str) -> str:
        blanks = asdict(self) | self.values
        return labels.say(f"faults.{self.code}.{part}", language, **blanks)

    def as_dict(self, language: str = "en") -> dict:
        """The object that `kam check --json` prints for this fault."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message(language),
            "mend": self.mend(language),
        }


class InputError(ValueError):
    """The input cannot be used. `faults` lists every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault], language: str = "en"):
        self.faults = list(faults)
        self.language = language
        super().__init__("\n".join(place_and_message(f, language) for f in self.faults))


def place_and_message(fault: Fault, language: str = "en") -> str:
    """One line for a terminal: where, what is wrong, how to mend it."""
    row = "" if fault.row is None else labels.say("faults.place_row", language, row=fault.row)
    place = [fault.file, fault.sheet, row, fault.column]
    where = " / ".join(part for part in place if part)
    said = f"{fault.message(language)} {fault.mend(language)}".strip()
    return f"{where}: {said}" if where else said
