"""Order lines to one row per account: the same expressions on every engine.

Sums, distinct counts and monthly spread are worked out where the lines are (DuckDB or
Spark, through narwhals); what leaves the engine is one row per account. Only plain sums,
counts and day limits are asked of it, so that both engines give the same figures; ratios
and day differences follow in pandas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

FEWEST_MONTHS = 3  # below it evenness and trend say nothing

#: Columns of `account_metrics`, in order.
_METRICS = (
    "account_id revenue gross_profit orders products first_order last_order recency_days "
    "tenure_days evenness growth returns_rate lines gross_sales active_months active_share "
    "months variability trend margin revenue_12m revenue_12m_before"
)
METRICS = tuple(_METRICS.split())


def account_metrics(orders: nw.LazyFrame, *, since: date, as_of: date) -> pd.DataFrame:
    """What each account bought: one row per account with at least one line.

    Parameters
    ----------
    orders
        account_id, order_id, date, product_id, amount, cost, month by month within the
        period; every line counts. Amounts are net and may be negative.
    since, as_of
        First and last day counted, both included.

    Returns
    -------
    pandas.DataFrame
        METRICS, by account_id. Money in the currency of `amount`, shares 0 to 1, days.

        - gross_profit, margin: empty where the cost of any of the account's lines is
          unknown; margin also without positive revenue.
        - products: different products; empty where no line names one.
        - returns_rate: sum of negative amounts / sum of positive amounts.
        - months: calendar months from the first order to as_of; the monthly figures are
          over these, a month without order lines counting 0.
        - evenness: Shannon entropy of the monthly amounts / ln(months), negative months
          as 0; empty under 3 months or without a positive month.
        - variability: population standard deviation / mean of the monthly amounts; empty
          where the mean is not positive.
        - trend: least squares slope of the monthly amounts / their mean; empty under 3
          months or where the mean is not positive.
        - growth: revenue of the last twelve months / of the twelve before, less one; empty
          unless the period covers both, or where the base is not positive.
    """
    lines = orders.with_columns(months_ago=_months_ago(as_of))
    totals = nw.to_native(_totals(lines, as_of).join(_spread(lines), on="account_id", how="inner"))
    found = collected(nw.from_native(totals), ["account_id"])
    return _ratios(found, since, as_of)[list(METRICS)]


def account_months(orders: nw.LazyFrame, *, as_of: date) -> pd.DataFrame:
    """What each account bought in each calendar month in which it has a line.

    orders: account_id, order_id, date, amount, cost
        -> account_id, months_ago, revenue, cost, costed, lines, gross_sales, orders

    months_ago is 0 in the calendar month of `as_of`. costed: lines whose cost is known. An
    order counts in the month of its first line, so that the months of an account sum to its
    figures in `account_metrics`.
    """
    lines = orders.with_columns(months_ago=_months_ago(as_of))
    amount, keys = nw.col("amount"), ["account_id", "months_ago"]
    sums = (
        lines.with_columns(positive=nw.when(amount > 0).then(amount).otherwise(0.0))
        .group_by(*keys)
        .agg(**_sums(), gross_sales=nw.col("positive").sum())
    )
    begun = (
        lines.group_by("account_id", "order_id")
        .agg(months_ago=nw.col("months_ago").max())
        .group_by(*keys)
        .agg(orders=nw.len())
    )
    found = collected(sums.join(begun, on=keys, how="left"), keys)
    counts = dict.fromkeys(("months_ago", "costed", "lines"), "int64")
    money = dict.fromkeys(("revenue", "gross_sales", "cost"), "float64")
    found["orders"] = found["orders"].fillna(0)
    return found.astype(counts | money | {"orders": "int64", "account_id": "str"})


def region_revenue(orders: nw.LazyFrame) -> pd.DataFrame:
    """Revenue by account and region sold into; lines without a region are left out."""
    return _revenue(orders.filter(~nw.col("region").is_null()), ["account_id", "region"])


def totals(orders: nw.LazyFrame, *, since: date) -> pd.DataFrame:
    """Revenue and gross profit by account from `since` on.

    orders: account_id, date, amount, cost  ->  account_id, revenue, gross_profit

    gross_profit is empty where the cost of a line is not known.
    """
    lines = orders.filter(nw.col("date") >= since).group_by("account_id")
    found = collected(
        lines.agg(**_sums()),
        ["account_id"],
    )
    return found[["account_id", "revenue"]].assign(gross_profit=_profit(found))


def yearly_revenue(orders: nw.LazyFrame, *, first_month: int) -> pd.DataFrame:
    """Revenue by account and fiscal year.

    orders: account_id, date, amount  ->  account_id, year, revenue

    year is the calendar year the fiscal year begins in; first_month its first month, 1 to 12.
    """
    day = nw.col("date").dt
    earlier = (day.month() < first_month).cast(nw.Int64)
    lines = orders.with_columns(year=day.year().cast(nw.Int64) - earlier)
    return _revenue(lines, ["account_id", "year"])


def product_revenue(orders: nw.LazyFrame) -> pd.DataFrame:
    """Revenue by product: product_id, revenue; lines without a product are left out."""
    return _revenue(orders.filter(~nw.col("product_id").is_null()), ["product_id"])


def _revenue(lines: nw.LazyFrame, keys: list[str]) -> pd.DataFrame:
    return collected(lines.group_by(keys).agg(revenue=nw.col("amount").sum()), keys)


def family_traits(
    orders: nw.LazyFrame, families: Mapping[str, Sequence[str]], *, since: date, as_of: date
) -> pd.DataFrame:
    """What each account bought of each product family.

    orders: account_id, order_id, date, product_id, amount, cost; families: family -> its
    product_id  ->  family, account_id, revenue, orders, margin, active_share

    As in `account_metrics`, of the lines of that family alone; lines of no family are left out.
    """
    if not families:
        columns = ["family", "account_id", "revenue", "orders", "margin", "active_share"]
        return pd.DataFrame(columns=columns)
    number = nw.lit(None, nw.Int64)
    for place, products in enumerate(families.values()):
        number = nw.when(nw.col("product_id").is_in(list(products))).then(place).otherwise(number)
    keys = ["account_id", "family"]
    lines = orders.with_columns(family=number, months_ago=_months_ago(as_of))
    sums = lines.filter(~nw.col("family").is_null()).group_by(*keys)
    found = collected(
        sums.agg(
            **_sums(),
            orders=nw.col("order_id").n_unique(),
            months=nw.col("months_ago").n_unique(),
        ),
        keys,
    )
    revenue = found["revenue"]
    return pd.DataFrame(
        {
            "family": found["family"].map(dict(enumerate(families))).astype("str"),
            "account_id": found["account_id"],
            "revenue": revenue,
            "orders": found["orders"],
            "margin": _profit(found) / revenue.where(revenue > 0),
            "active_share": found["months"] / _months_between(since, as_of),
        }
    )


def collected(frame: nw.LazyFrame, keys: list[str]) -> pd.DataFrame:
    """A lazy frame as pandas, its rows by `keys`; figures are float64 or int64 on any engine.

    Through Arrow, the same way for every engine: Spark's own way to pandas is slower and warns
    of pandas 3. It gives years as int32, and sums of decimals as decimals.
    """
    table = frame.collect("pyarrow").to_native()
    found = table.to_pandas(date_as_object=False).sort_values(keys, ignore_index=True)
    whole = [c for c in found if pd.api.types.is_integer_dtype(found[c])]
    other = [c for c in found if c not in keys and found[c].dtype == object]
    return found.astype(dict.fromkeys(whole, "int64") | dict.fromkeys(other, "float64"))


def _sums() -> dict[str, nw.Expr]:
    """Revenue, and what `_profit` needs: cost, lines, and those of them whose cost is known."""
    cost = nw.col("cost")
    return {
        "revenue": nw.col("amount").sum(),
        "cost": cost.sum(),
        "costed": cost.count(),
        "lines": nw.len(),
    }


def _profit(found: pd.DataFrame) -> pd.Series:
    """Revenue less cost; empty where the cost of a line is not known."""
    return (found["revenue"] - found["cost"]).where(found["costed"] == found["lines"])


def _months_ago(as_of: date) -> nw.Expr:
    """0 in the calendar month of as_of, 1 in the one before, and so on."""
    day = nw.col("date").dt
    return (as_of.year * 12 + as_of.month) - (day.year().cast(nw.Int64) * 12 + day.month())


def _totals(lines: nw.LazyFrame, as_of: date) -> nw.LazyFrame:
    """Sums, counts and first and last day, one row per account."""
    amount, when = nw.col("amount"), nw.col("date")
    year_ago, two_years_ago = _years_before(as_of, 1), _years_before(as_of, 2)
    parts = lines.with_columns(
        positive=nw.when(amount > 0).then(amount).otherwise(0.0),
        negative=nw.when(amount < 0).then(amount).otherwise(0.0),
        last=nw.when(when > year_ago).then(amount).otherwise(0.0),
        before=nw.when((when > two_years_ago) & (when <= year_ago)).then(amount).otherwise(0.0),
    )
    return parts.group_by("account_id").agg(
        **_sums(),
        gross_sales=nw.col("positive").sum(),
        returned=nw.col("negative").sum(),
        orders=nw.col("order_id").n_unique(),
        products=nw.col("product_id").n_unique(),
        with_product=nw.col("product_id").count(),
        first_order=when.min(),
        last_order=when.max(),
        revenue_12m=nw.col("last").sum(),
        revenue_12m_before=nw.col("before").sum(),
    )


def _spread(lines: nw.LazyFrame) -> nw.LazyFrame:
    """How the monthly amounts of an account spread: sums over its months with lines."""
    monthly = lines.group_by("account_id", "months_ago").agg(monthly=nw.col("amount").sum())
    amount = nw.col("monthly")
    held = nw.when(amount > 0).then(amount).otherwise(0.0)
    # ln of 1 where there is nothing: engines differ in what ln(0) is.
    positive = nw.when(amount > 0).then(amount).otherwise(1.0)
    parts = monthly.with_columns(
        held=held, entropy=held * positive.log(), earlier=amount * nw.col("months_ago")
    )
    return parts.group_by("account_id").agg(
        active_months=nw.len(),
        held=nw.col("held").sum(),
        most_held=nw.col("held").max(),
        entropy=nw.col("entropy").sum(),
        earlier=nw.col("earlier").sum(),
        active_mean=amount.mean(),
        active_var=amount.var(ddof=0),
    )


def _ratios(found: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """The figures that divide or count days, from the engine's sums."""
    found = found.astype({c: "float64" for c in found if c not in _KINDS} | {"account_id": "str"})
    revenue, gross = found["revenue"], found["gross_sales"]
    found["first_order"] = pd.to_datetime(found["first_order"]).astype("datetime64[us]")
    found["last_order"] = pd.to_datetime(found["last_order"]).astype("datetime64[us]")
    today = pd.Timestamp(as_of)
    found["recency_days"] = (today - found["last_order"].dt.normalize()).dt.days
    found["tenure_days"] = (today - found["first_order"].dt.normalize()).dt.days
    found["gross_profit"] = _profit(found)
    found["margin"] = found["gross_profit"] / revenue.where(revenue > 0)
    # An engine's distinct count takes "no product" for one more product.
    found["products"] -= found["with_product"] < found["lines"]
    found["products"] = found["products"].where(found["with_product"] > 0)
    found["returns_rate"] = found["returned"].abs() / gross.where(gross > 0)
    covers_two_years = since <= _years_before(as_of, 2) + timedelta(days=1)
    if not covers_two_years:
        found["revenue_12m_before"] = np.nan
    base = found["revenue_12m_before"]
    found["growth"] = found["revenue_12m"] / base.where(base > 0) - 1
    found["active_share"] = found["active_months"] / _months_between(since, as_of)
    return _monthly_ratios(found, today)


