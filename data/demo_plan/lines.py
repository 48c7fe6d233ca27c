"""Order lines: what every site of the plan buys, month by month.

Only uniform draws and plain arithmetic, so that every machine makes the same file.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from demo_plan.book import INTERNAL, Account, sites

FIRST_YEAR = 2023
LAST_DAY = date(2025, 12, 31)
REGIONS = ("North", "South", "East", "West", "Asia")
SEASON = (0.94, 0.97, 1.06, 1.03, 1.05, 1.02, 0.92, 0.86, 1.06, 1.08, 1.05, 0.96)
PRODUCTS = {"partner": 30, "project": 9, "steady": 6, "occasional": 4, "newcomer": 7}
DIVERTED = {"diverter": (0.45, "North")}  # share of orders shipped elsewhere, and where
RETURNED = {"returner": 0.16}
EXTRAS = {"duplicates": 40, "no_customer": 25, "after_period": 60, "cancelled": 15}


class Dice:
    """Uniform draws from one seed."""

    def __init__(self, seed: int):
        self._draw = np.random.default_rng(seed).random

    def between(self, low: float, high: float) -> float:
        """A figure from low to high."""
        return low + (high - low) * float(self._draw())

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(float(self._draw()) * (high - low + 1))

    def one(self, items):
        """One of the items."""
        return items[self.whole(0, len(items) - 1)]

    def some(self, items, n: int) -> list:
        """`n` different items, in the order given."""
        drawn = sorted(range(len(items)), key=lambda _: self._draw())[:n]
        return [items[i] for i in sorted(drawn)]


def order_lines(plan: list[Account], products: list[dict], dice: Dice) -> list[dict]:
    """Every line of the period, and of the days after it, sorted and numbered."""
    lines = [line for account in plan for line in _bought(account, products, dice)]
    lines += _returns(lines, plan, dice)
    lines += _internal(products, dice)
    lines += _after(lines, dice)
    lines += _nobody(lines, dice)
    return _numbered(lines)


def months(account: Account, year: int, dice: Dice) -> list[int]:
    """Months of `year` in which the account orders."""
    if account.kind in ("partner", "steady"):
        return list(range(1, 13))
    if account.kind == "newcomer":
        return list(range(7, 13)) if year == LAST_DAY.year else []
    wanted = 2 if account.kind == "project" else 3
    last = 9 if year == LAST_DAY.year else 12
    return dice.some(range(1, last + 1), wanted)


def _bought(account: Account, products: list[dict], dice: Dice) -> list[dict]:
    own, lines = None, []
    weights = {site: dice.between(0.6, 1.4) for site in sites(account)}
    for i, planned in enumerate(account.revenue):
        active = months(account, FIRST_YEAR + i, dice)
        for month in active:
            target = planned / len(active) * dice.between(0.88, 1.12) * _season(account, month)
            count = _lines_a_month(account, planned, dice)
            own = own or _range(account, products, target / count, dice)
            when = (FIRST_YEAR + i, month)
            lines += _month(account, when, target, count, weights, own, dice)
    return lines


def _season(account: Account, month: int) -> float:
    return SEASON[month - 1] if account.kind in ("partner", "steady") else 1.0


def _lines_a_month(account: Account, planned: float, dice: Dice) -> int:
    if account.kind == "partner":
        return round(20 + planned / 50_000)
    return {"project": 60, "steady": 13, "newcomer": 15, "occasional": dice.whole(5, 8)}[
        account.kind
    ]


def _range(account: Account, products: list[dict], line: float, dice: Dice) -> list[dict]:
    """Products the account buys: cheap enough for its usual line."""
    fit = [p for p in products if float(p["list_price"]) < line / 2]
    return dice.some(fit, PRODUCTS[account.kind])


def _month(account, when, target, count, weights, own, dice) -> list[dict]:
    """About `count` lines worth `target`, in orders of the account's sites."""
    drafts = []
    while count > 0:
        site = dice.one(list(weights))
        most = min(count, len(own), 9 if account.kind == "project" else 5)
        head = _head(account, site, _weekday(*when, dice.whole(1, 28)), dice)
        for product in dice.some(own, dice.whole(1, most)):
            drafts.append((head, product, weights[site] * dice.between(0.4, 1.6)))
            count -= 1
    worth = target / sum(weight for _, _, weight in drafts)
    return [head | _item(account, product, worth * w, dice, head) for head, product, w in drafts]


def _weekday(year: int, month: int, number: int) -> date:
    day = date(year, month, number)
    return day - timedelta(days=2) if day.weekday() >= 5 and number > 2 else day


