"""Who is key, why, and how sure: the book and the decisions put to the identification wing.

What the page says is in `findings` (sentences) and `frames` (rows of tables and charts).
"""

from kamlib.analysis.identification.listing import (
    Choice,
    choice,
    curve,
    key_accounts,
    key_ids,
    picks,
)
from kamlib.analysis.identification.measures import (
    concentration,
    judged,
    knows_profit,
    measure,
    serves,
)
from kamlib.analysis.identification.rules import list_overlap, lists_side_by_side, rule_lists
from kamlib.analysis.identification.scores import score_parts

__all__ = [
    "Choice",
    "choice",
    "concentration",
    "curve",
    "judged",
    "key_accounts",
    "key_ids",
    "knows_profit",
    "list_overlap",
    "lists_side_by_side",
    "measure",
    "picks",
    "rule_lists",
    "score_parts",
    "serves",
]
