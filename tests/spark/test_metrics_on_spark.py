"""What is worked out of the order lines is the same in Spark as in DuckDB.

Counts and dates are equal; sums of binary figures to one part in 1e9, since the two add up in
another order. Spark is asked with its ANSI errors and without.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

from kamlib import metrics
from kamlib.analysis import competition as wallet_sales
from kamlib.analysis import evidence
from kamlib.economics import flows
from kamlib.segmentation import migration

pytestmark = pytest.mark.slow

SINCE, AS_OF = date(2022, 1, 1), date(2024, 2, 29)
DAYS = (AS_OF - SINCE).days + 1
#: What asks the order lines, one entry for each use of `Book.orders`.
ASKED = {
    "account_metrics": lambda o: metrics.account_metrics(o, since=SINCE, as_of=AS_OF),
    "account_metrics, one year": lambda o: metrics.account_metrics(
        o, since=date(2023, 6, 1), as_of=date(2024, 1, 31)
    ),
    "account_months": lambda o: metrics.account_months(o, as_of=AS_OF),
    "region_revenue": metrics.region_revenue,
    "yearly_revenue": lambda o: metrics.yearly_revenue(o, first_month=4),
    "totals": lambda o: metrics.totals(o, since=date(2022, 3, 1)),
    "product_revenue": metrics.product_revenue,
    "family_traits": lambda o: metrics.family_traits(
        o, {"one": ["P1", "P2"], "two": ["P3"]}, since=SINCE, as_of=AS_OF
    ),
    "monthly": lambda o: flows.monthly(o, as_of=AS_OF),
    "pauses": flows.pauses,
    "sales_by_region": flows.sales_by_region,
    "year_revenue": lambda o: migration.year_revenue(
        o, before=date(2022, 3, 1), last=date(2023, 3, 1)
    ),
    "sales by year": wallet_sales._yearly,
    "lines by customer": lambda o: evidence.by_customer(
        SimpleNamespace(book=SimpleNamespace(orders=o))
    ),
    "sales since": lambda o: wallet_sales._since(o, date(2023, 2, 28)),
}

SORTED_BY = ("account_id", "customer_id", "region", "year", "month", "months_ago", "back")


def _study(orders) -> SimpleNamespace:
    return SimpleNamespace(book=SimpleNamespace(orders=orders))


def lines() -> pd.DataFrame:
    """Order lines with what engines like to read differently.

    Accounts with one line, one day, no positive amount, sums of exactly zero, equal sums and
    equal amounts; lines without product, region or cost; a leap day, ends of years, names in
    Chinese, names that differ in case or by a blank.
    """
    rng = np.random.default_rng(20261125)
    n = 3000
    days = SINCE.toordinal() + rng.integers(0, DAYS, n)
    ids = np.array([f"K{i:03d}" for i in range(40)])
    frame = pd.DataFrame(
        {
            "account_id": rng.choice(ids, n),
            "date": [date.fromordinal(int(day)) for day in days],
            "product": rng.integers(0, 30, n),
            "region": rng.choice(["North", "north", "North ", "华东", "", None], n),
            "cents": np.round(rng.lognormal(8, 2, n) * rng.choice([1, 1, 1, 1, -1], n)).astype(int),
            "share": rng.uniform(0.3, 1.1, n),
        }
    )
    frame["product_id"] = "P" + frame["product"].astype(str)
    frame.loc[frame["product"] % 7 == 0, "product_id"] = None
    return pd.concat([_finished(frame), _odd_accounts()], ignore_index=True)


def _finished(frame: pd.DataFrame) -> pd.DataFrame:
    frame["customer_id"] = frame["account_id"] + np.where(frame.index % 3 == 0, "-b", "")
    day = frame["date"].map(date.isoformat)
    frame["order_id"] = frame["customer_id"] + " " + day
    frame["amount"] = [Decimal(int(c)).scaleb(-2) for c in frame["cents"]]
    cost = [Decimal(int(c * s)).scaleb(-2) for c, s in zip(frame.cents, frame.share, strict=True)]
    frame["cost"] = [None if i % 11 == 0 else c for i, c in enumerate(cost)]
    return frame[[*COLUMNS]]


def _odd_accounts() -> pd.DataFrame:
    rows = [
        ("one line", "2024-02-29", 10_00),
        ("nothing net", "2023-12-31", 5_00),
        ("nothing net", "2024-01-01", -5_00),
        ("only returns", "2022-12-31", -7_01),
        ("one day", "2024-02-29", 1),
        ("one day", "2024-02-29", 1),
        ("zero", "2023-03-01", 0),
        ("tie A", "2023-02-28", 33_33),
        ("tie B", "2023-02-28", 33_33),
        ("重点客户", "2022-01-01", 99_99),
        ("重点客户", "2024-02-29", 99_99),
        ("'; DROP", "2023-05-05", 123_456_789_01),
        ("'; DROP", "2023-06-05", 1),
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "date", "cents"])
    frame["date"] = [date.fromisoformat(d) for d in frame["date"]]
    return _finished(frame.assign(product_id=None, region=None, share=0.5))


COLUMNS = {
    "account_id": pa.string(),
    "customer_id": pa.string(),
    "order_id": pa.string(),
    "date": pa.date32(),
    "product_id": pa.string(),
    "region": pa.string(),
    "amount": pa.decimal128(14, 2),
    "cost": pa.decimal128(14, 2),
}


@pytest.fixture(scope="module", params=["double", "decimal"])
def table(request) -> pa.Table:
    """The lines, their money in binary or in decimal figures."""
    given = pa.Table.from_pandas(lines(), schema=pa.schema(COLUMNS), preserve_index=False)
    if request.param == "decimal":
        return given
    kinds = COLUMNS | {"amount": pa.float64(), "cost": pa.float64()}
    return given.cast(pa.schema(kinds))


@pytest.fixture(scope="module")
def in_duckdb(table):
    return nw.from_native(duckdb.connect().from_arrow(table))


@pytest.fixture(scope="module")
def in_spark(spark, table):
    return nw.from_native(spark.createDataFrame(table).repartition(4).cache())


@pytest.mark.parametrize("asked", ASKED)
def test_spark_gives_the_figures_of_duckdb(session, in_duckdb, in_spark, asked):
    expected, found = (_sorted(ASKED[asked](orders)) for orders in (in_duckdb, in_spark))
    assert len(expected) > 20
    assert_frame_equal(found, expected, check_exact=False, rtol=1e-9, atol=1e-9)
    whole = [c for c in expected if not pd.api.types.is_float_dtype(expected[c])]
    assert_frame_equal(found[whole], expected[whole], check_exact=True)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [c for c in SORTED_BY if c in frame]
    return frame.sort_values(keys, ignore_index=True)
