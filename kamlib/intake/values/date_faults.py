"""What keeps a date from being read, as faults; and how a workbook's numbers of days are marked."""

from __future__ import annotations

from kamlib.faults import Fault
from kamlib.intake.files.sources import Lines
from kamlib.intake.values import date_texts, dates, places

_ISO = "%Y-%m-%d"


def with_serials(lines: Lines, name: str) -> str:
    """SQL of a column's text, marking numbers of days whose workbook says how it counts."""
    counted = {
        style: [i for i, part in enumerate(lines.all_parts) if part.counts_days == style]
        for style in date_texts.SERIALS
    }
    place = f"l._part{lines.joined[name]}" if name in lines.joined else "l._part"
    return dates.with_serials(name, place, counted)


def clash(connection, lines: Lines, name: str, read: dates.Dates) -> Fault:
    """A column that two formats read differently, with both readings of one text."""
    text, first, second, (style, other) = read.found.clash
    condition = f"l.{name} IN (SELECT raw FROM {read.odd} WHERE text = ?)"
    place = places.first(connection, lines, name, condition, text)
    readings = {"first": first, "second": second, "style": style, "other": other}
    return Fault("date_ambiguous", **place, values=readings | {"table": lines.name})


def serials(connection, lines: Lines, name: str, read: dates.Dates) -> Fault:
    """One fault for a column of nothing but a spreadsheet's numbers of days."""
    number = f"l.{name} IN (SELECT raw FROM {read.odd} WHERE text = ?)"
    place = places.first(connection, lines, name, number, read.all_serials)
    return Fault("date_serials", **place, values=_serial_readings(read.all_serials, lines))


def of_cell(read: dates.Dates, value: str, text: str, *, given, place, lines) -> Fault:
    """A cell that the column's format does not read."""
    code, values = _code(read, text, given), {"style": read.found.style or _ISO}
    if code == "date_serial":
        values = _serial_readings(text, lines)
    return Fault(code, **place, value=value, values=values)


def _code(read: dates.Dates, text: str, given: str | None) -> str:
    if given in date_texts.SERIALS:
        return "date_no_serial"
    if date_texts.looks_like_a_day(text) and not date_texts.readings(text):
        return "date_impossible"
    if date_texts.is_serial(text):
        return "date_serial"
    if given:
        return "date_not_in_format"
    if text not in read.found.mixed:
        return "date_text"
    return "date_month_mixed" if text in read.found.of_other_kind else "date_mixed"


def _serial_readings(text: str, lines: Lines) -> dict:
    first, second = date_texts.serial_readings(text)
    return {"first": first, "second": second, "table": lines.name}
