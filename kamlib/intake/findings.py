"""What intake notes while it reads: faults, repairs, questions, steps and inputs."""

from __future__ import annotations

from dataclasses import dataclass, field

from kamlib.faults import Fault

MOST = 100  # faults of one kind in one column that are listed one by one


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

    def fault(self, code: str, **where) -> None:
        """Note one fault; see kamlib.faults.Fault for `where`."""
        self.faults.append(Fault(code, **where))

    def repair(self, table: str, column: str, rule: str, **more) -> None:
        """Note what was read otherwise than written: rule, rows, amount, example."""
        self.repairs.append(_note(table, column, "rule", rule, more))

    def has_repair(self, table: str, column: str, rule: str) -> bool:
        """Whether this repair was noted."""
        noted = ((r["table"], r["column"], r["rule"]) for r in self.repairs)
        return (table, column, rule) in noted

    def question(self, table: str, column: str, question: str, **more) -> None:
        """Note what only a person can decide: question, rows, amount, example.

        mend: what to write under the source in engagement.yaml if the answer is the usual one.
        """
        self.questions.append(_note(table, column, "question", question, {"mend": ""} | more))

    def step(self, table: str, step: str, rows: int, amount: float | None) -> None:
        """Note one line of the reconciliation."""
        self.reconciliation.append(
            {"table": table, "step": step, "rows": int(rows), "amount": amount}
        )


def _note(table: str, column: str, kind: str, name: str, more: dict) -> dict:
    blank = {"rows": None, "amount": None, "example": ""}
    return {"table": table, "column": column, kind: name} | blank | more
