"""Fixtures that every test may use: a fixed seed, a cache of its own, books from frames."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from kamlib import engagement, results, tables, worksheets
from kamlib.intake.book import ORDER_COLUMNS, Book
from kamlib.study import Study

# Every run draws other examples, so 30 find what is wrong as well as 100 do, some runs later;
# how long one takes says more of the machine than of the kit.
settings.register_profile("kit", max_examples=30, deadline=None)
settings.load_profile("kit")

SHARED = Path(__file__).resolve().parents[2] / "shared"
_DATES = ("date",)
_TEXTS = ("account_id", "customer_id", "order_id", "product_id", "product_name", "type", "region")


@pytest.fixture
def rng() -> np.random.Generator:
    """A random source with a fixed seed."""
    return np.random.default_rng(20261124)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path_factory.getbasetemp() / "kam-cache"))


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data sets; a test that needs it is skipped where it is not."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"the real data sets are not on this machine: {folder}")
    return folder


def make_orders(rows: list[dict] | pd.DataFrame) -> pd.DataFrame:
    """Order lines with every column of ORDER_COLUMNS from rows that name only some.

    account_id, date and amount are needed; customer_id is the account, one order a day.
    """
    frame = pd.DataFrame(rows)
    frame["date"] = pd.to_datetime(frame["date"])
    defaults = {
        "customer_id": frame["account_id"],
        "order_id": frame["account_id"] + frame["date"].dt.strftime("-%Y%m%d"),
        "is_return": frame["amount"] < 0,
    }
    for column in ORDER_COLUMNS:
        if column not in frame:
            frame[column] = defaults.get(column)
    frame[list(_TEXTS)] = frame[list(_TEXTS)].astype("str")
    numbers = [c for c in ORDER_COLUMNS if c not in (*_TEXTS, "date", "is_return")]
    frame[numbers] = frame[numbers].astype("float64")
    return frame[list(ORDER_COLUMNS)]


def make_book(orders, *, since: str = "", as_of: str = "", accounts=None, **more) -> Book:
    """A book straight from frames: `orders` as for make_orders; `more` are canonical tables."""
    lines = make_orders(orders)
    connection = _engine().cursor()  # what is registered there no other book sees
    connection.register("lines", lines)
    relation = connection.sql("SELECT * REPLACE (CAST(date AS DATE) AS date) FROM lines")
    ids = sorted(lines["account_id"].unique())
    known = pd.DataFrame({"account_id": pd.Series(ids, dtype="str")})
    if accounts is not None:
        known = known.merge(pd.DataFrame(accounts), how="outer", on="account_id")
    texts = ("account_name", "industry", "region", "channel", "owner", "role")
    for column in (*texts, "start_date", "credit_limit", "credit_days"):
        if column not in known:
            known[column] = pd.Series(
                pd.NA if column in texts else np.nan,
                index=known.index,
                dtype="str" if column in texts else "float64",
            )
    known["start_date"] = pd.to_datetime(known["start_date"])
    known["account_name"] = known["account_name"].fillna(known["account_id"])
    known["customers"] = 1
    members = known[["account_id", "account_name", "role"]].rename(
        columns={"account_name": "customer_name"}
    )
    members.insert(1, "customer_id", members["account_id"])
    none = pd.DataFrame()
    first, last = lines["date"].min().date(), lines["date"].max().date()
    return Book(
        orders=nw.from_native(relation),
        members=members,
        accounts=known,
        tables={name: _canonical(name, frame) for name, frame in more.items()},
        reconciliation=none,
        repairs=results.empty("repairs"),
        questions=none,
        inputs=none,
        control_totals=none,
        name_review=results.empty("name_review"),
        returns=_returns(lines["amount"]),
        since=date.fromisoformat(since) if since else first,
        as_of=date.fromisoformat(as_of) if as_of else last,
        fingerprint=_fingerprint(lines, known, more, since, as_of),
    )


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine for all books: to start one takes longer than most tests."""
    return duckdb.connect()


def _returns(amounts: pd.Series) -> dict:
    negative = amounts[amounts < 0]
    gross = amounts.sum() - negative.sum()
    told = {"rows": len(negative), "amount": negative.sum(), "gross": gross}
    share = -negative.sum() / gross if gross > 0 else None
    return told | {"share": share, "rows_left_out": 0, "amount_left_out": 0.0}


def _fingerprint(lines, known, more, since, as_of) -> str:
    # Everything the book holds: books that differ in one table must not share a cache.
    parts = [lines.to_json(date_format="iso"), known.to_json(date_format="iso"), since, as_of]
    parts += [
        f"{name}{pd.DataFrame(frame).to_json(date_format='iso')}" for name, frame in more.items()
    ]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _canonical(name: str, rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in tables.SOURCES[name].columns:
        if column.name not in frame:
            frame[column.name] = None
        kinds = {"number": "float64", "date": "datetime64[us]", "text": "str"}
        frame[column.name] = frame[column.name].astype(kinds[column.kind])
    if "customer_id" in frame and "account_id" not in frame:
        frame["account_id"] = frame["customer_id"]
    return frame


def make_study(book: Book, sheets: dict | None = None, **decisions) -> Study:
    """A study over `book`; `sheets` are filled-in rows by sheet, `decisions` engagement fields."""
    source = {"path": "x.csv", "columns": {"customer_id": "c", "date": "d", "amount": "a"}}
    content = {"name": "Test", "sources": {"orders": source}} | decisions
    filled = {
        name: worksheets.frame(name, (sheets or {}).get(name, [])) for name in worksheets.SHEETS
    }
    return Study(engagement.Engagement.model_validate(content), book, filled)
