"""A large text file straight into the engine, where its records can be counted beforehand.

The engine reads a plain CSV several times faster than Python's csv module, but says little
of what it skips. So the records are counted first, and what it reads is used only where
every one of them arrives; anything out of the ordinary goes the slow, exact way.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kamlib.intake import progress
from kamlib.intake.files import encoding
from kamlib.intake.files.parts import Part, cell_of, line_digests, line_text, literal, marks
from kamlib.intake.values import cells

if TYPE_CHECKING:
    from kamlib.intake.files.asides import Rules

SMALL = 1 << 20  # bytes below which the exact way is fast enough
_MOST_COLUMNS = 300


@dataclass
class _Count:
    """Records of a CSV counted by its line ends. `plain`: the count can be relied on."""

    separator: bytes
    fields: int
    separators: int = 0
    ends: int = 0
    returns: int = 0
    quoted: bool = False
    unended: bool = False
    plain: bool = True

    def add(self, block: bytes) -> None:
        """Count a block of whole lines."""
        if not self.quoted and block.startswith((b"\n", b"\r\n")):
            self.plain = False
        pieces = block.split(b'"')
        for place, piece in enumerate(pieces):
            self.quoted ^= place > 0
            if self.quoted or not piece:
                continue
            opens, closes = place < len(pieces) - 1, place > 0
            if opens and piece[-1:] not in (self.separator, b"\n"):
                self.plain = False  # a quote inside a field
            if closes and piece[:1] not in (self.separator, b"\r", b"\n"):
                self.plain = False  # text behind a closing quote
            returns = piece.count(b"\r\n")
            if b"\n\n" in piece or b"\n\r\n" in piece or piece.count(b"\r") != returns:
                self.plain = False
            self.ends += piece.count(b"\n")
            self.separators += piece.count(self.separator)
            self.returns += returns
        self.unended = not block.endswith(b"\n")

    @property
    def records(self) -> int | None:
        """Records, or None where quotes, blank lines or line ends make the count unsafe.

        The separators must be as many as the header says: the engine passes over one too many
        at the end of a line.
        """
        if not self.plain or self.quoted or self.returns not in (0, self.ends):
            return None
        records = self.ends + self.unended
        return records if self.separators == records * (self.fields - 1) else None


def load(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    part: Part,
    place: tuple[int, list[str]],
    rules: Rules | None = None,
) -> bool:
    """Try to load a text file; False, with nothing loaded, where only the exact way will do."""
    path = Path(part.path)
    usual = part.plain_header and len(part.names) <= _MOST_COLUMNS
    if not usual or path.stat().st_size < SMALL:
        return False
    handle, copied = tempfile.mkstemp(suffix=".csv")
    try:
        count = _Count(part.separator.encode(), len(part.names))
        size, taken = max(1, path.stat().st_size), 0
        with os.fdopen(handle, "wb") as copy:
            for block in _blocks(path, part.encoding):
                count.add(block)
                taken += copy.write(block)
                progress.at(table.removeprefix("raw_"), "copying", min(1.0, taken / size))
        progress.at(table.removeprefix("raw_"), "reading")
        if count.records is None:
            return False
        expected = count.records - part.head_rows
        return _read(connection, table, part, place, (copied, expected, rules))
    finally:
        os.unlink(copied)


def _blocks(path: Path, name: str) -> Iterator[bytes]:
    """The file as UTF-8, in blocks of whole lines."""
    with encoding.open_text(path, name) as file:
        while block := file.read(encoding.BLOCK):
            yield (block + file.readline()).encode("utf-8")


def _read(connection, table: str, part: Part, place: tuple, source: tuple) -> bool:
    (index, wanted), (copied, expected, rules) = place, source
    texts = [f"c{i}" for i in range(len(part.names))]
    columns = "{" + ", ".join(f"{c}: 'VARCHAR'" for c in texts) + "}"
    held = {name: texts[i] for i, name in enumerate(part.names)}
    empty = f"trim(concat_ws('', {', '.join(texts)}), {literal(cells.BLANKS)}) = ''"
    blank = f"CASE WHEN left(c0, 1) BETWEEN '!' AND '~' THEN FALSE ELSE {empty} END"
    scan = f"""read_csv({literal(copied)}, auto_detect = FALSE, header = FALSE,
        skip = {part.head_rows}, delim = {literal(part.separator)}, quote = '"', escape = '"',
        columns = {columns}, nullstr = '', strict_mode = TRUE, null_padding = FALSE,
        ignore_errors = FALSE)"""
    picked = "".join(f", {cell_of(part, name, held)}" for name in wanted)
    line = line_text(texts)
    digests = line_digests(line)
    mark, said = marks(rules, held.__getitem__, line)
    try:
        connection.execute("BEGIN")
        connection.execute(f"""
            INSERT INTO {table}
            SELECT CASE WHEN {blank} THEN -1 ELSE {index} END,
                row_number() OVER () + {part.head_rows}, {digests}, _mark, {said}{picked}
            FROM (SELECT *, {mark} AS _mark FROM {scan})""")
        arrived, filled = connection.execute(f"""
            SELECT count(*), count(*) FILTER (_part >= 0) FROM {table}
            WHERE _part IN (-1, {index})""").fetchall()[0]
        complete = arrived == expected
        if complete and filled < arrived:
            connection.execute(f"DELETE FROM {table} WHERE _part = -1")
        connection.execute("COMMIT" if complete else "ROLLBACK")
    except duckdb.Error:
        connection.execute("ROLLBACK")  # rows of another width, an odd quote
        return False
    part.loaded, part.blank_rows = (filled, expected - filled) if complete else (0, 0)
    return complete
