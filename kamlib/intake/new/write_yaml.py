"""The engagement file as `kam new` writes it: values quoted, questions as comments.

Headers and values come from the client's files and are hostile; see `yaml_text`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamlib import labels, tables
from kamlib.faults import Fault, place_and_message
from kamlib.intake.new import title_units
from kamlib.intake.new.guess import BARE, Guess
from kamlib.intake.new.heads import Head
from kamlib.intake.new.looks import Looks
from kamlib.intake.new.proposal import Ask, TableProposal
from kamlib.intake.new.yaml_text import comment, flow, indented, one_line, path_text
from kamlib.paths import typed

_ROOM = 60  # letters of samples in a comment
_TAX = 0.13  # the rate that most goods carry in China; stands as an example
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
        *comment(labels.say(intro, language, folder=typed(str(one_line(folder.name))))),
        f"name: {flow(folder.name)}",
        f"language: {language}  # {labels.say('propose.language_choice', language)}",
        f"currency: {flow(currency)}  # {said}",
        *comment(labels.say("propose.period", language)),
        _level(proposals, language),
        "",
        "sources:",
    ]
    for proposal in proposals:
        lines += [*indented(_source(proposal, folder, language), 2), ""]
    if unused := left_out(left, language):
        lines += [*indented([f"# {line}" for line in unused], 2), ""]
    lines += [*indented(comment(_absent(proposals, language)), 2), ""]
    lines.append(f'worksheets: "worksheets.xlsx"  # {labels.say("propose.worksheets", language)}')
    return "\n".join(lines) + "\n"


def _absent(proposals: Sequence[TableProposal], language: str) -> str:
    """The tables that nothing was found for; in Chinese with what they are."""
    absent = [t for t in tables.SOURCES if t not in {p.table for p in proposals}]
    if language == "zh":
        absent = [f"{t}（{labels.say(f'intake_page.table.{t}', 'zh')}）" for t in absent]
    named = ("、" if language == "zh" else ", ").join(absent)
    return labels.say("propose.more_tables", language, tables=named)


def questions(proposals: Sequence[TableProposal], language: str) -> list[str]:
    """Every open question in words."""
    said: list[str] = []
    for proposal in proposals:
        doubts = [g for g in proposal.guesses if g.doubt and g.doubt != BARE]
        texts = [ask_text(ask, language) for ask in proposal.questions]
        texts += [_doubt(guess, proposal.table, language) for guess in doubts]
        colon = "：" if language == "zh" else ": "
        named = f"{proposal.table}{colon}" if len(proposals) > 1 else ""
        said += [f"{named}{text}" for text in texts]
    return said


def left_out(left: Left, language: str) -> list[str]:
    """Lines about the files that were found and are not used."""
    lines = []
    if left.unused:
        lines.append(labels.say("propose.left.unused", language))
        lines += [f"  {headers_of(head)}" for head in left.unused]
    if left.unread:
        lines.append(labels.say("propose.left.unread", language))
        lines += [f"  {one_line(place_and_message(fault, language))}" for fault in left.unread]
    if left.more:
        lines.append(labels.say("propose.left.more", language, n=left.more))
    return lines


def headers_of(head: Head) -> str:
    """A file or sheet and its first headers on one line."""
    names = str(one_line(", ".join(head.columns), _HEADERS))
    return f"{_place(head)}: {names}"


def _files(proposal: TableProposal, language: str) -> str:
    """Where a table lies: its file and sheets, or how many files a pattern finds."""
    if proposal.path:
        path = Path(proposal.path)
        pattern = f"{path.parent.name}/{path.name}" if "*" in path.parent.name else path.name
        said = {"pattern": one_line(pattern), "n": len(proposal.files)}
        return labels.say("propose.printed.files", language, **said)
    sheets = [str(one_line(head.sheet)) for head in proposal.more]
    joined = f" + {_place(proposal.join.head)}" if proposal.join else ""
    return ", ".join([_place(proposal.head), *sheets]) + joined


def _place(head: Head) -> str:
    return str(one_line(" / ".join(p for p in (head.path.name, head.sheet) if p)))


def overview(proposal: TableProposal, language: str) -> list[str]:
    """The proposal of one table for a terminal: column, header, certainty, first values."""
    said = {"table": proposal.table, "file": _files(proposal, language)}
    said["meaning"] = labels.say(f"intake_page.table.{proposal.table}", language)
    form = "table_found" if proposal.confidence else "table"
    said["certain"] = labels.percent(proposal.confidence, language)
    lines = [labels.say(f"propose.printed.{form}", language, **said)]
    for guess in proposal.live:
        certain = labels.percent(guess.confidence, language)
        sign = "?" if guess.doubt else " "
        samples = _samples(guess.looks, language)
        lines.append(f"{sign} {guess.column:<14} {one_line(guess.header)}  {certain}: {samples}")
    return [*lines, ""]


def ask_text(ask: Ask, language: str) -> str:
    """One question in words."""
    said = dict(ask.said)
    if "column" in said:
        said["meaning"] = labels.say(f"columns.{said['column']}", language)
    said = {name: one_line(value) for name, value in said.items()}
    text = labels.say(f"propose.ask.{ask.key}", language, **said)
    if said.get("columns"):
        gap = "" if language == "zh" else " "
        text += gap + labels.say("propose.perhaps", language, columns=said["columns"])
    return text


def _source(proposal: TableProposal, folder: Path, language: str) -> list[str]:
    head = proposal.head
    seen = labels.say(f"propose.rows_{'all' if head.whole else 'some'}", language, n=head.rows)
    if (several := len(proposal.files) or 1 + len(proposal.more)) > 1:
        seen = labels.say("propose.rows_first", language, rows=seen, n=several)
    said = {"rows": seen, "columns": len(head.columns)}
    said["certain"] = labels.percent(proposal.confidence, language)
    form = "found" if proposal.confidence else "file_facts"
    facts = labels.say(f"propose.{form}", language, **said)
    meaning = labels.say(f"intake_page.table.{proposal.table}", language)
    lines = [f"{proposal.table}:  # {meaning}", *indented(comment(facts), 2)]
    fields = [f"{name}: {flow(value)}" for name, value in _fields(proposal, folder)]
    lines += indented(fields, 2)
    if proposal.join:
        lines += indented(_join(proposal, folder, language), 2)
    lines += indented(_columns(proposal, language), 2)
    lines += indented(title_units.written(proposal.scales, language), 2)
    if any(g.doubt == "tax" and g.live for g in proposal.guesses):
        how = comment(labels.say("propose.how.tax", language))
        lines += indented([*how, f"# tax_included: {_TAX}"], 2)
    if any(g.doubt == "discount_scale" for g in proposal.guesses):
        how = comment(labels.say("propose.how.percent", language))
        lines += indented([*how, '# percent: ["discount"]'], 2)
    for ask in proposal.questions:
        lines += indented(_ask(ask, folder, language), 2)
    return lines + indented(_unused(proposal, language), 2)


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
    if any(g.said.get("percent") for g in proposal.live):
        fields.append(("percent", ["discount"]))
    if proposal.decimal:
        fields.append(("decimal", proposal.decimal))
    return fields


def _join(proposal: TableProposal, folder: Path, language: str) -> list[str]:
    join = proposal.join
    form = "joined_number" if join.gives == "number" else "joined"
    gives = "customer" if form == "joined_number" else join.gives
    said = labels.say(
        f"propose.{form}",
        language,
        lacking=labels.say(f"propose.lacking.{gives}", language),
        file=one_line(join.head.sheet or join.head.path.name),
        key=one_line(join.key),
    )
    entry: dict[str, object] = {"path": path_text(join.head.path, folder)}
    if join.head.sheet:
        entry["sheet"] = join.head.sheet
    entry["on"] = join.key if join.key == join.other else {join.key: join.other}
    written = ", ".join(f"{name}: {flow(value)}" for name, value in entry.items())
    return [*comment(said), "join:", f"  - {{{written}}}"]


def _columns(proposal: TableProposal, language: str) -> list[str]:
    lines = ["columns:" if proposal.guesses else "columns: {}"]
    if any(guess.doubt == BARE for guess in proposal.guesses):
        lines += indented(comment(labels.say("propose.how.bare", language)), 2)
    for guess in proposal.guesses:
        if guess.doubt and guess.doubt != BARE:
            lines += indented(comment(_doubt(guess, proposal.table, language), "#?"), 2)
        lines += indented([_column(guess, proposal.others.get(guess.column, ()), language)], 2)
    return lines


def _column(guess: Guess, others: Sequence[str], language: str) -> str:
    """Our name, the file's, how sure that is, and what stands there; in Chinese what it means."""
    meaning = labels.say(f"columns.{guess.column}", language)
    said = {
        "certain": labels.percent(guess.confidence, language),
        "samples": _samples(guess.looks, language),
        "meaning": meaning,
    }
    mark = "" if guess.live else "# "
    note = labels.say("propose.column", language, **said)
    named = [guess.header, *others] if others else guess.header
    return f"{mark}{guess.column}: {flow(named)}  # {note}"


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
        f"propose.ask.{guess.doubt}", language, **{k: one_line(v) for k, v in said.items()}
    )


def _ask(ask: Ask, folder: Path, language: str) -> list[str]:
    lines = comment(ask_text(ask, language), "#?")
    if ask.choices:
        lines += comment(labels.say(f"propose.how.{ask.key}", language))
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
    return [*comment(labels.say("propose.not_used", language)), *rows]


def _currency(proposals: Sequence[TableProposal], language: str) -> tuple[str, str]:
    for proposal in proposals:
        if proposal.currency:
            header = next(g.header for g in proposal.guesses if g.column == "currency")
            said = labels.say("propose.currency_found", language, header=one_line(header))
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
    text = " | ".join(one_line(s, 24) for s in looks.samples)
    return text if len(text) <= _ROOM else f"{text[:_ROOM]}…"
