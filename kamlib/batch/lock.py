"""One run at a time into a report's folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from kamlib.faults import Fault, InputError

NAME = ".running"
_FAR = 1 << 30  # Windows locks bytes; there are none this far, so that the words can be read
_TRIES = 10


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """While it lasts, no other run may write the report at `target`.

    The system holds the lock, and lets go of it however the process ends: what a killed run
    leaves behind keeps nobody out. A disk without locks keeps nobody out either.

    Raises
    ------
    InputError
        If another run is at work there, naming its process and since when.
    """
    file = _take(target)
    try:
        file.truncate(0)
        since = datetime.now().astimezone().isoformat(" ", timespec="minutes")
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
        file.flush()
        yield
    finally:
        _leave(file, target)


def _take(target: Path) -> TextIO:
    path = target / NAME
    for _ in range(_TRIES):
        target.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("a+", encoding="utf-8")
        except FileNotFoundError:  # the run before took its empty folder away just now
            continue
        if not _lock(file):
            with file:
                raise InputError([_in_use(file, target)])
        # On POSIX the run before may have deleted the file after we had opened it.
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
        file.close()
    raise InputError([_in_use(None, target)])


def _lock(file: TextIO) -> bool:
    """Whether the file is now locked for this process: no other had it."""
    try:
        import fcntl  # noqa: PLC0415  not on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415  only on Windows

        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # this disk knows no locks
        return True
    return True


def _leave(file: TextIO, target: Path) -> None:
    try:
        (target / NAME).unlink()  # while we hold it: afterwards it may be the next run's
        file.close()
    except OSError:  # Windows deletes no open file, nor then one that is the next run's
        file.close()
        with suppress(OSError):
            (target / NAME).unlink()
    with suppress(OSError):  # a run that came to nothing leaves no empty folder
        target.rmdir()


def _in_use(file: TextIO | None, target: Path) -> Fault:
    who = dict.fromkeys(("pid", "host", "since"), "?")
    with suppress(OSError, ValueError, AttributeError):
        file.seek(0)
        who |= json.loads(file.read())
    return Fault("report_in_use", value=str(target), values=who)
