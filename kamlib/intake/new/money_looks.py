"""Whether the money columns of order lines bear each other out, on the rows looked at.

A price times a quantity that is not the amount, a discount that is none, a cost of which
nobody knows whether it is of the piece or of the line: each becomes a question, and the
column that would spoil figures stays out until it is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from kamlib import tables
from kamlib.intake.new import headers
from kamlib.intake.new.guess import Guess
from kamlib.intake.new.looks import as_number, look

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
_NET_PRICES = (
    "netprice",
    "unitnetprice",
    "nettopreis",
    "不含税单价",
    "无税单价",
    "未税单价",
    "净价",
    "折后单价",
)
_NET = ("不含税", "未税", "无税")


class _Rows(dict):
    """Figures by column, money in what the amounts are in; `piece`: one unit of a price in it."""

    piece = 1.0


def question(
    guesses: Sequence[Guess],
    values: Mapping[str, Sequence[str]],
    factors: Mapping[str, float] | None = None,
) -> list[Guess]:
    """The same guesses, with the doubts that the rows give cause for.

    values: texts by header, row by row the same for all headers. factors: by column what its
    figures are multiplied by, where that is not 1.
    """
    by_column = {g.column: g for g in guesses}
    factors = factors or {}
    base = factors.get("amount", 1.0)
    rows = _Rows()
    rows.piece = factors.get("price", 1.0) / base
    for column in ("quantity", "price", "amount", "discount", "unit_cost", "cost"):
        if column in by_column and by_column[column].header in values:
            one = 1.0 if column in ("quantity", "discount") else factors.get(column, 1.0) / base
            figures = map(as_number, values[by_column[column].header])
            rows[column] = [None if n is None else n * one for n in figures]
    for check in (_per_cent, _price, _discount, _cost, _one_cost, _tax):
        by_column = check(by_column, rows)
    by_column = _amount_of_heads(by_column)
    by_column = _price_alone(_net_price(_line_price(by_column, values), values))
    return [by_column[c] for c in sorted(by_column, key=_place)]


def _place(column: str) -> int:
    names = tables.SOURCES["orders"].names
    return names.index(column) if column in names else len(names)


def _per_cent(found: dict[str, Guess], rows: _Rows) -> dict[str, Guess]:
    """A discount of 5 that makes the amount as 5 % is in per cent; `rows` then hold shares."""
    given = [d for d in rows.get("discount", []) if d]
    needed = {"quantity", "price", "amount"} <= set(rows)
    if not given or not needed or min(given) < 0 or not 1 < max(given) <= 100:  # noqa: PLR2004
        return found
    shares = [None if d is None else d / 100 for d in rows["discount"]]
    lines = list(zip(rows["quantity"], rows["price"], rows["amount"], shares, strict=True))
    lines = [line for line in lines if None not in line[:3]]
    reduced = sum(_near(q * p * (1 - (d or 0)), a, q * rows.piece) for q, p, a, d in lines)
    if reduced < _AGREE * len(lines):
        return found
    rows["discount"] = shares
    return found | {"discount": replace(found["discount"], said={"percent": True})}


def _price(found: dict[str, Guess], rows: _Rows) -> dict[str, Guess]:
    if not {"quantity", "price", "amount"} <= set(rows) or found["amount"].doubt:
        return found
    discounts = rows.get("discount") or [0.0] * len(rows["price"])
    lines = [
        line
        for line in zip(rows["quantity"], rows["price"], rows["amount"], discounts, strict=True)
        if None not in line[:3]
    ]
    plain = sum(_near(q * p, a, q * rows.piece) for q, p, a, _ in lines)
    reduced = sum(_near(q * p * (1 - (d or 0)), a, q * rows.piece) for q, p, a, d in lines)
    agreeing = max(plain, reduced)
    if agreeing >= _AGREE * len(lines):
        return found
    if found["price"].doubt:  # a price nobody is sure of is not worth a question
        return {c: g for c, g in found.items() if c != "price"}
    said = {"rows": len(lines) - agreeing, "of": len(lines)}
    names = {"amount": found["amount"].header, "quantity": found["quantity"].header}
    return found | {"price": found["price"].doubted("price_disagrees", **said, **names)}


def _near(product: float, amount: float, pieces: float) -> bool:
    # A price is rounded to the cent, so a line may be off by half a cent a piece.
    return abs(product - amount) <= max(0.01, 0.001 * abs(amount), 0.0051 * abs(pieces))


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
    rated = {c: found[c] for c in ("tax_rate", "tax_included") if c in found}
    found = {c: g for c, g in found.items() if c not in rated}
    if not any(g.doubt == "tax" and g.live for g in (found | taxed).values()):
        return found | taxed
    return found | taxed | {c: g.doubted("tax_rate") for c, g in rated.items()}


def _amount_of_heads(found: dict[str, Guess]) -> dict[str, Guess]:
    """A total that stands only on an order's first line is of the order, not of the line."""
    amount = found.get("amount")
    if amount is None or not amount.doubt or amount.live or amount.looks.filled >= _AGREE:
        return found
    return {c: g for c, g in found.items() if c != "amount"}


def _line_price(found: dict[str, Guess], values: Mapping[str, Sequence[str]]) -> dict[str, Guess]:
    """Amazon's order reports call the amount of the line the price of the item."""
    amazon = any(headers.normal(h) == "amazonorderid" for h in values)
    if not amazon or "amount" in found or "price" not in found:
        return found
    price = found["price"]
    amount = Guess("amount", price.header, 1.0, price.looks, like=price.like)
    return {c: g for c, g in found.items() if c != "price"} | {"amount": amount}


def _net_price(found: dict[str, Guess], values: Mapping[str, Sequence[str]]) -> dict[str, Guess]:
    """Where there is no amount, a net price beside a list price is the one that was paid."""
    used = {g.header for c, g in found.items() if c != "price"}
    net = [h for h in values if headers.normal(h) in _NET_PRICES and h not in used]
    if not net or "amount" in found or "price" not in found or found["price"].header in net:
        return found
    looks = look(values[net[0]])
    if not looks.is_number:
        return found
    rest = {c: g for c, g in found.items() if c != "discount"}  # it is in the price already
    return rest | {"price": Guess("price", net[0], 1.0, looks, like=headers.normal(net[0]))}


def _price_alone(found: dict[str, Guess]) -> dict[str, Guess]:
    """A price and neither amount nor quantity: each line is perhaps one piece."""
    if "price" not in found or {"amount", "quantity"} & set(found):
        return found
    price = found["price"]
    amount = Guess("amount", price.header, 1.0, price.looks, like=price.like)
    rest = {c: g for c, g in found.items() if c not in ("price", "discount")}
    return rest | {"amount": amount.doubted("price_alone", live=True)}


def _is_taxed(name: str) -> bool:
    return any(w in name for w in _TAXED) and not any(w in name for w in _NET)


def _products(left: list | None, right: list | None) -> list:
    pairs = zip(left or [], right or [], strict=False)
    return [None if a is None or b is None else a * b for a, b in pairs]


def _sum(numbers: list) -> float:
    return sum(n for n in numbers if n is not None)
