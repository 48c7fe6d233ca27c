"""Rows of a database, read through SQLAlchemy in chunks; no password is ever shown."""

from __future__ import annotations

import os
import re

from kamlib.engagement import Source
from kamlib.faults import Fault, InputError
from kamlib.intake.parts import BATCH, Part, Rows, as_text, tidy

_NAMED = re.compile(r"\$\{(\w+)\}")


def label(source: Source) -> str:
    """How the database is named in faults: the URL as written, its password as ${NAME}."""
    return re.sub(r"(://[^:/@\s]*:)(?!\$\{)[^@]*@", r"\1...@", source.database)


def read(source: Source) -> list[Part]:
    """The one part of a query. Rows count from 2, as under a header.

    Raises
    ------
    InputError
        If a name is not in the environment, or the database does not answer.
    """
    shown = label(source)
    url = _url(source, shown)
    engine = _engine(url, shown)
    try:
        with engine.connect() as connection:
            result = connection.execution_options(stream_results=True).exec_driver_sql(source.query)
            names = [tidy(name) for name in result.keys()]
    except Exception as error:  # drivers raise what they like; the text may hold the password
        raise _silent(shown, error) from None
    part = Part(shown, names, encoding="database")
    part.rows = lambda: _rows(engine, source.query, shown)
    return [part]


def _url(source: Source, shown: str) -> str:
    lacking = [n for n in _NAMED.findall(source.database) if n not in os.environ]
    if lacking:
        raise InputError(Fault("environment_missing", file=shown, value=name) for name in lacking)
    from urllib.parse import quote_plus  # noqa: PLC0415

    def fill(match: re.Match) -> str:
        # A password may hold @ and /: inside the user part it is quoted, elsewhere not.
        value = os.environ[match[1]]
        at = source.database.find("@", match.end())
        whole = match.start() == 0
        return value if whole or at < 0 else quote_plus(value)

    return _NAMED.sub(fill, source.database)


def _engine(url: str, shown: str):
    import sqlalchemy  # noqa: PLC0415  a quarter of a second

    try:
        return sqlalchemy.create_engine(url)
    except Exception as error:  # unknown dialect, missing driver, unreadable URL
        raise _silent(shown, error) from None


def _rows(engine, query: str, shown: str) -> Rows:
    try:
        with engine.connect() as connection:
            result = connection.execution_options(stream_results=True).exec_driver_sql(query)
            number = 1
            while chunk := result.fetchmany(BATCH):
                for row in chunk:
                    number += 1
                    yield number, [as_text(value) for value in row]
    except Exception as error:
        raise _silent(shown, error) from None


def _silent(shown: str, error: Exception) -> InputError:
    """The fault without the driver's words, which may hold the password."""
    kind = type(getattr(error, "orig", None) or error).__name__
    return InputError([Fault("database_failed", file=shown, values={"said": kind})])
