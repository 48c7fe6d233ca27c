"""Profit and what is owed."""

from __future__ import annotations

from kamlib.results.shared import NAME
from kamlib.tables import ACCOUNT, MONEY, SHARE, flag, number, table, text

TABLES = (
    table(
        "whale_curve",
        "cumulative profit, from the most to the least profitable account",
        ACCOUNT,
        NAME,
        number("position", "place by profit; account_id orders equal ones for display"),
        number("account_share", "position / accounts with a known profit", SHARE),
        number("profit", "gross profit, less the cost to serve where that is known", MONEY),
        number("cumulative", "profit of this account and all above it", MONEY),
        number("cumulative_share", "of total profit; empty where that is not positive", "rate"),
        text("basis", "what the profit is net of", allowed=("net", "gross")),
        key="account_id",
    ),
    table(
        "ageing",
        "what accounts owe on as_of, by days past due",
        ACCOUNT,
        NAME,
        number("not_due", "not yet due", MONEY),
        number("late_1_30", "1 to 30 days late", MONEY),
        number("late_31_60", "31 to 60 days late", MONEY),
        number("late_61_90", "61 to 90 days late", MONEY),
        number("late_over_90", "more than 90 days late", MONEY),
        number("undated", "no due date known", MONEY),
        number("receivable", "sum of the six", MONEY),
        number("overdue", "late, by however long", MONEY),
        number("overdue_share", "overdue / receivable", SHARE),
        number("credit_sales", "invoices of the last 365 days", MONEY),
        number("dso", "receivable / credit_sales x days", "days"),
        key="account_id",
    ),
    table(
        "loss_makers",
        "accounts with a negative profit",
        ACCOUNT,
        NAME,
        number("revenue", "net of returns and discounts", MONEY),
        number("revenue_rank", "by revenue; ties share the best rank"),
        number("profit", "gross profit, less the cost to serve where that is known", MONEY),
        flag("is_large", "among the fewest accounts that bring most of the revenue"),
        text("basis", "what the profit is net of", allowed=("net", "gross")),
        key="account_id",
    ),
)
