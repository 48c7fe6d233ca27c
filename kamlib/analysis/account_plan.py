"""One account: management card, position, economics, what people know of it, plan and reviews.

Everything slow comes from the other modules' caches, so that a plan is made in a moment.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import labels, results
from kamlib import strategy as wing
from kamlib.analysis import competition, economics, identification, segmentation, strategy
from kamlib.analysis.account_card import card as card  # the page has one door
from kamlib.analysis.account_card import of_account
from kamlib.analysis.accounts import accounts
from kamlib.faults import Fault, InputError
from kamlib.segmentation import maps
from kamlib.study import Study

QUARTERS_SHOWN = 8  # quarters of history in the chart: two years
NEAREST = 3


def chosen(study: Study, account_id: str) -> str:
    """The account a plan is for: `account_id`, or where it is empty the first key account.

    Without a key list the account with the most revenue stands first.

    Raises
    ------
    InputError
        If no account of that id has order lines in the period; it names near ids.
    """
    known = accounts(study)
    if not account_id:
        keys = identification.key_ids(study)
        largest = known.sort_values(["revenue", "account_id"], ascending=[False, True])
        return keys[0] if keys else largest["account_id"].iloc[0]
    if account_id in set(known["account_id"]):
        return account_id
    near = {"nearest": ", ".join(_nearest(study, account_id))}
    fault = Fault("account_unknown", value=account_id, values=near)
    raise InputError([fault], study.language)


def _nearest(study: Study, account_id: str) -> list[str]:
    """Account ids like `account_id`; first the account it is a customer of."""
    from rapidfuzz import process  # noqa: PLC0415  only needed for a fault

    ids = accounts(study)["account_id"].tolist()
    members = study.book.members
    owners = members.loc[members["customer_id"] == account_id, "account_id"]
    near = [found for found, *_ in process.extract(account_id, ids, limit=NEAREST)]
    return list(dict.fromkeys([o for o in owners if o in set(ids)] + near))


# --- position and economics -------------------------------------------------------------------


def position(study: Study, account_id: str) -> pd.DataFrame:
    """Where the account stands in each matrix: matrix, strategy (its cell), p_cell.

    What the cell advises is left to `strategies`, which reads the gates first.
    """
    found = of_account(segmentation.positions(study), account_id)
    found = found[found["cell"].notna()]
    names = found["matrix"].map(lambda name: maps.load(name).name[study.language])
    return found.assign(matrix=names.astype("str"))[["matrix", "strategy", "p_cell"]]


def years(study: Study, account_id: str) -> pd.DataFrame:
    """Revenue, gross profit and margin of each whole year to the last day: result `plan_years`.

    The latest first. A book of less than a year has one row, for the days it covers.
    """
    months = of_account(economics.months(study), account_id)
    whole = max(economics.covered(study) // 12, 1)
    window = months["back"].floordiv(12)
    day = pd.Timestamp(study.book.as_of)
    rows = []
    for back in range(whole):
        part = months[window == back]
        known = part["gross_profit"].notna().all() and len(part) > 0
        rows.append(
            {
                "ends": day - pd.DateOffset(years=back),
                "revenue": part["revenue"].sum(),
                "gross_profit": part["gross_profit"].sum() if known else np.nan,
            }
        )
    frame = pd.DataFrame(rows)
    frame["growth"] = _growth(frame["revenue"])
    frame["margin"] = (frame["gross_profit"] / frame["revenue"]).where(frame["revenue"] > 0)
    return results.arrange(frame, "plan_years")


def ageing(study: Study, account_id: str) -> pd.DataFrame:
    """What the account owes by age: its row of result table `ageing`."""
    found = of_account(economics.ageing(study), account_id)
    return found if len(found) else results.empty("ageing")


def _growth(revenue: pd.Series) -> pd.Series:
    """Change on the row below, the year before; empty without a positive one."""
    before = revenue.shift(-1)
    return (revenue / before - 1).where(before > 0)


def quarters(study: Study, account_id: str) -> pd.DataFrame:
    """Revenue by fiscal quarter, the latest QUARTERS_SHOWN, and the targets after them.

    period, kind (actual, part for a quarter the data cut, target), revenue, order; quarters
    between the last day and the first target are there, empty.
    """
    months, first = (
        of_account(economics.months(study), account_id),
        study.engagement.fiscal_year_start,
    )
    number = (months["year"] * 12 + months["month"] - first) // 3
    sums = months.groupby(number)["revenue"].sum()
    start, end = (_quarter(day, first) for day in (study.book.since, study.book.as_of))
    shown = range(max(start, end - QUARTERS_SHOWN + 1), end + 1)
    rows = [
        (_name(q, first), "actual" if _is_whole(study, q, first) else "part", sums.get(q, 0.0), q)
        for q in shown
    ]
    rows += _targets(study, account_id, end)
    return pd.DataFrame(rows, columns=["period", "kind", "revenue", "order"])


def _targets(study: Study, account_id: str, end: int) -> list[tuple]:
    """Target quarters as rows of `quarters`, after the empty ones that lie between."""
    first = study.engagement.fiscal_year_start
    found = targets(study, account_id)
    found = found[found["period"].str.contains("-Q")]
    numbers = [_quarter(day, first) for day in found["starts"]]
    planned = dict(zip(numbers, found["value"], strict=True))
    if not planned:
        return []
    gap = [(_name(q, first), "actual", np.nan, q) for q in range(end + 1, min(planned))]
    return gap + [(_name(q, first), "target", value, q) for q, value in planned.items()]


def _quarter(day, first: int) -> int:
    """Number of the fiscal quarter a day is in, counted through the years."""
    return (day.year * 12 + day.month - first) // 3


def _name(quarter: int, first: int) -> str:
    return wing.FiscalYear(quarter // 4, first).quarter(quarter % 4 + 1)


def _is_whole(study: Study, quarter: int, first: int) -> bool:
    """Whether the book covers the quarter to within a week at either end."""
    year, number = wing.FiscalYear(quarter // 4, first), quarter % 4 + 1
    early = (study.book.since - year.starts(number)).days
    late = (year.ends(number) - study.book.as_of).days
    return early <= 7 and late <= 7


# --- what people know, and what is planned ------------------------------------------------------


def swot(study: Study, account_id: str) -> pd.DataFrame:
    """SWOT lines of the account: people's, and those the data propose."""
    return of_account(competition.swot(study), account_id)


