"""What marks a key account, who takes value, and how people assess themselves."""

from __future__ import annotations

from kamlib.results.shared import NAME
from kamlib.tables import ACCOUNT, MONEY, SHARE, flag, number, table, text

TRAITS = (
    "stable cooperation",
    "loss would hurt",
    "hard to replace",
    "own dependence",
    "needed for target",
    "few but weighty",
    "takes effort",
    "strong bargaining",
    "fits our goals",
    "alliance option",
)
PROXIES = (
    "tenure",
    "order regularity",
    "open wallet",
    "revenue at risk",
    "recovery",
    "replaceability",
    "share of sales",
    "share of target",
    "weight",
    "serving cost",
    "manager hours",
    "buyer power",
    "discount depth",
    "fit",
    "alliance",
)
UNITS = ("years", "share", "times", "months", "accounts", "score")
SOURCES = ("data", "managers", "none")
SAID = ("yes", "no", "unknown")
REASONS = ("loss", "arrears", "conduct", "decline", "returns")
STATEMENTS = ("knows profit", "strengthens core")
GROUPS = ("high growth", "other growth")
_TRAIT = text("trait", "trait of a key account", required=True, allowed=TRAITS)
TABLES = (
    table(
        "traits",
        "the traits of key accounts, and of as many others that have most: measure by measure",
        ACCOUNT,
        NAME,
        _TRAIT,
        text("proxy", "what is measured for it", required=True, allowed=PROXIES),
        number("value", "its value; empty where not known"),
        text("unit", "what value and threshold are in", allowed=UNITS),
        number("threshold", "least value that speaks for the trait"),
        text("reaches", "whether the value is at least that", allowed=SAID),
        text("holds", "whether the trait holds, all its measures taken together", allowed=SAID),
        text("source", "where the value is from", allowed=SOURCES),
        key="account_id proxy",
    ),
    table(
        "trait_counts",
        "how many traits each account has",
        ACCOUNT,
        NAME,
        flag("is_key", "on the printed list, computed or added"),
        number("has", "traits it has"),
        number("has_not", "traits it has not"),
        number("unknown", "traits that nobody could measure for it"),
        text(
            "standing",
            "few traits though on the list, or many though off it; else empty",
            allowed=("few", "many"),
        ),
        flag("effort_alone", "takes effort, and has at most one other trait"),
        key="account_id",
    ),
    table(
        "trait_checklist",
        "each trait over the key accounts: how it is measured, and for whom it holds",
        _TRAIT,
        text("measured", "what is measured, and from where it speaks for the trait"),
        text("source", "where that is from", allowed=(*SOURCES, "data and managers")),
        number("has", "key accounts that have it"),
        number("has_not", "key accounts that have it not"),
        number("unknown", "key accounts of which it is not known"),
        text("bring", "what would tell of the others"),
        key="trait",
    ),
    table(
        "negative_value",
        "accounts that take value, by reason",
        ACCOUNT,
        NAME,
        flag("is_key", "on the printed list, computed or added"),
        text("reason", "why it is flagged", required=True, allowed=REASONS),
        number("amount", "money behind it; the reasons are of different kinds: no sum", MONEY),
        text("evidence", "the figure behind it"),
        key="account_id reason",
    ),
    table(
        "self_assessment",
        "what people at the client say of their own key account management",
        text("statement", "the statement", required=True, allowed=STATEMENTS),
        text("growth_group", "who answered", required=True, allowed=("all", *GROUPS)),
        number("answers", "people who answered"),
        number("average_answer", "mean of the answers; empty below the fewest", "1 to 5"),
        number("agree_share", "part that answered 4 or 5; empty below the fewest", SHARE),
        key="statement growth_group",
    ),
)
