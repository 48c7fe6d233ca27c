"""Parquet files, read by the engine itself; their columns arrive as text like all others."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.parts import Part, literal, quoted, tidy


def read(path: Path, label: str) -> list[Part]:
    """The one part of a Parquet file. The header counts as row 1, as in a table of text."""
    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=label)])
    import pyarrow.parquet as pq  # noqa: PLC0415  a third of a second

    try:
        schema = pq.read_schema(path)
    except Exception as error:  # pyarrow raises ArrowInvalid, OSError, ValueError and more
        raise InputError([Fault("broken_parquet", file=label)]) from error
    names = [tidy(name) for name in schema.names]
    pattern = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    scan = f"read_parquet({literal(pattern)}, file_row_number = TRUE)"
    columns = "".join(f", {quoted(n)} AS {quoted(tidy(n))}" for n in schema.names)
    sql = f"SELECT file_row_number + 2 AS _row{columns} FROM {scan}"
    part = Part(label, names, sql=sql, encoding="parquet")
    if len(set(names)) == len(names):
        _try(part)
    return [part]


def _try(part: Part) -> None:
    """A file cut short has a readable schema only by chance; read a row to be sure."""
    try:
        with duckdb.connect() as connection:
            connection.execute(f"SELECT * FROM ({part.sql}) LIMIT 1").fetchall()
    except duckdb.Error as error:
        raise InputError([Fault("broken_parquet", file=part.file)]) from error
