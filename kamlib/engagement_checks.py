"""Faults of an engagement file that need the vocabulary: tables and columns it does not know."""

from __future__ import annotations

from collections.abc import Mapping

from kamlib import tables
from kamlib.faults import Fault

FILE = "engagement.yaml"


def source_faults(content: dict) -> list[Fault]:
    """Faults that need the vocabulary: unknown tables and columns, required ones missing."""
    sources = content.get("sources")
    if not isinstance(sources, dict):
        return []
    faults = []
    if "orders" not in sources:
        faults.append(Fault("yaml_no_orders", FILE, column="sources.orders"))
    for name, source in sources.items():
        if name not in tables.SOURCES:
            near = nearest(str(name), list(tables.SOURCES))
            faults.append(
                Fault(
                    "yaml_unknown_field", FILE, column=f"sources.{name}", values={"nearest": near}
                )
            )
        elif isinstance(source, dict) and isinstance(_columns(source), dict):
            faults += _column_faults(name, [str(c) for c in _columns(source)])
            faults += _decision_faults(name, source)
        elif isinstance(source, dict) and source.get("columns") is None:
            faults.append(Fault("yaml_field_missing", FILE, column=f"sources.{name}.columns"))
    return faults


def _columns(source: dict) -> object:
    """The columns mapped; `columns:` with nothing but comments below it maps none."""
    return {} if source.get("columns", 0) is None else source.get("columns")


def _column_faults(table: str, mapped: list[str]) -> list[Fault]:
    known, place = tables.SOURCES[table].names, f"sources.{table}.columns"
    faults = [
        Fault(
            "yaml_unknown_field",
            FILE,
            column=f"{place}.{column}",
            values={"nearest": nearest(column, known)},
        )
        for column in mapped
        if column not in known
    ]
    lacking = [c.name for c in tables.SOURCES[table].columns if c.required]
    if table == "orders":
        lacking = (
            ["customer_id or customer_name"]
            if not {"customer_id", "customer_name"} & set(mapped)
            else []
        )
        lacking += [] if "date" in mapped else ["date"]
        has_money = "amount" in mapped or {"quantity", "price"} <= set(mapped)
        lacking += [] if has_money else ["amount, or quantity and price"]
    lacking = [c for c in lacking if " " in c or c not in mapped]
    return faults + [
        Fault("yaml_column_not_mapped", FILE, column=place, values={"lacking": c}) for c in lacking
    ]


def _decision_faults(table: str, source: Mapping) -> list[Fault]:
    """Decisions on columns that the table does not have, or that are not mapped."""
    mapped = [c for c in tables.SOURCES[table].columns if c.name in _columns(source)]
    shares = [c.name for c in mapped if c.unit == tables.SHARE]
    faults = [
        _not_for(f"sources.{table}.{field}", str(column), known)
        for field, known in (("percent", shares), ("fill_down", [c.name for c in mapped]))
        for column in _listed(source.get(field))
        if column not in known
    ]
    numbers = [c.name for c in mapped if c.kind == "number"]
    scaled = source["scale"] if isinstance(source.get("scale"), dict) else {}
    faults += [
        _not_for(f"sources.{table}.scale", str(column), numbers)
        for column in scaled
        if column not in numbers
    ]
    if source.get("tax_included") and table not in tables.TAXED:
        faults.append(_not_for(f"sources.{table}.tax_included", table, list(tables.TAXED)))
    control = source.get("control")
    if isinstance(control, dict) and control.get("amount") is not None:
        having = [t.name for t in tables.SOURCES.values() if "amount" in t.names]
        if table not in having:
            faults.append(_not_for(f"sources.{table}.control.amount", table, having))
    return faults


def _listed(given: object) -> list:
    """What a field names; one name is a list of one, and another kind is told as such."""
    return given if isinstance(given, list) else [given] if isinstance(given, str) else []


def _not_for(field: str, value: str, known: list[str]) -> Fault:
    values = {"known": ", ".join(known) or "-"}
    return Fault("yaml_not_for", FILE, column=field, value=value, values=values)


def nearest(name: str, known: list[str]) -> str:
    """The known name most like this one; all of them where none is."""
    from rapidfuzz import process  # noqa: PLC0415  only needed for a fault

    found = process.extractOne(name, known, score_cutoff=50)
    return found[0] if found else ", ".join(known)
