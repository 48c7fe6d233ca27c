"""Lists by rule beside the computed one, and how far they agree."""

from __future__ import annotations

import pandas as pd

from kamlib import metrics, results
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification.dependence import families
from kamlib.analysis.identification.listing import choice, key_accounts
from kamlib.analysis.identification.measures import judged, knows_profit
from kamlib.analysis.identification.scores import score_parts, seven_criteria
from kamlib.identification import lists, scoring, selection
from kamlib.study import Study

FAMILIES = 20  # of products, by revenue


def rule_lists(study: Study) -> pd.DataFrame:
    """Result table `rule_lists`: whom each rule names; a rule without data is left out.

    top revenue: the 80:20 list; most profit: the >50 % of profit definition; four traits:
    frequency, volume, margin, loyalty; seven criteria: as many as the list has places, by the
    seven value criteria weighed alike; A and B: class A and those of B in `class_b`; score:
    the computed key list, before anyone changed it.
    """
    return study.cached("rule_lists", lambda: _rule_lists(study))


def _rule_lists(study: Study) -> pd.DataFrame:
    s, found, chosen = study.engagement.identification, judged(study), choice(study)
    rules = {"top revenue": lists.top_revenue(found, s.most_share)}
    if knows_profit(study):
        rules["most profit"] = lists.most_profit(found, s.profit_share)
    rules["four traits"] = lists.four_traits(found, s.screen_share)
    if (parts := seven_criteria(study)) is not None:
        score = found["account_id"].map(scoring.scores(parts))
        rules["seven criteria"] = selection.listed(score, chosen.places)
    rules["A and B"] = found["account_id"].map(_future(study)["why"]) != ""
    on = chosen.key_accounts.loc[chosen.computed, "account_id"]
    rules["score"] = found["account_id"].isin(on)
    return results.arrange(lists.long(found, rules), "rule_lists")


def class_b(study: Study) -> pd.DataFrame:
    """Result table `class_b`: the accounts of value class B, those that are key first.

    Potential and relationship are the means, over the criteria of that family for which the
    account has a value, of the scaled values.
    """
    found = _future(study)
    found = found[found["tier"] == "B"].reset_index().assign(is_key=lambda t: t["why"] != "")
    found = found.sort_values(
        ["is_key", "revenue", "account_id"], ascending=[False, False, True], ignore_index=True
    )
    return results.arrange(found.drop(columns=["tier", "why"]), "class_b")


def _future(study: Study) -> pd.DataFrame:
    """account_id -> account_name, revenue, tier, potential, relationship, why; see `lists`."""
    s, parts = study.engagement.identification, score_parts(study)
    found = choice(study).key_accounts.set_index("account_id")[["account_name", "revenue", "tier"]]
    scaled = scoring.wide(parts, "scaled").where(scoring.wide(parts, "value").notna())
    for name in ("potential", "relationship"):
        of = [criterion for criterion in scaled if s.criteria[criterion].family == name]
        found[name] = scaled[of].mean(axis=1)
    why = lists.class_a_and_b(found["tier"], found["potential"], found["relationship"], cut=s.b_cut)
    return found.assign(why=why.where(found["revenue"] > 0, ""))


def list_overlap(study: Study) -> pd.DataFrame:
    """Result table `list_overlap`: how far each two rules name the same accounts."""
    return results.arrange(lists.overlap(rule_lists(study)), "list_overlap")


def lists_side_by_side(study: Study) -> pd.DataFrame:
    """Accounts at least one rule names, a flag a rule, those the rules differ on most first.

    account_id, account_name, revenue, rules (how many name it), disagreement (rules in the
    minority), and a column a rule; by disagreement, then revenue
    """
    listed = rule_lists(study)
    wide = listed.pivot(index="account_id", columns="rule", values="listed")
    wide = wide[list(listed["rule"].unique())].rename_axis(columns=None)
    wide = wide.loc[wide.any(axis=1)].astype(bool)
    counts = {"rules": wide.sum(axis=1).astype("float64"), "disagreement": lists.disagreement(wide)}
    wide = pd.concat([pd.DataFrame(counts), wide], axis=1)
    found = accounts(study)[["account_id", "account_name", "revenue"]]
    side = found.merge(wide.reset_index(), how="inner", on="account_id")
    return side.sort_values(
        ["disagreement", "revenue", "account_id"], ascending=[False, False, True], ignore_index=True
    )


def family_lists(study: Study) -> pd.DataFrame:
    """Result table `family_lists`: the four traits within each of the FAMILIES largest families.

    Empty where the list of products has no families.
    """
    return study.cached("family_lists", lambda: _family_lists(study))


def _family_lists(study: Study) -> pd.DataFrame:
    known = families(study)
    sold = metrics.product_revenue(study.book.orders).set_index("product_id")["revenue"]
    money = {family: sold.reindex(ids).sum() for family, ids in known.items()}
    largest = sorted(known, key=lambda family: (-money[family], family))[:FAMILIES]
    book, s = study.book, study.engagement.identification
    found = metrics.family_traits(
        book.orders, {f: known[f] for f in largest}, since=book.since, as_of=book.as_of
    )
    if found.empty:
        return results.empty("family_lists")
    found["listed"] = lists.by_family(found, s.screen_share)
    named = key_accounts(study)[["account_id", "account_name", "is_key"]]
    found = found.merge(named, on="account_id").sort_values(
        ["revenue", "account_id"], ascending=[False, True]
    )
    comma, rows = study.say("identification.comma"), []
    for family in largest:
        of = found[found["family"] == family]
        on = of[of["listed"]]
        rows.append(
            {
                "family": family,
                "accounts": float(len(of)),
                "revenue": of["revenue"].sum(),
                "listed": float(len(on)),
                "off_list": float((~on["is_key"]).sum()),
                "names": comma.join(on["account_name"]),
            }
        )
    return results.arrange(pd.DataFrame(rows), "family_lists")
