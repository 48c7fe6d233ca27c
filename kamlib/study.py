"""An engagement opened for analysis: its decisions, its book, its language, its output folder.

Every notebook begins with `open_study` and hands the study to `kamlib.analysis`, which
puts the book and the decisions to the pure functions of the wings.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from kamlib import cache, intake, labels, paths, results, worksheets
from kamlib import engagement as engagements
from kamlib.engagement import Engagement
from kamlib.intake.book import Book
from kamlib.reports import tables as table_files

T = TypeVar("T")


@dataclass(frozen=True)
class Study:
    """What a notebook works with. `out_dir` None: nothing is written."""

    engagement: Engagement
    book: Book
    sheets: Mapping[str, pd.DataFrame]  # what people filled in: kamlib.worksheets.SHEETS
    out_dir: Path | None = None

    @property
    def language(self) -> str:
        """The language of everything a reader sees."""
        return self.engagement.language

    def say(self, key: str, /, **values) -> str:
        """The words of `key` in the study's language; `term` stands for the client's own word."""
        return labels.say(key, self.language, **{"term": self.term, **values})

    @property
    def term(self) -> str:
        """What this client calls its key accounts."""
        return self.engagement.term or labels.say("identification.terms", self.language)

    def cached(self, name: str, compute: Callable[[], T]) -> T:
        """Return what `compute` gives; computed once per inputs, decisions and kit.

        Other notebooks of the same run, and tomorrow's, find it in the cache folder.
        """
        return cache.cached(self._stamp, name, compute)

    @cached_property
    def _stamp(self) -> str:
        """What every result of the study depends on."""
        return f"{self.book.fingerprint}{self.engagement.fingerprint()}{_mark(self.sheets)}"

    def save(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        """Write result table `name` as Parquet and CSV under `out_dir`; return it arranged."""
        arranged = results.arrange(frame, name)
        if self.out_dir:
            table_files.write(arranged, name, self.out_dir / "tables")
        return arranged


def open_study(
    engagement: str | os.PathLike,
    *,
    as_of: str = "",
    language: str = "",
    settings: Mapping[str, Any] | None = None,
    out_dir: str = "",
) -> Study:
    """Open an engagement as the notebooks do; the arguments override its file.

    Parameters
    ----------
    engagement
        A folder, a yaml, or `demo`.
    settings
        Values by dotted name, such as `{"identification.capacity": 15}`.

    Raises
    ------
    InputError
        With every fault of the engagement file, or else of the client's files.
    """
    named = {"as_of": as_of, "language": language}
    overrides = {**(settings or {}), **{name: value for name, value in named.items() if value}}
    loaded = engagements.load(paths.engagement_path(engagement), overrides)
    book = intake.read(loaded)
    rolled_up = book.members[book.members["customer_id"] != book.members["account_id"]]
    accounts = dict(zip(rolled_up["customer_id"], rolled_up["account_id"], strict=True))
    repairs: list[dict] = []
    sheets = worksheets.read_filled(loaded, accounts, repairs)
    if repairs:  # of the workbook, which the kept book knows nothing of
        every = [*book.repairs.to_dict("records"), *repairs]
        book = replace(book, repairs=pd.DataFrame(every, columns=book.repairs.columns))
    return Study(loaded, book, sheets, Path(out_dir) if out_dir else None)


def _mark(sheets: Mapping[str, pd.DataFrame]) -> str:
    return hashlib.sha256(
        "".join(
            f"{name}{frame.to_json(date_format='iso')}" for name, frame in sheets.items()
        ).encode()
    ).hexdigest()
