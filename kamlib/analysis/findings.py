"""What an analysis says on a page: sentences by label, and where a figure is from."""

from __future__ import annotations

from typing import NamedTuple

from kamlib.study import Study


class Finding(NamedTuple):
    """A sentence: its label, and what fills its blanks."""

    key: str
    values: dict


def source(study: Study, *tables: str, rows: int) -> str:
    """The source line of a chart: tables, rows, days counted."""
    named = study.say("identification.comma").join(tables)
    book = study.book
    return study.say("common.source", tables=named, rows=rows, since=book.since, as_of=book.as_of)
