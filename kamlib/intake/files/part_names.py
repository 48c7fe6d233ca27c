"""The names of columns that files and sheets have, against those a source asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kamlib.engagement import Source
from kamlib.faults import Fault
from kamlib.intake.files import wanted as wanting
from kamlib.intake.files.beside import Beside
from kamlib.intake.files.parts import Part
from kamlib.intake.files.wanted import Wanted
from kamlib.intake.findings import Findings
from kamlib.intake.nearest import nearest


def choose(
    source: Source, found: Sequence[Part], wanted: Wanted, offered: set[str]
) -> dict[str, str]:
    """The name of every mapped column, the same in all parts; joined files offer some."""
    for part in found:
        wanting.call_alike(part, wanted)
    chosen = {}
    for canonical, own in source.columns.items():
        group = wanting.alternatives(own)
        first = group[0]
        if canonical not in wanted.columns:
            own_too = (n for n in group if any(n in part.names for part in found))
            first = next(own_too, next((n for n in group if n in offered), first))
        chosen[canonical] = first
    return chosen


def check(
    table: str, found: Sequence[Part], asked: tuple[Wanted, Sequence[Beside]], findings: Findings
) -> set[str]:
    """Note names that stand twice or are missing; returns those that cannot be used.

    A column that only some of the parts lack is empty there, and asked about, unless their
    rows are useless without it.
    """
    wanted, others = asked
    lost = _twice([*found, *(p for other in others for p in other.parts)], findings)
    nowhere = set.intersection(*(set(wanted.missing(part.names)) for part in found))
    for part in found:
        fatal = nowhere | set(wanted.lacking(part.names))
        for name in wanted.missing(part.names):
            if name in fatal or not name:
                findings.faults.append(_missing(part, name))
                lost.add(name)
            else:
                place = " / ".join(filter(None, (part.file, part.sheet)))
                findings.question(table, name, "column_not_in_part", places=1, example=place)
    return lost


def _twice(parts: Sequence[Part], findings: Findings) -> set[str]:
    lost = set()
    for part in parts:
        for name in (n for n, times in Counter(part.names).items() if n and times > 1):
            place = {"file": part.file, "sheet": part.sheet, "row": part.header_row}
            findings.fault("column_twice", **place, column=name)
            lost.add(name)
    return lost


def _missing(part: Part, name: str) -> Fault:
    near = {"nearest": nearest(name, part.names)}
    place = {"file": part.file, "sheet": part.sheet, "row": part.header_row or None}
    if part.layout and part.layout.lowest:
        return Fault(
            "column_missing_deep", **place, column=name, values={"lowest": part.layout.lowest}
        )
    return Fault("column_missing", **place, column=name, values=near)
