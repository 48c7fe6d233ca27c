"""What came, what was repaired, and which evidence reaches which account."""

from __future__ import annotations

from pathlib import PurePath

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamlib import results, tables
from kamlib.analysis.findings import Finding, source
from kamlib.metrics import collected
from kamlib.study import Study

FIRST, LAST = "in_files", "analysed"
SHOWN = 20  # accounts in the coverage chart
_NEARLY = 0.995  # from here on a share in whole per cent would read as all
_DIGEST = 8  # letters of a digest that tell files apart on a page
_SEPARATORS = {"\t": "tab", " ": "blank"}
_NO_TABLE = ("cost", "scores")  # evidence that is no table of its own
_OF_LINES = ("order_id", "product_id", "region")  # columns that order lines may lack


def reconciliation(study: Study) -> pd.DataFrame:
    """Result table `reconciliation`, the order lines first, then as the vocabulary lists them."""
    return _in_order(study.book.reconciliation)


def inputs(study: Study) -> pd.DataFrame:
    """Result table `inputs`: every file and sheet read, with its digest."""
    return _in_order(study.book.inputs)


def repairs(study: Study) -> pd.DataFrame:
    """Result table `repairs`."""
    return _in_order(study.book.repairs)


def questions(study: Study) -> pd.DataFrame:
    """Result table `questions`."""
    return _in_order(study.book.questions)


def bridge(study: Study) -> pd.DataFrame:
    """From the order files to the lines analysed: step, label, rows, amount, in order.

    The first row less all between equals the last, in rows and in money.
    """
    steps = study.book.reconciliation
    steps = steps[steps["table"] == "orders"].reset_index(drop=True)
    return steps.assign(label=[study.say(f"intake.step.{s}") for s in steps["step"]])


def headline(study: Study) -> Finding:
    """How much of the money in the order files is analysed, and what leaves most out."""
    steps = bridge(study)
    whole, kept, gone = steps.iloc[0], steps.iloc[-1], steps.iloc[1:-1]
    said = {
        "rows": whole["rows"],
        "total": whole["amount"],
        "kept": kept["amount"],
        "kept_rows": kept["rows"],
        "gone": whole["amount"] - kept["amount"],
        "left": whole["rows"] - kept["rows"],
        "steps": len(gone),
    }
    if gone.empty:
        return Finding("intake_page.headline.whole", said)
    said["largest"] = gone["label"].iloc[int(gone["amount"].abs().to_numpy().argmax())]
    # Shares make sense only where every step takes money away from a positive sum.
    if kept["amount"] <= 0 or (gone["amount"] < 0).any() or "returns_signed" in set(gone["step"]):
        return Finding("intake_page.headline.odd", said)
    said["share"] = kept["amount"] / whole["amount"]
    form = "one" if len(gone) == 1 else "several"
    return Finding(f"intake_page.headline.{'nearly' if said['share'] >= _NEARLY else form}", said)


def whose(study: Study) -> Finding:
    """How many accounts and customers the lines analysed belong to, and from when to when."""
    lines, book = _by_customer(study), study.book
    said = {
        "accounts": lines["account_id"].nunique(),
        "customers": len(lines),
        "since": book.since,
        "as_of": book.as_of,
    }
    return Finding("intake_page.accounts", said)


def open_points(study: Study) -> Finding:
    """What is left to do: questions open, repairs made, kinds of evidence that did not come."""
    said = {
        "questions": len(questions(study)),
        "repairs": len(repairs(study)),
        "missing": len(_missing(study)),
        "of": len(_kinds(study)),
    }
    return Finding("intake_page.open_points", said)


def is_whole(study: Study) -> bool:
    """Whether no step takes anything from the order files."""
    return len(bridge(study)) == 2  # noqa: PLR2004  what came and what is analysed


def inputs_shown(study: Study) -> pd.DataFrame:
    """table, file, sheet (where there are any), rows, encoding, separator, sha256, in words."""
    read = inputs(study)
    shown = pd.DataFrame(
        {
            "table": _words(study, "intake_page.table", read["table"]),
            "file": read["file"].map(_tail),
            "sheet": read["sheet"],
            "rows": read["rows"],
            "encoding": read["encoding"],
            "separator": read["separator"].replace(_SEPARATORS),
            "sha256": read["sha256"].str[:_DIGEST],
        }
    )
    empty = [c for c in ("sheet", "separator") if not read[c].fillna("").any()]
    return shown.drop(columns=empty)


def repairs_shown(study: Study) -> pd.DataFrame:
    """Every repair in words: table, column, text, rows, amount, example."""
    return _notes(study, repairs(study), "rule")


