"""Facts drawn from the data by rule: what a SWOT line may cite.

A rule says for each account one figure, and whether the figure is remarkable. The id of a
fact is made of rule and account, so that a workbook may cite it this month and next.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kamlib import labels, results

COLUMNS = results.RESULTS["facts"].names
PROMOTER, DETRACTOR = 9, 6  # Reichheld (2003): 9 and 10 promote, 0 to 6 detract


@dataclass(frozen=True)
class Limits:
    """From where on a figure is remarkable."""

    growth: float  # rate up or down
    margin: float  # points from the book's margin
    share: float  # of our revenue
    wallet: float  # our share of what it spends
    evenness: tuple[float, float]  # uneven below, even from
    overdue: float  # of a year's revenue
    returns: float  # points above the book's returns
    breadth: float  # times the median account's products


@dataclass(frozen=True)
class Telling:
    """In which language, currency and period facts are told."""

    language: str
    currency: str
    since: date
    as_of: date

    def say(self, key: str, **values) -> str:
        """The words of `key` of this wing."""
        return labels.say(f"competition.{key}", self.language, **values)

    def money(self, value: float) -> str:
        """An amount with its currency."""
        return f"{labels.money(value, self.language)} {self.currency}".rstrip()

    @property
    def period(self) -> str:
        """All of the time counted, in words."""
        return self.say("period", since=self.since, as_of=self.as_of)


def from_accounts(
    accounts: pd.DataFrame, ids: Collection[str], *, limits: Limits, telling: Telling
) -> pd.DataFrame:
    """What do orders and invoices say of the accounts `ids`, against the whole book?

    Parameters
    ----------
    accounts
        The result table `accounts` of the whole book; the book's margin and returns are
        ratios of sums, its breadth is the median account's.

    Returns
    -------
    pandas.DataFrame
        COLUMNS, by account and rule: growth, margin, revenue_share, evenness, overdue,
        returns, breadth. No fact where a figure is not known, for a margin on revenue that
        is not positive, or for an overdue amount of nothing.
    """
    told = accounts[accounts["account_id"].isin(set(ids))]
    rules = (_growth, _margin, _revenue_share, _evenness, _overdue, _returns, _breadth)
    drawn = [fact for rule in rules for fact in rule(told, accounts, limits, telling)]
    return _frame(drawn)


def from_wallet(wallet: pd.DataFrame, *, limits: Limits, telling: Telling) -> pd.DataFrame:
    """What do our shares of wallet say? wallet: from `wallet.share_of_wallet`.

    A share is high or low where its whole range lies on one side of the limit. Returns
    COLUMNS; the confidence is that of the estimate, low where it says none.
    """
    drawn = []
    for row in wallet[wallet["wallet_share"].notna()].to_dict("records"):
        share, low, high = (row[f"wallet_share{end}"] for end in ("", "_low", "_high"))
        key = "fact.wallet_range" if pd.notna(low) else "fact.wallet"
        text = telling.say(key, share=share, low=low, high=high)
        surely_high = (low if pd.notna(low) else share) >= limits.wallet - 1e-9
        surely_low = (high if pd.notna(high) else share) < limits.wallet - 1e-9
        reading = "high" if surely_high else "low" if surely_low else None
        drawn.append(
            _fact("wallet", row["account_id"], share, text, row["sales_period"], "wallet")
            | {"reading": reading, "confidence": _confidence(row["confidence"])}
        )
    return _frame(drawn)


def from_survey(answers: pd.DataFrame, *, telling: Telling) -> pd.DataFrame:
    """What does the survey say? answers: account_id, nps, people, day: from `survey.latest`.

    The reading follows Reichheld (2003): 9 and above high, 6 and below low, on the mean
    answer; a mean of few people is told with their number. Returns COLUMNS.
    """
    drawn = []
    for row in answers[answers["nps"].notna()].to_dict("records"):
        key = "fact.satisfaction" if row["people"] > 0 else "fact.satisfaction_unknown"
        text = telling.say(key, nps=f"{row['nps']:.1f}", n=row["people"])
        high, low = row["nps"] >= PROMOTER, row["nps"] <= DETRACTOR
        day = "" if pd.isna(row["day"]) else row["day"].strftime("%Y-%m-%d")
        drawn.append(
            _fact("satisfaction", row["account_id"], row["nps"], text, day, "survey")
            | {"reading": "high" if high else "low" if low else None}
        )
    return _frame(drawn)


def fact_id(rule: str, account_id: str) -> str:
    """The id of a fact: F-growth-00020. What separates ids in a list is written %20 and so on."""
    safe = re.sub(r"[\s%,;,;、]", lambda m: f"%{ord(m[0]):02X}", account_id)
    return f"F-{rule}-{safe}"


def _fact(rule: str, account: str, value: float, text: str, period: str, table: str) -> dict:
    return {
        "fact_id": fact_id(rule, account),
        "account_id": account,
        "rule": rule,
        "value": value,
        "text": text,
        "period": period,
        "table": table,
        "confidence": "high",
    }


def _frame(drawn: list[dict]) -> pd.DataFrame:
    kinds = dict.fromkeys(COLUMNS, "str") | {"value": "float64"}
    built = pd.DataFrame(drawn, columns=COLUMNS).astype(kinds)
    return built.sort_values(["account_id", "rule"], ignore_index=True)


def _confidence(said: object) -> str:
    """high, medium or low from the client's word, in either language; low for any other."""
    written = {
        labels.say(f"values.{level}", language): level
        for level in ("high", "medium", "low")
        for language in labels.LANGUAGES
    }
    return written.get(str(said).strip().casefold(), "low")


