"""Money columns in thousands or 万: multiplied where a header, a row of units or the engagement
says so, asked about where only a title does and it is not clear what for.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb

from kamlib.faults import Fault
from kamlib.intake.files import units
from kamlib.intake.files.layout import Layout
from kamlib.intake.files.sources import Lines
from kamlib.intake.files.units import Unit
from kamlib.intake.findings import Findings
from kamlib.intake.values import places
from kamlib.intake.values.numbers import ACTIVE, Number
from kamlib.tables import MONEY, Column

OF_A_PIECE = ("price", "unit_cost", "list_price")


def apply(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    column: Column,
    read: Number,
    findings: Findings,
    *,
    stop: bool,
) -> Number:
    """The column multiplied by the unit it is in, as a repair with its money.

    A cell that brings its own 万 in such a column may mean either, and cannot be read.
    """
    found = _units(lines, column)
    if unclear := {i: unit for i, unit in found.items() if unit.factor is None}:
        findings.faults.append(_unclear(lines, column.name, unclear))
    many = {i: unit for i, unit in found.items() if unit.factor not in (None, 1)}
    if not many:
        return read
    place = f"(SELECT _part FROM (SELECT {lines.place(column.name)}))"
    cases = " ".join(f"WHEN {i} THEN {unit.factor!r}" for i, unit in many.items())
    scaled = f"{place} IN ({', '.join(map(str, many))})"
    twice = f"coalesce({read.odd}.ten_thousands AND {scaled}, FALSE)"
    result = replace(
        read,
        value=f"(({read.value}) * CASE {place} {cases} ELSE 1 END)",
        bad=read.bad if stop else f"({read.bad} OR {twice})",
    )
    if stop:
        sql = f"""
            SELECT {lines.place(column.name)}, l.{column.name} FROM {lines.table} l {read.join}
            WHERE {ACTIVE} AND {twice}"""
        findings.faults += places.fault_rows(
            connection,
            lines,
            column.name,
            sql,
            lambda value, more, **where: Fault("unit_twice", **where, value=value),
        )
    for i, unit in many.items():
        here = f"{ACTIVE} AND NOT {result.bad} AND NOT {twice} AND {place} = {i}"
        _note(connection, lines, column, result, (unit, here), findings)
    return result


def is_whole(column: Column) -> bool:
    """Whether the figures of a column add up to money; those of a piece do not."""
    return column.unit == MONEY and column.name not in OF_A_PIECE


def _note(connection, lines: Lines, column: Column, read: Number, told: tuple, findings) -> None:
    unit, here = told
    ((rows, money, example),) = connection.execute(f"""
        SELECT count({read.value}), fsum({read.value}),
            arg_min(l.{column.name}, l._row) FILTER ({read.value} <> 0)
        FROM {lines.table} l {read.join} WHERE {here}""").fetchall()
    if rows:
        noted = {"rows": rows, "amount": money if is_whole(column) else None, "places": 1}
        example = f"{example} ({unit.said})"
        findings.repair(lines.name, column.name, "unit_scaled", **noted, example=example)


def _units(lines: Lines, column: Column) -> dict[int, Unit]:
    """The unit of the column in each part that has it, where anything names one."""
    if (factor := lines.source.scale.get(column.name)) is not None:
        return dict.fromkeys(range(len(lines.all_parts)), Unit(f"× {factor:g}", factor))
    if column.unit != MONEY and column.name != "quantity":
        return {}
    own = lines.columns[column.name]
    found = {}
    for i, part in enumerate(lines.all_parts):
        if own in part.names:
            place = part.names.index(own)
            if unit := unit_of(column, part.layout, place, part.named(own)):
                found[i] = unit
    return found


def unit_of(column: Column, layout: Layout | None, place: int, name: str) -> Unit | None:
    """What the header says, else the row of units below it, else a title for all money.

    place: of the column in its file; name: what the file calls it. The factor is None where
    something names a unit and it is not clear what it means for this column.
    """
    unit = units.of_header(layout.full[place] if layout and layout.full else name)
    if unit is None and layout and layout.units:
        unit = layout.units[place] if place < len(layout.units) else None
    if unit is None and layout and column.unit == MONEY:
        unit = layout.title_unit
        if unit and unit.factor != 1 and column.name in OF_A_PIECE:
            return Unit(unit.said, None, unit.money)
    bare = unit is not None and unit.said.strip().casefold() in units.ONLY_OF_MONEY
    return Unit(unit.said, None) if bare and column.unit == MONEY else unit


def _unclear(lines: Lines, column: str, found: dict[int, Unit]) -> Fault:
    """One fault for all sheets and files: one line of the engagement mends it."""
    i, unit = next(iter(found.items()))
    part = lines.all_parts[i]
    values = {"table": lines.name, "name": column, "places": len(found)}
    place = {"file": part.file, "sheet": part.sheet, "row": part.header_row or None}
    own = lines.own(column, i)
    code = "unit_unclear" if len(found) == 1 else "unit_unclear_in_many"
    return Fault(code, **place, column=own, value=unit.said, values=values)
