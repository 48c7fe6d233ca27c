"""Parquet files, read by the engine itself; their columns arrive as text like all others."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.files.parts import Part, literal, quoted, tidy


def read(path: Path, label: str) -> list[Part]:
    """The one part of a Parquet file. The header counts as row 1, as in a table of text."""
    if path.stat().st_size == 0:
        raise InputError([Fault("file_empty", file=label)])
    pattern = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    scan = f"read_parquet({literal(pattern)}, file_row_number = TRUE)"
    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
            # A file cut short may still have a readable head: read a row to be sure.
            connection.execute(f"SELECT * FROM {scan} LIMIT 1").fetchall()
    except duckdb.Error as error:
        raise InputError([Fault("broken_parquet", file=label)]) from error
    own = [name for name, *_ in described if name != "file_row_number"]
    columns = "".join(f", {quoted(n)} AS {quoted(tidy(n))}" for n in own)
    sql = f"SELECT file_row_number + 2 AS _row{columns} FROM {scan}"
    return [Part(label, [tidy(name) for name in own], sql=sql, encoding="parquet")]
