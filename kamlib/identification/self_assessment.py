"""How a client's own people see their key account management: summary and comparison."""

from __future__ import annotations

import pandas as pd

FEWEST = 3  # answers: below it a mean would show what single people said
FEWEST_COMPARED = 8  # answers in each group: below it the approximation of the test is poor
AGREE = 4  # from this answer on, of 1 to 5, a person agrees


def summary(answers: pd.Series) -> dict[str, float]:
    """How many answered one statement, their mean, and the part that agree (4 or 5).

    answers: 1 to 5, empty where not answered. Mean and part are empty below FEWEST answers.
    """
    given = answers.dropna()
    enough = len(given) >= FEWEST
    return {
        "answers": float(len(given)),
        "average_answer": float(given.mean()) if enough else float("nan"),
        "agree_share": float((given >= AGREE).mean()) if enough else float("nan"),
    }


def by_chance(one: pd.Series, other: pd.Series) -> float | None:
    """How often chance alone sets two groups' answers as far apart; None for small groups.

    Mann-Whitney, two-sided, normal approximation with ties and continuity corrected, for
    FEWEST_COMPARED answers in each group and more. 1.0 where all answers are alike.
    """
    from scipy.stats import mannwhitneyu  # noqa: PLC0415  half a second

    one, other = one.dropna(), other.dropna()
    if min(len(one), len(other)) < FEWEST_COMPARED:
        return None
    if pd.concat([one, other]).nunique() == 1:
        return 1.0
    return float(mannwhitneyu(one, other, method="asymptotic").pvalue)
