"""Who is key, why, and how sure."""

from __future__ import annotations

from kamlib.results.shared import NAME
from kamlib.tables import ACCOUNT, MONEY, SHARE, flag, number, table, text

RULES = ("top revenue", "most profit", "four traits", "score")
TABLES = (
    table(
        "concentration",
        "how much hangs on few accounts",
        text("measure", "name of the measure", required=True),
        number("value", "its value"),
        key="measure",
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
        number("revenue", "net of returns and discounts", MONEY),
        flag("removed", "taken off the list by a person"),
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
        number("weight", "weight of the criterion; the weights sum to 1", SHARE),
        number("raters", "people whose mean the value is; empty where it is from the data"),
        key="account_id criterion",
    ),
    table(
        "rule_lists",
        "which rule names which account",
        ACCOUNT,
        text("rule", "name of the rule", required=True, allowed=RULES),
        flag("listed", "on that list"),
        key="account_id rule",
    ),
    table(
        "list_overlap",
        "how far two rules name the same accounts",
        text("rule", "first rule", required=True, allowed=RULES),
        text("other", "second rule", required=True, allowed=RULES),
        number("both", "accounts on both lists"),
        number("either", "accounts on either"),
        number("jaccard", "both / either; empty where both lists are empty", SHARE),
        key="rule other",
    ),
    table(
        "what_if",
        "what each criterion would do to the list if it counted double",
        text("criterion", "criterion", required=True),
        number("weight", "weight of the criterion; the weights sum to 1", SHARE),
        number("doubled", "the weight when it counts double against the others", SHARE),
        text("enters", "accounts that would enter the list"),
        text("leaves", "accounts that would leave it"),
        number("entering", "how many would enter"),
        key="criterion",
    ),
)