def _monthly_ratios(found: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Evenness, variability and trend over the calendar months since the first order."""
    first, held, active = found["first_order"].dt, found["held"], found["active_months"]
    n = (today.year - first.year) * 12 + today.month - first.month + 1
    enough = n >= FEWEST_MONTHS
    entropy = np.log(held.where(held > 0)) - found["entropy"] / held.where(held > 0)
    one_month = held == found["most_held"]
    evenness = (entropy / np.log(n.where(enough))).clip(0, 1)
    found["evenness"] = evenness.mask(one_month & evenness.notna(), 0.0)
    mean = found["revenue"] / n
    positive_mean = mean.where(mean > 0)
    # The months without lines are zeros: their part of the squares is added exactly.
    squares = active * found["active_var"] + found["active_mean"] ** 2 * active * (n - active) / n
    found["variability"] = np.sqrt(squares.clip(lower=0) / n) / positive_mean
    weighted = found["earlier"] - found["revenue"] * (n - 1) / 2
    slope = -weighted / (n * (n**2 - 1) / 12).where(enough)
    found["trend"] = slope / positive_mean + 0.0  # no minus zero
    found["months"] = n
    return found.astype(dict.fromkeys(_COUNTS, "int64"))


_COUNTS = ("orders", "lines", "active_months", "months")
_KINDS = ("account_id", "first_order", "last_order")


def _years_before(day: date, years: int) -> date:
    return (pd.Timestamp(day) - pd.DateOffset(years=years)).date()


def _months_between(first: date, last: date) -> int:
    """Calendar months that the two days span, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
