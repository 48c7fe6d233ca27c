"""The order lines in Spark, where a book outgrows one machine; the extra `spark` brings it.

The same queries as in DuckDB, over Parquet files or tables of the catalogue. What is written
goes to the kit's cache folder, which the workers must see as well (KAM_CACHE names another).
"""

from __future__ import annotations

import atexit
import re
import socket
import warnings
from pathlib import Path

import duckdb

from kamlib.faults import Fault, InputError
from kamlib.intake.engine import DuckEngine, with_accounts
from kamlib.intake.files.parts import Part, literal, quoted, tidy

_HOST = re.compile(r"(?P<kind>spark|sc)://(?P<host>[^:/;,]+)(:(?P<port>\d+))?")
_PORTS = {"spark": 7077, "sc": 15002}
_WAIT = 10  # seconds for a host to answer
_TABLE = re.compile(r"\w+(\.\w+){0,2}")
_KINDS = {"string": "text", "date": "date", "timestamp": "moment", "timestamp_ntz": "moment"}
_KINDS |= dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "whole")
_KINDS |= dict.fromkeys(("float", "double"), "float")
# Divisors are guarded and casts are certain, so errors are errors; names as in other SQL.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
}


class SparkEngine:
    """The lines in Spark; small tables stay in DuckDB and are given to it. See DuckEngine."""

    sum = "sum"
    reads_text = False

    def __init__(self, session, connection: duckdb.DuckDBPyConnection):
        self.session = session
        self.connection = connection

    def rows(self, sql: str) -> list[tuple]:
        """What a query answers."""
        return [tuple(row) for row in self._ask(sql).collect()]

    def view(self, name: str, sql: str) -> None:
        """A query under a name, asked anew by whoever reads it."""
        self._ask(sql).createOrReplaceTempView(name)

    def give(self, *tables: str) -> None:
        """Show small tables of DuckDB to the next queries; marks of rows stay behind."""
        for name in tables:
            sql = f"SELECT COLUMNS(lambda c: c NOT IN ('_line', '_text')) FROM {name}"
            rows = self.connection.sql(sql).to_arrow_table()
            self.session.createDataFrame(rows).createOrReplaceTempView(name)

    def take(self, name: str, sql: str) -> None:
        """What a query answers as a small table of DuckDB."""
        rows = self._ask(sql).toArrow()
        self.connection.register(f"taken_{name}", rows)
        DuckEngine(self.connection).take(name, f"SELECT * FROM taken_{name}")

    def kinds(self, sql: str) -> dict[str, str]:
        """Kind of every column of a query: text, whole, float, decimal, date, moment, other."""
        return {name: _kind(kind) for name, kind in self._ask(sql).dtypes}

    def text(self, column: str) -> str:
        """SQL of a value as text."""
        return f"CAST({column} AS STRING)"

    def matches(self, text: str, pattern: str) -> str:
        """SQL of whether a pattern is found in a text."""
        return f"regexp_like({text}, {literal(pattern)})"

    def row_marks(self, columns: list[str]) -> tuple[str, str]:
        """SQL of what tells rows apart; one digest is quick and exact enough here."""
        texts = ", ".join(f"coalesce(CAST({c} AS STRING), '')" for c in columns)
        return f"md5(concat_ws(chr(31), {texts}))", "CAST(NULL AS STRING)"

    def again(self, view: str, used: str) -> tuple[str, str]:
        """SQL of a join (none) and of whether a line of `p` is one of several alike, not the first.

        Rows have no order here, but those alike in every column are alike in their money.
        """
        mine = used.replace("_step", "p._step").replace("_bad", "p._bad")
        nth = f"row_number() OVER (PARTITION BY p._line, {mine} ORDER BY p._line)"
        return "", f"({mine} AND {nth} > 1)"

    def keep(self, name: str, sql: str, path: Path) -> None:
        """Write a query as Parquet; `name` is then what was written, here and in DuckDB."""
        self._ask(sql).write.mode("overwrite").parquet(path.resolve().as_uri())
        self.lines(path).createOrReplaceTempView(name)
        here = DuckEngine(self.connection)
        here.view(name, here.written(path / "*.parquet"))

    def lines(self, path: Path):
        """What `keep` wrote, as a frame of the engine."""
        return self._ask(with_accounts(self, scan(path)))

    def parquet(self, path: Path, label: str) -> Part:
        """A Parquet file, or a folder of them, as a part that Spark reads itself."""
        return self._part(label, scan(path), str(path))

    def table(self, name: str) -> Part:
        """A table of the catalogue as a part that Spark reads itself."""
        if not _TABLE.fullmatch(name):
            raise InputError([Fault("table_name_wrong", file=name, value=name)])
        return self._part(name, f"SELECT * FROM {name}", "")

    def fetch(self, name: str | None, path: Path) -> Path | None:
        """A small table of the catalogue as a Parquet file of this machine."""
        if not name:
            return None
        import pyarrow.parquet  # noqa: PLC0415  only for tables of a catalogue

        part = self.table(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        names = ", ".join(quoted(n) for n in part.names)
        frame = self._ask(f"SELECT {names} FROM ({part.sql})")
        pyarrow.parquet.write_table(frame.toArrow(), path)
        return path

    def _ask(self, sql: str):
        """A query; a backslash of a text would begin an escape here."""
        return self.session.sql(sql.replace("\\", "\\\\"))

    def _part(self, label: str, sql: str, path: str) -> Part:
        try:
            names = self._ask(sql).columns
        except Exception as error:  # whatever the catalogue or a file system raises
            said = {"said": type(error).__name__}
            raise InputError([Fault("spark_cannot_read", file=label, values=said)]) from error
        listed = "".join(f", {quoted(n)} AS {quoted(tidy(n))}" for n in names)
        sql = f"SELECT CAST(NULL AS BIGINT) AS _row{listed} FROM ({sql})"
        return Part(label, [tidy(n) for n in names], sql=sql, encoding="spark", path=path)


def scan(path: Path) -> str:
    """SQL of a Parquet file or folder."""
    return f"SELECT * FROM parquet.`{path.resolve().as_uri().replace('`', '``')}`"


def session(address: str):
    """A session of `engine:` of the engagement, with settings of its own.

    `spark` takes the session that runs, or what the environment is set up for, or all cores
    of this machine.

    Raises
    ------
    InputError
        Where PySpark or Java are missing, or the address does not answer.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  the extra `spark`
    except ImportError as error:
        raise InputError([Fault("spark_missing", column="engine", value=address)]) from error
    _reach(address)
    # The kit hands Arrow tables over; what PySpark says of pandas would stand in a report.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    builder = SparkSession.builder.appName("kam")
    if address.startswith("sc://"):
        builder = builder.remote(address)
    else:
        builder = builder if address == "spark" else builder.master(address)
        builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        first = builder.getOrCreate()
        own = first.newSession()
        if address.startswith("sc://"):  # left to the end of Python, their channels never close
            for opened in (first, own):
                atexit.register(opened.client.close)
        for name, value in _SETTINGS.items():
            own.conf.set(name, value)
    except Exception as error:  # Java missing, no cluster, no rights: each its own kind
        said = {"said": type(error).__name__}
        fault = Fault("spark_not_there", column="engine", value=address, values=said)
        raise InputError([fault]) from error
    return own


def _reach(address: str) -> None:
    """Whether a named host answers at all; PySpark itself would try for minutes."""
    found = _HOST.match(address)
    if not found:
        return
    place = (found["host"], int(found["port"] or _PORTS[found["kind"]]))
    try:
        socket.create_connection(place, timeout=_WAIT).close()
    except OSError as error:
        said = {"said": type(error).__name__}
        raise InputError(
            [Fault("spark_not_there", column="engine", value=address, values=said)]
        ) from error


def _kind(name: str) -> str:
    if name.startswith("decimal"):
        return "whole" if name.endswith(",0)") else "decimal"
    return _KINDS.get(name, "other")
