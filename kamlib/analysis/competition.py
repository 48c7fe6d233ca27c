"""Facts, SWOT, rivals, needs, five forces and share of wallet of one engagement.

What they say, in sentences, is in `competition_findings`.
"""

from __future__ import annotations

from datetime import timedelta

import narwhals.stable.v2 as nw
import pandas as pd

from kamlib import results, worksheets
from kamlib.analysis import accounts, identification
from kamlib.competition import evidence, rivals
from kamlib.competition import needs as demand
from kamlib.competition import survey as answers
from kamlib.competition import swot as lines
from kamlib.competition import wallet as spending
from kamlib.metrics import collected
from kamlib.study import Study

_NAMING = ("swot", "competitors", "needs")  # sheets whose accounts facts are drawn for


def facts(study: Study) -> pd.DataFrame:
    """Result table `facts`: evidence for the key accounts, and for those people wrote about.

    One row per account and rule where the figure is known, with account_name, ordered by
    account_id and rule. A SWOT line of the worksheets may cite its fact_id.
    """
    return study.cached("facts", lambda: _facts(study))


def _facts(study: Study) -> pd.DataFrame:
    told, telling, limits = told_accounts(study), _telling(study), _limits(study)
    drawn = [evidence.from_accounts(accounts.accounts(study), told, limits=limits, telling=telling)]
    spent = wallet(study)
    spent = spent[spent["account_id"].isin(told)]
    drawn.append(evidence.from_wallet(spent, limits=limits, telling=telling))
    if "survey" in study.book.tables:
        said = answers.latest(study.book.tables["survey"], as_of=study.book.as_of)
        said = said[said["account_id"].isin(told)]
        drawn.append(evidence.from_survey(said, telling=telling))
    found = pd.concat(drawn, ignore_index=True)
    found = found.sort_values(["account_id", "rule"], ignore_index=True)
    return results.arrange(with_names(study, found), "facts")


def told_accounts(study: Study) -> list[str]:
    """The accounts facts are told of: the key accounts, best first, then those of the sheets."""
    named = pd.concat([study.sheets[name]["account_id"] for name in _NAMING]).dropna()
    known = set(accounts.accounts(study)["account_id"])
    further = [a for a in sorted(named.unique()) if a in known]
    return list(dict.fromkeys([*identification.key_ids(study), *further]))


def swot(study: Study) -> pd.DataFrame:
    """Result table `swot`: people's lines weighed by their evidence, then those data propose.

    With account_name. Proposed lines have grounds data, and the kit as author; they never
    change a line a person wrote.
    """
    found, settings = facts(study), study.engagement.competition
    as_of = study.book.as_of
    written = lines.weighed(
        study.sheets["swot"], found, as_of=as_of, stale_days=settings.stale_days
    )
    tables = ("orders", "receivables", "wallet", "survey")
    proposed = lines.proposed(
        found,
        as_of=as_of,
        author=study.say("competition.kit"),
        sources={name: study.say(f"competition.table.{name}") for name in tables},
    )
    both = pd.concat([written, proposed], ignore_index=True)
    return results.arrange(with_names(study, both), "swot")


def competitors(study: Study) -> pd.DataFrame:
    """Result table `competitors`: what people know of rivals, with age and evidence marked.

    With account_name, in the order of the worksheet.
    """
    found = rivals.marked(
        study.sheets["competitors"],
        as_of=study.book.as_of,
        stale_days=study.engagement.competition.stale_days,
    )
    return results.arrange(with_names(study, found), "competitors")


def forces(study: Study) -> pd.DataFrame:
    """Result table `forces`: what presses on earnings in an industry, without a total."""
    return results.arrange(rivals.forces_marked(study.sheets["forces"]), "forces")


def needs(study: Study) -> pd.DataFrame:
    """Result table `needs`: demand relative to capability, by account and need.

    With account_name; of all accounts of the worksheet, key or not.
    """
    found = demand.gaps(study.sheets["needs"])
    return results.arrange(with_names(study, found), "needs")


def wallet(study: Study) -> pd.DataFrame:
    """Result table `share_of_wallet`: every account with an estimate of its total spend.

    An estimate for a calendar year that the period covers whole is set against our sales of
    that year; one for the year of as_of or later, or without a year, against the last
    twelve months. With account_name.
    """
    return study.cached("share_of_wallet", lambda: _wallet(study))


def _wallet(study: Study) -> pd.DataFrame:
    if "wallet" not in study.book.tables:
        return results.empty("share_of_wallet").assign(account_name="")
    estimates = study.book.tables["wallet"]
    found = spending.share_of_wallet(estimates, _sales(study, estimates))
    return results.arrange(with_names(study, found), "share_of_wallet")


def _sales(study: Study, estimates: pd.DataFrame) -> pd.DataFrame:
    """account_id, year, our_sales, sales_period for every account and year of the estimates."""
    book = study.book
    asked = estimates[["account_id", "year"]].dropna(subset=["account_id"]).drop_duplicates()
    first = book.since.year if (book.since.month, book.since.day) == (1, 1) else book.since.year + 1
    last = (
        book.as_of.year if (book.as_of.month, book.as_of.day) == (12, 31) else book.as_of.year - 1
    )
    whole = asked[asked["year"].between(first, last)]
    whole = whole.merge(_yearly(book.orders), how="left", on=["account_id", "year"])
    whole["sales_period"] = whole["year"].astype("int64").astype("str")
    if book.days < 365:
        return whole.fillna({"our_sales": 0.0})
    recent = asked[asked["year"].isna() | (asked["year"] > last)]
    start = book.as_of - timedelta(days=365)
    recent = recent.merge(_since(book.orders, start), how="left", on="account_id")
    recent["sales_period"] = study.say("competition.year_to", as_of=book.as_of)
    return pd.concat([whole, recent], ignore_index=True).fillna({"our_sales": 0.0})


def _yearly(orders) -> pd.DataFrame:
    lines_of = orders.with_columns(year=nw.col("date").dt.year().cast(nw.Float64))
    keys = ["account_id", "year"]
    return collected(lines_of.group_by(keys).agg(our_sales=nw.col("amount").sum()), keys)


def _since(orders, start) -> pd.DataFrame:
    recent = orders.filter(nw.col("date") > start).group_by("account_id")
    return collected(recent.agg(our_sales=nw.col("amount").sum()), ["account_id"])


def unknown_accounts(study: Study) -> pd.DataFrame:
    """Which account ids of the worksheets neither orders nor customer list know: see there."""
    return worksheets.unknown_accounts(study.sheets, study.book.members)


def with_names(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with account_name by its account_id; empty where the account is not known."""
    names = study.book.accounts.set_index("account_id")["account_name"]
    return frame.assign(account_name=frame["account_id"].map(names).astype("str"))


def _telling(study: Study) -> evidence.Telling:
    e = study.engagement
    return evidence.Telling(study.language, e.currency, study.book.since, study.book.as_of)


def _limits(study: Study) -> evidence.Limits:
    """Where figures become remarkable; overdue and dependence as the strategy has them."""
    s, strategy = study.engagement.competition, study.engagement.strategy
    return evidence.Limits(
        growth=s.growth_fact,
        margin=s.margin_fact,
        share=strategy.dependence_share,
        wallet=s.wallet_fact,
        evenness=s.evenness_facts,
        overdue=strategy.overdue_gate,
        returns=s.returns_fact,
        breadth=s.breadth_fact,
    )
