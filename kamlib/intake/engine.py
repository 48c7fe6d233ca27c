"""Where the order lines are worked on: DuckDB on this machine; `spark` has the other one.

Both are asked in the SQL they share: FILTER (WHERE ...), STRING for text, no QUALIFY, no
EXCLUDE or REPLACE. What they write differently is a method here. Lists and worksheets are
small and always stand in DuckDB; `give` shows one of them to the engine.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.files import parquet
from kamlib.intake.files.parts import Part, literal

# Order numbers and amounts are hardly ever alike: where more than an eighth of the values of a
# block (122,880 rows) differ, a list of them costs more than it saves.
_PARQUET = "FORMAT parquet, DICTIONARY_SIZE_LIMIT 16000"
_SMALL = 500_000  # lines that the engine has grouped before NumPy is loaded
_SLICE = 20_000_000  # digests sorted at once, 160 MB
_NAMED = 1000  # digests
_PLACED = 50  # digests of whose lines the rows are named
_KINDS = {"VARCHAR": "text", "DATE": "date", "DOUBLE": "float", "FLOAT": "float"}
_KINDS |= dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), "whole")
_KINDS |= dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"), "whole")


class DuckEngine:
    """The lines in DuckDB. `sum` adds up without the noise of binary figures."""

    sum = "fsum"
    reads_text = True  # cells that have to be read one by one, and rows that can be named

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection

    def rows(self, sql: str) -> list[tuple]:
        """What a query answers."""
        return self.connection.execute(sql).fetchall()

    def view(self, name: str, sql: str) -> None:
        """A query under a name, asked anew by whoever reads it."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def give(self, *tables: str) -> None:
        """Tables of DuckDB that the next queries read: they are there."""

    def take(self, name: str, sql: str) -> None:
        """What a query answers as a small table of DuckDB."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def kinds(self, sql: str) -> dict[str, str]:
        """Kind of every column of a query: text, whole, float, decimal, date, moment, other."""
        described = self.connection.execute(f"DESCRIBE {sql}").fetchall()
        return {name: _kind(kind) for name, kind, *_ in described}

    def parquet(self, path: Path, label: str) -> Part:
        """A Parquet file as a part that the engine reads itself."""
        return parquet.read(path, label)[0]

    def fetch(self, name: str | None, path: Path) -> Path | None:
        """A table of a catalogue as a Parquet file of this machine; DuckDB has no catalogue.

        Raises
        ------
        InputError
            If a table is named.
        """
        if name:
            raise InputError([Fault("table_needs_spark", file="engagement.yaml", value=name)])

    def text(self, column: str) -> str:
        """SQL of a value as text."""
        return f"CAST({column} AS STRING)"

    def matches(self, text: str, pattern: str) -> str:
        """SQL of whether a pattern is found in a text."""
        return f"regexp_matches({text}, {literal(pattern)})"

    def row_marks(self, columns: list[str]) -> tuple[str, str]:
        """SQL of what tells rows apart: a quick digest, and an exact one for its rare ties."""
        texts = ", ".join(f"coalesce(CAST({c} AS STRING), '')" for c in columns)
        return f"hash({', '.join(columns)})", f"md5_number(concat_ws(chr(31), {texts}))"

    def again(self, view: str, used: str) -> tuple[str, str]:
        """SQL of a join to `p` and of whether a line stands in an earlier row of the files."""
        alike = self._alike(view, used)
        if not alike:
            return "", "FALSE"
        self.connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE again AS
            SELECT _part, _row FROM {view} WHERE {used} AND {alike}
            QUALIFY row_number() OVER (PARTITION BY _line, _text ORDER BY _part, _row) > 1""")
        join = "LEFT JOIN again a ON a._part = p._part AND a._row = p._row"
        return join, "a._row IS NOT NULL"

    def _alike(self, view: str, used: str) -> str:
        """SQL of lines among which are all whose digest stands twice; empty where none does.

        A few digests are named one by one, so that the engine works out the exact digest of
        these lines only; of very few their rows, so that it passes over the rest of the file.
        """
        ((lines,),) = self.rows(f"SELECT count(*) FROM {view} WHERE {used}")
        rows: list[int] = []
        if lines > _SMALL:
            twice, rows = self._sorted_twice(view, used, lines)
        else:
            grouped = f"SELECT _line FROM {view} WHERE {used} GROUP BY 1 HAVING count(*) > 1"
            twice = [digest for (digest,) in self.rows(grouped)]
        if rows:  # in every part; of an IN the engine does not see which blocks it can spare
            return f"({' OR '.join(f'_row = {row}' for row in rows)})"
        if len(twice) <= _NAMED:
            return f"_line IN ({', '.join(map(str, twice))})" if twice else ""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE twice AS SELECT unnest(?::UBIGINT[]) AS _line", [twice]
        )
        return "_line IN (SELECT _line FROM twice)"

    def _sorted_twice(self, view: str, used: str, lines: int) -> tuple[list[int], list[int]]:
        """The digests that stand on more than one line of many, and their rows where very few.

        Sorted in slices outside the engine: several times as fast as its grouping of as many
        values as there are lines.
        """
        import numpy as np  # noqa: PLC0415  only where there are many lines

        slices, found, rows = 1 + lines // _SLICE, [], []
        for place in range(slices):
            part = f"_line % {slices} = {place}" if slices > 1 else "TRUE"
            sql = f"SELECT _line, _row FROM {view} WHERE {used} AND {part}"
            read = self.connection.execute(sql).fetchnumpy()
            digests = np.sort(read["_line"])
            twice = np.unique(digests[1:][digests[1:] == digests[:-1]])
            found += twice.tolist()
            if len(found) <= _PLACED:
                rows += read["_row"][np.isin(read["_line"], twice)].tolist()
        return found, rows if len(found) <= _PLACED else []

    def keep(self, name: str, sql: str, path: Path) -> None:
        """Write a query as Parquet; `name` is then what was written, as `lines` gives it."""
        self.connection.execute(f"COPY ({sql}) TO {literal(str(path))} ({_PARQUET})")
        self.view(name, self.written(path))

    def settle(self, name: str, path: Path) -> None:
        """Work out a view once, for those who will ask it several times."""
        path.parent.mkdir(exist_ok=True)
        self.connection.execute(f"COPY {name} TO {literal(str(path))} ({_PARQUET})")
        self.view(name, f"SELECT * FROM read_parquet({literal(str(path))})")

    def lines(self, path: Path):
        """What `keep` wrote, as a frame of the engine."""
        return self.connection.sql(self.written(path))

    def written(self, path: Path) -> str:
        """SQL of what `keep` wrote."""
        return with_accounts(self, f"SELECT * FROM read_parquet({literal(str(path))})")


def open_engine(address: str, connection: duckdb.DuckDBPyConnection) -> DuckEngine:
    """The engine that an engagement names.

    Raises
    ------
    InputError
        If it is not there.
    """
    if address == "duckdb":
        return DuckEngine(connection)
    from kamlib.intake import spark  # noqa: PLC0415  only where an engagement asks for it

    return spark.SparkEngine(spark.session(address), connection)


def with_accounts(engine: DuckEngine, sql: str) -> str:
    """The lines as written; without accounts of their own, every customer is one."""
    if "account_id" in engine.kinds(sql):
        return sql
    return f"SELECT customer_id AS account_id, * FROM ({sql})"


def _kind(name: str) -> str:
    if name.startswith("DECIMAL"):
        return "decimal" if not name.endswith(",0)") else "whole"
    if name.startswith("TIMESTAMP"):
        return "moment"
    return _KINDS.get(name, "other")
