"""How long the key list is, and what decides it."""

from __future__ import annotations

from kamlib.analysis.accounts import accounts
from kamlib.identification import selection
from kamlib.study import Study


def places(study: Study) -> int:
    """Places on the key list: see `selection.capacity`."""
    s = study.engagement.identification
    return selection.capacity(
        accounts(study)["revenue"],
        wanted=s.capacity,
        key_share=s.key_share,
        most_share=s.most_share,
        most_accounts=s.most_accounts,
        served=served(study),
    )


def served(study: Study) -> int | None:
    """Key accounts that the account managers' hours serve; None where these are not known."""
    return selection.served_by_hours(
        hours(study), share=study.engagement.identification.key_hours_share, each=hours_each(study)
    )


def hours(study: Study) -> float:
    """Hours a year of all account managers; 0 where they are not known."""
    managers = study.book.tables.get("kam")
    return 0.0 if managers is None else float(managers["hours_year"].sum())


def hours_each(study: Study) -> float:
    """Hours a year that a key account takes: the programme of class A; 0 without one."""
    programme = study.engagement.strategy.programmes.get("A")
    return programme.hours if programme else 0.0


def basis(study: Study) -> str:
    """What the length of the list rests on: given, hours, rule, or none without revenue."""
    if not places(study):
        return "none"
    if study.engagement.identification.capacity:
        return "given"
    return "hours" if served(study) is not None else "rule"
