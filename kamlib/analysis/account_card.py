"""The management card of one account: four groups of fields, in words; unknown ones open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kamlib.analysis import competition, economics
from kamlib.analysis.accounts import accounts
from kamlib.competition import survey
from kamlib.study import Study


def card(study: Study, account_id: str) -> pd.DataFrame:
    """The management card: group, field, value, in four groups and in words.

    The groups are profile, change of trade, overall operations and credit. A field that no
    table gives stays on the card, as open: the card shows what is still to be asked.
    """
    say = study.say
    figures = {
        **_profile(study, account_id),
        **_trade(study, account_id),
        **_operations(study, account_id),
        **_credit(study, account_id),
    }
    rows = [
        (say(f"account_plan.group.{group}"), say(f"account_plan.field.{field}"), value)
        for (group, field), value in figures.items()
    ]
    frame = pd.DataFrame(rows, columns=["group", "field", "value"])
    return frame.fillna({"value": say("account_plan.open")})


def _profile(study: Study, account_id: str) -> dict:
    text = _texter(study)
    row = _row(study.book.accounts, account_id)
    head = _head(study, account_id)
    values = {
        "name": text("text", row["account_name"]),
        "number": account_id,
        "role": _value(study, row["role"]),
        "industry": text("text", row["industry"]),
        "region": text("text", row["region"]),
        "channel": text("text", row["channel"]),
        "customers": text("count", row["customers"]),
        "owner": text("text", row["owner"]),
        "since": text("day", row["start_date"]),
        "address": text("text", head.get("address")),
        "phone": text("text", head.get("phone")),
        "legal_rep": text("text", head.get("legal_rep")),
        "staff": None,
        "bank": None,
    }
    return {("profile", field): value for field, value in values.items()}


def _trade(study: Study, account_id: str) -> dict:
    text, row = _texter(study), _row(accounts(study), account_id)
    fading = _row(economics.decline(study), account_id)
    values = {
        "revenue_year": text("money", fading["last"]),
        "revenue_before": text("money", fading["before"]),
        "growth": text("percent", fading["change"]),
        "margin": text("percent", row["margin"]),
        "orders": text("count", row["orders"]),
        "products": text("count", row["products"]),
        "first_order": text("day", row["first_order"]),
        "last_order": text("day", row["last_order"]),
        "usual_pause": text("count", fading["usual_pause"]),
        "returns": text("percent", row["returns_rate"]),
    }
    return {("trade", field): value for field, value in values.items()}


def _operations(study: Study, account_id: str) -> dict:
    text = _texter(study)
    own = of_account(study.book.tables.get("customer_sales"), account_id)
    own = own[own["year"] == own["year"].max()] if len(own) else own
    spent = of_account(competition.wallet(study), account_id)
    said = of_account(study.book.tables.get("survey"), account_id)
    said = survey.latest(said, as_of=study.book.as_of) if len(said) else said
    values = {
        "own_sales": text("money", own["sales"].sum() if len(own) else None),
        "own_sales_year": text("year", own["year"].max() if len(own) else None),
        "wallet": text("money", _one(spent, "total")),
        "wallet_share": text("percent", _one(spent, "wallet_share")),
        "nps": text("number", _one(said, "nps")),
        "nps_people": text("count", _one(said, "people") or None),
        "staff_number": None,
    }
    return {("operations", field): value for field, value in values.items()}


def _credit(study: Study, account_id: str) -> dict:
    text, row = _texter(study), _row(accounts(study), account_id)
    aged = of_account(economics.ageing(study), account_id)
    used = of_account(economics.credit(study), account_id)
    values = {
        "receivable": text(
            "money", _one(of_account(economics.owed(study), account_id), "receivable")
        ),
        "overdue": text("money", row["overdue"]),
        "dso": text("count", _one(aged, "dso")),
        "payment_delay": text("count", row["payment_delay"]),
        "credit_days": text("count", _row(study.book.accounts, account_id)["credit_days"]),
        "credit_limit": text("money", _one(used, "credit_limit")),
        "credit_use": text("percent", _one(used, "credit_use")),
        "bank_rating": None,
        "cash_flow": None,
    }
    return {("credit", field): value for field, value in values.items()}


def of_account(frame: pd.DataFrame | None, account_id: str) -> pd.DataFrame:
    """Rows of one account; an empty frame where there is no such table."""
    if frame is None:
        return pd.DataFrame()
    return frame[frame["account_id"] == account_id].reset_index(drop=True)


def _row(frame: pd.DataFrame, account_id: str) -> pd.Series:
    return frame[frame["account_id"] == account_id].iloc[0]


def _one(frame: pd.DataFrame, column: str) -> object:
    return frame[column].iloc[0] if len(frame) else None


def _head(study: Study, account_id: str) -> pd.Series | dict:
    """The row of the customer list that stands for the account: its own, or its only one."""
    listed = of_account(study.book.tables.get("customers"), account_id)
    if listed.empty:
        return {}
    own = listed[listed["customer_id"] == account_id]
    if len(own):
        return own.iloc[0]
    return listed.iloc[0] if len(listed) == 1 else {}


def _value(study: Study, value: object) -> str | None:
    if pd.isna(value):
        return None
    return study.say(f"values.{str(value).replace(' ', '_')}")


def _texter(study: Study) -> Callable[[str, object], str | None]:
    """A figure in words by its kind; None where it is not known."""

    def text(kind: str, value: object) -> str | None:
        if value is None or pd.isna(value) or (isinstance(value, float) and np.isinf(value)):
            return None
        if kind == "text":
            return str(value)
        if kind == "money" and value == 0:
            return "0"
        return study.say(f"account_plan.{kind}", value=value)

    return text
