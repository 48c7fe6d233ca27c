"""Order lines that come with their kinds: one file under another, and other files joined."""

from __future__ import annotations

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.engine import DuckEngine
from kamlib.intake.files import find as files
from kamlib.intake.files.parts import Part, literal, quoted, tidy
from kamlib.intake.values import cells


def open_parts(
    engine: DuckEngine, engagement: Engagement, path: str | None, table: str | None = None
) -> list[Part]:
    """Parquet files by path or glob, or a table of the catalogue, as parts the engine reads."""
    if table:
        return [engine.table(table)]
    return [engine.parquet(file, label) for file, label in files.find(engagement, path)]


def _together(found: list[Part]) -> str:
    """SQL of all parts, columns by name; one that a part lacks is empty there."""
    own = list(dict.fromkeys(n for part in found for n in part.names if n))
    selects = []
    for i, part in enumerate(found):
        listed = ", ".join(quoted(n) if n in part.names else f"NULL AS {quoted(n)}" for n in own)
        selects.append(f"SELECT {i} AS _part, _row, {listed} FROM ({part.sql})")
    return " UNION ALL ".join(selects)


def write(
    engine: DuckEngine, engagement: Engagement, source: Source, found: list[Part]
) -> set[str]:
    """View `beside_orders`: the lines, joined columns, what stands in drop_if_in (_dropped), and
    the joined file in which a line found nothing (_lacking). Returns the names of all columns.
    """
    engine.view("own_orders", _together(found))
    columns: list[str] = []
    offered = {n for part in found for n in part.names}
    rows, loose = "own_orders o", []
    for i, join in enumerate(source.join):
        keys, other = _other(engine, engagement, join, f"join_{i}", once=True)
        rows += f" LEFT JOIN join_{i} j{i} ON {_alike(engine, f'j{i}', keys)}"
        added = [n for n in other if n not in offered and n not in keys.values()]
        columns += [f"j{i}.{quoted(n)}" for n in added]
        offered |= set(added)
        loose.append(f"WHEN j{i}._found IS NULL THEN {literal(join.path)}")
    dropped = "FALSE"
    if source.drop_if_in:
        keys, _ = _other(engine, engagement, source.drop_if_in, "dropped", once=False)
        rows += f" LEFT JOIN dropped d ON {_alike(engine, 'd', keys)}"
        dropped = "d._found IS NOT NULL"
    joined = "".join(f", {column}" for column in columns)
    lacking = f"CASE {' '.join(loose)} END" if loose else "CAST(NULL AS STRING)"
    engine.view(
        "beside_orders",
        f"SELECT o.*{joined}, {lacking} AS _lacking, {dropped} AS _dropped FROM {rows}",
    )
    return offered


def _other(engine: DuckEngine, engagement: Engagement, spec, name: str, *, once: bool) -> tuple:
    """A view of another file with _found; its keys by the source's own names, and its columns."""
    found = open_parts(engine, engagement, spec.path)
    on = {spec.on: spec.on} if isinstance(spec.on, str) else spec.on
    keys = {tidy(own): tidy(other) for own, other in on.items()}
    listed = ", ".join(quoted(k) for k in keys.values())
    filled = " AND ".join(f"{quoted(k)} IS NOT NULL" for k in keys.values())
    sql = _together(found)
    if once:
        ((twice,),) = engine.rows(f"""
            SELECT count(*) FROM (SELECT {listed} FROM ({sql}) WHERE {filled}
                GROUP BY {listed} HAVING count(*) > 1)""")
        if twice:
            place = {"file": spec.path, "column": ", ".join(keys.values())}
            raise InputError([Fault("join_key_twice", **place, value=f"{twice} x")])
    else:
        sql = f"SELECT DISTINCT {listed} FROM ({sql})"
    engine.view(name, f"SELECT *, TRUE AS _found FROM ({sql})")
    return keys, [n for part in found for n in part.names]


def _alike(engine: DuckEngine, alias: str, keys: dict[str, str]) -> str:
    return " AND ".join(
        f"{cells.trimmed(engine.text(f'o.{quoted(own)}'))}"
        f" = {cells.trimmed(engine.text(f'{alias}.{quoted(other)}'))}"
        for own, other in keys.items()
    )
