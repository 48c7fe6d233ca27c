"""How far the reading of large files is, for a person who looks on; elsewhere nobody listens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

#: Told: the table, what is done with it (`reading`, `typing`, `squaring`), and the share of the
#: step that is done, 0 to 1, where it is known.
Tell = Callable[[str, str, float | None], None]

_EVERY = 0.3  # seconds
_listeners: list[Tell] = []  # the command line's bar, or none
_now: list[str] = ["", ""]  # table and step


@contextmanager
def told_to(tell: Tell) -> Iterator[None]:
    """`tell` hears of every step while the block runs."""
    _listeners.append(tell)
    try:
        yield
    finally:
        _listeners.remove(tell)


def at(table: str, step: str, share: float | None = None) -> None:
    """A step has begun, or is so far."""
    _now[:] = table, step
    for tell in _listeners:
        tell(table, step, share)


@contextmanager
def watching(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While the block runs, tell how far the engine is with its present query."""
    if not _listeners:
        yield
        return
    connection.execute("SET enable_progress_bar = TRUE; SET enable_progress_bar_print = FALSE")
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(connection, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(connection: duckdb.DuckDBPyConnection, over: threading.Event) -> None:
    while not over.wait(_EVERY):
        percent = connection.query_progress()
        if percent >= 0:  # below: no query, or one whose end the engine cannot see
            at(*_now, min(percent / 100, 1.0))
