"""What the identification says: the sentences of the page."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis import identification as found
from kamlib.analysis.accounts import accounts
from kamlib.analysis.findings import Finding, listed
from kamlib.analysis.identification import capacity, drawn
from kamlib.analysis.identification.words import criterion
from kamlib.identification import lists, scoring
from kamlib.identification.resampling import FEWEST_MONTHS
from kamlib.study import Study
from kamlib.worksheets import unknown_accounts


def answer(study: Study) -> Finding:
    """Who is key, how much they bring, how many of them whatever the weights."""
    keys, values = _keys(study), _counts(study)
    if keys.empty:
        why = "emptied" if values["places"] else "no_revenue"
        return Finding(f"identification.answer.{why}", values)
    return Finding(f"identification.answer.{'one' if len(keys) == 1 else 'many'}", values)


def _keys(study: Study) -> pd.DataFrame:
    table = found.key_accounts(study)
    return table[table["is_key"]]


def _counts(study: Study) -> dict:
    table, keys = found.key_accounts(study), _keys(study)
    total = found.measure(study, "positive_revenue")
    return {
        "n": len(table),
        "keys": len(keys),
        "name": keys["account_name"].iloc[0] if len(keys) else "",
        "share": keys["revenue"].sum() / total if total > 0 else None,
        "core": int((keys["status"] == "core").sum()),
        "contested": int((table["status"] == "contested").sum()),
        "places": found.choice(study).places,
        "firm": study.engagement.identification.core,
        "tried": drawn.tried(study),
    }


def eighty_twenty(study: Study) -> Finding:
    """Whether the largest 20 % of accounts bring 80 % of revenue, and how many do."""
    share = found.measure(study, "top_20_share")
    if share != share:
        return Finding("identification.eighty_twenty.none", {})
    holds = "holds" if share >= 0.8 - 1e-9 else "fails"
    values = {
        "top": found.measure(study, "top_20_accounts"),
        "share": share,
        "needed": found.measure(study, "accounts_for_80"),
        "part": found.measure(study, "accounts_for_80_part"),
        "n": found.measure(study, "accounts_with_revenue"),
    }
    return Finding(f"identification.eighty_twenty.{holds}", values)


def profit_half(study: Study) -> Finding:
    """How few accounts bring more than half of the profit, or why that cannot be said."""
    known = found.measure(study, "profit_known_share")
    wanted = study.engagement.identification.profit_coverage
    if not known > 0:
        return Finding("identification.profit.unknown", {})
    if known < wanted - 1e-9:
        return Finding("identification.profit.partly", {"known": known, "wanted": wanted})
    total = found.measure(study, "profit")
    if not total > 0:
        return Finding("identification.profit.loss", {"total": total})
    basis = "net" if found.serves(study) else "gross"
    values = {
        "share": study.engagement.identification.profit_share,
        "needed": found.measure(study, "accounts_for_50_profit"),
        "part": found.measure(study, "accounts_for_50_profit_part"),
        "basis": study.say(f"identification.profit.basis.{basis}"),
    }
    return Finding("identification.profit.found", values)


def two_definitions(study: Study) -> Finding:
    """How far the list by revenue and the list by profit name the same accounts."""
    table = found.list_overlap(study)
    pair = table[(table["rule"] == "top revenue") & (table["other"] == "most profit")]
    if pair.empty or not pair["either"].iloc[0]:
        return Finding("identification.two.one_only", {})
    listed = found.rule_lists(study).groupby("rule")["listed"].sum()
    row = pair.iloc[0]
    values = {
        "both": row["both"],
        "revenue": listed["top revenue"] - row["both"],
        "profit": listed["most profit"] - row["both"],
        "jaccard": row["jaccard"],
    }
    return Finding("identification.two.both", values)


def list_size(study: Study) -> Finding:
    """Why the list is as long as it is, and what stands on it beyond its places."""
    s, chosen = study.engagement.identification, found.choice(study)
    table = chosen.key_accounts
    values = {
        "places": chosen.places,
        "share": s.key_share,
        "most": s.most_share,
        "ceiling": s.most_accounts,
        "over": chosen.over,
        "added": int(table["added"].sum()),
        "removed": int(table["removed"].sum()),
        "served": capacity.served(study),
        "hours": capacity.hours(study),
        "part": s.key_hours_share,
        "each": capacity.hours_each(study),
    }
    return Finding(f"identification.size.{capacity.basis(study)}", values)


def changes(study: Study) -> Finding:
    """What ties and people added to the computed list or took off it."""
    return Finding("identification.size.changes", list_size(study).values)


def screen(study: Study) -> Finding:
    """The thresholds of the four traits, and which of them have data."""
    used = lists.traits_with_data(found.judged(study))
    names = [study.say(f"identification.trait.{name}") for name in used]
    return Finding(
        "identification.screen",
        {
            "share": study.engagement.identification.screen_share,
            "traits": listed(study, names),
        },
    )


def method(study: Study, part: str) -> Finding:
    """How a figure was worked out: score, doubt."""
    s, chosen = study.engagement.identification, found.choice(study)
    values = {
        "draws": chosen.draws,
        "rank_draws": chosen.rank_draws,
        "places": chosen.places,
        "core": s.core,
        "out": s.out,
        "tried": drawn.tried(study),
    }
    name = f"{part}.{s.scaling}" if part == "score" else part
    return Finding(f"identification.method.{name}", values)


def months(study: Study) -> Finding:
    """Which criteria were worked out again over months drawn anew, or why none was."""
    of = drawn.drawn(study)
    names = [criterion(name, study.language) for name in of.moved]
    values = {
        "count": of.count,
        "names": listed(study, names),
        "fewest": FEWEST_MONTHS,
    }
    return Finding(f"identification.method.months.{of.why or 'drawn'}", values)


def limits(study: Study) -> list[Finding]:
    """What missing data costs this page; empty where nothing is missing."""
    lacking = [
        *_missing_profit(study),
        *_missing_criteria(study),
        *_missing_time(study),
        *_unknown_picks(study),
    ]
    return [Finding(f"identification.limit.{key}", values) for key, values in lacking]


def _missing_profit(study: Study):
    profit = profit_half(study).key.rpartition(".")[2]
    if profit == "unknown":
        yield "no_cost", {}
    elif not found.serves(study):
        yield "no_cost_to_serve", {}


def _missing_criteria(study: Study):
    used = set(found.score_parts(study)["criterion"])
    wanted = study.engagement.identification.criteria
    if absent := [criterion(c, study.language) for c in wanted if c not in used]:
        yield "criteria", {"names": listed(study, absent)}
    gaps = scoring.unknown(found.score_parts(study))
    gaps = gaps[gaps["unknown"] > 0]
    if len(gaps):
        said = [
            study.say(
                "identification.gap", name=criterion(row.criterion, study.language), n=row.unknown
            )
            for row in gaps.itertuples()
        ]
        yield "gaps", {"names": listed(study, said)}


def _missing_time(study: Study):
    table = accounts(study)
    if table["revenue_12m_before"].isna().all():
        yield "short", {"days": study.book.days}
    if len(table) < 10:
        yield "small", {"n": len(table)}


def _unknown_picks(study: Study):
    known = set(accounts(study)["account_id"])
    named = [*found.picks(study, "add"), *found.picks(study, "remove")]
    scored = unknown_accounts({"scores": study.sheets["scores"]}, study.book.members)
    if strange := [name for name in dict.fromkeys(named) if name not in known]:
        yield "unknown_picks", {"ids": listed(study, strange)}
    if len(scored):
        ids = list(scored["account_id"])
        yield "unknown_scores", {"ids": listed(study, ids)}


def certainty(study: Study) -> dict[str, int | str]:
    """Counts over the book: n, places, keys, core, contested, inside (keys whose rank stays);
    and in words what they are over, tried.
    """
    table, keys, places = found.key_accounts(study), _keys(study), found.choice(study).places
    status = table["status"].value_counts()
    return {
        "n": len(table),
        "places": places,
        "keys": len(keys),
        "core": int(status.get("core", 0)),
        "contested": int(status.get("contested", 0)),
        "inside": int((keys["rank_high"] <= places).sum()),
        "tried": drawn.tried(study),
    }
