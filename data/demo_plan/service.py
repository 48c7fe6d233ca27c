"""The other tables of the demo: invoices, cost to serve, survey, activities, people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from demo_plan.book import Account, read, sites
from demo_plan.lines import LAST_DAY, Dice

YEARS = (2023, 2024, 2025)
STOPPED = date(2025, 6, 1)  # since when the late payer has paid nothing
SPLIT = {"visits": 0.4, "freight": 0.35, "service": 0.25}
ASPECTS = ("overall", "quality", "delivery", "support", "price")
SEEN = {"partner": 18, "project": 8, "steady": 4, "occasional": 2, "newcomer": 6}
OUTCOMES = ("follow up", "quote asked for", "complaint settled", "no action", "trial agreed")
GIVEN = {
    "Asia": ["李建国", "王晓燕", "赵明", "周丽华", "吴志强", "郑雅文"],
    "": [
        "Anna Björk",
        "José Núñez",
        "Claire Dubois",
        "Peter Lang",
        "Zoë Hart",
        "Łukasz Nowak",
        "Maria Conti",
        "Owen Price",
        "Éva Szabó",
        "Karl Weiß",
        "Ruth Mercer",
        "Iñaki Ruiz",
    ],
}


def receivables(plan: list[Account], amounts: dict, dice: Dice) -> list[dict]:
    """One invoice a customer and month with its net sales, and when it was paid.

    amounts: (customer, year, month) -> net amount.
    """
    owner = {site: account for account in plan for site in sites(account)}
    rows = []
    for (customer, year, month), amount in sorted(amounts.items()):
        if customer not in owner or amount <= 0:
            continue
        account = owner[customer]
        issued = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        due = issued + timedelta(days=45 if account.kind == "partner" else 30)
        paid = due + timedelta(days=account.days_late + dice.whole(-8, 10))
        stopped = account.plant == "late_payer" and issued >= STOPPED
        rows.append(
            {
                "invoice_no": f"R{year % 100}{month:02d}{customer}",
                "customer_no": customer,
                "invoice_date": issued.isoformat(),
                "due_date": due.isoformat(),
                "amount": f"{amount:.2f}",
                "paid_on": "" if stopped or paid > LAST_DAY else paid.isoformat(),
            }
        )
    return rows


def cost_to_serve(plan: list[Account], amounts: dict, dice: Dice) -> list[dict]:
    """Visits, freight and service by customer and year, as a share of its sales."""
    yearly: dict = defaultdict(float)
    for (customer, year, _), amount in amounts.items():
        yearly[customer, year] += amount
    rows = []
    for account in plan:
        for site in sites(account):
            for year in YEARS:
                spent = max(0.0, yearly[site, year]) * account.serve / 100
                rows += [
                    {
                        "customer_no": site,
                        "year": year,
                        "activity": activity,
                        "cost": f"{spent * share * dice.between(0.9, 1.1):.2f}",
                    }
                    for activity, share in SPLIT.items()
                    if spent
                ]
    return rows


def survey(plan: list[Account], dice: Dice) -> list[dict]:
    """A yearly survey; the decliner's answers fall before its orders do."""
    rows = []
    for account in plan:
        for year in YEARS:
            if account.kind == "newcomer" and year < YEARS[-1]:
                continue
            people = dice.whole(1, 3 + account.sites // 3)
            level = 2 * account.scores[0]
            if account.plant == "decliner" and year == YEARS[0]:
                level += 4
            for aspect in ASPECTS:
                score = min(10, max(1, level + dice.whole(-1, 1)))
                rows.append(
                    {
                        "customer_no": account.id,
                        "answered": f"{year}-10-{10 + account.number % 18:02d}",
                        "item": aspect,
                        "score": score,
                        "nps": score if aspect == "overall" else "",
                        "respondents": people,
                    }
                )
    return rows


def activities(plan: list[Account], dice: Dice) -> list[dict]:
    """Visits, calls and service; the account key by score only has seen no executive."""
    rows = []
    for account in plan:
        for year in YEARS:
            if account.kind == "newcomer" and year < YEARS[-1]:
                continue
            for _ in range(SEEN[account.kind]):
                kind = dice.one(("visit", "visit", "call", "call", "service", "event", "feedback"))
                high = "executive" if account.kind == "partner" else "manager"
                levels = ("operative", "manager", "operative", high)
                level = "operative" if "score_only" in account.plant else dice.one(levels)
                first = 7 if account.kind == "newcomer" else 1
                rows.append(
                    {
                        "customer_no": dice.one(sites(account)),
                        "day": date(year, dice.whole(first, 12), dice.whole(1, 28)).isoformat(),
                        "kind": kind,
                        "level": level,
                        "hours": {"visit": 4, "service": 6, "event": 5}.get(kind, 1)
                        * dice.whole(1, 2),
                        "outcome": dice.one(OUTCOMES),
                    }
                )
    return sorted(rows, key=lambda row: (row["day"], row["customer_no"], row["kind"]))


def wallet(plan: list[Account], amounts: dict) -> list[dict]:
    """What accounts spend on valves and pumps in all, where a manager dared an estimate."""
    rows = []
    for account in plan:
        if not account.wallet:
            continue
        own = set(sites(account))
        ours = sum(x for (site, year, _), x in amounts.items() if site in own and year == 2025)
        total = max(1, round(ours / account.wallet * 100 / 1000)) * 1000
        rows.append(
            {
                "customer_no": account.id,
                "category": "valves and pumps",
                "year": 2025,
                "low": round(total * 0.85),
                "total": total,
                "high": round(total * 1.25),
                "source": "manager's estimate after talks with the buyer",
                "confidence": "high" if account.number < 5 else "medium",
            }
        )
    return rows


def contacts(plan: list[Account], dice: Dice) -> list[dict]:
    """Three people at each of the first sixteen accounts and the newcomer."""
    rows = []
    for account in plan:
        if account.number > 16 and account.kind != "newcomer":
            continue
        names = dice.some(GIVEN["Asia" if account.region == "Asia" else ""], 3)
        for name, role in zip(names, ("decision", "influence", "user"), strict=True):
            lean = account.scores[0] - 3
            rows.append(
                {
                    "contact_no": f"P{len(rows) + 1:03d}",
                    "customer_no": account.id,
                    "name": name,
                    "role": role,
                    "stance": min(2, max(-2, lean + dice.whole(-1, 1))),
                    "power": {"decision": 5, "influence": 3, "user": 2}[role],
                    "our_person": account.owner,
                }
            )
    return rows


def kam() -> list[dict]:
    """The four account managers."""
    return list(read("people.csv"))
