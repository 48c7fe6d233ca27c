"""Results kept between notebooks: once per mark, and never trusted when broken."""

from __future__ import annotations

import os
import time

import pytest

from kamlib import cache

DAY = 86_400


def test_computed_once_per_mark_and_name(tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path))
    calls = []

    def compute():
        calls.append(1)
        return len(calls)

    assert [cache.cached("a", "x", compute) for _ in range(3)] == [1, 1, 1]
    assert cache.cached("b", "x", compute) == 2
    assert cache.cached("a", "y", compute) == 3


def test_a_broken_result_is_computed_again(tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path))
    cache.cached("a", "x", lambda: "first")
    path = cache.folder("a") / "x.pickle"
    path.write_bytes(b"half a fi")
    assert cache.cached("a", "x", lambda: "again") == "again"
    assert not [p for p in path.parent.iterdir() if p != path]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Keep a result of so many bytes that was used so many days ago; gives its folder."""
    monkeypatch.setenv("KAM_CACHE", str(tmp_path))

    def keep(name: str, days: float, size: int = 10):
        cache.cached(name, "x", lambda: b"x" * size)
        folder = cache.folder(name)
        used = time.time() - days * DAY
        os.utime(folder, (used, used))
        return folder

    return keep


def test_what_nobody_used_for_a_month_goes(kept, tmp_path):
    fresh, old, months = kept("a", 0), kept("b", 29), kept("c", 31)
    mine = tmp_path / "notes"
    mine.mkdir()
    os.utime(mine, (0, 0))
    cache.prune()
    assert [f.exists() for f in (fresh, old, months)] == [True, True, False]
    assert mine.exists()
    assert cache.cached("b", "x", lambda: "computed again") == b"x" * 10


def test_a_use_keeps_it_for_another_month(kept):
    folder = kept("a", 31)
    assert cache.cached("a", "x", lambda: "computed again") == b"x" * 10
    cache.prune()
    assert folder.exists()


def test_the_least_used_goes_where_it_is_too_much(kept, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 2500)
    folders = [kept("a", 2, 1000), kept("b", 3, 1000), kept("c", 4, 1000), kept("d", 5, 10)]
    cache.prune()
    assert [f.exists() for f in folders] == [True, True, False, True]


def test_what_a_run_may_be_at_work_on_stays_whatever_its_size(kept, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 100)
    folders = [kept("a", 0.1, 1000), kept("b", 0.5, 1000), kept("c", 1.5, 1)]
    cache.prune()
    assert [f.exists() for f in folders] == [True, True, False]


def test_what_is_used_in_the_meantime_stays(kept, monkeypatch):
    folder = kept("a", 31)
    size = cache._size

    def used_meanwhile(path):
        cache.folder("a")
        return size(path)

    monkeypatch.setattr(cache, "_size", used_meanwhile)
    cache.prune()
    assert folder.exists()


def test_what_a_stopped_prune_left_goes_and_two_at_once_do_no_harm(kept, tmp_path, monkeypatch):
    left = tmp_path / f"{cache._GOING}{'0' * 32}"
    (left / "book").mkdir(parents=True)
    folder = kept("a", 31)
    rename = os.rename

    def both(source, target):
        rename(source, target)
        cache.prune()  # another run's
        raise FileNotFoundError(source)

    monkeypatch.setattr(os, "rename", both)
    cache.prune()
    assert not folder.exists()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("KAM_CACHE", str(tmp_path / "not there"))
    cache.prune()