def needs(study: Study, account_id: str) -> pd.DataFrame:
    """What the account needs, and how well we and the best rival meet it."""
    return of_account(competition.needs(study), account_id)


def rivals(study: Study, account_id: str) -> pd.DataFrame:
    """What is known of rivals at the account."""
    return of_account(competition.competitors(study), account_id)


def contacts(study: Study, account_id: str, *, persons: bool) -> pd.DataFrame:
    """Who decides: role, stance, power and our person; names only where `persons`.

    Personal data is shown when asked for, and only as far as the engagement maps it.
    """
    found = of_account(study.book.tables.get("contacts"), account_id)
    columns = ["role", "stance", "power", "owner"]
    if found.empty:
        return pd.DataFrame(columns=columns)
    shown = ["name", *columns] if persons and found["name"].notna().any() else columns
    order = found.sort_values(["power", "role"], ascending=[False, True], kind="stable")
    order["role"] = order["role"].map(lambda role: _role(study, role), na_action="ignore")
    return order[shown].reset_index(drop=True)


def _role(study: Study, role: str) -> str:
    key = f"account_plan.contact.{role}"
    return study.say(key) if labels.has(key) else role


def targets(study: Study, account_id: str) -> pd.DataFrame:
    """The account's targets: next fiscal year and its quarters."""
    return of_account(strategy.targets(study), account_id)


def actions(study: Study, account_id: str) -> pd.DataFrame:
    """The account's actions, the first due first."""
    return of_account(strategy.actions(study), account_id)


def risks(study: Study, account_id: str) -> pd.DataFrame:
    """The account's risks, the most money first."""
    return of_account(strategy.risks(study), account_id)


def reviews(study: Study, account_id: str) -> pd.DataFrame:
    """When the plan is looked at: the end of each target quarter; result `plan_reviews`.

    ends, period, target, target_so_far, actions (due until then and not
    done, from the review before).
    """
    found = targets(study, account_id)
    found = found[found["period"].str.contains("-Q")]
    todo = actions(study, account_id)
    due = todo.loc[todo["status"] != "done", "due"]
    before = np.r_[pd.Timestamp.min, found["ends"].to_numpy()[:-1]] if len(found) else []
    counts = [
        int(((due > start) & (due <= end)).sum())
        for start, end in zip(before, found["ends"], strict=True)
    ]
    frame = found[["ends", "period"]].assign(
        target=found["value"], target_so_far=found["value"].cumsum(), actions=counts
    )
    return results.arrange(frame, "plan_reviews")
