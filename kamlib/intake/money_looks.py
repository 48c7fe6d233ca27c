"""Whether the money columns of order lines bear each other out, on the rows looked at.

A price times a quantity that is not the amount, a discount that is none, a cost of which
nobody knows whether it is of the piece or of the line: each becomes a question, and the
column that would spoil figures stays out until it is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from kamlib.intake.guess import Guess
from kamlib.intake.looks import as_number

_AGREE = 0.95
_TAXED = (
    "含税",
    "含稅",
    "价税",
    "incltax",
    "includingtax",
    "taxunitprice",
    "taxprice",
    "allamount",
    "isum",
    "inatsum",
)
_NET = ("不含税", "未税", "无税")


def question(guesses: Sequence[Guess], values: Mapping[str, Sequence[str]]) -> list[Guess]:
    """The same guesses, with the doubts that the rows give cause for.

    values: texts by header, row by row the same for all headers.
    """
    by_column = {g.column: g for g in guesses}
    rows = {
        c: [as_number(v) for v in values[g.header]]
        for c, g in by_column.items()
        if g.header in values
        and c in ("quantity", "price", "amount", "discount", "unit_cost", "cost")
    }
    for check in (_price, _discount, _cost, _one_cost, _tax):
        by_column = check(by_column, rows)
    return list(by_column.values())


def _price(found: dict[str, Guess], rows: dict) -> dict[str, Guess]:
    if not {"quantity", "price", "amount"} <= set(rows):
        return found
    discounts = rows.get("discount") or [0.0] * len(rows["price"])
    lines = [
        line
        for line in zip(rows["quantity"], rows["price"], rows["amount"], discounts, strict=True)
        if None not in line[:3]
    ]
    plain = sum(_near(q * p, a, q) for q, p, a, _ in lines)
    reduced = sum(_near(q * p * (1 - (d or 0)), a, q) for q, p, a, d in lines)
    agreeing = max(plain, reduced)
    if agreeing >= _AGREE * len(lines):
        return found
    said = {"rows": len(lines) - agreeing, "of": len(lines)}
    names = {"amount": found["amount"].header, "quantity": found["quantity"].header}
    return found | {"price": found["price"].doubted("price_disagrees", **said, **names)}


def _near(product: float, amount: float, quantity: float) -> bool:
    # A price is rounded to the cent, so a line may be off by half a cent a piece.
    return abs(product - amount) <= max(0.01, 0.001 * abs(amount), 0.0051 * abs(quantity))


def _discount(found: dict[str, Guess], rows: dict) -> dict[str, Guess]:
    given = [d for d in rows.get("discount", []) if d]
    if not given or not found["discount"].live:
        return found
    if max(given) > 1 or min(given) < 0:
        said = {"low": min(given), "high": max(given)}
        return found | {"discount": found["discount"].doubted("discount_scale", **said)}
    kept_share = "折扣" in found["discount"].header and median(given) >= 0.5
    if kept_share and "amount" not in rows:
        return found | {"discount": found["discount"].doubted("discount_kept", live=True)}
    return found


def _cost(found: dict[str, Guess], rows: dict) -> dict[str, Guess]:
    """A column called only `cost`: of the piece or of the line, by what it adds up to."""
    column = next((c for c in ("unit_cost", "cost") if c in found), None)
    if column is None or found[column].like not in ("cost", "cogs", "成本"):
        return found
    others = {c: g for c, g in found.items() if c != column}
    guess, meant = found[column], _cost_of(rows, rows[column])
    if meant is None or meant in others:
        return others | {column: guess.doubted("cost_which")}
    return others | {meant: Guess(meant, guess.header, 0.9, guess.looks, like=guess.like)}


def _cost_of(rows: dict, costs: list) -> str | None:
    amounts = rows.get("amount") or _products(rows.get("quantity"), rows.get("price"))
    if not amounts or "quantity" not in rows:
        return None
    total = _sum(amounts)
    line = _sum(costs) / total if total else 0.0
    piece = _sum(_products(rows["quantity"], costs)) / total if total else 0.0
    likely = {"cost": 0.2 <= line <= 1.1, "unit_cost": 0.2 <= piece <= 1.1}
    if sum(likely.values()) != 1:
        return None
    return "cost" if likely["cost"] else "unit_cost"


def _one_cost(found: dict[str, Guess], rows: dict) -> dict[str, Guess]:
    """Cost, profit and unit cost say the same thing; one of them is used."""
    given = [c for c in ("cost", "profit", "unit_cost") if c in found and found[c].live]
    return found | {c: found[c].doubted("one_cost", used=found[given[0]].header) for c in given[1:]}


def _tax(found: dict[str, Guess], rows: dict) -> dict[str, Guess]:
    """Say of a tax-inclusive amount or price that it is one."""
    taxed = {
        c: found[c].doubted("tax", live=found[c].live)
        for c in ("amount", "price")
        if c in found and found[c].doubt in ("maybe", "near") and _is_taxed(found[c].like)
    }
    return found | taxed


def _is_taxed(name: str) -> bool:
    return any(w in name for w in _TAXED) and not any(w in name for w in _NET)


def _products(left: list | None, right: list | None) -> list:
    pairs = zip(left or [], right or [], strict=False)
    return [None if a is None or b is None else a * b for a, b in pairs]


def _sum(numbers: list) -> float:
    return sum(n for n in numbers if n is not None)
