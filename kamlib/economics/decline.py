"""Accounts that fade, each measured by its own rhythm."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

FEWEST_PAUSES = 5  # with n earlier pauses a longer one comes by chance once in n + 1
USUAL_TIMES = 2  # a silence must also be this many usual pauses long
# Student's t, eleven degrees of freedom, one-sided 5 %.
PAIRED_T = 1.796


def twelve_months(months: pd.DataFrame) -> pd.DataFrame:
    """Revenue of the last twelve months and of the twelve before, per account.

    months: as `flows.monthly`  ->  account_id, before, last

    Every account of `months` has a row; an account without lines in a window brought 0.
    """
    windows = months["back"].floordiv(12)
    ids = pd.Index(sorted(months["account_id"].unique()), name="account_id", dtype="str")
    sums = {
        name: months[windows == window].groupby("account_id")["revenue"].sum()
        for name, window in (("before", 1), ("last", 0))
    }
    return pd.DataFrame(sums, index=ids).fillna(0.0).reset_index()


def decline(
    months: pd.DataFrame,
    pauses: pd.DataFrame,
    last_orders: pd.DataFrame,
    *,
    as_of: date,
    covered: int,
    fall: float,
) -> pd.DataFrame:
    """Accounts whose revenue falls, or that are silent, against their own past.

    months: as `flows.monthly`; pauses: as `flows.pauses`; last_orders: account_id, last_order
        -> account_id, before, last, change, t, silence, usual_pause, longest_pause,
           falls, silent, at_stake; one row per account of `months`

    falls: the last twelve months are down by `fall` (a share) or more on the twelve before,
    and by more than the account's own months explain: a paired t over the twelve months,
    each with the same month a year earlier (so that seasons cancel), one-sided 5 %. Needs 24
    months (`covered`) and a positive year before.
    silent: no order for longer than any earlier pause of the account and than two usual
    ones; needs five earlier pauses. Chance alone gives one in six such a pause, or fewer.
    at_stake: for a silent account the better of its two years, else what it lost in a year.
    """
    frame = twelve_months(months).merge(_paired_t(months), how="left", on="account_id")
    frame = frame.merge(pauses, how="left", on="account_id")
    frame = frame.merge(last_orders[["account_id", "last_order"]], how="left", on="account_id")
    frame["silence"] = (pd.Timestamp(as_of) - pd.to_datetime(frame["last_order"])).dt.days
    comparable = (frame["before"] > 0) & (covered >= 24)
    if covered < 24:
        frame["before"] = np.nan
    frame["change"] = (frame["last"] / frame["before"] - 1).where(comparable)
    frame["t"] = frame["t"].where(comparable)
    frame["falls"] = (frame["change"] <= -fall) & (frame["t"] <= -PAIRED_T)
    longest = np.maximum(frame["longest_pause"], USUAL_TIMES * frame["usual_pause"])
    enough = frame["order_days"] > FEWEST_PAUSES
    frame["silent"] = enough & (frame["silence"] > longest)
    year = frame[["before", "last"]].max(axis=1)
    frame["at_stake"] = np.where(frame["silent"], year, frame["before"] - frame["last"])
    frame["at_stake"] = frame["at_stake"].where(frame["falls"] | frame["silent"]).clip(lower=0)
    return frame.drop(columns=["last_order"])


def _paired_t(months: pd.DataFrame) -> pd.DataFrame:
    """Paired t of the last twelve months against the same months a year before."""
    two_years = months[months["back"] < 24]
    signed = two_years["revenue"].where(two_years["back"] < 12, -two_years["revenue"])
    pairs = two_years.assign(difference=signed, month_back=two_years["back"] % 12)
    wide = pairs.pivot_table(
        index="account_id", columns="month_back", values="difference", aggfunc="sum", fill_value=0
    ).reindex(columns=range(12), fill_value=0.0)
    mean, deviation = wide.mean(axis=1), wide.std(axis=1, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(
            deviation > 1e-9 * mean.abs(),
            mean / (deviation / np.sqrt(12)),
            np.sign(mean) * np.inf,  # every month fell by the same: no swing of its own
        )
    t = np.where(mean == 0, 0.0, t)
    return pd.DataFrame({"account_id": wide.index.astype("str"), "t": t})
