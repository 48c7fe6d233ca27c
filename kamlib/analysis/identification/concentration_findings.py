"""What page 01 says of concentration, loss makers and dependency: sentences."""

from __future__ import annotations

from collections.abc import Iterable

from kamlib import economics as wing
from kamlib.analysis.findings import Finding, named
from kamlib.analysis.identification import dependence, years
from kamlib.analysis.identification.measures import judged, measure
from kamlib.identification.concentration import FEWEST
from kamlib.identification.trend import FEWEST_YEARS
from kamlib.study import Study


def shape(study: Study) -> Finding:
    """Whether the book has key accounts by concentration, by which rule, and what follows."""
    s = study.engagement.identification
    values = {
        "n": measure(study, "accounts_with_revenue"),
        "fewest": FEWEST,
        "share": measure(study, "top_20_share"),
        "effective": measure(study, "effective_accounts"),
        "times": s.flat_times,
        "part": s.flat_effective,
    }
    return Finding(f"lists.shape.{years.shape(study)}", values)


def trend(study: Study) -> list[Finding]:
    """Whether concentration rises or falls over the whole fiscal years; which are left out."""
    table = years.by_year(study)
    whole = table[table["complete"]]
    partial = table.loc[~table["complete"], "year"].tolist()
    out = [Finding("lists.years.partial", {"names": named(study, partial)})] if partial else []
    known = whole.dropna(subset=["hhi"])
    if known.empty:
        return [Finding("lists.years.none", {}), *out]
    row = years.trends(study).set_index("measure").loc["hhi"]
    words = {"rises": "rises", "falls": "falls", "no trend": "still", "too few years": "few"}
    told = words[row["tendency"]] if len(known) > 1 else "one"
    column = "top_20_share" if told == "few" else "hhi"
    values = {
        "years": row["years"],
        "needed": FEWEST_YEARS,
        "from": known["year"].iloc[0],
        "to": known["year"].iloc[-1],
        "first": known[column].iloc[0],
        "last": known[column].iloc[-1],
        "chance": row["by_chance"],
    }
    return [Finding(f"lists.years.{told}", values), *out]


def whale(study: Study) -> Finding:
    """Who loses money, and the profit without them."""
    book = judged(study)
    found = wing.without_losers(book)
    known = int(book["profit"].notna().sum())
    if not known:
        return Finding("lists.whale.unknown", {})
    if not found["losers"]:
        return Finding("lists.whale.none", {"known": known})
    worst = book[book["profit"] < 0].sort_values(["profit", "account_id"])
    values = {
        "losers": found["losers"],
        "share": found["revenue_share"] if found["revenue_share"] >= 0 else None,
        "names": named(study, worst["account_name"].tolist()),
        "lost": -found["lost"],
        "total": found["total"],
        "without": found["without"],
    }
    return Finding("lists.whale.losers", values)


def dependency(study: Study) -> Finding:
    """How much hangs on few accounts and few products at once."""
    found = dependence.dependency(study).set_index("measure")["value"]
    if "top_1_share" not in found:
        return Finding("lists.losses.none", {})
    values = {"one": found["top_1_share"], "three": found["top_3_share"]}
    if "product_hhi" not in found:
        return Finding("lists.dependency.accounts_only", values)
    values |= {
        "products": found["effective_products"],
        "index_one": found["dependency_1"],
        "index_three": found["dependency_3"],
    }
    kind = "families" if dependence.families(study) else "products"
    return Finding(f"lists.dependency.{kind}", values)


def losses(study: Study) -> list[Finding]:
    """What losing the largest account would mean, and what of it is not known."""
    table = dependence.loss_scenarios(study).set_index("scenario")
    if dependence.LARGEST not in table.index:
        return [Finding("lists.losses.none", {})]
    row = table.loc[dependence.LARGEST]
    values = {
        "name": row["names"],
        "share": row["share_lost"],
        "money": row["revenue_lost"],
        "months": row["months_of_growth"],
        "median": row["median_accounts"],
    }
    key = "grows" if row["months_of_growth"] == row["months_of_growth"] else "median"
    return [Finding(f"lists.losses.{key}", values), *_not_known(study, row)]


def _not_known(study: Study, row) -> Iterable[Finding]:
    fixed = study.engagement.identification.fixed_cost
    if row["gross_profit_left"] != row["gross_profit_left"]:
        yield Finding("lists.losses.no_gross_profit", {})
    elif fixed is None:
        yield Finding("lists.losses.no_fixed", {})
    else:
        yield Finding("lists.losses.fixed", {"fixed": fixed})
    if not dependence.whole_year(study):
        yield Finding("lists.losses.short", {"days": study.book.days})
