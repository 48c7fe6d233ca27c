"""Rows that stand beside the data: headers that come again, notes, totals, headings of groups.

A row is judged by its texts alone, in SQL, as it is loaded: `_mark` names what it is, and
`_said` holds its words. Only rows without a date are looked at closely, so that a clean file
costs next to nothing. A total is only a candidate here; `totals` does the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from kamlib.intake.files.parts import LONE, Part, literal
from kamlib.intake.findings import Findings
from kamlib.intake.values import cells
from kamlib.tables import SOURCES

if TYPE_CHECKING:
    from kamlib.intake.files.sources import Lines

HEADER_AGAIN, NOTE, TOTAL, HEADING = "header_again", "note", "total", "heading"
STEPS = (HEADER_AGAIN, NOTE, TOTAL, HEADING)

_GAP = r"[\s\x{3000}\x{a0}]*"
_HAN = "|".join(f"{one}{_GAP}[计計]" for one in "合小总總累共")
_TOTAL_WORDS = "|".join(
    (
        rf"[^\x1f]*(?:{_HAN})",
        r"(?:[^\x1f]*[^\x1f\pL])?(?:sub-?)?totals?",
        r"(?:sub-?|sous-?|grand )?total(?:e|es)?(?: g[ée]n[ée]ral(?:e)?| result)?",
        r"total (?:for|of) [^\x1f]*",
        r"(?:[^\x1f]*[^\x1f\pL])?(?:zwischen|gesamt|end)?summe|gesamt(?:ergebnis)?|somme",
        r"suma(?: total)?|totaal|totalt|toplam|итого|всего|総計|합계",
    )
)
_TOTAL_CELL = rf"(?:{_TOTAL_WORDS}){_GAP}(?:[(（][^\x1f]*[)）])?[\s:：.]*"
_TOTAL_ROW = rf"(?i)(?:^|\x1f){_GAP}{_TOTAL_CELL}{_GAP}(?:\x1f|$)"
_TOTAL_ALONE = rf"(?i){_GAP}{_TOTAL_CELL}{_GAP}"
_NOTE_WORDS = "|".join(
    (
        r"(?:注|备注|附注|附|说明|注释|注意|提示|口径|制表|制单|编制|审核|复核|填表|批准|财务|主管|会计|出纳|经办"
        r"|打印|导出|统计|数据来源|资料来源|来源|单位|金额单位|报表|部门|日期)[^\x1f:：]{0,6}[:：]",
        r"以上|※|第\s*\d+\s*页|共\s*\d+\s*页",
        r"(?:sources?|notes?|remarks?|comments?|prepared|printed|created|generated|exported|extracted"
        r"|approved|checked|reviewed|signed|date|unit|currency|report|run|filter|query|legend|quelle"
        r"|hinweis|anmerkung)[^\x1f:：]{0,20}[:：]",
        r"(?:printed|generated|exported|created|extracted|prepared) (?:on|at|by|from) ",
        r"page\s+\d+|end of (?:report|file|list|data)|\(?\d+ rows?(?: affected)?\)?",
        r"[*]{1,3}\s?\pL|[-=_*]{3,}\s*(?:\x1f|$)",
    )
)
_NOTE_ROW = rf'(?i)^[\x1f\s\x{{3000}}"]*(?:{_NOTE_WORDS})'
_SENTENCE = r"[:：。；！]|[.!]\s*[\x1f\s]*$"
_ONE_CELL = r"[\x1f\s\x{3000}]*[^\x1f]*[^\x1f\s][^\x1f]*[\x1f\s\x{3000}]*"


@dataclass(frozen=True)
class Rules:
    """What tells such rows from data in one part: its own names of the columns that matter.

    date: of the first column of days; figures: of numbers; who: of ids and names; block: the
    rows of the header, as one text each; groups: of the columns to be filled down.
    """

    date: str | None = None
    figures: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    block: tuple[str, ...] = field(default=())
    groups: tuple[str, ...] = ()

    def needless(self, connection, dates: list[str]) -> bool:
        """Whether all rows with these dates are data, so that nothing has to be marked.

        Asking is quick; to make the patterns of `mark` ready takes longer than a small file.
        """
        if self.groups:
            return False
        asked = f"SELECT bool_and({_is_day('d')}) FROM (SELECT unnest($1::VARCHAR[]) AS d)"
        return bool(connection.execute(asked, [dates]).fetchone()[0])

    def mark(self, cell: Callable[[str], str], line: str) -> str:
        """SQL of `_mark`; `cell` gives the SQL of a named cell, `line` is that of the whole row."""
        who = [cell(n) for n in self.who]
        date = cell(self.date) if self.date else None
        again = f"{line} IN ({', '.join(map(literal, self.block))})" if self.block else "FALSE"
        figures = " ".join(f"WHEN {_has_figure(cell(n))} THEN TRUE" for n in self.figures)
        figures = f"CASE {figures} ELSE FALSE END" if figures else "FALSE"
        nobody = " AND ".join(f"{_blank(c)}" for c in who) or "TRUE"
        if not self.figures:
            nobody = f"({nobody}) AND regexp_full_match({line}, {literal(_ONE_CELL)})"
        told = f"regexp_matches({line}, {literal(_NOTE_ROW)})"
        total = f"regexp_matches({line}, {literal(_TOTAL_ROW)})"
        dateless = _dateless(date, who)
        textual = _textual(date)
        lone = f"WHEN {textual} AND regexp_full_match({line}, {literal(_ONE_CELL)}) THEN '{LONE}'"
        lone = lone if self.date and self.figures else ""
        marked = f"""CASE WHEN {again} THEN '{HEADER_AGAIN}'
            WHEN {figures} THEN
                CASE WHEN {dateless} THEN CASE WHEN {total} THEN '{TOTAL}' END END
            WHEN {textual} AND ({told} OR ({nobody}) OR ({dateless} AND {total})) THEN '{NOTE}'
            {lone} END"""
        if date:
            marked = f"CASE WHEN {_is_day(date)} THEN NULL ELSE {marked} END"
        if self.groups:
            named = _is_all([cell(n) for n in self.groups], line)
            named = f"{named} AND NOT ({again} OR {told} OR {total})"
            marked = f"CASE WHEN {named} THEN '{HEADING}' ELSE {marked} END"
        return marked


def rules(table: str, part: Part, columns: dict[str, str], groups: Iterable[str] = ()) -> Rules:
    """The rules of one part; columns: canonical name to the name asked for; groups: canonical
    names of the columns to be filled down.
    """
    kinds = {c.name: c.kind for c in SOURCES[table].columns} if table in SOURCES else {}
    held = {c: own for c, own in columns.items() if own in part.names}

    def of(*wanted: str) -> list[str]:
        return list(dict.fromkeys(own for c, own in held.items() if kinds.get(c) in wanted))

    who = [own for c, own in held.items() if c.endswith(("_id", "_name")) or c in ("id", "name")]
    block = tuple(part.layout.block) if part.layout else ()
    days = of("date")
    named = tuple(dict.fromkeys(held[c] for c in groups if c in held))
    figures, who = tuple(of("number")), tuple(dict.fromkeys(who))
    return Rules(days[0] if days else None, figures, who, block, named)


def settle(connection: duckdb.DuckDBPyConnection, table: str, index: int, part: Part) -> None:
    """Decide on rows of one text and headings: notes where no data follow; and on rows cut short.

    A row with fewer fields than the header is only kept where it is one of those told apart
    here; a last line that may be cut off is none.
    """
    here = f"_part = {index}"
    ((lone, headings),) = connection.execute(f"""
        SELECT count(*) FILTER (_mark = '{LONE}'), count(*) FILTER (_mark = '{HEADING}')
        FROM {table} WHERE {here}""").fetchall()
    short = f"_row IN ({', '.join(map(str, part.short))})" if part.short else "FALSE"
    if lone:
        connection.execute(f"""
            UPDATE {table} SET _mark = CASE WHEN _row > (
                    SELECT coalesce(max(_row), 0) FROM {table}
                    WHERE {here} AND _mark IS NULL AND NOT ({short}))
                AND EXISTS (FROM {table} WHERE {here} AND _mark IS NULL AND NOT ({short}))
                AND (NOT ({short}) OR regexp_matches(_said, {literal(_SENTENCE)}))
                THEN '{NOTE}' END
            WHERE {here} AND _mark = '{LONE}'""")
    if headings:
        connection.execute(f"""
            UPDATE {table} SET _mark = '{NOTE}' WHERE {here} AND _mark = '{HEADING}' AND _row > (
                SELECT coalesce(max(_row), 0) FROM {table} WHERE {here} AND _mark IS NULL)""")
    if part.short:
        gone = connection.execute(
            f"DELETE FROM {table} WHERE {here} AND _mark IS NULL AND {short} RETURNING _row"
        ).fetchall()
        for (row,) in sorted(gone):
            part.note_ragged(row, part.short[row])
        part.loaded -= len(gone)


def note(connection: duckdb.DuckDBPyConnection, lines: Lines, findings: Findings) -> int:
    """Report what was set aside; returns how many rows may be totals."""
    listed = ", ".join(map(literal, STEPS))
    found = connection.execute(f"""
        SELECT _step, count(*), arg_min(_said, (_part, _row)), count(DISTINCT _part)
        FROM {lines.table}
        WHERE _step IN ({listed}) GROUP BY 1 ORDER BY 1""").fetchall()
    for step, rows, said, places in found:
        if step != TOTAL:
            findings.repair(lines.name, "", step, rows=rows, example=said, places=places)
    return sum(rows for step, rows, *_ in found if step == TOTAL)


def _blank(cell: str) -> str:
    """SQL of a cell that holds nothing; the first sign tells nearly every other one.

    To trim every cell of a million rows takes a fifth of the time in which they are read.
    """
    filled = f"({cell}[1] BETWEEN '0' AND '~' OR {cell}[1] BETWEEN '一' AND '龥')"
    empty = f"coalesce(trim({cell}, {literal(cells.BLANKS)}), '') IN ('', '-', '--', '/', '—')"
    return f"(CASE WHEN {filled} THEN FALSE ELSE {empty} END)"


def _is_all(names: list[str], line: str) -> str:
    """SQL of whether these cells, blanks apart, are all that a row holds."""
    sizes = " + ".join(f"coalesce(length({_solid(c)}), 0)" for c in names)
    return f"(length({_solid(line)}) = {sizes})"


def _solid(text: str) -> str:
    return f"regexp_replace({text}, '[\\x1f\\s\\x{{3000}}\\x{{a0}}]+', '', 'g')"


def _textual(date: str | None) -> str:
    """SQL of a cell of the days that holds none: it is blank, a word, or the note itself."""
    if date is None:
        return "TRUE"
    words = f"regexp_matches({date}, {literal(_NOTE_ROW)})"
    return f"({_blank(date)} OR NOT regexp_matches({date}, '[0-9]') OR {words})"


def _has_figure(cell: str) -> str:
    """SQL of a cell that holds a figure; the last sign tells it of nearly every one."""
    plain = f"{cell}[-1] BETWEEN '0' AND '9'"
    return f"CASE WHEN {plain} THEN TRUE ELSE coalesce(regexp_matches({cell}, '[0-9]'), FALSE) END"


def _is_day(date: str) -> str:
    """SQL of a cell that begins and ends as a date: cheap, and true of nearly every row."""
    return (
        f"coalesce({date}[1] BETWEEN '0' AND '9' AND "
        f"({date}[-1] BETWEEN '0' AND '9' OR {date}[-1] IN ('日', '号')), FALSE)"
    )


def _dateless(date: str | None, who: list[str]) -> str:
    """A total has no day of its own; where the file has no days, some id is blank or the word."""
    word = literal(_TOTAL_ALONE)
    if date:
        return f"({_blank(date)} OR regexp_full_match({date}, {word}))"
    # A cell that ends in a figure is no word: most ids do.
    told = [
        f"WHEN {c}[-1] BETWEEN '0' AND '9' THEN FALSE WHEN {_blank(c)} THEN TRUE "
        f"ELSE regexp_full_match({c}, {word})"
        for c in who
    ]
    return f"({' OR '.join(f'CASE {t} END' for t in told) or 'TRUE'})"
