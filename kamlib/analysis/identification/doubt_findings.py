"""What page 01 says of its doubt: whose weights put whom first, and what moves an account."""

from __future__ import annotations

import pandas as pd

from kamlib import labels
from kamlib.analysis.findings import Finding, named
from kamlib.analysis.identification import doubt
from kamlib.analysis.identification.drawn import drawn
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.words import criterion
from kamlib.study import Study

_FIRSTS = 3  # accounts named that are ever first
_SELDOM = 0.01  # first in fewer of the weightings than this is not spoken of
_TELLING = 0.02  # a criterion weighed by less than this more than on average says nothing


def firsts(study: Study) -> list[Finding]:
    """For whom an account is first: the criterion they weigh most above the common weight."""
    table = doubt.central_weights(study)
    table = table[table["event"] == "first"]
    draws = drawn(study).weights.draws
    shares = table.groupby(["account_id", "account_name"])["draws"].first() / draws
    shares = shares[shares >= _SELDOM].sort_values(ascending=False, kind="stable")
    said = []
    for (account, name), share in shares.head(_FIRSTS).items():
        values = {"name": name, "share": share}
        if shares.iloc[0] > 1 - _SELDOM:
            return [Finding("doubt.first.always", values)]
        own = table[table["account_id"] == account]
        above = own.loc[(own["weight"] - own["all_draws"]).idxmax()]
        values |= {
            "criterion": criterion(above["criterion"], study.language),
            "weight": above["weight"],
            "common": above["all_draws"],
        }
        telling = values["weight"] - values["common"] >= _TELLING
        said.append(Finding(f"doubt.first.{'some' if telling else 'plain'}", values))
    return said


def contested(study: Study) -> Finding:
    """How many accounts are open to argument, and which of them the least change moves."""
    table = doubt.flips(study)
    status = choice(study).key_accounts.set_index("account_id")["status"]
    if not (status == "contested").any():
        return Finding("doubt.contested.none", {})
    asked = table[table["account_id"].map(status) == "contested"]
    moved = asked.dropna(subset=["change"])
    values = {"n": int((status == "contested").sum())}
    if moved.empty:
        return Finding("doubt.contested.unmoved", values)
    least = moved.loc[moved["change"].idxmin()]
    values |= {"name": least["account_name"], "how": _tip(study, least)}
    return Finding(f"doubt.contested.{'off' if least['listed'] else 'on'}", values)


def without(study: Study) -> Finding:
    """Whose place on the list hangs on a single criterion."""
    table = doubt.flips(study)
    hang = table[table["without"] & table["listed"]]
    gain = table[table["without"] & ~table["listed"]]
    if hang.empty and gain.empty:
        return Finding("doubt.without.nobody", {"n": table["account_id"].nunique()})
    nobody = study.say("lists.audit.nobody")
    values = {"lose": _pairs(study, hang) or nobody, "gain": _pairs(study, gain) or nobody}
    return Finding("doubt.without.some", values)


def _pairs(study: Study, rows: pd.DataFrame) -> str:
    pairs = [
        study.say(
            "doubt.pair", name=row.account_name, criterion=criterion(row.criterion, study.language)
        )
        for row in rows.itertuples()
    ]
    return named(study, pairs, most=6)


def open_accounts(study: Study) -> pd.DataFrame:
    """The contested accounts, best first, with what moves them.

    account_name, is_key, p_key, p_months, p_both (both left out where months are not drawn),
    moved_by (the smallest change of one weight, in words), seen_by (the criterion that those
    who list it and those who do not weigh most apart, in words)
    """
    table = choice(study).doubt.merge(choice(study).key_accounts[["account_id", "is_key"]])
    table = table[table["status"] == "contested"].sort_values(["rank", "account_id"])
    moves, weights = doubt.flips(study), doubt.central_weights(study)
    names = dict(zip(table["account_id"], table["account_name"], strict=True))
    chances = ["p_key", "p_months", "p_both"] if drawn(study).months else ["p_key"]
    return pd.DataFrame(
        {
            "account_name": list(names.values()),
            **{c: table[c].to_numpy() for c in ("is_key", *chances)},
            "moved_by": [_moved_by(study, moves[moves["account_id"] == a]) for a in names],
            "seen_by": [_seen_by(study, weights[weights["account_id"] == a]) for a in names],
        }
    )


def _moved_by(study: Study, rows: pd.DataFrame) -> str:
    nearest = rows[rows["decides"]]
    return _tip(study, nearest.iloc[0]) if len(nearest) else study.say("doubt.tip.none")


def _tip(study: Study, row: pd.Series) -> str:
    """The nearest weight of one criterion at which an account changes sides."""
    up = row["above"] - row["weight"] <= row["weight"] - row["below"]
    above = pd.isna(row["below"]) or (pd.notna(row["above"]) and up)
    to, now = row["above"] if above else row["below"], row["weight"]
    values = {"criterion": criterion(row["criterion"], study.language), "to": to, "now": now}
    told = "above" if above else "below"
    if labels.percent(to, study.language) == labels.percent(now, study.language):
        # They would read alike: the place hangs on less than a point.
        return study.say(f"doubt.tip.just_{told}", **values)
    return study.say(f"doubt.tip.{told}", **values)


def _seen_by(study: Study, rows: pd.DataFrame) -> str:
    """The criterion whose mean weight differs most between who lists the account and who not."""
    by = rows.pivot(index="criterion", columns="event", values="weight")
    if not {"listed", "not listed"} <= set(by):
        return ""
    name = (by["listed"] - by["not listed"]).abs().idxmax()
    return study.say(
        "doubt.seen_by",
        criterion=criterion(name, study.language),
        listed=by.loc[name, "listed"],
        unlisted=by.loc[name, "not listed"],
    )
