"""How an account behaves in the market: goods that turn up outside its own region."""

from __future__ import annotations

import pandas as pd

COMPARABLE = 0.5  # below it the two tables do not speak of the same regions


def diversion(sales: pd.DataFrame, own: pd.DataFrame, *, share: float) -> pd.DataFrame:
    """Sales whose region is not the customer's own: a sign of cross-region diversion.

    sales: account_id, customer_id, region, sales (as `flows.sales_by_region`)
    own: customer_id, region (from the client's customer list, not derived from the sales)
        -> account_id, own_region, sold, outside, outside_share, diverts

    Each customer (site) is held against its own region, so that a group with sites in many
    is not a diverter; own_region lists the regions of the account's customers. Only accounts
    with a customer whose region is known, and with sales that name one, have a row.
    diverts: outside_share is above `share`. It calls for a question, it proves nothing: a
    head office may buy for other regions. Names are compared without case and outer blanks.
    """
    known = own.dropna(subset=["region"]).rename(columns={"region": "own_region"})
    joined = sales.merge(known[["customer_id", "own_region"]], on="customer_id")
    away = _plain(joined["region"]) != _plain(joined["own_region"])
    joined = joined.assign(outside=joined["sales"].where(away, 0.0))
    frame = joined.groupby("account_id", as_index=False).agg(
        own_region=("own_region", lambda names: ", ".join(sorted(set(names)))),
        sold=("sales", "sum"),
        outside=("outside", "sum"),
    )
    frame["outside_share"] = (frame["outside"] / frame["sold"]).where(frame["sold"] > 0)
    frame["diverts"] = frame["outside_share"] > share
    return frame


def regions_comparable(found: pd.DataFrame) -> bool:
    """Whether order lines and customer list speak of the same regions at all.

    found: as `diversion`. Where most of the book's sales go outside the customers' own
    region, the two columns hold different things (country and province, say) and the test
    names no one.
    """
    sold = found["sold"].sum()
    return bool(sold > 0 and found["outside"].sum() <= COMPARABLE * sold)


def _plain(names: pd.Series) -> pd.Series:
    return names.astype("str").str.strip().str.casefold()
