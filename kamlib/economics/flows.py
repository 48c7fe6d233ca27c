"""Order lines -> one row per account and month, pause or region: what leaves the engine.

Narwhals expressions over the engine that holds the lines; the frames collected are small.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
import pandas as pd

from kamlib.metrics import collected


def monthly(orders: nw.LazyFrame, *, as_of: date) -> pd.DataFrame:
    """Revenue and gross profit of every account and calendar month.

    orders: account_id, date, amount, cost
        -> account_id, year, month, back, revenue, gross_profit

    `back` counts whole months back from `as_of`: 0 are the last twelve months' last, 11 their
    first, so that `back < 12` is the last twelve months to the day. A calendar month that
    `as_of` cuts has two rows. gross_profit is empty where a line's cost is not known.
    """
    day = nw.col("date")
    year, month = day.dt.year(), day.dt.month()
    later_in_month = (day.dt.day() > as_of.day).cast(nw.Int64)
    back = as_of.year * 12 + as_of.month - (year * 12 + month) - later_in_month
    frame = (
        orders.with_columns(year=year, month=month, back=back)
        .group_by("account_id", "year", "month", "back")
        .agg(
            revenue=nw.col("amount").sum(),
            cost=nw.col("cost").sum(),
            lines=nw.len(),
            costed=nw.col("cost").count(),
        )
    )
    frame = collected(frame, ["account_id", "year", "month", "back"])
    known = frame["costed"] == frame["lines"]
    frame["gross_profit"] = (frame["revenue"] - frame["cost"]).where(known)
    return frame.drop(columns=["cost", "lines", "costed"])


def pauses(orders: nw.LazyFrame) -> pd.DataFrame:
    """How long each account usually waits between two days on which it orders.

    orders: account_id, date, amount
        -> account_id, order_days, usual_pause, longest_pause, days in whole days

    Only lines with a positive amount count as ordering. usual_pause is the median; both
    pauses are empty for an account that ordered on one day only.
    """
    numbered = (
        orders.filter(nw.col("amount") > 0)
        .select("account_id", day_number=_day_number(nw.col("date")))
        .unique()
    )
    before = nw.col("day_number").shift(1).over("account_id", order_by="day_number")
    frame = (
        numbered.with_columns(pause=nw.col("day_number") - before)
        .group_by("account_id")
        .agg(
            order_days=nw.len(),
            usual_pause=nw.col("pause").median(),
            longest_pause=nw.col("pause").max(),
        )
    )
    frame = collected(frame, ["account_id"])
    wide = {"order_days": "int64", "usual_pause": "float64", "longest_pause": "float64"}
    return frame.astype(wide)


def sales_by_region(orders: nw.LazyFrame) -> pd.DataFrame:
    """Gross sales of every customer into every region its order lines name.

    orders: account_id, customer_id, region, amount
        -> account_id, customer_id, region, sales

    Returns and lines without region are left out.
    """
    sold = orders.filter((nw.col("amount") > 0) & ~nw.col("region").is_null())
    keys = ["account_id", "customer_id", "region"]
    return collected(sold.group_by(keys).agg(sales=nw.col("amount").sum()), keys)


def months_covered(since: date, as_of: date) -> int:
    """Months from `since` to `as_of`, rounded: a file of 2 January to 30 December is a year."""
    return round(((as_of - since).days + 1) / 30.4375)


def _day_number(day: nw.Expr) -> nw.Expr:
    """Days counted from a fixed day, by arithmetic that every engine does alike."""
    month, year = day.dt.month(), day.dt.year()
    from_march = (month + 9) % 12
    year = year - (month <= 2).cast(nw.Int64)
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (from_march * 306 + 5) // 10 + day.dt.day()
