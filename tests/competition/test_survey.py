"""survey: the answers of the last year."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlib.competition import survey

AS_OF = date(2025, 12, 31)


def table(*rows: tuple) -> pd.DataFrame:
    columns = ["account_id", "date", "item", "score", "nps", "respondents"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    numbers = dict.fromkeys(["score", "nps", "respondents"], "float64")
    return frame.astype({"item": "str", **numbers})


def test_the_mean_is_weighted_by_people_where_all_rows_say_how_many():
    found = survey.latest(
        table(
            ("a", "2025-03-01", "q", 1, 10, 3),
            ("a", "2025-09-01", "q", 1, 6, 1),
            ("b", "2025-09-01", "q", 1, 10, 9),
            ("b", "2025-10-01", "q", 1, 4, None),
        ),
        as_of=AS_OF,
    )
    assert found["nps"].tolist() == [9, 7]
    assert found["people"].tolist() == [4, 0]
    assert found["day"].tolist() == [pd.Timestamp("2025-09-01"), pd.Timestamp("2025-10-01")]


def test_old_and_future_answers_do_not_count_undated_ones_do():
    found = survey.latest(
        table(
            ("a", "2024-12-31", "q", 1, 1, 1),
            ("a", "2025-01-01", "q", 1, 9, 1),
            ("a", "2026-01-01", "q", 1, 1, 1),
            ("b", None, "q", 1, 5, 1),
        ),
        as_of=AS_OF,
    )
    assert found["nps"].tolist() == [9, 5]


def test_questions_from_the_lowest_answer_each_account_counted_once():
    found = survey.items(
        table(
            ("a", "2025-09-01", "price", 2, None, 1),
            ("a", "2025-10-01", "price", 4, None, 1),
            ("b", "2025-09-01", "price", 9, None, 1),
            ("a", "2025-09-01", "delivery", 5, None, 1),
        ),
        as_of=AS_OF,
    )
    assert found["item"].tolist() == ["delivery", "price"]
    assert found["score"].tolist() == pytest.approx([5, 6])
    assert found["accounts"].tolist() == [1, 2]


def test_nobody_answered():
    assert survey.latest(table(), as_of=AS_OF).empty
    assert survey.items(table(), as_of=AS_OF).empty
