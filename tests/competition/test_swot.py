"""swot and rivals: what rests on evidence, what is opinion, what is old."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlib import results
from kamlib.competition import rivals, swot
from kamlib.worksheets import frame

AS_OF = date(2025, 12, 31)
GOOD = {"subject": "rival", "quadrant": "threat", "text": "t"}


def facts(*rows: dict) -> pd.DataFrame:
    made = {"account_id": "a", "text": "said", "table": "orders", "confidence": "high"}
    columns = ["fact_id", "rule", "reading", *made]
    return pd.DataFrame([made | row for row in rows], columns=columns).astype("str")


def weighed(*rows: dict) -> list[dict]:
    known = facts({"fact_id": "F-growth-a", "rule": "growth"})
    lines = frame("swot", [GOOD | row for row in rows])
    return swot.weighed(lines, known, as_of=AS_OF, stale_days=365).to_dict("records")


@pytest.mark.parametrize(
    ("row", "grounds"),
    [
        ({}, "opinion"),
        ({"source": "visit"}, "opinion"),
        ({"date": "2025-11-01"}, "opinion"),
        ({"source": "visit", "date": "2025-11-01"}, "evidence"),
        ({"fact_ids": "F-growth-a"}, "evidence"),
        ({"fact_ids": "F-growth-z"}, "opinion"),
        ({"source": "visit", "date": "2025-11-01", "confidence": "opinion"}, "opinion"),
    ],
)
def test_a_line_needs_a_fact_or_source_and_date(row, grounds):
    (line,) = weighed(row)
    assert line["grounds"] == grounds
    assert (line["confidence"] == "opinion") == (grounds == "opinion")


def test_confidence_without_evidence_is_opinion_and_stays_where_there_is():
    bare, backed = weighed(
        {"confidence": "high"}, {"confidence": "low", "source": "s", "date": "2025-01-01"}
    )
    assert bare["confidence"] == "opinion"
    assert backed["confidence"] == "low"


def test_lines_age():
    old, young, undated = weighed({"date": "2024-12-30"}, {"date": "2024-12-31"}, {})
    assert (old["stale"], young["stale"], undated["stale"]) == (True, False, False)


def test_facts_cited_that_are_not_there_are_named():
    (line,) = weighed({"fact_ids": "F-growth-a, F-x;\u3001F-y\nF-x"})
    assert line["unknown_facts"] == "F-x F-y"
    assert line["grounds"] == "evidence"
    (clean,) = weighed({"fact_ids": "F-growth-a"})
    assert pd.isna(clean["unknown_facts"])


def test_people_lines_keep_their_words_and_order():
    texts = ["z", "=1+1", "a\nb"]
    assert [line["text"] for line in weighed(*[{"text": t} for t in texts])] == texts


def test_remarkable_facts_propose_lines_and_others_do_not():
    known = facts(
        {"fact_id": "1", "rule": "growth", "reading": "low"},
        {"fact_id": "2", "rule": "growth", "reading": None},
        {"fact_id": "3", "rule": "overdue", "reading": "high", "table": "receivables"},
    )
    sources = {"orders": "order lines", "receivables": "invoices"}
    lines = swot.proposed(known, as_of=AS_OF, author="the kit", sources=sources)
    said = lines[["subject", "quadrant", "fact_ids", "source", "author", "rule"]]
    assert said.values.tolist() == [
        ["us at customer", "threat", "1", "order lines", "the kit", "growth"],
        ["customer", "weakness", "3", "invoices", "the kit", "overdue"],
    ]
    assert set(lines["grounds"]) == {"data"}
    assert lines["strength"].isna().all()  # how much it matters is for people to say


def test_every_rule_has_a_known_reading_subject_and_quadrant():
    rules = swot._rules()
    table = results.RESULTS["swot"]
    assert set(rules["subject"]) <= set(table.column("subject").allowed)
    assert set(rules["quadrant"]) <= set(table.column("quadrant").allowed)
    assert set(rules["reading"]) <= {"high", "low"}
    assert not rules.duplicated(["rule", "reading"]).any()


def test_nothing_filled_in_and_nothing_drawn():
    none = swot.weighed(frame("swot"), facts(), as_of=AS_OF, stale_days=1)
    assert list(none) == swot.COLUMNS
    assert none.empty
    assert swot.proposed(facts(), as_of=AS_OF, author="k", sources={}).empty


def test_rivals_are_marked_by_source_date_and_age():
    lines = frame(
        "competitors",
        [
            {"competitor": "X", "source": "visit", "date": "2020-01-01", "confidence": "high"},
            {"competitor": "X", "source": "visit", "confidence": "high"},
        ],
    )
    found = rivals.marked(lines, as_of=AS_OF, stale_days=365)
    assert found["grounds"].tolist() == ["evidence", "opinion"]
    assert found["confidence"].tolist() == ["high", "opinion"]
    assert found["stale"].tolist() == [True, False]


def test_forces_are_marked_and_not_added_up():
    lines = frame(
        "forces",
        [
            {"subject": "I", "force": "buyers", "score": 5, "evidence": "report"},
            {"subject": "I", "force": "buyers", "score": 1},
        ],
    )
    found = rivals.forces_marked(lines)
    assert found["grounds"].tolist() == ["evidence", "opinion"]
    assert found["score"].tolist() == [5, 1]
