"""Which evidence reaches which account, and what the analysis loses without the rest."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamlib import results, tables
from kamlib.analysis.findings import Finding
from kamlib.metrics import collected
from kamlib.study import Study

SHOWN = 20  # accounts in the coverage chart
_NO_TABLE = ("cost", "scores")  # evidence that is no table of its own
_OF_LINES = ("order_id", "product_id", "region")  # columns that order lines may lack


def coverage(study: Study) -> pd.DataFrame:
    """Result table `coverage`: accounts each kind of evidence names, and their revenue."""
    return study.cached("coverage", lambda: _coverage(study))


def coverage_grid(study: Study) -> pd.DataFrame:
    """The largest accounts against the kinds of evidence: share of their customers named.

    account_id, account_name, then a column for each kind of evidence that came, 0 to 1;
    the largest SHOWN accounts by revenue, best first, ties by account_id.
    """
    reach = _reach(study)
    shown = reach.sort_values(["revenue", "account_id"], ascending=[False, True]).head(SHOWN)
    names = study.book.accounts.set_index("account_id")["account_name"]
    shown.insert(1, "account_name", shown["account_id"].map(names).fillna(shown["account_id"]))
    return shown.drop(columns=["revenue"]).reset_index(drop=True)


def reaches_all(study: Study) -> bool:
    """Whether every kind of evidence that came reaches every account wholly."""
    reach = _reach(study).drop(columns=["account_id", "revenue"])
    return len(reach.columns) > 1 and bool((reach == 1).all(axis=None))


def all_evidence(study: Study) -> Finding:
    """Which kinds of evidence came, where all of them reach every account."""
    names = [study.say(f"intake_page.table.{t}") for t in coverage(study)["table"]]
    separator = "、" if study.language == "zh" else ", "
    said = {"kinds": separator.join(names), "accounts": account_count(study)}
    return Finding("intake_page.coverage.all", said)


def only_evidence(study: Study) -> Finding:
    """How far the only kind of evidence that came reaches."""
    (row,) = coverage(study).to_dict("records")
    name = study.say(f"intake_page.table.{row['table']}")
    said = {"best": name, "best_share": row["share"]}
    return Finding("intake_page.coverage.only", said)


def account_count(study: Study) -> int:
    """Accounts with at least one order line analysed."""
    return len(_reach(study))


def losses(study: Study) -> pd.DataFrame:
    """What the analysis loses for each kind of evidence that did not come: table, text."""
    lacking = missing(study)
    return pd.DataFrame(
        {
            "table": words(study, "intake_page.table", lacking),
            "text": words(study, "intake_page.loss", lacking),
        }
    )


def loss_count(study: Study) -> Finding:
    """How many kinds of evidence did not come."""
    lacking, of = missing(study), len(kinds(study))
    if lacking.empty:
        return Finding("intake_page.losses.none", {})
    return Finding("intake_page.losses.some", {"n": len(lacking), "of": of})


def kinds(study: Study) -> list[str]:
    """Every kind of evidence beside the order lines; rates only where currencies differ."""
    several = "currency_differs" in set(study.book.questions.get("question", ()))
    known = [t for t in tables.SOURCES if t != "orders" and (t != "fx" or several)]
    return [*known, *_NO_TABLE, *_OF_LINES]


def missing(study: Study) -> pd.Series:
    """The kinds of evidence that did not come."""
    came = {*study.book.tables, *_reach(study).columns, *_held_by_lines(study)}
    return pd.Series([kind for kind in kinds(study) if kind not in came], dtype="str")


def by_customer(study: Study) -> pd.DataFrame:
    """account_id, customer_id, revenue, lines, costed: one row per customer with lines."""
    keys = ["account_id", "customer_id"]
    found = study.book.orders.group_by(keys).agg(
        revenue=nw.col("amount").sum(), lines=nw.len(), costed=nw.col("cost").count()
    )
    return collected(found, keys)


def words(study: Study, key: str, names: pd.Series) -> pd.Series:
    """The words for `names` below `key`, in the study's language."""
    return pd.Series([study.say(f"{key}.{name}") for name in names], index=names.index, dtype="str")


def _held_by_lines(study: Study) -> set[str]:
    """Which of _OF_LINES at least one line analysed holds, order numbers not made up."""
    lines = nw.from_native(study.book.orders)
    held = lines.select(nw.len().alias("order_id"), *(nw.col(c).count() for c in _OF_LINES[1:]))
    counted = held.collect("pandas").to_native().iloc[0]
    asked = study.book.questions
    made = asked.loc[asked["question"] == "order_ids_made", "rows"].sum() if len(asked) else 0
    return {c for c in _OF_LINES if counted[c] > (made if c == "order_id" else 0)}


def _reach(study: Study) -> pd.DataFrame:
    """account_id, revenue, and for each kind of evidence that came the share it reaches."""
    lines = by_customer(study)
    found = lines.groupby("account_id", sort=True)[["revenue", "lines", "costed"]].sum()
    for name in tables.SOURCES:
        named = study.book.tables.get(name)
        if named is not None and "customer_id" in named:
            found[name] = _share_named(lines, named).reindex(found.index).fillna(0.0)
    if found["costed"].any():
        found["cost"] = found["costed"] / found["lines"]
    scores = study.sheets["scores"]
    if len(scores):
        found["scores"] = found.index.isin(scores["account_id"]).astype("float64")
    return found.drop(columns=["lines", "costed"]).reset_index()


def _share_named(lines: pd.DataFrame, named: pd.DataFrame) -> pd.Series:
    """Share of each account's customers that a table names; all where it names the account.

    A wallet or a survey is often of the group and stands under its head, which buys nothing.
    """
    pair = ["account_id", "customer_id"]
    there = named[pair].dropna().drop_duplicates().assign(named=1.0)
    both = lines[pair].merge(there, how="outer", on=pair)
    share = both["named"].fillna(0.0).groupby(both["account_id"]).mean()
    whole = there.loc[there["account_id"] == there["customer_id"], "account_id"]
    return share.where(~share.index.isin(whole), 1.0)


def _coverage(study: Study) -> pd.DataFrame:
    reach = _reach(study)
    positive = reach["revenue"].clip(lower=0)
    rows = []
    for name in reach.columns.drop(["account_id", "revenue"]):
        named = reach[name] > 0
        revenue = positive[named].sum() / positive.sum() if positive.sum() > 0 else np.nan
        rows.append((name, int(named.sum()), named.mean(), revenue))
    if not rows:
        return results.empty("coverage")
    return pd.DataFrame(rows, columns=["table", "accounts", "share", "revenue_share"])
