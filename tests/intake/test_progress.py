"""Whoever looks on hears how far the reading is; nobody else pays for it."""

from __future__ import annotations

import threading

import duckdb

from kamlib.intake import progress


def test_the_steps_of_a_large_file_are_told(make, monkeypatch):
    from kamlib.intake.files import engine_csv

    monkeypatch.setattr(engine_csv, "SMALL", 10)
    heard = []
    make("id,day,money\n" + "A,2024-01-05,1.5\n" * 50)
    with progress.told_to(lambda *told: heard.append(told)):
        assert make.check().usable
    steps = list(dict.fromkeys((table, step) for table, step, _ in heard))
    assert steps == [
        ("orders", "reading"),
        ("orders", "copying"),
        ("orders", "typing"),
        ("orders", "squaring"),
    ]
    assert ("orders", "copying", 1.0) in heard


def test_a_long_query_is_told_by_its_share():
    heard = []
    with duckdb.connect() as connection, progress.told_to(lambda *told: heard.append(told)):
        progress.at("orders", "squaring")
        with progress.watching(connection):
            connection.execute(
                "CREATE TABLE t AS SELECT md5(i::VARCHAR) AS m FROM range(4000000) r(i)"
            )
    shares = [share for _, _, share in heard if share is not None]
    assert shares and all(0 <= share <= 1 for share in shares)
    assert {told[:2] for told in heard} == {("orders", "squaring")}


def test_without_a_listener_there_is_no_watcher():
    before = threading.active_count()
    with duckdb.connect() as connection, progress.watching(connection):
        assert threading.active_count() == before