def _known(accounts: pd.DataFrame, column: str) -> list[tuple[str, float]]:
    known = accounts[accounts[column].notna()]
    return list(zip(known["account_id"], known[column].astype(float), strict=True))


def _reading(value: float, low: float, high: float) -> str | None:
    """High from `high` on, low up to `low`; within a hair the limit counts as reached."""
    if value >= high - 1e-9:
        return "high"
    return "low" if value <= low + 1e-9 else None


def _growth(told, accounts, limits: Limits, telling: Telling):
    period = telling.say("year_to", as_of=telling.as_of)
    for account, value in _known(told, "growth"):
        way = "level" if abs(value) < 0.005 else "up" if value > 0 else "down"
        text = telling.say(f"fact.growth_{way}", change=abs(value))
        reading = _reading(value, -limits.growth, limits.growth)
        yield _fact("growth", account, value, text, period, "orders") | {"reading": reading}


def _margin(told, accounts, limits: Limits, telling: Telling):
    costed = accounts[accounts["gross_profit"].notna()]
    if not costed["revenue"].sum() > 0:
        return
    book = costed["gross_profit"].sum() / costed["revenue"].sum()
    earning = told[told["revenue"] > 0]
    for account, value in _known(earning, "margin"):
        gap = value - book
        way = "level" if abs(gap) < 0.0005 else "above" if gap > 0 else "below"
        points = f"{abs(gap) * 100:.1f}"
        text = telling.say(f"fact.margin_{way}", margin=value, points=points, book=book)
        reading = _reading(gap, -limits.margin, limits.margin)
        yield _fact("margin", account, value, text, telling.period, "orders") | {"reading": reading}


def _revenue_share(told, accounts, limits: Limits, telling: Telling):
    total = accounts["revenue"].clip(lower=0).sum()
    for account, value in _known(told[told["revenue"] > 0], "revenue"):
        share = value / total
        text = telling.say("fact.revenue_share", share=share)
        reading = "high" if share >= limits.share - 1e-9 else None
        fact = _fact("revenue_share", account, share, text, telling.period, "orders")
        yield fact | {"reading": reading}


def _evenness(told, accounts, limits: Limits, telling: Telling):
    for account, value in _known(told, "evenness"):
        reading = _reading(value, limits.evenness[0], limits.evenness[1])
        key = {"high": "even", "low": "uneven", None: "middling"}[reading]
        text = telling.say(f"fact.evenness_{key}", evenness=f"{value:.2f}")
        fact = _fact("evenness", account, value, text, telling.period, "orders")
        yield fact | {"reading": reading}


def _overdue(told, accounts, limits: Limits, telling: Telling):
    late = told[told["overdue"] > 0]
    year = late["revenue_12m"].where(late["revenue_12m"] > 0) if "revenue_12m" in late else np.nan
    shares = (late["overdue"] / year).tolist()
    day = telling.as_of.isoformat()
    for (account, value), share in zip(_known(late, "overdue"), shares, strict=True):
        known = share == share
        text = telling.say(
            "fact.overdue" if known else "fact.overdue_no_sales",
            amount=telling.money(value),
            share=share,
        )
        # Overdue without a sale in a year: nothing more to weigh it against.
        reading = "high" if not known or share >= limits.overdue - 1e-9 else None
        yield _fact("overdue", account, value, text, day, "receivables") | {"reading": reading}


def _returns(told, accounts, limits: Limits, telling: Telling):
    sold = accounts["gross_sales"].sum()
    if not sold > 0:
        return
    book = (accounts["returns_rate"].fillna(0) * accounts["gross_sales"]).sum() / sold
    for account, value in _known(told, "returns_rate"):
        text = telling.say("fact.returns", rate=value, book=book)
        reading = "high" if value - book >= limits.returns - 1e-9 else None
        fact = _fact("returns", account, value, text, telling.period, "orders")
        yield fact | {"reading": reading}


def _breadth(told, accounts, limits: Limits, telling: Telling):
    median = accounts["products"].median()
    if not accounts["products"].max() > 0:
        return  # the orders name no products
    for account, value in _known(told[told["products"] > 0], "products"):
        text = telling.say("fact.breadth", n=value, median=median)
        reading = _reading(value, median / limits.breadth, median * limits.breadth)
        fact = _fact("breadth", account, value, text, telling.period, "orders")
        yield fact | {"reading": reading}
