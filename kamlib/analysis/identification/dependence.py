"""How much of the client's own business hangs on few accounts, and what losing them would mean."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from kamlib import economics, metrics, results
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification.listing import key_ids
from kamlib.analysis.periods import YEAR
from kamlib.study import Study

LARGEST, THREE = "largest", "three largest"


def families(study: Study) -> dict[str, list[str]]:
    """Product families with their products, those that the product list tells of."""
    products = study.book.tables.get("products")
    if products is None:
        return {}
    known = products.dropna(subset=["family"]).drop_duplicates("product_id")
    return {str(f): rows["product_id"].tolist() for f, rows in known.groupby("family", sort=True)}


def dependency(study: Study) -> pd.DataFrame:
    """Result table `dependency`: shares of the largest accounts x concentration of products.

    By product family where the list of products has families (a product without one stands
    for itself), else by product. A measure that cannot be known is left out.
    """
    return study.cached("dependency", lambda: _dependency(study))


def _dependency(study: Study) -> pd.DataFrame:
    sold = metrics.product_revenue(study.book.orders)
    of = {product: family for family, ids in families(study).items() for product in ids}
    named = [of.get(product, product) for product in sold["product_id"]]
    made = sold.groupby(named)["revenue"].sum()
    found = economics.exposure(accounts(study)["revenue"], made)
    frame = pd.DataFrame({"measure": list(found), "value": list(found.values())})
    frame = frame.astype({"measure": "str", "value": "float64"}).dropna()
    return results.arrange(frame, "dependency")


def loss_scenarios(study: Study) -> pd.DataFrame:
    """Result table `loss_scenarios`: the largest, the three largest, and each key account lost.

    Of the last twelve months; of the whole period where that is shorter.
    """
    return study.cached("loss_scenarios", lambda: _loss_scenarios(study))


def whole_year(study: Study) -> bool:
    """Whether the book covers the twelve months that the scenarios are told of."""
    return study.book.days >= YEAR


def _loss_scenarios(study: Study) -> pd.DataFrame:
    book, fixed = study.book, study.engagement.identification.fixed_cost
    year = accounts(study)[["account_id", "account_name"]].merge(_year(study), on="account_id")
    lost = _scenarios(study, year)
    part = 1.0 if whole_year(study) else book.days / YEAR
    found = economics.loss_scenarios(
        year,
        lost,
        growth=growth(study),
        fixed_cost=float("nan") if fixed is None else fixed * part,
    )
    names = year.set_index("account_id")["account_name"]
    comma = study.say("identification.comma")
    said = [comma.join(names[lost[scenario]]) for scenario in found["scenario"]]
    return results.arrange(found.assign(names=pd.Series(said, dtype="str")), "loss_scenarios")


def _year(study: Study) -> pd.DataFrame:
    """account_id, revenue, gross_profit of the last twelve months, every account of the book."""
    found = accounts(study)[["account_id", "revenue", "gross_profit"]]
    if not whole_year(study):
        return found
    year_ago = pd.Timestamp(study.book.as_of) - pd.DateOffset(years=1)
    recent = metrics.totals(study.book.orders, since=year_ago.date() + timedelta(days=1))
    found = found[["account_id"]].merge(recent, how="left", on="account_id", indicator="bought")
    silent = found.pop("bought") == "left_only"
    found.loc[silent, ["revenue", "gross_profit"]] = 0.0
    return found


def growth(study: Study) -> float:
    """What the book grew by in a month of the last twelve, in money; NaN where not known."""
    found = accounts(study)
    return float((found["revenue_12m"].sum() - found["revenue_12m_before"].sum(min_count=1)) / 12)


def _scenarios(study: Study, year: pd.DataFrame) -> dict[str, list[str]]:
    """Name of each scenario -> the accounts lost."""
    largest = year[year["revenue"] > 0].sort_values(
        ["revenue", "account_id"], ascending=[False, True]
    )["account_id"]
    found = {LARGEST: largest.head(1).tolist(), THREE: largest.head(3).tolist()}
    found = {
        name: ids
        for name, ids in found.items()
        if ids and (name == LARGEST or len(largest) > len(ids))
    }
    return found | {account: [account] for account in key_ids(study)}
