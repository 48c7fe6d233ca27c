"""What an analysis says on a page: sentences by label, and where a figure is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kamlib.study import Study

NAMES = 5  # written out in a sentence


class Finding(NamedTuple):
    """A sentence: its label, and what fills its blanks."""

    key: str
    values: dict


def source(study: Study, *tables: str, rows: int) -> str:
    """The source line of a chart: tables, rows, days counted."""
    book = study.book
    names = listed(study, tables)
    return study.say("common.source", tables=names, rows=rows, since=book.since, as_of=book.as_of)


def listed(study: Study, names: Iterable[str]) -> str:
    """All names in a row."""
    return study.say("identification.comma").join(names)


def named(study: Study, names: Sequence[str], most: int = NAMES) -> str:
    """The first names in a row, and how many more there are."""
    said, more = listed(study, names[:most]), len(names) - most
    return said if more <= 0 else study.say("lists.more_names", names=said, n=more)
