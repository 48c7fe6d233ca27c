"""Rows of a database, read through SQLAlchemy in chunks; no password is ever shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote_plus

from kamlib.engagement import Engagement, Source
from kamlib.faults import Fault, InputError
from kamlib.intake.parts import BATCH, Part, Rows, as_text, tidy

_NAMED = re.compile(r"\$\{(\w+)\}")
_SECRET = re.compile(r"(?i)\b(password|passwd|pwd|token|secret)=(?!\$\{)[^&;]*")
_WAIT = 10  # seconds for a database to answer


def label(source: Source) -> str:
    """How the database is named in faults: the URL as written, without any password."""
    shown = re.sub(r"(://[^:/@\s]*:)(?!\$\{)[^@]*@", r"\1...@", source.database)
    return _SECRET.sub(r"\1=...", shown)


def read(engagement: Engagement, source: Source) -> list[Part]:
    """The one part of a query. Rows count from 2, as under a header.

    Raises
    ------
    InputError
        If a name is not in the environment, or the database does not answer.
    """
    shown = label(source)
    engine = _engine(engagement, _url(source, shown), shown)
    with _answering(shown), engine.connect() as connection:
        names = [tidy(name) for name in _ask(connection, source).keys()]  # noqa: SIM118  no dict
    part = Part(shown, names, encoding="database")
    part.rows = lambda: _rows(engine, source, shown)
    return [part]


@contextmanager
def _answering(shown: str) -> Iterator[None]:
    """Drivers raise what they like; their words may hold the password and are not passed on."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise InputError([Fault("database_failed", file=shown, values={"said": kind})]) from None


def _ask(connection, source: Source):
    return connection.execution_options(stream_results=True).exec_driver_sql(source.query)


def _url(source: Source, shown: str) -> str:
    """The address with its ${NAME}s filled; inside the user part a password is quoted."""
    lacking = [n for n in _NAMED.findall(source.database) if n not in os.environ]
    if lacking:
        raise InputError(Fault("environment_missing", file=shown, value=name) for name in lacking)

    def fill(match: re.Match) -> str:
        value = os.environ[match[1]]
        begins = source.database.find("://")
        in_user = 0 <= begins < match.start() and source.database.find("@", match.end()) > 0
        return quote_plus(value) if in_user else value

    return _NAMED.sub(fill, source.database)


def _engine(engagement: Engagement, url: str, shown: str):
    with _answering(shown):
        import sqlalchemy  # noqa: PLC0415  a quarter of a second

        address = sqlalchemy.make_url(url)
        kind = address.get_backend_name()
        if kind == "sqlite":
            return sqlalchemy.create_engine(
                "sqlite://", creator=_sqlite(engagement, address, shown)
            )
        waits = {"connect_timeout": _WAIT} if kind in ("postgresql", "mysql", "mariadb") else {}
        return sqlalchemy.create_engine(address, connect_args=waits)


def _sqlite(engagement: Engagement, address, shown: str):
    """A way to open a SQLite file for reading; it is never made where it is missing."""
    import sqlite3  # noqa: PLC0415  only here

    path = engagement.resolve(address.database or "").resolve()
    if not path.is_file():
        raise InputError([Fault("file_missing", file=shown, values={"nearest": ""})])
    return lambda: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _rows(engine, source: Source, shown: str) -> Rows:
    with _answering(shown), engine.connect() as connection:
        result, number = _ask(connection, source), 1
        while chunk := result.fetchmany(BATCH):
            for row in chunk:
                number += 1
                yield number, [as_text(value) for value in row]
