"""The same lines, squared by Spark and by DuckDB: the same rows, money, steps and notes."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from kamlib import engagement, intake, metrics
from tests.intake import typed_lines

pytestmark = pytest.mark.slow  # starts a JVM
ORDER = ["customer_id", "order_id", "date", "product_id", "amount", "cost", "quantity"]


@pytest.fixture
def on_spark(spark):
    """`engine: spark` then works in the session that runs."""
    return spark


def found(folder):
    check = intake.check(folder)
    assert check.usable, [f.as_dict("en") for f in check.faults]
    return check, intake.read(engagement.load(folder))


def lines(book):
    frame = book.orders.collect("pyarrow").to_native().to_pandas()
    return frame.sort_values(ORDER, ignore_index=True)


def amounts(check):
    return [r["amount"] for r in check.reconciliation if r["amount"] is not None]


def notes(rows):
    """Notes without their order; money to the cent."""
    return sorted(
        str({k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()}) for row in rows
    )


@pytest.mark.parametrize("case", typed_lines.CASES)
def test_spark_and_duckdb_find_the_same(tmp_path, on_spark, case):
    here, book = found(typed_lines.write(tmp_path / "duck", case))
    there, other = found(typed_lines.write(tmp_path / "spark", case, engine="spark"))
    assert notes(here.repairs) == notes(there.repairs)
    assert notes(here.questions) == notes(there.questions)
    assert [(r["step"], r["rows"]) for r in here.reconciliation] == [
        (r["step"], r["rows"]) for r in there.reconciliation
    ]
    assert amounts(here) == pytest.approx(amounts(there), rel=1e-9, abs=1e-9)
    assert_frame_equal(lines(book), lines(other), rtol=1e-9, check_dtype=False)
    assert_frame_equal(book.members, other.members)
    assert_frame_equal(book.accounts, other.accounts)
    assert (book.since, book.as_of) == (other.since, other.as_of)
    period = {"since": book.since, "as_of": book.as_of}
    assert_frame_equal(
        metrics.account_metrics(book.orders, **period),
        metrics.account_metrics(other.orders, **period),
        rtol=1e-9,
    )
    assert "spark" in type(other.orders.to_native()).__module__


def test_joined_heads_and_a_list_of_rows_to_leave_out(tmp_path, on_spark):
    heads = pd.DataFrame({"no": [1, 2, 3], "who": ["A", "B", None], "day": ["2024-01-05"] * 3})
    heads["day"] = pd.to_datetime(heads["day"]).dt.date
    details = pd.DataFrame({"no": [1, 1, 2, 3, 9], "net": [10.0, 5.5, 7.0, 1.0, 2.0]})
    back = pd.DataFrame({"nr": [2, 2]})
    for name, frame in {"heads": heads, "lines": details, "back": back}.items():
        pq.write_table(pa.Table.from_pandas(frame), tmp_path / f"{name}.parquet")
    source = {
        "path": "lines.parquet",
        "columns": {"customer_id": "who", "date": "day", "amount": "net", "order_id": "no"},
        "join": [{"path": "heads.parquet", "on": "no"}],
        "drop_if_in": {"path": "back.parquet", "on": {"no": "nr"}},
    }
    steps = {}
    for engine in ("duckdb", "spark"):
        content = {"name": "J", "engine": engine, "sources": {"orders": source}}
        (tmp_path / "engagement.yaml").write_text(json.dumps(content))
        check, book = found(tmp_path)
        steps[engine] = [tuple(r.values()) for r in check.reconciliation]
        assert sorted(lines(book)["amount"]) == [5.5, 10.0]
    assert steps["duckdb"] == steps["spark"]


def test_tables_of_the_catalogue(tmp_path, on_spark):
    folder = typed_lines.write(tmp_path / "files", "chosen rows")
    on_spark.read.parquet(str(folder / "lines.parquet")).write.saveAsTable("lines_of_a_year")
    listed = pd.DataFrame(
        {"id": ["007", "A-1"], "name": ["Bond", "Ante"], "role": ["end user"] * 2}
    )
    on_spark.createDataFrame(listed).write.saveAsTable("customer_list")
    content = json.loads((folder / "engagement.yaml").read_text())
    orders, customers = content["sources"]["orders"], content["sources"]["customers"]
    content["sources"] = {
        "orders": {k: v for k, v in orders.items() if k != "path"} | {"table": "lines_of_a_year"},
        "customers": {
            "table": "customer_list",
            "columns": {k: v for k, v in customers["columns"].items() if k != "parent_id"},
        },
    }
    content["engine"] = "spark"
    (folder / "engagement.yaml").write_text(json.dumps(content))
    check, book = found(folder)
    assert check.tables["customers"]["rows"] == 2
    assert set(book.members["customer_id"]) == {"007", "A-1"}
    on_spark.sql("DROP TABLE lines_of_a_year")
    on_spark.sql("DROP TABLE customer_list")


FAULTS = {
    "direct_kind": {"columns": {"customer_id": "Cust No", "date": "Day", "amount": "Kind"}},
    "direct_gap": {"columns": {"customer_id": "Cust No", "date": "Day", "amount": "Cost"}},
    "direct_field": {"decimal": ","},
    "column_missing": {"columns": {"customer_id": "Cust No", "date": "Day", "amount": "Nett"}},
    "file_missing": {"path": "linse.parquet"},
    "spark_cannot_read": {"path": None, "table": "no_such_table"},
    "table_name_wrong": {"path": None, "table": "a; DROP TABLE b"},
}


@pytest.mark.parametrize("code", FAULTS)
def test_what_spark_cannot_use_is_a_clear_fault(tmp_path, on_spark, code):
    folder = typed_lines.write(tmp_path, "plain", engine="spark")
    content = json.loads((folder / "engagement.yaml").read_text())
    content["sources"]["orders"] |= FAULTS[code]
    (folder / "engagement.yaml").write_text(json.dumps(content))
    check = intake.check(folder)
    assert [fault.code for fault in check.faults] == [code]
    for language in ("en", "zh"):
        assert check.faults[0].message(language)
        assert check.faults[0].mend(language)


def test_hostile_texts_stay_texts(tmp_path, on_spark):
    folder = typed_lines.write(tmp_path, "plain", engine="spark")
    content = json.loads((folder / "engagement.yaml").read_text())
    odd = ["x'y", "a\\", "\\' OR 1=1 --", "North"]
    content["sources"]["orders"]["leave_out"] = {"Region": odd}
    (folder / "engagement.yaml").write_text(json.dumps(content))
    check = intake.check(folder)
    assert check.usable
    unheard = [q["example"] for q in check.questions if q["question"] == "leave_out_without_rows"]
    assert unheard == [", ".join(odd[:3])]


@pytest.mark.parametrize("address", ["sc://127.0.0.1:9", "spark://127.0.0.1:9"])
def test_a_host_that_does_not_answer_is_a_fault_at_once(tmp_path, on_spark, address):
    folder = typed_lines.write(tmp_path, "plain", engine=address)
    (fault,) = intake.check(folder).faults
    assert fault.code == "spark_not_there"


def test_without_pyspark_or_java_the_fault_says_what_to_install(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    folder = typed_lines.write(tmp_path, "plain", engine="spark")
    (fault,) = intake.check(folder).faults
    assert fault.code == "spark_missing"
    assert "Java" in fault.mend("en")
