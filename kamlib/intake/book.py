"""What intake hands on: the client's data in canonical form, with its accounts squared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

#: Columns of `Book.orders`, all present; an unknown figure is empty, never zero.
ORDER_COLUMNS = (
    "account_id",
    "customer_id",
    "order_id",
    "date",
    "product_id",
    "product_name",
    "quantity",
    "price",
    "discount",
    "list_amount",
    "amount",
    "cost",
    "is_return",
    "type",
    "region",
)


@dataclass(frozen=True)
class Book:
    """The canonical tables of one engagement, as analysed.

    orders
        Narwhals lazy frame over the engine: ORDER_COLUMNS, one row per line analysed.
    members
        account_id, customer_id, customer_name, role: which customers make up which account.
    accounts
        account_id, account_name, industry, segment, region, channel, owner, role,
        start_date, credit_limit, credit_days, customers: one row per account that the orders or the
        customer list name; empty where the list has no such column.
    tables
        The other canonical tables the engagement gives (products, receivables, ...), each
        with every column of its table and, where it has customer_id, with account_id.
    reconciliation
        table, step, rows, amount.
    repairs
        table, column, rule, rows, amount, example, places: what was read otherwise than written.
    questions
        table, column, question, rows, amount, example, places, mend: what only a person can decide.
    name_review
        Customers whose names look alike and what was decided on them; see results.
    inputs
        table, file, sheet, rows, bytes, sha256, encoding, separator: what was read.
    control_totals
        table, measure, stated, found, difference, agrees_after: what the client says the files
        hold, where the engagement tells it.
    returns (one figure each)
        rows, amount: the negative lines among those analysed; gross: the money of the others;
        share: what the negative ones take off it, None where there is none; rows_left_out,
        amount_left_out: the negative lines that a step takes out.
    since, as_of
        First and last day counted.
    fingerprint
        Changes when an input or a decision changes; part of every cache key.
    """

    orders: object
    members: pd.DataFrame
    accounts: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    reconciliation: pd.DataFrame
    repairs: pd.DataFrame
    questions: pd.DataFrame
    inputs: pd.DataFrame
    control_totals: pd.DataFrame
    name_review: pd.DataFrame
    returns: dict
    since: date
    as_of: date
    fingerprint: str

    @property
    def days(self) -> int:
        """Days counted, both ends included."""
        return (self.as_of - self.since).days + 1
