"""Rows of a database, read through SQLAlchemy in chunks; no password is ever shown.

The kit only reads: one SELECT, in a transaction that is read only where the database knows
such a thing, and that is never committed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from urllib.parse import quote

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.files.parts import BATCH, SEPARATE, Part, Rows, as_text, tidy

_NAMED = re.compile(r"\$\{(\w+)\}")
_SECRET = re.compile(r"(?i)\b(password|passwd|pwd|token|secret)=(?!\$\{)[^&;]*")
# What stands aside in a query: texts, quoted names, comments.
_ASIDE = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_READS = ("select", "with", "values", "table")
_WAIT = 10  # seconds for a database to answer
_MYSQL = {"connect_timeout": _WAIT, "init_command": "SET SESSION TRANSACTION READ ONLY"}
#: What each driver is told when it connects.
_OPTIONS = {
    "psycopg": {"connect_timeout": _WAIT},
    "psycopg2": {"connect_timeout": _WAIT},
    "pymysql": _MYSQL,
    "mysqldb": _MYSQL,
}
#: Module of a driver -> the package that brings it, where that has another name.
_PACKAGES = {"psycopg": "psycopg[binary]", "MySQLdb": "mysqlclient", "MySQL": "pymysql"}
_BINARY = (bytes, bytearray, memoryview)
_PLAIN = {str, int, float, bool, Decimal, date, datetime, type(None)}  # what rows mostly hold
_LONGEST = 200  # letters of a database's own words


def label(source: Source) -> str:
    """How the database is named in faults: the URL as written, without any password."""
    shown = re.sub(r"(://[^:/@\s]*:)(?!\$\{)[^@]*@", r"\1...@", source.database)
    return _SECRET.sub(r"\1=...", shown)


def read(engagement: Engagement, source: Source) -> list[Part]:
    """The one part of a query. Rows count from 2, as under a header.

    Raises
    ------
    InputError
        If a name is not in the environment, the database does not answer, or the query is
        not one that reads, or fails.
    """
    shown = label(source)
    query = _query(source, shown)
    address = _address(source, shown)
    secrets = _secrets(source, address)
    connection = _connect(engagement, address, shown)
    with _answering(shown, secrets):
        result = connection.exec_driver_sql(query)
        names = [tidy(name) for name in result.keys()]  # noqa: SIM118  no dict
    part = Part(shown, names, encoding="database")
    used = [place for place, name in enumerate(names) if name in _mapped(source)]
    part.rows = lambda: _rows(connection, result, part, used, secrets)
    return [part]


def _mapped(source: Source) -> set[str]:
    """The columns that are used; one may be given as a list of names to choose from."""
    given = [*source.columns.values(), *source.where]
    return {tidy(n) for name in given for n in ([name] if isinstance(name, str) else name)}


def _query(source: Source, shown: str) -> str:
    """The query, which must be one statement that reads."""
    query = source.query.strip().rstrip(";")
    plain = _ASIDE.sub(" ", query)
    words = re.findall(r"\w+", plain)
    if not words or words[0].lower() not in _READS or ";" in plain:
        raise InputError([Fault("query_not_select", file=shown, value=" ".join(words[:3]))])
    return query


def _address(source: Source, shown: str):
    """The address with its ${NAME}s filled, each quoted for the place it stands in."""
    lacking = [n for n in _NAMED.findall(source.database) if n not in os.environ]
    if lacking:
        raise InputError(Fault("environment_missing", file=shown, value=name) for name in lacking)
    written, begins = source.database, source.database.find("://")
    options = written.find("?") if "?" in written else len(written)

    def fill(match: re.Match) -> str:
        login = 0 <= begins < match.start() and written.find("@", match.end()) > 0
        value = os.environ[match[1]]
        return quote(value, safe="") if login or match.start() > options else value

    with _connecting(shown):
        import sqlalchemy  # noqa: PLC0415  a quarter of a second

        address = sqlalchemy.make_url(_NAMED.sub(fill, written))
    # Older SQLAlchemy takes psycopg2 where no driver is named.
    plain = address.drivername == "postgresql" and find_spec("psycopg")
    return address.set(drivername="postgresql+psycopg") if plain else address


def _secrets(source: Source, address) -> set[str]:
    """Texts that no message may repeat."""
    filled = {os.environ[name] for name in _NAMED.findall(source.database)}
    options = {str(value) for value in address.query.values()}
    return {text for text in (*filled, *options, str(address.password or "")) if text}


def _connect(engagement: Engagement, address, shown: str):
    """A connection that reads row by row, and reads only."""
    with _connecting(shown):
        import sqlalchemy  # noqa: PLC0415  a quarter of a second

        backend = address.get_backend_name()
        options = {"poolclass": sqlalchemy.NullPool}
        if backend == "sqlite":
            options["creator"] = _sqlite(engagement, address, shown)
        engine = sqlalchemy.create_engine(address, **options)
        if backend != "sqlite":
            told = _OPTIONS.get(engine.dialect.driver, {})
            engine = sqlalchemy.create_engine(address, connect_args=told, **options)
        connection = engine.connect()
        only = {"postgresql_readonly": True} if backend == "postgresql" else {}
        # Without no_parameters a driver takes a % of the query for a place to fill.
        return connection.execution_options(stream_results=True, no_parameters=True, **only)


def _sqlite(engagement: Engagement, address, shown: str):
    """A way to open a SQLite file for reading; it is never made where it is missing."""
    import sqlite3  # noqa: PLC0415  only here

    path = engagement.resolve(address.database or "").resolve()
    if not path.is_file():
        raise InputError([Fault("file_missing", file=shown, values={"nearest": ""})])
    return lambda: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


@contextmanager
def _connecting(shown: str) -> Iterator[None]:
    """A driver's words about a connection may hold the password and are not passed on."""
    try:
        yield
    except InputError:
        raise
    except ModuleNotFoundError as error:
        name = (error.name or "").split(".")[0]
        package = _PACKAGES.get(name, name)
        raise InputError([Fault("driver_missing", file=shown, value=package)]) from None
    except Exception as error:
        values = {"said": _kind(error)}
        raise InputError([Fault("database_failed", file=shown, values=values)]) from None


