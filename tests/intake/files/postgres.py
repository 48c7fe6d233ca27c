"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from importlib.util import find_spec
from pathlib import Path

USER, PASSWORD = "kam reader", "hunter2@/:% x"  # with what an address must quote


def lacking() -> str:
    """Why there can be no server here; empty where there can."""
    if find_spec("psycopg") is None:
        return "the driver is not installed: psycopg[binary]"
    if not programs():
        return "no PostgreSQL server on this machine (Debian: apt-get install postgresql)"
    return ""


def programs() -> str:
    """The folder of initdb and pg_ctl; Debian keeps it off the path."""
    folders = sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)
    folders += [str(Path(found).parent)] if (found := shutil.which("initdb")) else []
    return next(
        (f for f in folders if Path(f, "initdb").exists() and Path(f, "pg_ctl").exists()), ""
    )


@contextmanager
def server() -> Iterator[int]:
    """A running server with the database `sales`; gives its port on this machine."""
    # Not below pytest's folder, which only its owner may enter: root may not run a server.
    folder = Path(tempfile.mkdtemp(prefix="kam-pg-"))
    account = _account()
    data, log, secret = folder / "data", folder / "log", folder / "password"
    secret.write_text(PASSWORD)
    for path in (folder, secret):
        if account:
            os.chown(path, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    start = ["-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start"]
    try:
        _run(account, "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", secret,
             "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        _run(account, "pg_ctl", *start)
        yield port
    finally:
        if (data / "postmaster.pid").exists():
            _run(account, "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def connect(port: int, database: str = "postgres"):
    """A connection that may write, each statement for itself."""
    import psycopg

    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user=USER,
        password=PASSWORD,
        dbname=database,
        autocommit=True,
    )


def _account() -> str:
    """Whom the server runs as, where we are root: it refuses to."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _run(account: str, program: str, *arguments) -> None:
    who = {"user": account, "group": pwd.getpwnam(account).pw_gid} if account else {}
    # pg_ctl's server would hold a pipe open for as long as it lives.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [Path(programs(), program), *map(str, arguments)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
            **who,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode("utf-8", "replace")
