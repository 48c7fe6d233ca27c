"""Share of wallet: which part of an account's spending in our category comes to us."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import results

COLUMNS = results.RESULTS["share_of_wallet"].names


def share_of_wallet(estimates: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """How much of what an account spends comes to us, and how much lies open?

    wallet_share = our sales / total spend; open_wallet = total spend - our sales; each with
    the range that the lowest and highest estimate of the spend give.

    Parameters
    ----------
    estimates
        account_id, year, total_low, total, total_high, source, confidence: the `wallet`
        table. The categories and customers of an account are added up, the lows with the
        lows; where only some rows have a range, the best estimate of the others counts.
    sales
        account_id, year, our_sales, sales_period: our sales of a whole year. The row without
        a year (the last twelve months) serves estimates without a year.

    Returns
    -------
    pandas.DataFrame
        COLUMNS, one row per account of `estimates`, its latest year with sales of ours to
        compare, else its latest; money in engagement currency, shares 0 to 1. Sales below
        zero count as none. `doubtful`: the highest estimate lies below our own sales, so it
        cannot be right, and share and open wallet stay empty. Where only the lowest estimate
        does, the share's range ends at all of it.
    """
    totals = _totals(estimates)
    compared = totals.merge(sales, how="left", on=["account_id", "year"])
    compared["comparable"] = compared["our_sales"].notna()
    # An estimate without a year is as new as the last twelve months.
    compared["age"] = compared["year"].fillna(np.inf)
    latest = compared.sort_values(["account_id", "comparable", "age"])
    latest = latest.drop_duplicates("account_id", keep="last", ignore_index=True)
    return _shares(latest)[COLUMNS]


def _totals(estimates: pd.DataFrame) -> pd.DataFrame:
    """account_id, year, total_low, total, total_high, source, confidence: one row a year."""
    rows = estimates.dropna(subset=["account_id", "total"]).copy()
    keys = [rows["account_id"], rows["year"]]
    ranged = rows[["total_low", "total_high"]].notna().any(axis=1)
    has_range = ranged.groupby(keys, dropna=False).transform("any").astype(bool)
    for column in ("total_low", "total_high"):
        rows[column] = rows[column].fillna(rows["total"]).where(has_range)
    grouped = rows.groupby(["account_id", "year"], dropna=False)
    sums = grouped[["total_low", "total", "total_high"]].sum(min_count=1)
    texts = grouped[["source", "confidence"]].agg(_together)
    return sums.join(texts).reset_index()


def _together(values: pd.Series) -> object:
    said = values.dropna().unique()
    return ", ".join(said) if len(said) else None


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    ours = rows["our_sales"].clip(lower=0)
    highest = rows["total_high"].fillna(rows["total"])
    doubtful = (ours > highest * (1 + 1e-9)) & rows["our_sales"].notna()
    usable = ~doubtful & rows["our_sales"].notna() & (rows["total"] > 0)
    best = rows["total"].where(usable)
    low = rows["total_low"].where(usable)
    high = rows["total_high"].where(usable)
    return rows.assign(
        wallet_share=(ours / best).clip(upper=1),
        wallet_share_low=ours / high,
        wallet_share_high=(ours / low.where(low > 0)).clip(upper=1),
        open_wallet=(best - ours).clip(lower=0),
        open_wallet_low=(low - ours).clip(lower=0),
        open_wallet_high=high - ours,
        doubtful=doubtful,
    )
