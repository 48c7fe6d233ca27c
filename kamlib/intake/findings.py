"""What intake notes while it reads: faults, repairs, questions, steps and inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum

from kamlib.faults import Fault
from kamlib.intake import leave_out

MOST = 100  # faults of one kind in one column that are listed one by one
_SHOWN = 8  # examples of one note


@dataclass
class Findings:
    """Everything noted on one engagement, in the order it was found."""

    faults: list[Fault] = field(default_factory=list)
    repairs: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    reconciliation: list[dict] = field(default_factory=list)
    inputs: list[dict] = field(default_factory=list)
    formats: list[dict] = field(default_factory=list)  # table, column, format of its dates
    tables: dict[str, dict] = field(default_factory=dict)
    control_totals: list[dict] = field(default_factory=list)  # rows of the result table
    name_review: list[dict] = field(default_factory=list)  # rows of the result table
    returns: dict = field(default_factory=dict)  # see Book

    def fault(self, code: str, **where) -> None:
        """Note one fault; see kamlib.faults.Fault for `where`."""
        self.faults.append(Fault(code, **where))

    def repair(self, table: str, column: str, rule: str, **more) -> None:
        """Note what was read otherwise than written: rule, rows, amount, example, places.

        places: in how many files or sheets, where that is counted.
        """
        self.repairs.append(_note(table, column, "rule", rule, more))

    def has_repair(self, table: str, column: str, rule: str) -> bool:
        """Whether this repair was noted."""
        noted = ((r["table"], r["column"], r["rule"]) for r in self.repairs)
        return (table, column, rule) in noted

    def question(self, table: str, column: str, question: str, **more) -> None:
        """Note what only a person can decide: question, rows, amount, example, places.

        mend: what to write under the source in engagement.yaml if the answer is the usual one.
        """
        self.questions.append(_note(table, column, "question", question, {"mend": ""} | more))

    def step(self, table: str, step: str, rows: int, amount: float | None) -> None:
        """Note one line of the reconciliation."""
        self.reconciliation.append(
            {"table": table, "step": step, "rows": int(rows), "amount": amount}
        )

    def merge(self) -> None:
        """Make one note of those that tell one table, column and rule or question of many parts."""
        self.repairs = _merged(self.repairs, "rule")
        self.questions = _merged(self.questions, "question")


def _note(table: str, column: str, kind: str, name: str, more: dict) -> dict:
    blank = {"rows": None, "amount": None, "example": "", "places": None}
    return {"table": table, "column": column, kind: name} | blank | more


def _merged(notes: list[dict], kind: str) -> list[dict]:
    """The notes in their order, with rows, money and places added up.

    Of notes told file by file one example stands for all; else every example is shown.
    """
    alike: dict[tuple, list[dict]] = {}
    for note in notes:
        alike.setdefault((note["table"], note["column"], note[kind]), []).append(note)
    return [_one(same) if len(same) > 1 else same[0] for same in alike.values()]


def _one(notes: list[dict]) -> dict:
    places = _sum(notes, "places")
    examples = list(dict.fromkeys(str(n["example"]) for n in notes if str(n["example"])))
    shown = examples[: 1 if places else _SHOWN]
    more = ", ..." if not places and len(examples) > _SHOWN else ""
    told = {
        "rows": _sum(notes, "rows"),
        "amount": _sum(notes, "amount"),
        "example": ", ".join(shown) + more,
        "places": places,
    }
    if "mend" in notes[0]:
        told["mend"] = leave_out.joined(note["mend"] for note in notes)
    return notes[0] | told


def _sum(notes: list[dict], name: str) -> float | int | None:
    known = [note[name] for note in notes if note[name] is not None]
    if not known:
        return None
    return fsum(known) if name == "amount" else sum(known)
