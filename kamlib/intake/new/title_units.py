"""What columns are in under a title such as 单位：万元, which may or may not mean prices too.

Sums of money are in what the title says. A price, or a cost of a piece, times the quantities
adds up to something like the money of the lines in one of two units only; where the file
holds no such sum, a person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kamlib import labels
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.heads import Head
from kamlib.intake.new.looks import as_number
from kamlib.intake.new.yaml_text import comment, flow, one_line
from kamlib.intake.values import scaling
from kamlib.tables import MONEY, SOURCES

#: Of the money of the lines, that a price or a cost times the quantities may be. The units
#: that titles name lie a hundred times apart or more, so one of them fits at most.
_LEAST, _MOST = 0.2, 5.0


@dataclass(frozen=True)
class Scale:
    """A column under a title for all money. factor: None where nothing tells it."""

    column: str
    header: str
    said: str
    title_factor: float
    factor: float | None = None
    against: str = ""


def title_factor(head: Head) -> float:
    """What a title above the header multiplies all money by."""
    title = head.layout.title_unit if head.layout else None
    return title.factor or 1.0 if title else 1.0


def scales(table: str, guesses: Sequence[Guess], head: Head) -> tuple[Scale, ...]:
    """The columns of a piece that a title leaves unclear, with their factor where rows tell."""
    if title_factor(head) == 1:
        return ()
    title = head.layout.title_unit
    found = []
    for guess in guesses:
        if guess.column in scaling.OF_A_PIECE and _factor(table, guess, head) is None:
            told = _told(table, guesses, guess, head)
            found.append(Scale(guess.column, guess.header, title.said, title.factor, *told))
    return tuple(found)


def written(found: Sequence[Scale], language: str) -> list[str]:
    """The scales as fields of the source, each with its reason; none while one is asked about."""
    if not found or any(s.factor is None for s in found):
        return []
    lines = []
    for scale in found:
        said = {name: one_line(value) for name, value in asdict(scale).items()}
        form = "as_title" if scale.factor == scale.title_factor else "as_written"
        lines += comment(labels.say(f"propose.scale.{form}", language, **said))
    return [*lines, f"scale: {flow({s.column: int(s.factor or 1) for s in found})}"]


def factors(table: str, guesses: Sequence[Guess], head: Head) -> dict[str, float]:
    """By column what the file's figures are multiplied by, where it says so or the rows do."""
    told = {g.column: _factor(table, g, head) for g in guesses if not g.column.startswith("_")}
    told |= {s.column: s.factor for s in scales(table, guesses, head)}
    return {column: factor for column, factor in told.items() if factor}


def _factor(table: str, guess: Guess, head: Head) -> float | None:
    """What the file says of a column of money: 1 where it says nothing, None where unclearly."""
    column, layout = SOURCES[table].column(guess.column), head.layout
    if column.unit != MONEY or layout is None or guess.header not in layout.names:
        return 1.0
    unit = scaling.unit_of(column, layout, layout.names.index(guess.header), guess.header)
    return unit.factor if unit else 1.0


def _told(
    table: str, guesses: Sequence[Guess], guess: Guess, head: Head
) -> tuple[float | None, str]:
    """The one factor with which the column is of the size of the lines' money, and beside what."""
    there = {g.column: g for g in guesses if g.header in head.values}
    amount = there.get("amount")
    money = there.get("cost", amount) if guess.column == "unit_cost" else amount
    whole = _factor(table, money, head) if money else None
    if "quantity" not in there or whole is None:
        return None, ""
    columns = (head.values[g.header] for g in (there["quantity"], guess, money))
    rows = [tuple(map(as_number, cells)) for cells in zip(*columns, strict=True)]
    rows = [row for row in rows if None not in row]
    pieces = sum(abs(q * p) for q, p, _ in rows)
    lines = sum(abs(m) for *_, m in rows) * whole
    either = (1.0, title_factor(head))
    fitting = [f for f in either if lines and _LEAST <= pieces * f / lines <= _MOST]
    return (fitting[0], money.header) if len(fitting) == 1 else (None, "")
