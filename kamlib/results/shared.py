"""Columns and words that several result tables use."""

from __future__ import annotations

from kamlib.tables import text

NAME = text("account_name", "name of the account")
CONFIDENCE = ("high", "medium", "low", "opinion")
GROUNDS = ("data", "evidence", "opinion")
FORCES = ("rivalry", "new entrants", "substitutes", "buyers", "suppliers")  # Porter (1979)
YES_NO = ("yes", "no")
