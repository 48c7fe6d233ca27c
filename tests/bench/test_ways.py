"""The bench measures what it says: four ways, the same figures, limits printed."""

import pandas as pd
import pytest

from kamlib.bench import __main__ as bench
from kamlib.bench import from_files, ways


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "lines.parquet"
    ways.make_lines(path, 9_000)
    from_files.make_files(path)
    return path


def test_lines_are_the_same_each_time(path, tmp_path):
    ways.make_lines(tmp_path / "again.parquet", 9_000)
    pd.testing.assert_frame_equal(
        pd.read_parquet(path).sort_values(["order_id", "amount"], ignore_index=True),
        pd.read_parquet(tmp_path / "again.parquet").sort_values(
            ["order_id", "amount"], ignore_index=True
        ),
    )


def test_sql_and_kit_give_the_same_columns_and_figures(path):
    kit, sql = ways.kit(path), ways.sql(path)
    assert set(sql) == set(kit)
    numbers = [c for c in kit if pd.api.types.is_numeric_dtype(kit[c])]
    assert kit["account_id"].tolist() == sql["account_id"].tolist()
    pd.testing.assert_frame_equal(
        kit[numbers], sql[numbers].astype(kit[numbers].dtypes), rtol=1e-9, atol=1e-9
    )


def test_pandas_gives_the_same_where_there_is_a_figure(path):
    kit, other = ways.kit(path).set_index("account_id"), ways.pandas(path)
    for column in ("revenue", "orders", "products", "growth", "evenness", "variability", "trend"):
        known = kit[column].dropna()
        assert other[column][known.index].tolist() == pytest.approx(known.tolist(), abs=1e-9)


def test_a_run_says_seconds_memory_and_rows(path):
    run = ways.timed(ways.scan, path)
    assert run["seconds"] > 0 and 0.01 < run["peak"] < 100 and run["rows"] == 1


def test_each_way_runs_in_a_process_of_its_own(path):
    best = bench.measured(path, 1, ["sql", "scan"])
    assert best["sql"]["rows"] == len(ways.kit(path))
    assert best["scan"]["rows"] == 1


def test_limits_stand_beside_the_figures():
    run = {"seconds": 1.0, "peak": 0.5, "rows": 3, "revenue": 9.0, "evenness": 1.0}
    best = {"kit": run | {"seconds": 1.2}, "sql": run, "scan": {"seconds": 0.1, "peak": 0.2}}
    text = "\n".join(bench.report(10_000_000, best))
    assert "kit / sql 1.20, limit 1.1: EXCEEDED" in text
    assert "kit memory 0.50 GB, limit 1.2 GB: kept" in text
    assert "revenue: the same in every way" in text
    wrong = best | {"kit": run | {"revenue": 8.0}}
    assert "revenue: DIFFERS" in "\n".join(bench.report(1000, wrong))


@pytest.mark.parametrize("way", from_files.WAYS)
def test_from_a_file_to_the_metrics_by_the_kit_and_by_hand(path, way, monkeypatch, tmp_path):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path))  # put back afterwards
    found, sql = from_files.WAYS[way](path), from_files.copy(path)
    for column in ("revenue", "orders", "products", "evenness"):
        assert found[column].tolist() == pytest.approx(sql[column].tolist(), rel=1e-9, nan_ok=True)


def test_a_limit_of_times_and_one_of_memory_alone():
    run = {"seconds": 3.0, "peak": 2.5, "rows": 3}
    best = {"intake": run, "copy": run | {"seconds": 1.0}}
    best |= {"intake_csv": run, "copy_csv": run | {"seconds": 1.0}}
    text = "\n".join(bench.report(10_000_000, best))
    assert "intake / copy 3.00, limit 2.0: EXCEEDED" in text
    assert "intake_csv /" not in text
    assert "intake_csv memory 2.50 GB, limit 2.0 GB: EXCEEDED" in text
