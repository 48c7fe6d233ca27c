"""Growth potential: is a customer growing with its industry, with its segment, or on its own?"""

from __future__ import annotations

import numpy as np
import pandas as pd

#: The three conditions of growth, in the order they add up.
TERMS = ("industry", "segment", "share")
#: Why growth is not split, the first that applies.
REASONS = ("no industry", "industry not in market", "one year only", "no sales")


def market_sizes(market: pd.DataFrame) -> pd.DataFrame:
    """How large are the industry and the segment a customer of each kind belongs to?

    market: industry, segment, year, size; a row without a segment is of the whole industry
        -> industry, segment, year, industry_size, segment_size

    One row more per industry and year has an empty segment, for customers whose segment is not
    known: segment_size is empty there. An industry of which only segments are given is their
    sum, provided that every year names the same ones, else its size is not known; a size of zero
    is none. Where an industry's only figures are those of one segment, they stand for the
    industry, and nobody has a segment in it.
    """
    rows = market.dropna(subset=["industry", "year", "size"])
    rows = rows.assign(segment=rows["segment"].fillna(""))
    keys = ["industry", "year"]
    rows = rows.groupby([*keys, "segment"], as_index=False)["size"].sum()
    parts = rows[rows["segment"] != ""]
    whole = rows[rows["segment"] == ""].set_index(keys)["size"]
    summed = _summed(parts)
    sizes = whole.combine_first(summed).rename("industry_size").reset_index()
    sizes, parts = sizes[sizes["industry_size"] > 0], parts[parts["size"] > 0]
    unknown = sizes.assign(segment="", segment_size=np.nan)
    found = parts.rename(columns={"size": "segment_size"}).merge(sizes, "left", keys)
    alone = ~found["industry"].isin(whole.index.get_level_values("industry")) & (
        found.groupby("industry")["segment"].transform("nunique") == 1
    )
    found["segment_size"] = found["segment_size"].mask(alone)
    columns = ["industry", "segment", "year", "industry_size", "segment_size"]
    both = pd.concat([found[columns], unknown[columns]], ignore_index=True)
    return both.sort_values(columns[:3], ignore_index=True).astype(
        {"industry_size": "float64", "segment_size": "float64"}
    )


def _summed(parts: pd.DataFrame) -> pd.Series:
    """Sums of segments by industry and year, of years that name every segment of the industry."""
    by = parts.groupby(["industry", "year"])["size"].agg(["sum", "size"])
    if by.empty:
        return by["sum"]
    every = parts.groupby("industry")["segment"].nunique()
    complete = by["size"] == every.reindex(by.index.get_level_values("industry")).to_numpy()
    return by.loc[complete, "sum"]


def spans(
    accounts: pd.DataFrame, sales: pd.DataFrame, sizes: pd.DataFrame, *, years: int
) -> pd.DataFrame:
    """Which two years can each account's growth be taken between, and what are the figures?

    Parameters
    ----------
    accounts
        account_id, industry, segment; either may be empty.
    sales
        account_id, year, sales: the customer's own, or ours.
    sizes
        From `market_sizes`.
    years
        How far back the first year may lie behind the last: both are the furthest apart that
        have sales and a market within it, the last being the latest.

    Returns
    -------
    pandas.DataFrame
        One row an account, in its order: account_id, first_year, last_year, sales_first,
        sales_last, industry_first, industry_last, segment_first, segment_last, missing (one of
        REASONS; empty where the figures are there). segment_* are empty where the segment is
        not known or not in the market in both years.
    """
    each = _with_market(accounts, sales, sizes)
    last = each.groupby("place")["year"].transform("max")
    each = each[each["year"] >= last - years].sort_values(["place", "year"])
    found = accounts[["account_id", "industry"]].reset_index(drop=True)
    for end, keep in (("first", "first"), ("last", "last")):
        of = each.drop_duplicates("place", keep=keep).set_index("place").reindex(found.index)
        for column, name in _FIGURES.items():
            found[_end(name, end)] = of[column].astype("float64")
    found["missing"] = _missing(found, sales, sizes)
    figures = [_end(name, end) for name in _FIGURES.values() for end in ("first", "last")]
    found.loc[found["missing"] != "", figures] = np.nan
    either = found[["segment_first", "segment_last"]].isna().any(axis=1)
    found.loc[either, ["segment_first", "segment_last"]] = np.nan
    return found[["account_id", *figures, "missing"]]


