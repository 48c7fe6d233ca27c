"""Customers whose names look alike: what is to be decided, and what was."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis.findings import Finding
from kamlib.study import Study

_SHOWN = ["rule", "customer_name", "customer_id", "revenue", "other_name", "other_id"]
_SHOWN += ["other_revenue", "same_region", "same_industry", "same_tax_number", "same_contact"]
_SHOWN += ["decision"]
_EVIDENCE = ("same_region", "same_industry", "same_tax_number", "same_contact")

_NAME_LIKE = r"[^\W\d_]{2}.*\s+[^\W\d_]|[\u3400-\u9fff]{2}"
_MOST = 0.5


def review(study: Study) -> pd.DataFrame:
    """Result table `name_review`: undecided pairs first, the largest revenue on top."""
    return study.book.name_review


def shown(study: Study) -> pd.DataFrame:
    """The review as the page has it, without evidence that is nowhere known."""
    rows = review(study)
    unknown = [c for c in _EVIDENCE if rows[c].isna().all()]
    return rows[_SHOWN].drop(columns=unknown)


def headline(study: Study) -> Finding:
    """How many pairs wait for a decision, with the revenue of the smaller of each."""
    rows = review(study)
    undecided = rows[rows["decision"] == "undecided"]
    if rows.empty:
        unnamed = "ids_are_names" if _ids_are_names(study) else "no_names"
        return Finding(f"name_review.{'none' if _has_names(study) else unnamed}", {})
    if undecided.empty:
        return Finding("name_review.all_decided", {"pairs": len(rows)})
    asked = undecided.drop_duplicates("customer_id")["revenue"].sum()
    form = "one" if len(undecided) == 1 else "several"
    return Finding(f"name_review.{form}", {"pairs": len(undecided), "money": asked})


def decided(study: Study) -> Finding | None:
    """What people decided so far; None where nobody has."""
    decisions = review(study)["decision"].value_counts()
    said = {word: int(decisions.get(word, 0)) for word in ("same", "different")}
    return Finding("name_review.decided", said) if any(said.values()) else None


def undecided_rows(study: Study) -> pd.DataFrame:
    """Rows of the sheet `same_customer` for every undecided pair, the decision left empty."""
    rows = review(study)
    rows = rows[rows["decision"] == "undecided"].rename(columns={"other_id": "same_as"})
    columns = ["customer_id", "customer_name", "same_as", "other_name", "rule", "similarity"]
    return rows[columns].reset_index(drop=True)


def _has_names(study: Study) -> bool:
    """Whether names were there to compare; order lines that know customers by name alone have
    the name as id.
    """
    members = study.book.members
    mapped = study.engagement.sources["orders"].columns
    by_name = "customer_name" in mapped and "customer_id" not in mapped
    return by_name or bool((members["customer_name"] != members["customer_id"]).any())


def _ids_are_names(study: Study) -> bool:
    """Whether most ids read like names: words with a blank between them, or Chinese."""
    return bool(study.book.members["customer_id"].str.contains(_NAME_LIKE).mean() > _MOST)