def _head(account: Account, site: str, day: date, dice: Dice) -> dict:
    share, elsewhere = DIVERTED.get(account.plant, (0.02, dice.one(REGIONS)))
    diverted = dice.between(0, 1) < share
    return {
        "order": dice.between(0, 1),  # becomes a number once all orders are sorted
        "order_date": day,
        "customer_no": site,
        "ship_region": elsewhere if diverted else account.region,
        "line_type": "sale",
    }


def _item(account: Account, product: dict, worth: float, dice: Dice, head: dict) -> dict:
    """A product line worth about `worth`: two per cent dearer every year."""
    raised = 1 + 0.02 * (head["order_date"].year - FIRST_YEAR)
    cents = round(100 * float(product["list_price"]) * raised)
    percent = max(0, account.discount + dice.whole(-2, 2))
    quantity = max(1, round(worth / (cents * (100 - percent) / 10_000)))
    return {
        "item_no": product["product_id"],
        "qty": quantity,
        "cents": cents,
        "percent": percent,
    }


def _returns(lines: list[dict], plan: list[Account], dice: Dice) -> list[dict]:
    """Goods that came back some weeks later, at the price they were sold."""
    rates = {site: RETURNED.get(a.plant, 0.012) for a in plan for site in sites(a)}
    back = []
    for line in lines:
        share = dice.between(0.3, 1)
        day = line["order_date"] + timedelta(days=dice.whole(5, 30))
        if dice.between(0, 1) < rates[line["customer_no"]] and day <= LAST_DAY:
            quantity = -max(1, int(line["qty"] * share))
            changed = {"order_date": day, "qty": quantity, "line_type": "return"}
            back.append(line | changed | {"order": dice.between(0, 1)})
    return back


def _internal(products: list[dict], dice: Dice) -> list[dict]:
    """What our own workshop draws: not a customer."""
    workshop = Account(
        0, "", "internal", "", "internal", "", "West", "", "", 1, (), 50, 0, 0, (), None
    )
    lines = []
    for month in range(36):
        day = _weekday(FIRST_YEAR + month // 12, 1 + month % 12, 15)
        head = _head(workshop, INTERNAL, day, dice)
        lines += [head | _item(workshop, p, 900, dice, head) for p in dice.some(products, 3)]
    return lines


def _after(lines: list[dict], dice: Dice) -> list[dict]:
    """The export was drawn some days into the next year."""
    chosen = dice.some([x for x in lines if x["line_type"] == "sale"], EXTRAS["after_period"])
    days = [LAST_DAY + timedelta(days=dice.whole(2, 8)) for _ in chosen]
    return [
        line | {"order_date": day, "order": dice.between(0, 1)}
        for line, day in zip(chosen, days, strict=True)
    ]


def _nobody(lines: list[dict], dice: Dice) -> list[dict]:
    """Counter sales without a customer number."""
    sales = [x for x in lines if x["line_type"] == "sale" and x["order_date"] <= LAST_DAY]
    chosen = dice.some(sales, EXTRAS["no_customer"])
    return [
        line | {"customer_no": "", "qty": dice.whole(1, 5), "order": dice.between(0, 1)}
        for line in chosen
    ]


def _numbered(lines: list[dict]) -> list[dict]:
    """Sorted by day and order, with order numbers that begin with zeros."""
    lines = sorted(lines, key=lambda x: (x["order_date"], x["order"], x["item_no"]))
    numbers: dict[float, str] = {}
    for line in lines:
        numbers.setdefault(line["order"], f"{len(numbers) + 10_412:07d}")
    return [line | {"order_no": numbers[line["order"]]} for line in lines]


def cancelled(lines: list[dict], dice: Dice) -> list[str]:
    """Orders withdrawn after they were booked."""
    usual = {
        x["order_no"]
        for x in lines
        if x["line_type"] == "sale"
        and x["order_date"] <= LAST_DAY
        and x["customer_no"] not in ("", INTERNAL)
    }
    return dice.some(sorted(usual), EXTRAS["cancelled"])


def with_duplicates(lines: list[dict], withdrawn: list[str], dice: Dice) -> list[dict]:
    """The same lines, some of them exported twice."""
    clean = [
        i
        for i, x in enumerate(lines)
        if x["line_type"] == "sale"
        and x["order_date"] <= LAST_DAY
        and x["customer_no"] not in ("", INTERNAL)
        and x["order_no"] not in withdrawn
    ]
    twice = set(dice.some(clean, EXTRAS["duplicates"]))
    return [x for i, line in enumerate(lines) for x in ([line] * (1 + (i in twice)))]
