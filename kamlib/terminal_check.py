"""What `kam check` prints: what was read and is analysed, what was repaired, what is open.

Figures stand in tables; sentences stand below each other, broken at the width of the screen,
since a table of sentences is unreadable at 80 columns.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kamlib import labels, paths, terminal
from kamlib.faults import InputError
from kamlib.intake import leave_out
from kamlib.intake import returns as negative
from kamlib.intake.new.yaml_text import wrapped

if TYPE_CHECKING:
    from kamlib.engagement_yaml import Asked
    from kamlib.intake.checking import Check

_WIDEST = 100  # columns; longer lines of text are hard to read
_FILES = 20  # files of one table that are listed one by one
_DAY = datetime(2024, 12, 31, 14, 30)  # how dates look under a format


def show(found: Check, where: str) -> None:
    """Print what was found in the engagement named `where`, in its language."""
    told = _Words(found.language)
    if found.since:
        period = {"name": found.name, "since": found.since, "as_of": found.as_of}
        terminal.line(told("check.period", **period))
    told.table("check.read", ("table", "file", "encoding", "rows"), _files(found, told))
    told.table("check.analysed", ("table", "rows", "amount", "accounts"), _tables(found, told))
    told.table("check.dates", ("column", "dates"), _dates(found))
    told.table("check.steps", ("table", "step", "rows", "amount"), _steps(found, told))
    told.returns(found.returns)
    heads = ("table", "measure", "stated", "found", "difference", "agrees_after")
    told.table("check.control", heads, _control(found, told))
    told.notes("rule", found.repairs)
    told.notes("question", found.questions)
    told.asked(found.asked)
    if found.faults:
        terminal.line("", err=True)
    terminal.faults(InputError(found.faults, found.language))
    verdict = "usable" if found.usable else "not_usable"
    terminal.line("", err=not found.usable)
    said = told(f"check.{verdict}", n=len(found.faults), where=paths.typed(where))
    terminal.line(said, err=not found.usable)


class _Words:
    """Words in the language of the engagement, and the two forms they are printed in."""

    def __init__(self, language: str):
        self.language = language

    def __call__(self, key: str, **values: Any) -> str:
        return labels.say(f"cli.{key}", self.language, **values)

    def name(self, table: str) -> str:
        return labels.say(f"intake_page.table.{table}", self.language)

    def encoding(self, name: str) -> str:
        return labels.word("intake_page.encoding", name, self.language)

    def step(self, name: str) -> str:
        return labels.say(f"intake.step.{name}", self.language) if name else ""

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows below their title; a column that is empty throughout is left out."""
        if not rows:
            return
        used = [i for i in range(len(heads)) if any(row[i] for row in rows)]
        terminal.line("")
        terminal.line(self(title))
        names = [self(f"head.{heads[i]}") for i in used]
        terminal.table(names, [[row[i] for i in used] for row in rows])

    def notes(self, kind: str, notes: Sequence[dict]) -> None:
        """Repairs or questions: where and how much on one line, the sentence below it."""
        if not notes:
            return
        terminal.line("")
        terminal.line(self(f"check.{kind}s"))
        for note in notes:
            terminal.line(f"  {self._facts(note)}")
            self._wrapped(labels.say(f"intake.{kind}.{note[kind]}", self.language), 4)
        for table in dict.fromkeys(note["table"] for note in notes):
            mends = [n["mend"] for n in notes if n["table"] == table and n.get("mend")]
            if mends:  # whole on one line, to be copied
                said = labels.say("intake.mend", self.language, table=table)
                self._wrapped(said, 2)
                terminal.line(f"    {leave_out.joined(mends)}")

    def returns(self, counted: dict) -> None:
        """What is negative among the lines analysed, as a fact."""
        said = negative.sentences(counted, self.language, labels.cents)
        if said:
            terminal.line("")
        for sentence in said:
            self._wrapped(sentence)

    def asked(self, questions: Sequence[Asked]) -> None:
        """The questions that stand open in the engagement file, with their lines."""
        if not questions:
            return
        terminal.line("")
        self._wrapped(self("check.asked", n=len(questions)))
        for one in questions:
            place = self("check.line", row=one.row)
            terminal.line(f"  {self('check.between').join(p for p in (place, one.table) if p)}")
            self._wrapped(one.text, 4)

    def _wrapped(self, text: str, by: int = 0) -> None:
        wide = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns) - by
        for line in wrapped(text, wide):
            terminal.line(f"{' ' * by}{line}")

    def _facts(self, note: dict) -> str:
        place = f"{note['table']}.{note['column']}" if note["column"] else note["table"]
        facts = [place]
        if note["rows"] is not None:
            facts.append(self("check.rows", n=int(note["rows"])))
        if note["amount"] is not None:
            facts.append(self("check.money", amount=_figure(note["amount"])))
        if (note["places"] or 0) > 1:
            facts.append(self("check.places", n=note["places"]))
        if str(note["example"]):
            facts.append(self("check.example", example=str(note["example"])))
        return self("check.between").join(facts)


def _files(found: Check, told: _Words) -> list[tuple[str, ...]]:
    rows = []
    for table in dict.fromkeys(i["table"] for i in found.inputs):
        mine = [i for i in found.inputs if i["table"] == table]
        for i in mine[:_FILES]:
            place = " / ".join(p for p in (i["file"], i["sheet"]) if p)
            encoding = told.encoding(i["encoding"] or "")
            rows.append((told.name(table), place, encoding, f"{i['rows']:,}"))
        if rest := mine[_FILES:]:
            more = told("check.more_files", n=len(rest))
            rows.append((told.name(table), more, "", f"{sum(i['rows'] for i in rest):,}"))
    return rows


def _tables(found: Check, told: _Words) -> list[tuple[str, ...]]:
    return [
        (
            told.name(table),
            f"{counted['rows']:,}",
            _figure(counted.get("amount")),
            f"{counted['accounts']:,}" if "accounts" in counted else "",
        )
        for table, counted in found.tables.items()
    ]


def _dates(found: Check) -> list[tuple[str, ...]]:
    return [(f"{f['table']}.{f['column']}", _as_written(f["format"])) for f in found.formats]


def _as_written(style: str) -> str:
    """A format as a day written in it; one that only a name tells stays as it is."""
    return _DAY.strftime(style) if "%" in style else style


def _steps(found: Check, told: _Words) -> list[tuple[str, ...]]:
    changed = _changed(found.reconciliation)
    return [
        (told.name(s["table"]), told.step(s["step"]), f"{s['rows']:,}", _figure(s["amount"]))
        for s in found.reconciliation
        if s["table"] in changed
    ]


def _control(found: Check, told: _Words) -> list[tuple[str, ...]]:
    return [
        (
            told.name(n["table"]),
            labels.say(f"values.{n['measure']}", found.language),
            *(_stated(n, name) for name in ("stated", "found", "difference")),
            told.step(n["agrees_after"]),
        )
        for n in found.control_totals
    ]


def _stated(line: dict, name: str) -> str:
    return f"{line[name]:,.0f}" if line["measure"] == "rows" else _figure(line[name])


def _changed(steps: Sequence[dict]) -> set[str]:
    """Tables of which something was left out or changed."""
    names = [step["table"] for step in steps]
    return {name for name in names if names.count(name) > 2}  # noqa: PLR2004  first and last


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"
