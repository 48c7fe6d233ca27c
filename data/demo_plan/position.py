"""What the demo says of the customers' markets, their own sales, and how they deal with us."""

from __future__ import annotations

from demo_plan.book import SEGMENTS, Account
from demo_plan.lines import FIRST_YEAR, Dice

YEARS = (2023, 2024, 2025)
SOURCE = "association yearbook (invented)"
# Industry: million in 2023, growth a year in per cent; its first segment holds three fifths in
# 2023 and grows by so many points a year more.
INDUSTRIES = {
    "Water": (4100, 3, -1),
    "Chemicals": (5300, 2, -2),
    "Energy": (7200, 7, -3),
    "Food": (2600, 1, 1),
    "Machinery": (6400, 4, 2),
    "Shipbuilding": (3500, -2, -2),
}
# Account: its own sales of 2023 in million, and their growth to 2025 in per cent.
OWN_SALES = {
    1: (210, 22),
    2: (160, 9),
    3: (180, 1),
    4: (95, 6),
    5: (120, -24),  # the decliner: it buys less because it sells less, and not of its market alone
    6: (260, 4),
    7: (340, 31),
    8: (75, 14),
    9: (88, -3),
    11: (40, 33),
    13: (28, 26),
    14: (22, 4),
}
SCORED = 24  # the largest accounts, and the newcomer, are scored on the items
RATERS = (("Ingrid Solberg", 0, 0.0), ("Marco Bellini", 1, 0.1))
DATE = "2025-12-05"


def market() -> list[dict]:
    """Size of the six industries and their segments, by year."""
    rows = []
    for industry, (million, growth, more) in INDUSTRIES.items():
        first, second = SEGMENTS[industry]
        for year in YEARS:
            after = year - FIRST_YEAR
            whole = 10_000 * million * (100 + growth * after)
            part = 6_000 * million * (100 + (growth + more) * after)
            sizes = (("", whole), (first, part), (second, whole - part))
            rows += [
                {
                    "industry": industry,
                    "segment": name,
                    "year": year,
                    "size": size,
                    "source": SOURCE,
                }
                for name, size in sizes
            ]
    return rows


def customer_sales(plan: list[Account]) -> list[dict]:
    """The own sales of the accounts that publish them, growing alike in both years."""
    return [
        {
            "customer_no": account.id,
            "year": year,
            "sales": 1_000_000 * million + 5_000 * million * growth * (year - FIRST_YEAR),
            "source": "annual report (invented)",
        }
        for account in plan
        for million, growth in [OWN_SALES.get(account.number, (0, 0))]
        if million
        for year in YEARS
    ]


def scores(plan: list[Account], dice: Dice) -> list[dict]:
    """Two managers' scores on the items of position, fit and the indicators."""
    told = [a for a in plan if a.number <= SCORED or a.kind == "newcomer"]
    return [row for account in told for row in _scores(account, dice)]


def _scores(account: Account, dice: Dice) -> list[dict]:
    rows = []
    for item, true in _deserved(account).items():
        for rater, lean, absent in RATERS:
            given = true + (lean if dice.between(0, 1) < 1 / 3 else 0)
            if dice.between(0, 1) >= absent:
                score = min(5, max(1, given))
                rows.append(
                    {
                        "account_id": account.id,
                        "criterion": item,
                        "rater": rater,
                        "score": score,
                        "date": DATE,
                    }
                )
    return rows


def _deserved(account: Account) -> dict[str, int]:
    """What each item would be scored without error, from the account's plan."""
    feedback, influence, potential = account.scores
    partner = account.kind == "partner"
    pressure = min(5, account.discount // 5)
    return {
        "power_alternatives": 5 if account.plant == "decliner" else 3 if partner else 4,
        "power_transaction": 3 if partner else 2,
        "power_switching": feedback - 1 if partner else 2,
        "power_price": pressure,
        "fit_complementarity": feedback,
        "fit_aggregation": min(5, 1 + account.sites // 2),
        "fit_win_win": {"loss_maker": 1, "late_payer": 2}.get(account.plant, 3 + partner),
        "fit_compatibility": feedback,
        "fit_consistency": 1 if account.plant == "diverter" else 4 if partner else 2,
        "attract_difference": influence,
        "attract_value": 6 - pressure,
        "attract_preference": feedback,
        "attract_access": 2 if "score_only" in account.plant else feedback,
        "attract_rules": 3,
        "relation_potential": potential,
        "relation_state": feedback,
    }