def questions_shown(study: Study) -> pd.DataFrame:
    """Every open question in words: table, column, text, rows, amount, example."""
    return _notes(study, questions(study), "question")


def control_totals(study: Study) -> pd.DataFrame:
    """Result table `control_totals`: what the client says the files hold."""
    stated = study.book.control_totals
    return _in_order(stated) if len(stated) else results.empty("control_totals")


def control_shown(study: Study) -> pd.DataFrame:
    """The control totals in words: table, measure, stated, found, difference, agrees_after."""
    stated = control_totals(study)
    steps = [study.say(f"intake.step.{s}") if s else "" for s in stated["agrees_after"]]
    return stated.assign(
        table=_words(study, "intake_page.table", stated["table"]),
        measure=_words(study, "values", stated["measure"]),
        agrees_after=pd.Series(steps, index=stated.index, dtype="str"),
    )


def control_count(study: Study) -> Finding:
    """How many of the client's figures the files hold as they are."""
    stated = control_totals(study)
    if stated.empty:
        return Finding("intake_page.control.none", {})
    agree = (stated["agrees_after"] == FIRST).sum()
    return Finding("intake_page.control.agree", {"n": int(agree), "of": len(stated)})


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
    missing = _missing(study)
    return pd.DataFrame(
        {
            "table": _words(study, "intake_page.table", missing),
            "text": _words(study, "intake_page.loss", missing),
        }
    )


def loss_count(study: Study) -> Finding:
    """How many kinds of evidence did not come."""
    missing, of = _missing(study), len(_kinds(study))
    if missing.empty:
        return Finding("intake_page.losses.none", {})
    return Finding("intake_page.losses.some", {"n": len(missing), "of": of})


def orders_source(study: Study) -> str:
    """The source line of the charts: the order files and their rows."""
    rows = bridge(study)["rows"].iloc[0]
    return source(study, study.say("intake_page.table.orders"), rows=rows)


def _tail(path: str) -> str:
    """A far file by its name and folder; the result table has the whole path."""
    parts = PurePath(path).parts
    return PurePath(*parts[-2:]).as_posix() if PurePath(path).is_absolute() else path


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    places = {name: place for place, name in enumerate(tables.SOURCES)}
    ordered = frame.sort_values("table", key=lambda t: t.map(places), kind="stable")
    return ordered.reset_index(drop=True)


def _notes(study: Study, notes: pd.DataFrame, code: str) -> pd.DataFrame:
    shown = pd.DataFrame(
        {
            "table": _words(study, "intake_page.table", notes["table"]),
            "column": notes["column"],
            "text": _words(study, f"intake.{code}", notes[code]),
            "rows": notes["rows"],
            "amount": notes["amount"],
            "example": notes["example"],
        }
    )
    empty = [c for c in ("rows", "amount") if len(shown) and shown[c].isna().all()]
    return shown.drop(columns=empty)


def _words(study: Study, key: str, names: pd.Series) -> pd.Series:
    return pd.Series([study.say(f"{key}.{name}") for name in names], index=names.index, dtype="str")


def _by_customer(study: Study) -> pd.DataFrame:
    """account_id, customer_id, revenue, lines, costed: one row per customer with lines."""
    keys = ["account_id", "customer_id"]
    found = study.book.orders.group_by(keys).agg(
        revenue=nw.col("amount").sum(), lines=nw.len(), costed=nw.col("cost").count()
    )
    return collected(found, keys)


def _reach(study: Study) -> pd.DataFrame:
    """account_id, revenue, and for each kind of evidence that came the share it reaches."""
    lines = _by_customer(study)
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


def _kinds(study: Study) -> list[str]:
    """Every kind of evidence beside the order lines; rates only where currencies differ."""
    several = "currency_differs" in set(study.book.questions.get("question", ()))
    known = [t for t in tables.SOURCES if t != "orders" and (t != "fx" or several)]
    return [*known, *_NO_TABLE, *_OF_LINES]


def _held_by_lines(study: Study) -> set[str]:
    """Which of _OF_LINES at least one line analysed holds, order numbers not made up."""
    lines = nw.from_native(study.book.orders)
    held = lines.select(nw.len().alias("order_id"), *(nw.col(c).count() for c in _OF_LINES[1:]))
    counted = held.collect("pandas").to_native().iloc[0]
    asked = study.book.questions
    made = asked.loc[asked["question"] == "order_ids_made", "rows"].sum() if len(asked) else 0
    return {c for c in _OF_LINES if counted[c] > (made if c == "order_id" else 0)}


def _missing(study: Study) -> pd.Series:
    came = {*study.book.tables, *_reach(study).columns, *_held_by_lines(study)}
    return pd.Series([kind for kind in _kinds(study) if kind not in came], dtype="str")
