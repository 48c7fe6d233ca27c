"""Free text that holds personal data: told with the number of rows, and no cell shown.

No page, table or example of the kit shows free text. Whether it has to be kept at all is for
the client to say, so what looks like a telephone number, an e-mail address or the number of an
identity card is asked about.
"""

from __future__ import annotations

import duckdb

from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings

#: Columns in which people write what they like.
FREE = {
    "survey": ("comment",),
    "activities": ("outcome", "topic"),
    "issues": ("cause",),
}
_START, _END = r"(?:^|[^\d])", r"(?:[^\d]|$)"
_LOOKS = "|".join(
    (
        r"[\w.+-]+@[\w-]+\.\w+",
        rf"{_START}1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}",  # a Chinese mobile telephone
        rf"{_START}0\d{{2,3}}[ -]\d{{7,8}}{_END}",  # and one of a town
        r"\+\d[\d ()/-]{7,}\d",
        rf"{_START}\d{{17}}[\dXx]{_END}",  # an identity card
    )
)


def ask(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> None:
    """A question for each column of free text in which personal data stand."""
    for column in FREE.get(lines.name, ()):
        if column not in lines.columns:
            continue
        ((rows,),) = connection.execute(f"""
            SELECT count(*) FROM typed_{lines.name}
            WHERE _step IS NULL AND NOT _bad AND regexp_matches({column}, {literal(_LOOKS)})
        """).fetchall()
        if rows:
            findings.question(lines.name, column, "personal_data", rows=rows)
