"""The sheets of the workbook: their columns, and the frames they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kamlib import results
from kamlib.engagement import Engagement
from kamlib.results.traits import GROUPS
from kamlib.settings import evaluation, traits
from kamlib.tables import ACCOUNT, CUSTOMER, Column, Table, day, number, table, text

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd

_WHICH = text("account_id", "account it is about; empty for the whole book")
_SCALE = {"low": 1, "high": 5}


def _from_results(name: str, *, last: str, required: str) -> Table:
    """A sheet with the columns of a result table up to `last`: those a person fills in."""
    given = results.RESULTS[name]
    columns = [replace(c, required=c.name in required.split()) for c in given.columns]
    return table(name, given.meaning, *columns[: given.names.index(last) + 1])


SHEETS: dict[str, Table] = {
    t.name: t
    for t in (
        table(
            "scores",
            "managers' scores of accounts on the criteria",
            ACCOUNT,
            text("criterion", "criterion of the engagement", required=True),
            text("rater", "who scored", required=True),
            number("score", "1 lowest, 5 highest", "1 to 5", required=True, **_SCALE),
            day("date", "day of the score"),
            text("note", "why"),
            key="account_id criterion rater",
        ),
        _from_results("swot", last="author", required="subject quadrant text"),
        _from_results("competitors", last="confidence", required="competitor"),
        table(
            "needs",
            "what an account needs, how well we and each rival meet it",
            _WHICH,
            text("need", "the need", required=True),
            number("importance", "1 hardly matters, 5 decides", "1 to 5", required=True, **_SCALE),
            number("us", "how well we meet it", "1 to 5", **_SCALE),
            text("rival", "rival compared with"),
            number("rival_score", "how well the rival meets it", "1 to 5", **_SCALE),
            text("source", "where it is from"),
            day("date", "when it was so"),
        ),
        _from_results("forces", last="direction", required="subject force"),
        table(
            "plans",
            "goals and actions people decided on",
            ACCOUNT,
            text("goal", "what it is for"),
            text("action", "what is to be done", required=True),
            text("owner", "who does it"),
            day("due", "by when"),
            text("status", "how far it is", allowed=("proposed", "open", "done")),
            text("resource", "what it needs"),
        ),
        table(
            "picks",
            "accounts put on the list or taken off it by a person",
            ACCOUNT,
            text("change", "what was done", required=True, allowed=("add", "remove")),
            text("reason", "why", required=True),
            text("author", "who decided"),
            day("date", "when"),
            key="account_id",
        ),
        table(
            "same_customer",
            "whether two customers whose names look alike are one firm",
            CUSTOMER,
            text("same_as", "customer_id whose account takes it in", required=True),
            text("decision", "one firm, or two", required=True, allowed=("same", "different")),
            text("reason", "why"),
            text("author", "who decided"),
            day("date", "when"),
            key="customer_id same_as",
        ),
        table(
            "comparisons",
            "how many times as much one criterion matters as another, by judge",
            text("judge", "who compares", required=True),
            text("first", "criterion compared", required=True),
            text("second", "criterion it is compared with", required=True),
            text("judgement", "how many times as much the first matters: 9 to 1/9", required=True),
            text("note", "why"),
            key="judge first second",
        ),
        table(
            "self_assessment",
            "how people at the client see their own key account management",
            text("respondent", "who answers", required=True),
            text("growth_group", "how fast the firm or unit grows", allowed=GROUPS),
            number("knows_profit", "we know where profit comes from", "1 to 5", **_SCALE),
            number("strengthens_core", "we strengthen core customers", "1 to 5", **_SCALE),
            day("date", "when"),
            text("note", "why"),
            key="respondent",
        ),
    )
}

#: Columns of ids: read to the letter, without blanks at the ends.
IDS = ("account_id", "customer_id", "same_as")
#: Words that stand behind a column, looked up on the sheet of lists; not read.
LOOKED_UP = {"account_id": "account_name", "criterion": "anchors"}
#: Further columns a sheet shows for the reader's eye, each behind another; not read.
BESIDE = {
    "same_customer": {
        "customer_id": ("customer_name",),
        "same_as": ("other_name", "rule", "similarity"),
    }
}
#: Sheets that workbooks handed out earlier do not have.
LATER = ("same_customer", "comparisons", "self_assessment")
#: Columns that name a criterion of the engagement.
OF_CRITERIA = ("criterion", "first", "second")

#: Columns that only say what a row is about. A row with nothing else was not filled in: the
#: kit hands out sheets with these columns ready, and nobody need fill in every row.
ADDRESS = dict.fromkeys(SHEETS, ("account_id",)) | {
    "scores": ("account_id", "criterion", "rater", "date"),
    "needs": ("account_id", "need", "rival"),
    "forces": ("subject", "force", "factor"),
    "same_customer": ("customer_id", "same_as"),
    "self_assessment": ("respondent", "growth_group", "date"),
    "comparisons": ("judge", "first", "second"),
}

_DTYPES = {"text": "str", "number": "float64", "date": "datetime64[us]", "flag": "bool"}


def frame(name: str, rows: Iterable[dict] = ()) -> pd.DataFrame:
    """Rows of sheet `name` as a frame with every column in its kind; absent values empty."""
    import pandas as pd  # noqa: PLC0415  a second; sheets are checked without

    columns: tuple[Column, ...] = SHEETS[name].columns
    built = pd.DataFrame(list(rows), columns=[c.name for c in columns])
    return built.astype({c.name: _DTYPES[c.kind] for c in columns})


def score_criteria(engagement: Engagement) -> list[str]:
    """What the managers are asked to score: criteria whose source is `scores:NAME`, and items.

    Items are those of the frames the engagement asks for (see `settings.evaluation`).
    """
    s = engagement.identification
    sources = [c.source for c in s.criteria.values()]
    named = [source.removeprefix("scores:") for source in sources if source.startswith("scores:")]
    return list(dict.fromkeys([*named, *evaluation.asked(s.frames), *traits.asked(s.frames)]))


def scales(engagement: Engagement) -> dict[str, dict[int, str]]:
    """What the managers are asked to score, and what a score on it stands for where that is said.

    It is said as `anchors` of a criterion; of two that read one NAME the first counts.
    """
    said: dict[str, dict[int, str]] = {}
    for c in engagement.identification.criteria.values():
        if c.anchors:
            said.setdefault(c.source.removeprefix("scores:"), c.anchors)
    return {name: said.get(name, {}) for name in score_criteria(engagement)}
