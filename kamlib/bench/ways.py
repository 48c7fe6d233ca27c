"""The same figures worked out in several ways, each timed in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

SINCE, AS_OF = date(2021, 1, 1), date(2024, 12, 31)
_MONTH = AS_OF.year * 12 + AS_OF.month
_MONTHS = _MONTH - SINCE.year * 12 - SINCE.month + 1


def make_lines(path: Path, lines: int, *, accounts: int = 0) -> None:
    """Write invented order lines as Parquet: three lines an order, few large accounts.

    accounts: numbers that accounts are drawn from; 0: as many as the lines call for.
    """
    accounts = accounts or max(1000, lines // 500)
    import duckdb  # noqa: PLC0415  only the process that works with it loads it

    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"""
            COPY (
              SELECT 'A' || lpad(account::VARCHAR, 6, '0') AS account_id, 'O' || o AS order_id,
                DATE '2021-01-01' + (hash(o) % 1461)::INTEGER AS date,
                'P' || floor(pow(random(), 2) * 5000)::INTEGER AS product_id,
                round(size, 2) AS amount, round(size * 0.7, 2) AS cost
              FROM (
                SELECT o, floor(pow((hash(o + 7) % 1000003) / 1000003.0, 3)
                    * {accounts})::INTEGER AS account,
                  if(random() < 0.03, -1, 1) * exp(random() * 6) AS size
                FROM (SELECT i // 3 AS o FROM range({lines}) AS t(i))
              )
            ) TO '{path}' (FORMAT parquet)""")


def kit(path: Path) -> pd.DataFrame:
    """As the kit does it."""
    import duckdb  # noqa: PLC0415
    import narwhals.stable.v2 as nw  # noqa: PLC0415

    from kamlib import metrics  # noqa: PLC0415

    with duckdb.connect() as connection:
        lines = connection.sql(f"SELECT * FROM '{path}'")
        return metrics.account_metrics(nw.from_native(lines), since=SINCE, as_of=AS_OF)


def sql(path: Path) -> pd.DataFrame:
    """The same columns in SQL written by hand."""
    import duckdb  # noqa: PLC0415

    with duckdb.connect() as connection:
        return connection.sql(SQL.format(path=path)).df()


def scan(path: Path) -> pd.DataFrame:
    """Each column the metrics need read once, and nothing else."""
    import duckdb  # noqa: PLC0415

    texts = ", ".join(f"sum(length({c}))" for c in ("account_id", "order_id", "product_id"))
    read = f"{texts}, sum(day(date)), sum(amount), sum(cost)"
    with duckdb.connect() as connection:
        return connection.sql(f"SELECT {read} FROM '{path}'").df()


def pandas(path: Path) -> pd.DataFrame:
    """The same columns in pandas, all lines in memory."""
    lines = pd.read_parquet(path)
    by, day = lines.groupby("account_id"), pd.to_datetime(lines["date"])
    year_ago, two_ago = (pd.Timestamp(AS_OF) - pd.DateOffset(years=n) for n in (1, 2))
    found = by.agg(
        revenue=("amount", "sum"),
        orders=("order_id", "nunique"),
        products=("product_id", "nunique"),
        first_order=("date", "min"),
        last_order=("date", "max"),
        lines=("amount", "size"),
    )
    found["cost"] = by["cost"].sum().where(by["cost"].count() == found["lines"])
    positive = lines["amount"].clip(lower=0).groupby(lines["account_id"]).sum()
    found["returns_rate"] = (positive - found["revenue"]) / positive
    last = lines["amount"].where(day > year_ago, 0).groupby(lines["account_id"]).sum()
    in_before = (day > two_ago) & (day <= year_ago)
    before = lines["amount"].where(in_before, 0).groupby(lines["account_id"]).sum()
    found["growth"] = last / before.where(before > 0) - 1
    month = (day.dt.year * 12 + day.dt.month - SINCE.year * 12 - SINCE.month).rename("month")
    monthly = lines["amount"].groupby([lines["account_id"], month]).sum().unstack()
    return found.join(_spread(monthly.reindex(columns=range(_MONTHS))))


def _spread(monthly: pd.DataFrame) -> pd.DataFrame:
    first = monthly.notna().to_numpy().argmax(axis=1)
    amount = monthly.fillna(0).to_numpy()
    n = _MONTHS - first
    held = amount.clip(min=0)
    share = held / np.maximum(held.sum(axis=1, keepdims=True), 1e-300)
    entropy = -(share * np.log(np.where(share > 0, share, 1))).sum(axis=1)
    mean = amount.sum(axis=1) / n
    place = np.arange(_MONTHS) - first[:, None]
    centred = (place - (n[:, None] - 1) / 2) * (place >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame = {
            "evenness": entropy / np.log(n),
            "variability": np.sqrt((amount**2).sum(axis=1) / n - mean**2) / mean,
            "trend": (centred * amount).sum(axis=1) / (n * (n**2 - 1) / 12) / mean,
        }
    return pd.DataFrame(frame, index=monthly.index)


WAYS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "kit": kit,
    "sql": sql,
    "scan": scan,
    "pandas": pandas,
}


def timed(run: Callable[[Path], pd.DataFrame], path: Path) -> dict:
    """One way run: seconds, peak memory in GB, rows, and two sums to compare ways by."""
    start = perf_counter()
    found = run(path)
    seconds = perf_counter() - start
    sums = {c: float(found[c].sum()) for c in ("revenue", "evenness") if c in found}
    return {"seconds": seconds, "peak": peak(), "rows": len(found), **sums}


def peak() -> float:
    """Most memory this process ever held, in GB."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        import psutil  # noqa: PLC0415

        return psutil.Process().memory_info().peak_wset / 1e9
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e9 if sys.platform == "darwin" else most / 1e6


SQL = f"""
WITH totals AS (
  SELECT account_id, sum(amount) AS revenue, sum(greatest(amount, 0)) AS gross_sales,
    sum(least(amount, 0)) AS returned, sum(cost) AS cost, count(cost) AS costed,
    count(*) AS lines, count(DISTINCT order_id) AS orders,
    count(DISTINCT product_id) AS products, min(date) AS first_order, max(date) AS last_order,
    sum(CASE WHEN date > DATE '2023-12-31' THEN amount ELSE 0 END) AS revenue_12m,
    sum(CASE WHEN date > DATE '2022-12-31' AND date <= DATE '2023-12-31'
        THEN amount ELSE 0 END) AS revenue_12m_before
  FROM '{{path}}' GROUP BY account_id
), monthly AS (
  SELECT account_id, {_MONTH} - year(date) * 12 - month(date) AS ago, sum(amount) AS amount
  FROM '{{path}}' GROUP BY 1, 2
), spread AS (
  SELECT account_id, count(*) AS active_months, sum(greatest(amount, 0)) AS held,
    sum(CASE WHEN amount > 0 THEN amount * ln(amount) ELSE 0 END) AS entropy,
    sum(amount * ago) AS earlier, avg(amount) AS active_mean, var_pop(amount) AS active_var
  FROM monthly GROUP BY account_id
), joined AS (
  SELECT *, {_MONTH} - year(first_order) * 12 - month(first_order) + 1 AS n,
    revenue / n AS mean
  FROM totals JOIN spread USING (account_id)
)
SELECT account_id, revenue, CASE WHEN costed = lines THEN revenue - cost END AS gross_profit,
  CASE WHEN revenue > 0 THEN gross_profit / revenue END AS margin, orders, products,
  first_order, last_order,
  DATE '2024-12-31' - last_order AS recency_days, DATE '2024-12-31' - first_order AS tenure_days,
  CASE WHEN n >= 3 AND held > 0 THEN (ln(held) - entropy / held) / ln(n) END AS evenness,
  CASE WHEN revenue_12m_before > 0 THEN revenue_12m / revenue_12m_before - 1 END AS growth,
  -returned / nullif(gross_sales, 0) AS returns_rate, lines, gross_sales, active_months,
  active_months / {_MONTHS} AS active_share, n AS months,
  CASE WHEN mean > 0 THEN sqrt((active_months * active_var
    + active_mean ** 2 * active_months * (n - active_months) / n) / n) / mean END AS variability,
  CASE WHEN n >= 3 AND mean > 0 THEN -(earlier - revenue * (n - 1) / 2)
    / (n * (n ** 2 - 1) / 12) / mean END AS trend,
  revenue_12m, revenue_12m_before
FROM joined ORDER BY account_id
"""
