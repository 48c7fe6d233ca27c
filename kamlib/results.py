"""The tables a run leaves behind: names, columns, units. Others read them; keep them steady.

A result frame holds at least these columns, first and in this order; more may follow.
"""

from __future__ import annotations

import pandas as pd

from kamlib.tables import ACCOUNT, MONEY, SHARE, Table, day, flag, number, table, text

NAME = text("account_name", "name of the account")
CONFIDENCE = ("high", "medium", "low", "opinion")
FORCES = ("rivalry", "new entrants", "substitutes", "buyers", "suppliers")  # Porter (1979)

RESULTS: dict[str, Table] = {
    t.name: t
    for t in (
        table(
            "accounts",
            "one row per account with at least one order line analysed",
            ACCOUNT,
            NAME,
            text("industry", "industry from the customer list"),
            text("region", "region from the customer list, else the one most revenue comes from"),
            number("revenue", "net of returns and discounts", MONEY),
            number(
                "gross_profit", "revenue less cost of goods; empty where a cost is unknown", MONEY
            ),
            number("orders", "orders"),
            number("products", "different products"),
            day("first_order", "first order in the period"),
            day("last_order", "last order in the period"),
            number("recency_days", "as_of less last order", "days"),
            number("tenure_days", "as_of less first order", "days"),
            number(
                "evenness",
                "Shannon entropy of monthly amounts / ln(months); 1 is perfectly even",
                SHARE,
            ),
            number("growth", "last twelve months against the twelve before, less one", "rate"),
            number("returns_rate", "returned / gross sales", SHARE),
            number("lines", "order lines"),
            number("gross_sales", "sum of positive line amounts", MONEY),
            number("active_months", "calendar months with an order line"),
            number("active_share", "active_months / calendar months of the period", SHARE),
            number("months", "calendar months from the first order to as_of"),
            number("variability", "population deviation / mean of monthly amounts"),
            number("trend", "slope of monthly amounts / their mean", "share of the mean a month"),
            number("margin", "gross_profit / revenue", SHARE),
            number("cost_to_serve", "cost of serving the account; empty without the table", MONEY),
            number("net_profit", "gross_profit less cost_to_serve", MONEY),
            number(
                "payment_delay",
                "mean days paid after due, weighted by amount; open overdue "
                "invoices count to as_of",
                "days",
            ),
            number("overdue", "open and past due on as_of", MONEY),
            number("revenue_12m", "revenue of the twelve months up to as_of", MONEY),
            number(
                "revenue_12m_before",
                "revenue of the twelve months before; empty unless the period covers them",
                MONEY,
            ),
            text("channel", "direct, distributor, export"),
            text("owner", "account manager"),
            key="account_id",
        ),
        table(
            "concentration",
            "how much hangs on few accounts",
            text("measure", "name of the measure", required=True),
            number("value", "its value"),
            key="measure",
        ),
        table(
            "reconciliation",
            "from what the files hold to what the analysis uses",
            text("table", "canonical table", required=True),
            text("step", "what was taken out, or the first and last line", required=True),
            number("rows", "rows"),
            number("amount", "money of these rows; empty for tables without money", MONEY),
        ),
        table(
            "key_accounts",
            "the list: who is key, how sure, and why",
            ACCOUNT,
            NAME,
            number("rank", "by score; ties share the best rank"),
            number("score", "weighted score", "0 to 100"),
            text("tier", "value class", allowed=("A", "B", "C")),
            flag("is_key", "on the printed list, computed or added"),
            number("p_key", "share of draws that put it on the list; sums to the capacity", SHARE),
            number("rank_low", "best rank of the 90 % interval"),
            number("rank_high", "worst rank of the 90 % interval"),
            text("status", "how firm", allowed=("core", "contested", "out")),
            flag("added", "put on the list by a person"),
            text("reason", "why it is on the list or not"),
            key="account_id",
        ),
        table(
            "score_parts",
            "what each criterion adds to a score",
            ACCOUNT,
            text("criterion", "criterion", required=True),
            number("value", "raw value"),
            number("scaled", "scaled value, better is higher", SHARE),
            number("points", "points added; an account's points sum to its score"),
            key="account_id criterion",
        ),
        table(
            "rule_lists",
            "which rule names which account",
            ACCOUNT,
            text("rule", "name of the rule", required=True),
            flag("listed", "on that list"),
            key="account_id rule",
        ),
        table(
            "list_overlap",
            "how far two rules name the same accounts",
            text("rule", "first rule", required=True),
            text("other", "second rule", required=True),
            number("both", "accounts on both lists"),
            number("either", "accounts on either"),
            number("jaccard", "both / either; empty where both lists are empty", SHARE),
            key="rule other",
        ),
        table(
            "segments",
            "which group an account belongs to; noise and unassigned included",
            ACCOUNT,
            text("segment", "number of the segment, or none"),
            text("label", "name made from its profile"),
            number("membership", "certainty of belonging", SHARE),
            flag("stable", "whether the segment holds under resampling"),
            key="account_id",
        ),
        table(
            "segment_features",
            "what the segments were formed by, and what was done to each feature",
            text("feature", "column of the accounts table", required=True),
            flag("used", "whether it was compared"),
            text(
                "reason",
                "why it was left out; empty where it was used",
                allowed=(
                    "not a number of the accounts table",
                    "unknown for too many accounts",
                    "alike for all accounts",
                ),
            ),
            text(
                "transform",
                "signed log: sign(x) ln(1 + |x| / log_unit)",
                allowed=("as is", "signed log"),
            ),
            number("log_unit", "size that 5 % of the values other than zero lie under"),
            number("centre", "median after the transform"),
            number("scale", "one unit of the scale"),
            text(
                "spread",
                "what the unit is taken from",
                allowed=("interquartile range", "standard deviation"),
            ),
            number("filled", "accounts without a value, set to the median"),
            number("cut", "accounts beyond three units, drawn in to three"),
            text("closest", "feature it goes with most"),
            number("correlation", "correlation with that feature", "-1 to 1"),
            key="feature",
        ),
        table(
            "segment_choice",
            "the numbers of segments tried, and the grounds for the one taken",
            number("k", "segments", required=True),
            number("silhouette", "mean silhouette width (Rousseeuw 1987)", "-1 to 1"),
            number("chance", "95th percentile of it on structureless data of the same covariance"),
            number("excess", "silhouette less chance"),
            number("jaccard_low", "mean bootstrap Jaccard of the least steady segment", SHARE),
            number("jaccard_mean", "mean of it over the segments", SHARE),
            number("smallest", "accounts in the smallest segment / accounts", SHARE),
            flag("chosen", "the one taken"),
            key="k",
        ),
        table(
            "segment_profiles",
            "what a segment is like against the whole book",
            text("segment", "segment", required=True),
            text("feature", "feature", required=True),
            number("mean", "mean of the segment, in the feature's unit"),
            number("book", "mean of the book"),
            number("z", "difference in standard deviations of the book"),
            key="segment feature",
        ),
        table(
            "segment_stability",
            "whether a segment would be there tomorrow",
            text("segment", "segment", required=True),
            number("size", "accounts"),
            number("jaccard", "mean bootstrap Jaccard (Hennig 2007)", SHARE),
            text("verdict", "stable, pattern or not named"),
            key="segment",
        ),
        table(
            "positions",
            "where an account stands in a matrix",
            ACCOUNT,
            text("matrix", "name of the matrix", required=True),
            number("x", "horizontal axis"),
            number("y", "vertical axis"),
            text("cell", "cell"),
            text("action", "what the map advises"),
            number("p_cell", "probability of the cell under the axes' uncertainty", SHARE),
            key="account_id matrix",
        ),
        table(
            "migration",
            "movement between classes from one period to the next",
            text("scheme", "what the states are: value class, cell, segment", required=True),
            text("period", "from and to", required=True),
            text("from_state", "state before", required=True),
            text("to_state", "state after", required=True),
            number("n", "accounts that moved"),
            number("p", "n / accounts in from_state; empty where there are none", SHARE),
            number("low", "lower end of the 95 % Wilson interval", SHARE),
            number("high", "upper end", SHARE),
            key="scheme period from_state to_state",
        ),
        table(
            "swot",
            "strengths, weaknesses, opportunities and threats, each with its evidence",
            text("subject", "who it is about", allowed=("customer", "us at customer", "rival")),
            text("account_id", "account; empty for the whole book"),
            text("quadrant", "which", allowed=("strength", "weakness", "opportunity", "threat")),
            text("text", "what is said"),
            text("fact_ids", "facts it rests on, separated by blanks"),
            text("source", "where it is from"),
            day("date", "when it was so"),
            number("strength", "how much it matters", "1 to 5", low=1, high=5),
            text("confidence", "how sure; opinion where nothing is cited", allowed=CONFIDENCE),
            text("author", "who says so; the kit for lines drawn from data"),
        ),
        table(
            "facts",
            "evidence drawn from the data by rule",
            text("fact_id", "id a SWOT line may cite", required=True),
            text("account_id", "account; empty for the whole book"),
            text("rule", "the rule that made it"),
            number("value", "the figure"),
            text("text", "the figure in words"),
            text("period", "period it covers"),
            text("table", "table it was read from"),
            key="fact_id",
        ),
        table(
            "competitors",
            "what is known of rivals at an account",
            text("account_id", "account; empty for the market"),
            text("competitor", "rival", required=True),
            text("kind", "share, price, product, person, ..."),
            text("text", "what is known"),
            number("value", "the figure, where there is one"),
            day("date", "when it was so"),
            text("source", "where it is from"),
            text("confidence", "how sure; opinion where nothing is cited", allowed=CONFIDENCE),
        ),
        table(
            "forces",
            "Porter's five forces at work in an industry",
            text("subject", "industry or account", required=True),
            text("force", "which force", allowed=FORCES),
            text("factor", "what drives it"),
            number("score", "how strong", "1 to 5", low=1, high=5),
            text("evidence", "what it rests on"),
            text("direction", "where it is going", allowed=("rising", "steady", "falling")),
        ),
        table(
            "whale_curve",
            "cumulative profit, from the most to the least profitable account",
            ACCOUNT,
            NAME,
            number("position", "place by profit; account_id orders equal ones for display"),
            number("account_share", "position / accounts with a known profit", SHARE),
            number("profit", "gross profit, less the cost to serve where that is known", MONEY),
            number("cumulative", "profit of this account and all above it", MONEY),
            number("cumulative_share", "of total profit; empty where that is not positive", "rate"),
            text("basis", "what the profit is net of", allowed=("net", "gross")),
            key="account_id",
        ),
        table(
            "ageing",
            "what accounts owe on as_of, by days past due",
            ACCOUNT,
            NAME,
            number("not_due", "not yet due", MONEY),
            number("late_1_30", "1 to 30 days late", MONEY),
            number("late_31_60", "31 to 60 days late", MONEY),
            number("late_61_90", "61 to 90 days late", MONEY),
            number("late_over_90", "more than 90 days late", MONEY),
            number("undated", "no due date known", MONEY),
            number("receivable", "sum of the six", MONEY),
            number("overdue", "late, by however long", MONEY),
            number("overdue_share", "overdue / receivable", SHARE),
            number("credit_sales", "invoices of the last 365 days", MONEY),
            number("dso", "receivable / credit_sales x days", "days"),
            key="account_id",
        ),
        table(
            "strategies",
            "what to do with each account, and from which cell it follows",
            ACCOUNT,
            text("matrix", "map used"),
            text("cell", "cell"),
            text("strategy", "strategy of the cell"),
            text(
                "gate",
                "what forbids growth: overdue, late, loss, conduct, separated by blanks; "
                "empty where nothing does",
            ),
            text("advice", "strategy after the gates"),
            text("source", "where the map is from"),
            key="account_id",
        ),
        table(
            "targets",
            "goals by account and period; children sum to the parent",
            ACCOUNT,
            text("period", "year or quarter", required=True),
            text("measure", "what is measured"),
            number("base", "the year before", MONEY),
            number("value", "target, in whole currency units", MONEY),
            day("starts", "first day of the period"),
            day("ends", "last day of the period"),
            key="account_id period measure",
        ),
        table(
            "allocation",
            "hours of account management per account",
            ACCOUNT,
            text("programme", "programme of its class"),
            number("hours", "hours a year", "hours"),
            number("cost", "hours at the cost of one; empty where that is not known", MONEY),
            number("visits", "visits a year"),
            key="account_id",
        ),
        table(
            "actions",
            "who does what by when",
            ACCOUNT,
            text("action", "what is to be done"),
            text("owner", "who does it; empty until someone is named"),
            day("due", "by when"),
            text("status", "how far it is", allowed=("proposed", "open", "done")),
            text("origin", "what called for it", allowed=("strategy", "risk", "worksheet")),
        ),
        table(
            "risks",
            "what may go wrong with an account, in money",
            ACCOUNT,
            text(
                "risk",
                "kind of risk",
                required=True,
                allowed=("decline", "late payment", "loss", "diversion", "dependence"),
            ),
            number("amount", "money at stake", MONEY),
            text("evidence", "the figure behind it"),
            key="account_id risk",
        ),
    )
}

_EMPTY = {"text": "str", "number": "float64", "date": "datetime64[us]", "flag": "bool"}


def empty(name: str) -> pd.DataFrame:
    """The result table `name` without rows, every column in its kind."""
    columns = RESULTS[name].columns
    return pd.DataFrame({c.name: pd.Series(dtype=_EMPTY[c.kind]) for c in columns})


def arrange(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `frame` with the columns of result table `name` first; extra ones follow.

    Raises
    ------
    ValueError
        If a column is missing, a key is empty or a key stands twice: a bug of the kit.
    """
    table = RESULTS[name]
    missing = [column for column in table.names if column not in frame]
    if missing:
        raise ValueError(f"{name} lacks {', '.join(missing)}; it has {', '.join(frame)}")
    required = [c.name for c in table.columns if c.required]
    if frame[required].isna().any(axis=None):
        raise ValueError(f"{name} has empty values in {', '.join(required)}")
    if table.key and frame.duplicated(list(table.key)).any():
        raise ValueError(f"{name} holds {' + '.join(table.key)} twice")
    extra = [column for column in frame if column not in table.names]
    return frame[table.names + extra].reset_index(drop=True)
