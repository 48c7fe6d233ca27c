"""Make the bundled demo engagement: `python data/make_demo.py [FOLDER]`.

Writes every file of data/demo except engagement.yaml, from the plan in data/demo_plan and
a fixed seed; the same bytes on every machine.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from demo_plan import book, lines, position, service, sheets, truth

DEMO = Path(__file__).resolve().parent / "demo"
SEED = 20_230_101


def write(folder: Path) -> None:
    """Write the demo's files into `folder`."""
    plan, products = book.accounts(), book.read("products.csv")
    dice = lines.Dice(SEED)
    sold = lines.order_lines(plan, products, dice)
    withdrawn = lines.cancelled(sold, dice)
    sold = lines.with_duplicates(sold, withdrawn, dice)
    analysed, _ = truth.split(sold, withdrawn)
    amounts = truth.monthly(analysed)
    files = {
        "order_lines": [_as_exported(line) for line in sold],
        "cancelled_orders": [{"order_no": number} for number in withdrawn],
        "customers": book.customers(plan),
        "products": products,
        "receivables": service.receivables(plan, amounts, dice),
        "cost_to_serve": service.cost_to_serve(plan, amounts, dice),
        "survey": service.survey(plan, dice),
        "activities": service.activities(plan, dice),
        "market": position.market(),
        "customer_sales": position.customer_sales(plan),
        "wallet": service.wallet(plan, amounts),
        "contacts": service.contacts(plan, dice),
        "managers": service.kam(),
    }
    for name, rows in files.items():
        _write_csv(folder / f"{name}.csv", rows)
    sheets.write(folder / "worksheets.xlsx", plan, sheets.rows(plan, dice))
    found = truth.truth(plan, sold, withdrawn, products, files["cost_to_serve"])
    _write_text(folder / "truth.json", json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    _write_text(folder / "truth.md", truth.as_text(found, plan))


def _as_exported(line: dict) -> dict:
    return {
        "order_no": line["order_no"],
        "order_date": line["order_date"].isoformat(),
        "customer_no": line["customer_no"],
        "item_no": line["item_no"],
        "qty": line["qty"],
        "unit_price": f"{line['cents'] / 100:.2f}",
        "discount": f"{line['percent'] / 100:.2f}",
        "ship_region": line["ship_region"],
        "line_type": line["line_type"],
    }


def _write_csv(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    target.mkdir(parents=True, exist_ok=True)
    write(target)
