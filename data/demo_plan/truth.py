"""What is true of the demo by construction, worked out without the kit.

Amounts are whole numbers of a hundredth of a cent, so that sums are exact.
"""

from __future__ import annotations

import math
from collections import defaultdict

from demo_plan.book import INTERNAL, Account, sites
from demo_plan.lines import LAST_DAY

UNITS = 10_000  # to one euro
MEANING = {
    "loss_maker": "second largest by revenue; its discounts and its cost to serve eat it up",
    "decliner": "bought over two fifths less in 2025 than in 2024; its survey answers fell first",
    "roll_up": "fourteen sites, none large; key only when the group is taken as one account",
    "late_payer": "pays two months late, and has paid nothing invoiced since June 2025",
    "diverter": "a distributor for the South that ships nearly half of its goods to the North",
    "small_wallet_share": "buys steadily, yet spends six times as much with others",
    "revenue_only": "large in sum, in a few projects: key by revenue, not by score",
    "score_only": "mid-sized, loyal, influential: key by score, not by revenue",
    "borderline": "at the end of the list: who is on it hangs on weights the board left open",
    "newcomer": "first order in July 2025: its growth is not known; put on the list by the board",
    "returner": "sends back one line in six",
    "present_only": "on the client's own list of key accounts, though no figure supports it",
    "unlisted": "missing from the client's own list, though key under nearly all weightings",
}
KINDS = {
    "partner": "large, every month, nearly the whole range",
    "project": "large sums in few months, a narrow range",
    "steady": "small, every month, a narrow range",
    "occasional": "small, a few times a year",
    "newcomer": "not old enough to be of a kind",
}


def amount(line: dict) -> int:
    """Net amount of a line in UNITS."""
    return line["qty"] * line["cents"] * (100 - line["percent"])


def step_of(line: dict, withdrawn: set[str], seen: set) -> str:
    """Why the line is not analysed; empty where it is. Each line has one reason at most."""
    mark = (line["order_no"], line["item_no"], line["qty"], line["line_type"])
    if line["order_date"] > LAST_DAY:
        return "outside_period"
    if not line["customer_no"]:
        return "no_customer"
    if line["customer_no"] == INTERNAL:
        return "internal"
    if line["order_no"] in withdrawn:
        return "cancelled"
    if mark in seen:
        return "duplicate"
    seen.add(mark)
    return ""


def split(lines: list[dict], withdrawn: list[str]) -> tuple[list[dict], dict[str, list[dict]]]:
    """Lines analysed, and the others by reason."""
    seen: set = set()
    reasons: dict[str, list[dict]] = defaultdict(list)
    for line in lines:
        reasons[step_of(line, set(withdrawn), seen)].append(line)
    return reasons.pop(""), reasons


def monthly(lines: list[dict]) -> dict[tuple[str, int, int], float]:
    """Net amount in euro by customer, year and month."""
    sums: dict = defaultdict(int)
    for line in lines:
        day = line["order_date"]
        sums[line["customer_no"], day.year, day.month] += amount(line)
    return {key: value / UNITS for key, value in sums.items()}


def truth(
    plan: list[Account],
    lines: list[dict],
    withdrawn: list[str],
    products: list[dict],
    served: list[dict],
) -> dict:
    """Everything a test may ask: counts, money, lists, kinds, planted accounts.

    served: the rows of cost_to_serve.
    """
    analysed, left_out = split(lines, withdrawn)
    costs = {p["product_id"]: round(100 * float(p["unit_cost"])) for p in products}
    owner = {site: account.id for account in plan for site in sites(account)}
    revenue: dict = defaultdict(int)
    profit: dict = defaultdict(int)
    for line in analysed:
        account = owner[line["customer_no"]]
        revenue[account] += amount(line)
        profit[account] += amount(line) - 100 * line["qty"] * costs[line["item_no"]]
    net = dict(profit)
    for row in served:
        net[owner[row["customer_no"]]] -= round(100 * float(row["cost"])) * (UNITS // 100)
    planted = [a for a in plan if a.plant]
    return {
        "accounts": len(plan),
        "customers": sum(a.sites for a in plan),
        "lines_in_file": len(lines),
        "lines_analysed": len(analysed),
        "revenue": sum(revenue.values()) / UNITS,
        "gross_profit": sum(profit.values()) / UNITS,
        "left_out": {k: _count(rows) for k, rows in sorted(left_out.items())},
        "largest_by_revenue": _first(revenue, 0.8),
        "largest_by_profit": _first(net, 0.5),
        "kinds": {k: [a.id for a in plan if a.kind == k] for k in KINDS},
        "planted": {k: [a.id for a in planted if k in a.plant.split()] for k in MEANING},
        "revenue_by_account": {k: v / UNITS for k, v in sorted(revenue.items())},
        "gross_profit_by_account": {k: v / UNITS for k, v in sorted(profit.items())},
        "net_profit_by_account": {k: v / UNITS for k, v in sorted(net.items())},
    }


def _count(rows: list[dict]) -> dict:
    return {"rows": len(rows), "amount": sum(map(amount, rows)) / UNITS}


def _first(values: dict[str, int], share: float) -> list[str]:
    """The fewest accounts that hold `share` of the positive sum, best first."""
    ordered = sorted((k for k in values if values[k] > 0), key=lambda k: -values[k])
    aim, held = share * sum(values[k] for k in ordered), 0
    for i, account in enumerate(ordered):
        held += values[account]
        if held >= aim or math.isclose(held, aim):
            return ordered[: i + 1]
    return ordered


def as_text(found: dict, plan: list[Account]) -> str:
    """The truth as a page."""
    names = {a.id: a.name for a in plan}

    def listed(ids: list[str]) -> str:
        return ", ".join(f"{names[i]} ({i})" for i in ids)

    left = "\n".join(
        f"| {reason.replace('_', ' ')} | {x['rows']} | {x['amount']:,.2f} |"
        for reason, x in found["left_out"].items()
    )
    planted = "\n".join(
        f"- **{k.replace('_', ' ')}**: {listed(found['planted'][k])}. {v[0].upper()}{v[1:]}."
        for k, v in MEANING.items()
    )
    kinds = "\n".join(
        f"- **{k}** ({len(found['kinds'][k])}): {v}." for k, v in KINDS.items() if k != "newcomer"
    )
    revenue, profit = found["largest_by_revenue"], found["largest_by_profit"]
    return f"""# What is true of the demo

Every company, person and figure here is invented. `data/make_demo.py` makes the files from
`data/demo_plan/` with a fixed seed and writes this page and `truth.json`; the tests check
that the kit finds what stands here.

{found["lines_in_file"]:,} order lines in the file, {found["lines_analysed"]:,} analysed:
{found["accounts"]} groups with {found["customers"]} buying sites,
net revenue {found["revenue"]:,.2f} EUR, gross profit {found["gross_profit"]:,.2f} EUR.

| left out | lines | amount, EUR |
|---|--:|--:|
{left}

Fewest groups that bring 80 % of revenue ({len(revenue)}):
{listed(revenue)}.

Fewest groups that bring 50 % of the profit after the cost of serving them ({len(profit)}):
{listed(profit)}.

## Planted accounts

{planted}

## Kinds of account

{kinds}
"""
