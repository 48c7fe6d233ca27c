"""Result tables as files: Parquet for programs, CSV for Excel."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def write(frame: pd.DataFrame, name: str, folder: Path) -> None:
    """Write a result table as Parquet, and as CSV with a BOM so that Excel reads Chinese.

    In the CSV a text that Excel would take for a formula gets an apostrophe in front.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(folder / f"{name}.parquet", index=False)
    harmless = frame.apply(
        lambda c: (
            c.map(harmless_in_excel, na_action="ignore") if pd.api.types.is_string_dtype(c) else c
        )
    )
    harmless.to_csv(
        folder / f"{name}.csv", index=False, encoding="utf-8-sig", date_format="%Y-%m-%d"
    )


def harmless_in_excel(text: str) -> str:
    """`text` so that no spreadsheet runs it: customers' names are hostile until proven not."""
    risky = isinstance(text, str) and text.lstrip()[:1] in {"=", "+", "-", "@"}
    starts = isinstance(text, str) and text[:1] in {"\t", "\r"}
    return f"'{text}" if risky or starts else text
