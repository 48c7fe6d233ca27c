"""The bench of the key list measures what it says: the same places, every step, limits printed."""

import pytest

from kamlib.bench import ways, who_is_key


@pytest.mark.parametrize("shape", who_is_key.SHAPES)
def test_chances_hand_out_the_places(shape):
    run = who_is_key.chances(shape, 300, 200)
    assert run["places"] == pytest.approx(who_is_key.PLACES)
    assert run["bare"] > 0 and run["seconds"] > 0 and run["over"] >= 0


def test_limits_stand_beside_the_figures(monkeypatch):
    runs = {
        "chances": {"bare": 1.0, "seconds": 11.0, "over": 0.1},
        "whole": {"accounts": 100_000, "took": {"draws": 6.0, "flips": 3.0}, "peak": 1.0},
    }
    monkeypatch.setattr(who_is_key, "_in_a_process", lambda run, *asked: runs[run.__name__])
    text = "\n".join(who_is_key.report())
    assert (
        text.count("11.00 x the bare product, limit 10; 0.10 GB over it, limit 0.2: EXCEEDED") == 3
    )
    assert "identification of 100,000 accounts: 9.0 s, limit 10 for 100,000: kept" in text


def test_the_whole_way_runs_every_step(tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path))
    run = who_is_key.whole(3_000, tmp_path)
    assert 100 < run["accounts"] <= 3_000 // 13
    assert all(seconds >= 0 for seconds in run["took"].values())
    assert {"draws", "key list", "answer"} <= set(run["took"])
    assert run["peak"] <= ways.peak()
