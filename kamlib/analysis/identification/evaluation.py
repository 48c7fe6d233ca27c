"""The three-part frame of the accounts: demand, growth, structural position; fit, indicators."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamlib import results
from kamlib.analysis import competition
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification.criteria import managers_mean, scaling
from kamlib.analysis.identification.growth import growth_split
from kamlib.analysis.identification.listing import key_ids
from kamlib.analysis.identification.measures import serves
from kamlib.analysis.identification.needs import demand
from kamlib.identification import structure
from kamlib.metrics import collected
from kamlib.results.evaluation import PARTS
from kamlib.settings.evaluation import ITEMS, Item
from kamlib.study import Study

_MONEY = ("revenue_share", "revenue")  # scaled as money is
_SHARES = ("balance",)  # run from 0 to 1 of themselves


def wanted(study: Study) -> list[Item]:
    """The items of the frames the engagement asks for, in order."""
    frames = study.engagement.identification.frames
    return [item for item in ITEMS.values() if item.frame in frames]


def evaluation_items(study: Study) -> pd.DataFrame:
    """Result table `evaluation_items`: of the accounts told, every item the engagement asks for.

    Told are the key accounts, best first, then others that managers scored on an item, by id.
    Figures are scaled over all accounts of the book, managers' scores on their own scale.
    """
    return study.cached("evaluation_items", lambda: _evaluation_items(study))


def _evaluation_items(study: Study) -> pd.DataFrame:
    items = wanted(study)
    if not items:
        return results.empty("evaluation_items")
    ids, figures, weights = _told(study), _figures(study), study.engagement.identification
    names = figures["account_name"]
    frames = [
        _from_data(study, item, figures, ids) if item.figure else _from_scores(study, item, ids)
        for item in items
    ]
    rows = pd.concat(frames, ignore_index=True)
    of = rows["evaluation_item"].map(ITEMS)
    rows["account_name"] = rows["account_id"].map(names).astype("str")
    rows["evaluation_frame"] = of.map(lambda item: item.frame).astype("str")
    rows["part"] = of.map(lambda item: item.part).astype("str")
    rows["raises"] = of.map(lambda item: "more" if item.more else "less").astype("str")
    rows["read_from"] = of.map(lambda item: "data" if item.figure else "scores").astype("str")
    weight = weights.item_weights
    rows["weight"] = rows["evaluation_item"].map(lambda name: weight.get(name, 1.0))
    place = {account: number for number, account in enumerate(ids)}
    rows = rows.sort_values("account_id", key=lambda s: s.map(place), kind="stable")
    return results.arrange(rows, "evaluation_items")


def _told(study: Study) -> list[str]:
    scored, asked = study.sheets["scores"], {i.name for i in wanted(study) if not i.figure}
    others = scored.loc[scored["criterion"].isin(asked), "account_id"]
    known = set(accounts(study)["account_id"])
    return list(dict.fromkeys([*key_ids(study), *sorted(set(others) & known)]))


def _figures(study: Study) -> pd.DataFrame:
    """By account_id: account_name and every figure an item is answered by."""
    found = accounts(study).set_index("account_id")
    positive = found["revenue"].where(found["revenue"] > 0)
    figures = found[["account_name", "revenue", "margin"]].copy()
    total = positive.sum() or np.nan
    figures["revenue_share"] = found["revenue"] / total
    cost = found["cost_to_serve"] if serves(study) else pd.Series(np.nan, index=found.index)
    figures["serve_share"] = cost / positive
    figures["discount_share"] = discounts(study).reindex(found.index)
    wallet = competition.wallet(study).set_index("account_id")["wallet_share"]
    theirs = wallet.reindex(found.index).astype("float64")
    figures["balance"] = structure.balance(figures["revenue_share"], theirs)
    return figures


def discounts(study: Study) -> pd.Series:
    """Each account's discount off the list amount, by account_id.

    Over the lines sold at a price: 1 - amount / list amount. Empty where no line of the book
    has a discount: then the prices are what was paid, and say nothing of who pressed them.
    """
    lines = study.book.orders.filter((nw.col("list_amount") > 0) & (nw.col("amount") >= 0))
    sums = lines.group_by("account_id").agg(
        listed=nw.col("list_amount").sum(), paid=nw.col("amount").sum()
    )
    found = collected(sums, ["account_id"]).set_index("account_id").astype("float64")
    share = 1 - found["paid"] / found["listed"]
    return share if (share.abs() > 1e-6).any() else share * np.nan


def _from_data(study: Study, item: Item, figures: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    values = figures[item.figure].astype("float64")
    section = study.engagement.identification.scaling
    how = scaling(section, "revenue" if item.figure in _MONEY else item.figure)
    scaled = structure.scaled(
        values, how="share" if item.figure in _SHARES else how, more=item.more
    )
    return pd.DataFrame(
        {
            "account_id": ids,
            "evaluation_item": item.name,
            "value": values.reindex(ids).to_numpy(),
            "scaled": scaled.reindex(ids).to_numpy(),
            "raters": np.nan,
        }
    )


def _from_scores(study: Study, item: Item, ids: list[str]) -> pd.DataFrame:
    by = managers_mean(study, item.name).reindex(ids)
    mean = by["mean"]
    return pd.DataFrame(
        {
            "account_id": ids,
            "evaluation_item": item.name,
            "value": mean.to_numpy("float64"),
            "scaled": structure.scaled(mean, how="scale", more=item.more).to_numpy("float64"),
            "raters": by["size"].to_numpy("float64"),
        }
    )


def evaluation(study: Study) -> pd.DataFrame:
    """Result table `evaluation`: the accounts told, in the order of `evaluation_items`."""
    return study.cached("evaluation", lambda: _evaluation(study))


def _evaluation(study: Study) -> pd.DataFrame:
    ids = _told(study)
    found = pd.DataFrame({"account_id": pd.Series(ids, dtype="str")})
    names = accounts(study).set_index("account_id")["account_name"]
    found["account_name"] = found["account_id"].map(names).astype("str")
    growth = growth_split(study)[["account_id", "sales_growth", "share_tendency"]]
    found = found.merge(demand(study), "left", "account_id").merge(growth, "left", "account_id")
    parts = _parts(study)
    for part in PARTS:
        scores = parts.get(part, pd.Series(dtype="float64"))
        found[part] = found["account_id"].map(scores).astype("float64")
    found = found.rename(columns={"power": "bargaining_power"})
    found["structural_position"] = structure.cells(found["bargaining_power"], found["inclination"])
    return results.arrange(found, "evaluation")


def _parts(study: Study) -> dict[str, pd.Series]:
    """Sub-score to its values by account_id; without those nobody asked for."""
    items = evaluation_items(study)
    if items.empty:
        return {}
    weights = study.engagement.identification.item_weights
    scores = structure.sub_scores(items.rename(columns={"evaluation_item": "item"}), weights)
    return {part: rows.set_index("account_id")["score"] for part, rows in scores.groupby("part")}
