"""Weights, ways to bring criteria together, and how far raters agree."""

from __future__ import annotations

from kamlib.results.shared import NAME
from kamlib.tables import ACCOUNT, SHARE, flag, number, table, text

METHODS = ("direct", "ahp", "entropy", "critic", "score")
VARIANTS = (
    "as written",
    "geometric mean",
    "min-max",
    "share",
    "sample deviation",
    "one method",
    "mixture",
)
#: Ways to bring criteria together, and the operators of the fuzzy evaluation.
SUMS = ("weighted sum", "topsis", "fuzzy")
OPERATORS = ("min max", "product max", "product sum")
AGREEMENT = ("poor", "moderate", "good", "excellent", "few raters", "few accounts", "alike")
TABLES = (
    table(
        "weights",
        "what each method would have a criterion weigh, and what it weighs in the score",
        text("criterion", "criterion", required=True),
        text("method", "where weights come from; score: as used", required=True, allowed=METHODS),
        text("variant", "which form of the method", required=True, allowed=VARIANTS),
        number("weight", "weight of the criterion; a method's weights sum to 1", SHARE),
        flag("counted", "the method counts in the score"),
        key="criterion method variant",
    ),
    table(
        "judges",
        "how far the comparisons of each judge fit together; the last row: all judges as one",
        text("judge", "who compared; empty: all judges together"),
        number("lambda_max", "largest eigenvalue of the judge's matrix"),
        number("ci", "consistency index"),
        number("cr", "consistency ratio; empty for two criteria or fewer"),
        flag("accepted", "the ratio is at most 0.10"),
        text("triad", "the three criteria whose comparisons fit together least; empty: all fit"),
        text("first", "criterion of the one comparison whose change mends most; empty: none"),
        text("second", "the criterion it is compared with"),
        number("was", "how many times as much the first matters, as said"),
        number("mended", "the value of Saaty's scale that mends most"),
        number("cr_after", "consistency ratio after that change"),
    ),
    table(
        "score_methods",
        "the accounts by three ways to bring the criteria together",
        ACCOUNT,
        text("method", "way to bring the criteria together", required=True, allowed=SUMS),
        number("score", "weighted sum 0 to 100; topsis 0 to 1; fuzzy: mean grade, 1 to 5"),
        number("rank", "by score; ties share the best rank"),
        key="account_id method",
    ),
    table(
        "fuzzy_grades",
        "how far key and contested accounts belong to each grade",
        ACCOUNT,
        text("operator", "how weight and membership meet", required=True, allowed=OPERATORS),
        number("grade", "1 lowest, 5 highest", "1 to 5", required=True),
        number("membership", "as the operator gives it", SHARE),
        number("normalised", "the same, an account's grades summing to 1", SHARE),
        flag("highest", "the grade the operator names; several: a tie"),
        number("score", "mean of the grades, each counting with its membership", "1 to 5"),
        key="account_id operator grade",
    ),
    table(
        "method_agreement",
        "how far two ways to bring the criteria together rank and list alike",
        text("method", "first way", required=True, allowed=SUMS),
        text("other", "second way", required=True, allowed=SUMS),
        number("spearman", "rank correlation (Spearman); empty where all accounts are alike"),
        number("kendall", "rank correlation (Kendall's tau-b); empty where all are alike"),
        number("both", "accounts on the list under both"),
        number("either", "accounts on the list under either"),
        key="method other",
    ),
    table(
        "family_scores",
        "each account's score within each family of criteria",
        ACCOUNT,
        text(
            "criteria_family",
            "family of the criteria; a criterion without one by its own name",
            required=True,
        ),
        number("weight", "sum of the weights of the family", SHARE),
        number("points", "points the family adds to the score"),
        number("score", "score within the family", "0 to 100"),
        key="account_id criteria_family",
    ),
    table(
        "level_corrected",
        "the list with each rater's level taken out, where raters agree poorly",
        ACCOUNT,
        NAME,
        number("rank", "by score; ties share the best rank"),
        number("score", "weighted score", "0 to 100"),
        number("corrected_rank", "rank with each rater's level taken out"),
        number("corrected_score", "score with each rater's level taken out", "0 to 100"),
        text("change", "against the computed list", allowed=("stays", "enters", "leaves")),
        key="account_id",
    ),
    table(
        "rater_agreement",
        "how far the people who score a criterion agree, over accounts that all of them scored",
        text("criterion", "criterion", required=True),
        number("raters", "people who scored it"),
        number("accounts", "accounts that all of them scored"),
        number("icc21", "agreement on the level, one rater: ICC(2,1)"),
        number("low", "lower end of its 95 % interval"),
        number("high", "upper end of its 95 % interval"),
        number("icc31", "agreement on the order, one rater: ICC(3,1)"),
        number("kendall_w", "agreement on the ranks: Kendall's W", SHARE),
        number("kappa", "agreement on the very score beyond chance: Fleiss' kappa"),
        text("verdict", "what ICC(2,1) is worth, or why there is none", allowed=AGREEMENT),
        key="criterion",
    ),
)
