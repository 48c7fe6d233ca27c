"""The engagement file as `kam new` writes it: values quoted, questions as comments.

Headers and values come from the client's files and are hostile: every one is either a
double-quoted scalar, which loads back exactly, or on one line of a comment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamlib import labels, tables
from kamlib.faults import Fault, place_and_message
from kamlib.intake.guess import Guess
from kamlib.intake.heads import Head
from kamlib.intake.looks import Looks
from kamlib.intake.proposal import Ask, TableProposal

_ROOM = 60  # letters of samples in a comment
_HEADERS = 100  # letters of headers of a file that is not used


@dataclass(frozen=True)
class Left:
    """Files of a folder that serve for nothing. more: those that nobody looked at."""

    unused: tuple[Head, ...] = ()
    unread: tuple[Fault, ...] = ()
    more: int = 0


def engagement_yaml(
    folder: Path, proposals: Sequence[TableProposal], left: Left, language: str
) -> str:
    """The text of engagement.yaml in `folder` for the proposed tables."""
    open_questions = bool(questions(proposals, language))
    intro = "propose.intro" if open_questions else "propose.intro_sure"
    currency, said = _currency(proposals, language)
    lines = [
        *_comment(labels.say(intro, language, folder=_one_line(folder.name))),
        f"name: {flow(folder.name)}",
        f"language: {language}  # {labels.say('propose.language_choice', language)}",
        f"currency: {flow(currency)}  # {said}",
        *_comment(labels.say("propose.period", language)),
        _level(proposals, language),
        "",
        "sources:",
    ]
    for proposal in proposals:
        lines += [*_indented(_source(proposal, folder, language), 2), ""]
    lines += [line for text in left_out(left, language) for line in _indented(_comment(text), 2)]
    absent = [t for t in tables.SOURCES if t not in {p.table for p in proposals}]
    more = labels.say("propose.more_tables", language, tables=", ".join(absent))
    lines += [*_indented(_comment(more), 2), ""]
    lines.append(f'worksheets: "worksheets.xlsx"  # {labels.say("propose.worksheets", language)}')
    return "\n".join(lines) + "\n"


def questions(proposals: Sequence[TableProposal], language: str) -> list[str]:
    """Every open question in words."""
    said: list[str] = []
    for proposal in proposals:
        said += [ask_text(ask, language) for ask in proposal.asks]
        said += [_doubt(g, proposal.table, language) for g in proposal.guesses if g.doubt]
    return said


def left_out(left: Left, language: str) -> list[str]:
    """Lines about the files that were found and are not used."""
    lines = []
    if left.unused:
        lines.append(labels.say("propose.left.unused", language))
        lines += [f"  {headers_of(head)}" for head in left.unused]
    if left.unread:
        lines.append(labels.say("propose.left.unread", language))
        lines += [f"  {_one_line(place_and_message(fault, language))}" for fault in left.unread]
    if left.more:
        lines.append(labels.say("propose.left.more", language, n=left.more))
    return lines


def headers_of(head: Head) -> str:
    """A file or sheet and its first headers on one line."""
    names = str(_one_line(", ".join(head.columns), _HEADERS))
    return f"{_place(head)}: {names}"


def _place(head: Head) -> str:
    return str(_one_line(" / ".join(p for p in (head.path.name, head.sheet) if p)))


def overview(proposal: TableProposal, language: str) -> list[str]:
    """The proposal of one table for a terminal: column, header, certainty, first values."""
    said = {"table": proposal.table, "file": _place(proposal.head)}
    form = "table_found" if proposal.confidence else "table"
    said["certain"] = labels.percent(proposal.confidence, language)
    lines = [labels.say(f"propose.printed.{form}", language, **said)]
    for guess in proposal.live:
        certain = labels.percent(guess.confidence, language)
        sign = "?" if guess.doubt else " "
        samples = _samples(guess.looks, language)
        lines.append(f"{sign} {guess.column:<14} {_one_line(guess.header)}  {certain}: {samples}")
    return [*lines, ""]


def ask_text(ask: Ask, language: str) -> str:
    """One question in words."""
    said = dict(ask.said)
    if "column" in said:
        said["meaning"] = labels.say(f"columns.{said['column']}", language)
    said = {name: _one_line(value) for name, value in said.items()}
    text = labels.say(f"propose.ask.{ask.key}", language, **said)
    if said.get("columns"):
        gap = "" if language == "zh" else " "
        text += gap + labels.say("propose.perhaps", language, columns=said["columns"])
    return text


def flow(value: object) -> str:
    """A value as YAML on one line: texts double-quoted, so that they load back exactly."""
    import yaml  # noqa: PLC0415  only where a file is written

    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return yaml.dump(text, default_style='"', allow_unicode=True, width=10**9).rstrip("\n")


def path_text(path: Path, folder: Path) -> str:
    """`path` as the engagement names it: relative where it lies in or beside the folder."""
    path, folder = path.resolve(), folder.resolve()
    near = path.is_relative_to(folder) or path.is_relative_to(folder.parent)
    return Path(os.path.relpath(path, folder) if near else path).as_posix()


def _source(proposal: TableProposal, folder: Path, language: str) -> list[str]:
    head = proposal.head
    seen = labels.say(f"propose.rows_{'all' if head.whole else 'some'}", language, n=head.rows)
    facts = labels.say("propose.file_facts", language, rows=seen, columns=len(head.columns))
    if proposal.confidence:
        certain = labels.percent(proposal.confidence, language)
        facts = f"{labels.say('propose.found', language, certain=certain)} {facts}"
    lines = [f"{proposal.table}:", *_indented(_comment(facts), 2)]
    fields = [f"{name}: {flow(value)}" for name, value in _fields(proposal, folder)]
    lines += _indented(fields, 2)
    if proposal.join:
        lines += _indented(_join(proposal, folder, language), 2)
    lines += _indented(_columns(proposal, language), 2)
    for ask in proposal.asks:
        lines += _indented(_ask(ask, folder, language), 2)
    return lines + _indented(_unused(proposal, language), 2)


def _fields(proposal: TableProposal, folder: Path) -> list[tuple[str, object]]:
    head = proposal.head
    path = Path(proposal.path) if proposal.path else head.path
    fields: list[tuple[str, object]] = [("path", path_text(path, folder))]
    if head.sheet:
        sheets = [head.sheet, *(h.sheet for h in proposal.more if h.path == head.path)]
        fields.append(("sheet", sheets if len(sheets) > 1 else head.sheet))
    if head.titled or not head.header:
        fields.append(("header", head.header))
    if head.unsure_encoding:
        fields.append(("encoding", head.encoding))
    if head.separator == " ":
        fields.append(("separator", " "))
    if proposal.decimal:
        fields.append(("decimal", proposal.decimal))
    return fields


def _join(proposal: TableProposal, folder: Path, language: str) -> list[str]:
    join = proposal.join
    said = labels.say(
        "propose.joined",
        language,
        lacking=labels.say(f"propose.lacking.{join.gives}", language),
        file=_one_line(join.head.sheet or join.head.path.name),
        key=_one_line(join.key),
    )
    entry: dict[str, object] = {"path": path_text(join.head.path, folder)}
    if join.head.sheet:
        entry["sheet"] = join.head.sheet
    entry["on"] = join.key if join.key == join.other else {join.key: join.other}
    written = ", ".join(f"{name}: {flow(value)}" for name, value in entry.items())
    return [*_comment(said), "join:", f"  - {{{written}}}"]


def _columns(proposal: TableProposal, language: str) -> list[str]:
    lines = [] if not proposal.live else ["columns:"]
    for guess in proposal.guesses:
        mark = "" if guess.live else "# "
        if guess.doubt:
            lines += _indented(_comment(_doubt(guess, proposal.table, language), "#?"), 2)
        written = f"{mark}{guess.column}: {flow(guess.header)}"
        certain = labels.percent(guess.confidence, language)
        lines += _indented([f"{written}  # {certain}: {_samples(guess.looks, language)}"], 2)
    return lines if proposal.live else ["columns: {}", *lines]


def _doubt(guess: Guess, table: str, language: str) -> str:
    kind = tables.SOURCES[table].column(guess.column).kind
    said = {
        "header": guess.header,
        "like": guess.like,
        "meaning": labels.say(f"columns.{guess.column}", language),
        "kind": labels.say(f"propose.kind.{kind}", language),
        "samples": _samples(guess.looks, language),
    } | dict(guess.said)
    return labels.say(
        f"propose.ask.{guess.doubt}", language, **{k: _one_line(v) for k, v in said.items()}
    )


def _ask(ask: Ask, folder: Path, language: str) -> list[str]:
    lines = _comment(ask_text(ask, language), "#?")
    if ask.choices:
        lines += _comment(labels.say(f"propose.how.{ask.key}", language))
    for name, value in ask.choices:
        if isinstance(value, Mapping):
            value = {
                k: path_text(v, folder) if isinstance(v, Path) else v for k, v in value.items()
            }
        lines.append(f"# {name}: {flow(value)}")
    return lines


def _unused(proposal: TableProposal, language: str) -> list[str]:
    left = proposal.unused()
    if not left:
        return []
    rows = [f"#   {flow(header)}: {_samples(seen, language)}" for header, seen in left]
    return [*_comment(labels.say("propose.not_used", language)), *rows]


def _currency(proposals: Sequence[TableProposal], language: str) -> tuple[str, str]:
    for proposal in proposals:
        if proposal.currency:
            header = next(g.header for g in proposal.guesses if g.column == "currency")
            said = labels.say("propose.currency_found", language, header=_one_line(header))
            return proposal.currency, said
    return "", labels.say("propose.currency_none", language)


def _level(proposals: Sequence[TableProposal], language: str) -> str:
    """The unit analysed: groups only where a list says which customers belong together."""
    grouped = any(g.column == "parent_id" for p in proposals for g in p.live)
    level = "group" if grouped else "company"
    return f"level: {level}  # {labels.say(f'propose.level_{level}', language)}"


def _samples(looks: Looks, language: str) -> str:
    if not looks.samples:
        return labels.say("propose.empty_column", language)
    text = " | ".join(_one_line(s, 24) for s in looks.samples)
    return text if len(text) <= _ROOM else f"{text[:_ROOM]}…"


def _one_line(value: object, room: int = 200) -> object:
    """A text that may stand in a comment: no line break of any kind, nothing unprintable."""
    if not isinstance(value, str):
        return value
    plain = "".join(c if c.isprintable() else " " for c in value)
    return plain if len(plain) <= room else f"{plain[: room - 1]}…"


def _comment(text: str, mark: str = "#") -> list[str]:
    return [f"{mark} {text}"]


def _indented(lines: Sequence[str], by: int) -> list[str]:
    return [f"{' ' * by}{line}" if line else line for line in lines]