def _with_market(accounts: pd.DataFrame, sales: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Sales of the years that have a market: place (of the account), year, and the figures.

    By whole numbers: joins of text are slow in a large book.
    """
    markets = pd.MultiIndex.from_frame(sizes[["industry", "segment"]].drop_duplicates())
    segment = accounts["segment"].fillna("")
    own = markets.get_indexer(pd.MultiIndex.from_arrays([accounts["industry"], segment]))
    whole = markets.get_indexer(
        pd.MultiIndex.from_arrays([accounts["industry"], pd.Series("", index=accounts.index)])
    )
    market = np.where(own >= 0, own, whole)
    place = pd.Index(accounts["account_id"]).get_indexer(sales["account_id"])
    known = (place >= 0) & sales["sales"].notna().to_numpy()
    each = sales.loc[known, ["year", "sales"]].assign(place=place[known])
    each["year"] = each["year"].astype("int64")
    of_sizes = markets.get_indexer(pd.MultiIndex.from_frame(sizes[["industry", "segment"]]))
    keys = pd.Index(of_sizes * _YEARS + sizes["year"].astype("int64").to_numpy())
    row = keys.get_indexer(market[each["place"]] * _YEARS + each["year"].to_numpy())
    figures = sizes[["industry_size", "segment_size"]].reset_index(drop=True).reindex(row)
    each[["industry_size", "segment_size"]] = figures.to_numpy()
    return each[each["industry_size"].notna()]


_YEARS = 10_000  # calendar years are less
#: What stands at either end of a span, and what it is called there.
_FIGURES = {
    "year": "year",
    "sales": "sales",
    "industry_size": "industry",
    "segment_size": "segment",
}


def _end(name: str, end: str) -> str:
    return f"{end}_year" if name == "year" else f"{name}_{end}"


def _missing(found: pd.DataFrame, sales: pd.DataFrame, sizes: pd.DataFrame) -> pd.Series:
    """The first of REASONS that applies to each row."""
    industry = found["industry"]
    sold = sales.loc[sales["sales"].notna(), "account_id"].drop_duplicates()
    applies = [
        industry.isna() | (industry == ""),
        ~industry.isin(sizes["industry"]),
        pd.Index(sold).get_indexer(found["account_id"]) < 0,
        ~(found["first_year"] < found["last_year"]),
    ]
    names = [REASONS[0], REASONS[1], REASONS[3], REASONS[2]]
    return pd.Series(np.select(applies, names, ""), index=found.index).astype("str")


def split(spans: pd.DataFrame) -> pd.DataFrame:
    """How much of an account's growth is its industry's, its segment's, and its own share's?

    The exact identity ln(S1/S0) = ln(I1/I0) + ln((G1/I1)/(G0/I0)) + ln((S1/G1)/(S0/G0)), S the
    account's sales, G its segment, I its industry. Without a segment G is I and the second
    term is empty. Logarithms need positive figures; in money the shift and share
    S1 - S0 = S0 (i - 1) + S0 (g - i) + (S1 - S0 g), with i = I1/I0 and g = G1/G0, is exact
    even where sales are zero or negative.

    spans: sales_first, sales_last, industry_first, ..., as `spans` gives them
        -> growth (S1/S0 - 1), total_log, industry_log, segment_log, share_log, industry_money,
           segment_money, share_money; empty where they are not defined
    """
    s0, s1 = spans["sales_first"], spans["sales_last"]
    industry = _ratio(spans["industry_last"], spans["industry_first"])
    with_segment = spans["segment_first"].notna()
    segment = _ratio(spans["segment_last"], spans["segment_first"])
    # The market the account's share is of: an unknown segment leaves the industry, a market of
    # zero leaves nothing to have a share of.
    own = segment.where(with_segment, industry)
    sales = _ratio(s1, s0)
    found = pd.DataFrame({"growth": s1 / s0.where(s0 > 0) - 1}, index=spans.index)
    defined = sales.notna() & industry.notna() & own.notna()
    logs = {
        "total_log": np.log(sales),
        "industry_log": np.log(industry),
        "segment_log": np.log(segment / industry),
        "share_log": np.log(sales / own),
    }
    money = {
        "industry_money": s0 * (industry - 1),
        "segment_money": s0 * (segment - industry),
        "share_money": s1 - s0 * own,
    }
    for name, values in logs.items():
        found[name] = values.where(defined)
    for name, values in money.items():
        found[name] = values.where(industry.notna() & own.notna())
    return found


def _ratio(last: pd.Series, first: pd.Series) -> pd.Series:
    """Quotient of last and first where both are positive, else empty."""
    return last.where(last > 0) / first.where(first > 0)


def tendency(share_log: pd.Series, *, doubt: float) -> pd.Series:
    """Does the account win or lose share, beyond what the market's growth may be wrong by?

    doubt: the market's growth over the span is known within it, as a share; a share term no
    larger has no sign one could rely on. Returns gains, loses, in doubt, or empty.
    """
    limit = np.log1p(doubt) + 1e-12
    told = np.select(
        [share_log > limit, share_log < -limit, share_log.notna()],
        ["gains", "loses", "in doubt"],
        "",
    )
    return pd.Series(told, index=share_log.index).astype("str")