@contextmanager
def _answering(shown: str, secrets: set[str]) -> Iterator[None]:
    """What a database says of a query is what helps; it stays out where it repeats a secret."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        words = " ".join(str(getattr(error, "orig", None) or error).split("\n")[0].split())
        if any(secret in words for secret in secrets):
            words = ""
        said = f"{_kind(error)}: {words[:_LONGEST]}" if words else _kind(error)
        raise InputError([Fault("query_failed", file=shown, values={"said": said})]) from None


def _kind(error: Exception) -> str:
    return type(getattr(error, "orig", None) or error).__name__


def _rows(connection, result, part: Part, used: list[int], secrets: set[str]) -> Rows:
    """Every row as text, a batch at a time; afterwards the part knows their digest."""
    digest, number = hashlib.sha256(SEPARATE.join(part.names).encode()), 1
    with _answering(part.file, secrets), connection:
        while batch := result.fetchmany(BATCH):
            for row in batch:
                number += 1
                plain = _PLAIN.issuperset(map(type, row))
                if not plain and any(isinstance(row[place], _BINARY) for place in used):
                    raise InputError([_binary(row, number, part, used)])
                cells = [as_text(v) if plain else _text(v) for v in row]
                digest.update(SEPARATE.join(["", *cells]).encode("utf-8", "surrogatepass"))
                yield number, cells
    part.digest = digest.hexdigest()


def _text(value: object) -> str:
    """A cell as text; of a picture or the like only what tells it from another."""
    return hashlib.sha256(value).hexdigest() if isinstance(value, _BINARY) else as_text(value)


def _binary(row, number: int, part: Part, used: list[int]) -> Fault:
    place = next(place for place in used if isinstance(row[place], _BINARY))
    return Fault("cell_binary", file=part.file, row=number, column=part.names[place])
