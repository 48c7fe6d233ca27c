"""Results kept between notebooks: once per mark, and never trusted when broken."""

from __future__ import annotations

from kamlib import cache


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
