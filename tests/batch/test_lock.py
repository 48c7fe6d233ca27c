"""Two runs never write one report at once, and a killed run keeps nobody out."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from kamlib.batch import lock
from kamlib.faults import InputError

HOLD = """
import sys, pathlib
from kamlib.batch import lock
with lock.alone(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of tmp_path/acme until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "acme")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.kill()


def refused(target):
    with pytest.raises(InputError) as raised, lock.alone(target):
        pass
    (fault,) = raised.value.faults
    assert fault.code == "report_in_use"
    assert fault.mend("en")
    return fault


def test_the_first_is_named_to_the_second(tmp_path):
    target = tmp_path / "acme"
    with lock.alone(target):
        fault = refused(target)
        with lock.alone(tmp_path / "other"):
            pass
    assert fault.values["pid"] == os.getpid()
    assert str(os.getpid()) in fault.message("en")
    assert str(fault.values["since"]) in fault.message("zh")
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_kept_out_until_it_ends(tmp_path, holder):
    target = tmp_path / "acme"
    assert refused(target).values["pid"] == holder.pid
    holder.stdin.close()
    holder.wait(10)
    with lock.alone(target):
        (target / "page").write_text("x")
    assert [p.name for p in target.iterdir()] == ["page"]


def test_what_a_killed_run_leaves_keeps_nobody_out(tmp_path, holder):
    target = tmp_path / "acme"
    holder.kill()
    holder.wait(10)
    assert (target / lock.NAME).exists()
    with lock.alone(target):
        assert refused(target).values["pid"] == os.getpid()
    assert not target.exists()


def test_words_that_are_not_whole_yet_name_nobody(tmp_path):
    with lock.alone(tmp_path / "acme"):
        (tmp_path / "acme" / lock.NAME).write_text('{"pid": 1')
        assert refused(tmp_path / "acme").values["pid"] == "?"


def test_it_works_the_way_of_windows(tmp_path, monkeypatch):
    """There a byte of the file is locked, for each open file by itself."""
    held = {}

    def locking(number, mode, count):
        place = (os.fstat(number).st_ino, os.lseek(number, 0, os.SEEK_CUR))
        if held.setdefault(place, number) != number:
            raise PermissionError(13, "locked")

    fake = SimpleNamespace(locking=locking, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    with lock.alone(tmp_path / "acme"):
        assert refused(tmp_path / "acme").values["pid"] == os.getpid()
        ((_, place),) = held
        assert place > (tmp_path / "acme" / lock.NAME).stat().st_size
    assert not (tmp_path / "acme").exists()


def test_a_disk_without_locks_keeps_nobody_out(tmp_path, monkeypatch):
    import fcntl

    def flock(*_):
        raise OSError(95, "not supported")

    monkeypatch.setattr(fcntl, "flock", flock)
    with lock.alone(tmp_path / "acme"), lock.alone(tmp_path / "acme"):
        pass
