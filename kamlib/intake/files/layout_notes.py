"""What the layout of files and sheets gives cause to report, or to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamlib.intake.files.parts import Part
from kamlib.intake.findings import Findings

if TYPE_CHECKING:
    from kamlib.intake.files.sources import Lines


def note(lines: Lines, findings: Findings) -> None:
    """Headers of two rows, rows of units, wrong endings, what is hidden, sheets passed over."""
    for part in lines.all_parts:
        _note_layout(lines.name, part, findings)
        if part.kind:
            findings.repair(
                lines.name, "", "ending_wrong", places=1, example=f"{part.file}: {part.kind}"
            )
    for part in lines.parts:
        for own, day in part.days.items():
            column = next(c for c, name in lines.columns.items() if name == own)
            example = f"{part.sheet or part.file}: {day}"
            findings.repair(
                lines.name, column, "date_of_name", rows=part.loaded, places=1, example=example
            )
        _ask_about_hidden(lines, part, findings)
        if part.passed:
            place = f"{part.file}: {', '.join(part.passed)}"
            findings.question(
                lines.name, "", "sheets_not_read", rows=len(part.passed), places=1, example=place
            )
        if part.passed_hidden:
            place = f"{part.file}: {', '.join(part.passed_hidden)}"
            rows = len(part.passed_hidden)
            findings.question(
                lines.name, "", "hidden_sheets_not_read", rows=rows, places=1, example=place
            )


def _note_layout(table: str, part: Part, findings: Findings) -> None:
    layout = part.layout
    if layout is None:
        return
    if layout.rows > 1:
        findings.repair(table, "", "header_rows", rows=layout.rows, places=1, example=layout.shown)
    if layout.units:
        said = ", ".join(unit.said for unit in layout.units if unit)
        findings.repair(table, "", "unit_row", rows=1, places=1, example=said)


def _ask_about_hidden(lines: Lines, part: Part, findings: Findings) -> None:
    hidden = part.hidden
    if hidden is None:
        return
    place = " / ".join(filter(None, (part.file, part.sheet)))
    if hidden.sheet:
        findings.question(
            lines.name, "", "hidden_sheet_read", rows=part.loaded, places=1, example=part.sheet
        )
    used = dict.fromkeys(own for own in lines.columns.values() if own in part.names)
    seen = [part.named(n) for n in used if part.names.index(n) in hidden.columns]
    if seen:
        said = ", ".join(seen)
        findings.question(
            lines.name, said, "hidden_columns", rows=part.loaded, places=1, example=place
        )
    if hidden.rows:
        findings.question(lines.name, "", "hidden_rows", rows=hidden.rows, places=1, example=place)
