"""What accounts are compared by: columns of the accounts table on one robust scale.

    accounts --scale_features--> Scaled(values, choices)

The scale keeps whales from swallowing a group without hiding them: money, counts and days
go through a logarithm, the middle half of the accounts sets the unit, and what then still
lies more than three units out is drawn in to three. Every choice stands in `choices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib import ranking, results
from kamlib.tables import SHARE

LIMIT = 3.0  # scaled values beyond it are drawn in
MOST_CUT = 0.05  # where more would be drawn in, the standard deviation is the unit
MOST_MISSING = 1 / 3  # a feature unknown for more accounts than this is left out
LEAST_KNOWN = 0.5  # an account with fewer of the features known is not compared
_NORMAL_IQR = 1.349  # interquartile range of a normal distribution in standard deviations
_AS_IS = (SHARE, "rate", "share of the mean a month")  # units that need no logarithm


@dataclass(frozen=True)
class Scaled:
    """Accounts made comparable.

    values
        One row per compared account (index account_id), one column per used feature,
        about -3 to 3, none empty.
    choices
        Result table segment_features: what was done to each feature, or why it is left out.
    """

    values: pd.DataFrame
    choices: pd.DataFrame


def scale_features(accounts: pd.DataFrame, features: Sequence[str]) -> Scaled:
    """Put `features` on one scale, and record how.

    accounts: account_id + features -> Scaled

    Money, counts and days become sign(x) ln(1 + |x| / u), u the size that 5 % of the
    values other than zero lie under, so zero stays zero, a negative mirrors the positive, and
    the currency does not matter; shares and rates stay as they are. Then (x - median) /
    (interquartile range / 1.349), or the standard deviation where the range would put
    more than 5 % of the accounts beyond three units, cut at three. A feature that is
    constant, not a number, or unknown for more than a third of the accounts is left out.
    What is unknown else takes the median; an account with fewer than half of the used
    features known is not compared.
    """
    by_account = accounts.set_index("account_id").sort_index()
    read = {name: _numbers(by_account, name) for name in dict.fromkeys(features)}
    reasons = {name: _left_out(values) for name, values in read.items()}
    used = [name for name, reason in reasons.items() if reason == ""]
    known = pd.DataFrame({name: read[name] for name in used}, index=by_account.index)
    compared = known[known.notna().mean(axis=1) >= LEAST_KNOWN] if used else known
    rows, columns = [], {}
    for name, reason in reasons.items():
        choice = {"feature": name, "kept": not reason, "reason": reason}
        if not reason:
            columns[name], done = _scale(compared[name])
            choice |= done
        rows.append(choice)
    values = pd.DataFrame(columns, index=compared.index)
    choices = pd.DataFrame(rows).merge(_closest(values), how="left", on="feature")
    return Scaled(values, _complete(choices))


def transform_of(feature: str) -> str:
    """`as is` for shares and rates, `signed log` for money, counts and days."""
    columns = {c.name: c for c in results.RESULTS["accounts"].columns}
    unit = columns[feature].unit if feature in columns else ""
    return "as is" if unit in _AS_IS else "signed log"


def _numbers(accounts: pd.DataFrame, name: str) -> pd.Series | None:
    if name not in accounts or not pd.api.types.is_numeric_dtype(accounts[name]):
        return None
    values = ranking.steady(accounts[name])  # else the last digit would order equal accounts
    return values.where(np.isfinite(values))


def _left_out(values: pd.Series | None) -> str:
    if values is None:
        return "not a number of the accounts table"
    if values.isna().mean() > MOST_MISSING:
        return "unknown for too many accounts"
    return "alike for all accounts" if values.nunique() < 2 else ""


def _scale(values: pd.Series) -> tuple[pd.Series, dict]:
    name = str(values.name)
    kind = transform_of(name)
    unit = _log_unit(values) if kind == "signed log" else np.nan
    moved = np.sign(values) * np.log1p(values.abs() / unit) if unit > 0 else values
    centre = moved.median()
    scale, spread = _robust_unit(moved)
    scaled = ((moved - centre) / scale).fillna(0.0)
    done = {
        "transform": kind,
        "log_unit": unit,
        "centre": centre,
        "scale": scale,
        "spread": spread,
        "filled": int(values.isna().sum()),
        "cut": int((scaled.abs() > LIMIT).sum()),
    }
    return scaled.clip(-LIMIT, LIMIT), done


def _log_unit(values: pd.Series) -> float:
    sizes = values.abs()[values != 0].dropna()
    return float(sizes.quantile(0.05)) if len(sizes) else 1.0


def _robust_unit(values: pd.Series) -> tuple[float, str]:
    middle = (values.quantile(0.75) - values.quantile(0.25)) / _NORMAL_IQR
    beyond = (values - values.median()).abs() > LIMIT * middle
    if middle > 0 and beyond.mean() <= MOST_CUT:
        return float(middle), "interquartile range"
    deviation = float(values.std(ddof=0))
    return deviation or 1.0, "standard deviation"


def _closest(values: pd.DataFrame) -> pd.DataFrame:
    """For each feature the one it goes with most, so that a double count is seen."""
    correlation = values.corr().mask(np.eye(values.shape[1], dtype=bool))
    rows = [
        {
            "feature": name,
            "closest": row.abs().idxmax(),
            "correlation": row[row.abs().idxmax()],
        }
        for name, row in correlation.iterrows()
        if row.notna().any()
    ]
    return pd.DataFrame(rows, columns=["feature", "closest", "correlation"])


def _complete(choices: pd.DataFrame) -> pd.DataFrame:
    empty = results.empty("segment_features")
    return choices.reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
