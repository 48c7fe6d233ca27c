"""The invented customers: groups from the plan, their companies and sites, their numbers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

PLAN = Path(__file__).resolve().parent
STEP = 20  # customer numbers kept for one group
INTERNAL = "00005"  # our own workshop, listed among the customers
PROSPECTS = ("01301", "01302")  # listed, never bought
SEGMENTS = {
    "Water": ("municipal supply", "desalination"),
    "Chemicals": ("bulk chemicals", "specialities"),
    "Energy": ("power plants", "gas and hydrogen"),
    "Food": ("processed food", "beverages"),
    "Machinery": ("pumps and turbines", "plant building"),
    "Shipbuilding": ("new ships", "refit and offshore"),
}
CITIES = {
    "North": ["Leeds", "Hull", "Bergen", "Aalborg", "York", "Durham", "Skagen"],
    "South": ["Lyon", "Turin", "Sevilla", "Graz", "Parma", "Nîmes", "Linz"],
    "East": ["Brno", "Győr", "Poznań", "Košice", "Lublin", "Olomouc", "Szeged"],
    "West": [
        "Bristol",
        "Cardiff",
        "Chester",
        "Exeter",
        "Hereford",
        "Kendal",
        "Lancaster",
        "Preston",
        "Skipton",
        "Stafford",
        "Telford",
        "Truro",
        "Wigan",
        "Wrexham",
    ],
    "Asia": ["天津", "青岛", "苏州", "武汉", "宁波", "大连", "无锡"],
}


@dataclass(frozen=True)
class Account:
    """One group of the plan."""

    number: int
    name: str
    kind: str
    plant: str  # names of what is planted, see truth.MEANING
    role: str
    industry: str
    region: str
    channel: str
    owner: str
    sites: int
    revenue: tuple[float, float, float]  # planned, by year
    discount: int  # per cent
    days_late: int
    serve: int  # cost to serve, per cent of revenue
    scores: tuple[int, int, int]  # feedback, influence, potential
    wallet: int | None  # our share of the customer's spend, per cent
    present: bool = False  # on the client's own list of key accounts

    @property
    def id(self) -> str:
        """Number of the group's head."""
        return f"{self.number * STEP:05d}"


def read(name: str) -> list[dict[str, str]]:
    """Rows of one file of the plan."""
    with (PLAN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accounts() -> list[Account]:
    """The sixty groups of the plan."""
    return [_account(row) for row in read("accounts.csv")]


def _account(row: dict[str, str]) -> Account:
    words = ("name", "kind", "plant", "role", "industry", "region", "channel", "owner")
    return Account(
        number=int(row["number"]),
        **{word: row[word] for word in words},
        sites=int(row["sites"]),
        revenue=tuple(1000.0 * int(row[year]) for year in ("y2023", "y2024", "y2025")),
        discount=int(row["discount"]),
        days_late=int(row["days_late"]),
        serve=int(row["serve"]),
        scores=tuple(int(row[name]) for name in ("feedback", "influence", "potential")),
        wallet=int(row["wallet"]) if row["wallet"] else None,
        present=row["present"] == "yes",
    )


def segment(account: Account) -> str:
    """The segment of its industry an account works in."""
    return SEGMENTS[account.industry][account.number % 2]


def sites(account: Account) -> list[str]:
    """Customer numbers that order. From four sites on the head is a holding that does not."""
    first = 0 if account.sites < 4 else 3
    return [f"{account.number * STEP + first + i:05d}" for i in range(account.sites)]


def customers(plan: list[Account]) -> list[dict]:
    """The client's customer list. Groups of seven sites and more have companies between."""
    rows = [row for account in plan for row in _members(account)]
    rows.append(_customer(plan[1], INTERNAL, "Halden Flow Service workshop", "") | _OURS)
    for number, name in zip(PROSPECTS, ("Ingleby Sugar", "Ravenscar Salt"), strict=True):
        rows.append(_customer(plan[3], number, name, ""))
    return sorted(rows, key=lambda row: row["customer_no"])


_OURS = {"kind": "internal", "industry": "Machinery", "segment": "", "manager": ""}


def _members(account: Account) -> list[dict]:
    rows = [_customer(account, account.id, account.name, "") | _listed(account)]
    own = [number for number in sites(account) if number != account.id]
    companies = []
    if account.sites >= 7:
        companies = [f"{account.number * STEP + i:05d}" for i in (1, 2)]
        names = [f"{account.name} {word}" for word in ("Projects", "Supply")]
        rows += [
            _customer(account, number, name, account.id)
            for number, name in zip(companies, names, strict=True)
        ]
    for i, number in enumerate(own):
        name = f"{account.name} {CITIES[account.region][i % len(CITIES[account.region])]}"
        above = companies[i % 2] if companies else account.id
        rows.append(_customer(account, number, name, above))
    return rows


def _customer(account: Account, number: str, name: str, parent: str) -> dict:
    return {
        "customer_no": number,
        "name": name,
        "parent_no": parent,
        "kind": account.role,
        "industry": account.industry,
        "segment": segment(account),
        "region": account.region,
        "channel": account.channel,
        "manager": account.owner,
        "customer_since": _since(account),
        "credit_limit": _credit_limit(account),
        "credit_days": 45 if account.kind == "partner" else 30,
        "key_account": "",
    }


def _listed(account: Account) -> dict:
    """The client marks the head of a group it counts as key."""
    return {"key_account": "yes" if account.present else "no"}


def _since(account: Account) -> str:
    if account.kind == "newcomer":
        return "2025-06-16"
    return f"{2004 + account.number * 7 % 18}-{1 + account.number % 12:02d}-01"


def _credit_limit(account: Account) -> int:
    return 5000 * (1 + int(max(account.revenue) / account.sites / 5000 / 4))
