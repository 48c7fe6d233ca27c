"""What came, what was repaired, and what is still open."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd

from kamlib import labels, results, tables
from kamlib.analysis import evidence
from kamlib.analysis.evidence import words
from kamlib.analysis.findings import Finding, listed, source
from kamlib.engagement_checks import FILE
from kamlib.intake import leave_out
from kamlib.intake import returns as negative
from kamlib.intake.files.asides import STEPS as NO_DATA
from kamlib.study import Study

FIRST, LAST = "in_files", "analysed"
_RECOUNTED = ("tax", "returns_signed")  # steps that change the money of lines, none of which leaves
_NEARLY = 0.995  # from here on a share in whole per cent would read as all
_DIGEST = 8  # letters of a digest that tell files apart on a page
_SEPARATORS = {"\t": "tab", " ": "blank"}


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
    """Result table `questions`: those open in the engagement file, then those of the data."""
    asked = _in_order(study.book.questions)
    open_ = [
        {"table": one.table or "orders", "column": "", "question": "open_in_yaml", "mend": ""}
        | {"example": f"{FILE} {one.row}: {one.text}"}
        for one in study.engagement.asked
    ]
    return pd.DataFrame([*open_, *asked.to_dict("records")], columns=asked.columns)


def returns(study: Study) -> list[str]:
    """How many lines analysed are negative, with how much money, and of those left out; in words.

    Money is short, as in every sentence of a page; tables have the cents.
    """
    return negative.sentences(study.book.returns, study.language, labels.money)


def bridge(study: Study) -> pd.DataFrame:
    """From the order files to the lines analysed: step, label, rows, amount, aside, in order.

    The first row less all between equals the last, in rows and in money. aside: rows that were
    never data, such as totals.
    """
    steps = study.book.reconciliation
    steps = steps[steps["table"] == "orders"].reset_index(drop=True)
    said = [study.say(f"intake.step.{s}") for s in steps["step"]]
    return steps.assign(label=said, aside=steps["step"].isin(NO_DATA))


def headline(study: Study) -> Finding:
    """How much of the money of the order lines is analysed, and what leaves most out.

    Totals, notes and repeated headers are rows of the files and no order lines: they are no
    part of what a share is taken of. Nor is what steps that leave no line out change in the
    money of lines, such as tax: the lines are counted without it, see `recounted`.
    """
    steps = bridge(study)
    kept, gone = steps.iloc[-1], steps.iloc[1:-1]
    gone = gone[~gone["aside"] & ~gone["step"].isin(_RECOUNTED)]
    lost, left = gone["amount"].sum(), gone["rows"].sum()
    said = {
        "rows": kept["rows"] + left,
        "total": kept["amount"] + lost,
        "kept": kept["amount"],
        "kept_rows": kept["rows"],
        "gone": lost,
        "left": left,
        "steps": len(gone),
    }
    if gone.empty:
        return Finding("intake_page.headline.whole", said)
    said["largest"] = gone["label"].iloc[int(gone["amount"].abs().to_numpy().argmax())]
    # Shares make sense only where every step takes money away from a positive sum.
    if kept["amount"] <= 0 or (gone["amount"] < 0).any():
        return Finding("intake_page.headline.odd", said)
    if not lost:
        return Finding("intake_page.headline.empty", said | {"kinds": listed(study, gone["label"])})
    said["share"] = kept["amount"] / said["total"]
    form = "one" if len(gone) == 1 else "several"
    return Finding(f"intake_page.headline.{'nearly' if said['share'] >= _NEARLY else form}", said)


def recounted(study: Study) -> Finding | None:
    """What steps that leave no line out changed in the money, such as tax; None without any."""
    steps = bridge(study)
    changed = steps[steps["step"].isin(_RECOUNTED)]
    if changed.empty:
        return None
    said = [
        study.say("intake_page.headline.change", what=what, money=-money)
        for what, money in zip(changed["label"], changed["amount"], strict=True)
    ]
    return Finding("intake_page.headline.recounted", {"changes": listed(study, said)})


def set_aside(study: Study) -> Finding | None:
    """The rows of the order files that are no order lines, and which kinds; None without any."""
    steps = bridge(study)
    aside = steps[steps["aside"]]
    if aside.empty:
        return None
    kinds = listed(study, aside["label"])
    return Finding("intake_page.headline.aside", {"n": int(aside["rows"].sum()), "kinds": kinds})


def whose(study: Study) -> Finding:
    """How many accounts and customers the lines analysed belong to, and from when to when."""
    lines, book = evidence.by_customer(study), study.book
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
        "missing": len(evidence.missing(study)),
        "of": len(evidence.kinds(study)),
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
            "table": words(study, "intake_page.table", read["table"]),
            "file": read["file"].map(_tail),
            "sheet": read["sheet"],
            "rows": read["rows"],
            "encoding": [
                labels.word("intake_page.encoding", name, study.language)
                for name in read["encoding"].fillna("")
            ],
            "separator": read["separator"].replace(_SEPARATORS),
            "sha256": read["sha256"].str[:_DIGEST],
        }
    )
    empty = [c for c in ("sheet", "separator") if not read[c].fillna("").any()]
    return shown.drop(columns=empty)


def repairs_shown(study: Study) -> pd.DataFrame:
    """Every repair in words: table, column, text, rows, amount, places, example."""
    return _notes(study, repairs(study), "rule")


def questions_shown(study: Study) -> pd.DataFrame:
    """Every open question in words: table, column, text, rows, amount, places, example."""
    shown = _notes(study, questions(study), "question")
    for place, one in enumerate(study.engagement.asked):  # they stand first
        where = f"{FILE} / {study.say('faults.place_row', row=one.row)}"
        shown.loc[place, ["text", "example"]] = [one.text, where]
    return shown


def lines_to_write(study: Study) -> dict[str, str]:
    """Table -> the line of engagement.yaml that leaves out what its questions doubt."""
    asked = questions(study)
    asked = asked[asked["mend"].fillna("") != ""]
    return {table: leave_out.joined(of["mend"]) for table, of in asked.groupby("table", sort=False)}


def control_totals(study: Study) -> pd.DataFrame:
    """Result table `control_totals`: what the client says the files hold."""
    stated = study.book.control_totals
    return _in_order(stated) if len(stated) else results.empty("control_totals")


def control_shown(study: Study) -> pd.DataFrame:
    """The control totals in words: table, measure, stated, found, difference, agrees_after.

    Rows are whole and money has its cents, so the figures are texts.
    """
    stated = control_totals(study)
    steps = [study.say(f"intake.step.{s}") if s else "" for s in stated["agrees_after"]]
    rows = stated["measure"] == "rows"
    figures = {
        name: [
            (labels.count if whole else labels.cents)(figure, study.language)
            for figure, whole in zip(stated[name], rows, strict=True)
        ]
        for name in ("stated", "found", "difference")
    }
    return stated.assign(
        **figures,
        table=words(study, "intake_page.table", stated["table"]),
        measure=words(study, "values", stated["measure"]),
        agrees_after=pd.Series(steps, index=stated.index, dtype="str"),
    )


def control_count(study: Study) -> Finding:
    """How many of the client's figures the files hold as they are."""
    stated = control_totals(study)
    if stated.empty:
        return Finding("intake_page.control.none", {})
    agree = (stated["agrees_after"] == FIRST).sum()
    return Finding("intake_page.control.agree", {"n": int(agree), "of": len(stated)})


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
            "table": words(study, "intake_page.table", notes["table"]),
            "column": notes["column"],
            "text": words(study, f"intake.{code}", notes[code]),
            "rows": notes["rows"],
            "amount": notes["amount"],
            "places": notes["places"],
            "example": notes["example"],
        }
    )
    empty = [c for c in ("rows", "amount") if len(shown) and shown[c].isna().all()]
    if not (shown["places"].fillna(0) > 1).any():
        empty.append("places")
    return shown.drop(columns=empty)
