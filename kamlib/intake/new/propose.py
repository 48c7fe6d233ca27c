"""`kam new`: from the client's files to a first engagement file, with its questions.

    files or a folder --heads--> first rows --which, guess--> tables and columns
                      --write_yaml--> engagement.yaml

Nothing that stands is overwritten, and nothing is written before every file that was named
could be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamlib import labels, tables
from kamlib.faults import Fault, InputError
from kamlib.intake.new import found, heads, search, write_yaml
from kamlib.intake.new.found import Found
from kamlib.intake.new.heads import Head
from kamlib.intake.new.order_files import lacking
from kamlib.intake.new.proposal import TableProposal, propose, worth
from kamlib.intake.new.stack import stacked
from kamlib.intake.new.write_yaml import Left
from kamlib.paths import typed

YAML, WORKBOOK = "engagement.yaml", "worksheets.xlsx"
_BESIDE = 20  # files in the same folder that are looked at
_BESIDE_BYTES = 20_000_000


@dataclass(frozen=True)
class Proposal:
    """What was proposed and written.

    questions: every open question, in words of `language`. text: what `kam new` prints.
    """

    folder: Path
    tables: tuple[TableProposal, ...]
    questions: tuple[str, ...]
    language: str
    text: str


def new(folder: Path, files: Mapping[str, Sequence[str]], *, language: str = "en") -> Proposal:
    """Write `folder`/engagement.yaml and a blank worksheets.xlsx for the client's files.

    Where the folder holds an engagement without a workbook, and no files are named, only the
    workbook is written, for the engagement as it stands.

    Parameters
    ----------
    folder
        Made where it is missing; what else stands in it is left alone.
    files
        Paths by canonical table; several of one table are stacked where they have the same
        columns, or joined where one holds order lines and the other their heads. A folder for
        the orders is searched for every table; without orders `folder` itself is.
    language
        Of the faults, where no header tells which language the client's files are in.

    Raises
    ------
    InputError
        If the folder holds an engagement already, a file that was named cannot be read, or
        the folder searched holds no order lines; nothing is written then.
    """
    folder = Path(folder).expanduser()
    if not files and (folder / YAML).is_file() and not (folder / WORKBOOK).exists():
        return _workbook_again(folder)
    _refuse_what_stands(folder, language)
    paths = {t: [Path(f).expanduser() for f in fs] for t, fs in files.items() if fs}
    where = _to_search(folder, paths)
    given = _proposals({t: ps for t, ps in paths.items() if ps != [where]}, language)
    there = found.look_into(where, without=_all(paths)) if where else Found()
    chosen = search.choose(there, without=[p.table for p in given])
    if where and not chosen.tables:
        raise _no_orders(folder, where, there, language)
    every = sorted((*given, *chosen.tables), key=lambda p: list(tables.SOURCES).index(p.table))
    return _written(folder, every, Left(chosen.unused, there.unread, there.more))


def _workbook_again(folder: Path) -> Proposal:
    from kamlib.intake.new import blank_worksheets  # noqa: PLC0415  reads the files

    language = blank_worksheets.again(folder, folder / WORKBOOK)
    lines = [
        labels.say("propose.printed.written", language, files=folder / WORKBOOK),
        labels.say("propose.printed.next", language, folder=typed(folder)),
    ]
    return Proposal(folder, (), (), language, "\n".join(lines))


def _refuse_what_stands(folder: Path, language: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError([Fault("new_not_a_folder", file=str(folder))], language)
    taken = [name for name in (YAML, WORKBOOK) if (folder / name).exists()]
    if taken:
        faults = [Fault("new_exists", file=name, value=str(folder)) for name in taken]
        raise InputError(faults, language)


def _to_search(folder: Path, paths: Mapping[str, Sequence[Path]]) -> Path | None:
    """The folder to search: the one named for the orders, or the engagement's own."""
    if "orders" not in paths:
        return folder
    first, *more = paths["orders"]
    return first if first.is_dir() and not more else None


def _all(paths: Mapping[str, Sequence[Path]]) -> list[Path]:
    return [path for several in paths.values() for path in several]


def _no_orders(folder: Path, where: Path, there: Found, language: str) -> InputError:
    """Nothing in the folder is a list of order lines: say what was looked at."""
    unread = list(there.unread)
    if not there.files:
        fault = Fault("new_no_files", file=str(where), values={"folder": typed(folder)})
        return InputError([*unread, fault], language)
    language = _language(there.heads, language)
    looked = "; ".join(write_yaml.headers_of(head) for head in there.heads)
    values = {"looked": looked, "folder": typed(folder)}
    fault = Fault("new_no_orders", file=str(where), values=values)
    return InputError([*unread, fault], language)


def _written(folder: Path, every: Sequence[TableProposal], left: Left) -> Proposal:
    language = _language([p.head for p in every], "en")
    content = write_yaml.engagement_yaml(folder.resolve(), every, left, language)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, content, language, every)
    questions = write_yaml.questions(every, language)
    text = _printed(folder, every, left, language)
    return Proposal(folder, tuple(every), tuple(questions), language, text)


def _write(folder: Path, content: str, language: str, every: Sequence[TableProposal]) -> None:
    from kamlib.intake.new import blank_worksheets  # noqa: PLC0415  reads the files once more

    with (folder / YAML).open("x", encoding="utf-8", newline="\n") as file:
        file.write(content)
    inputs = [path for p in every for path in (p.files or (p.head.path,))]
    inputs += [p.join.head.path for p in every if p.join]
    blank_worksheets.write(folder / WORKBOOK, language, inputs)


def _proposals(paths: Mapping[str, Sequence[Path]], language: str) -> list[TableProposal]:
    """One proposal for each table, in the vocabulary's order; every unreadable file named."""
    made, faults = [], []
    for table in (t for t in tables.SOURCES if paths.get(t)):
        try:
            made.append(_table(table, paths[table]))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults, _language([p.head for p in made], language))
    return made


def _table(table: str, paths: Sequence[Path]) -> TableProposal:
    read = _heads(table, paths)
    if table == "orders":
        return _orders(read)
    sheets = [head for file in read for head in file]
    best = max((propose(table, head) for head in sheets), key=worth)
    return stacked(best, read)


def _heads(table: str, paths: Sequence[Path]) -> list[list[Head]]:
    """The heads of every file; all unreadable ones are named together."""
    read, faults = [], []
    for path in paths:
        try:
            read.append(heads.read_heads(path, table))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return read


def _orders(read: Sequence[Sequence[Head]]) -> TableProposal:
    """The order lines: the best sheet given, completed by the others and by files beside."""
    given = [head for file in read for head in file]
    best = _best_lines(given, given)
    if best.join is None and _in_pieces(best):
        taken = {head.path for head in given}
        beside = found.beside(given[0].path, taken, most=_BESIDE, most_bytes=_BESIDE_BYTES)
        wider = _best_lines([*given, *_lines_for(best, beside)], [*given, *beside])
        best = wider if wider.join else best
    return stacked(best, read)


def _best_lines(candidates: Sequence[Head], all_heads: Sequence[Head]) -> TableProposal:
    made = [
        propose("orders", head, others=[o for o in all_heads if o is not head])
        for head in candidates
    ]
    return max(made, key=worth)


def _in_pieces(proposal: TableProposal) -> bool:
    return bool(lacking(proposal.guesses))


def _lines_for(heads_given: TableProposal, beside: Sequence[Head]) -> list[Head]:
    """Files beside that may be the lines of the order heads given."""
    if "money" not in lacking(heads_given.guesses):
        return []
    return [h for h in beside if "money" not in lacking(propose("orders", h).guesses)]


def _language(read: Iterable[Head], otherwise: str) -> str:
    """Say zh where most headers, or the names of most files and sheets, hold Chinese letters.

    Systems export Chinese data under Latin headers. `otherwise` where nothing has a header.
    """
    read = list(read)
    headers = [c for head in read for c in head.columns if not c.isdigit()]
    called = [head.sheet + head.path.stem for head in read]
    if not headers:
        return "zh" if any(map(_is_chinese, called)) else otherwise
    mostly = [sum(map(_is_chinese, texts)) * 2 > len(texts) for texts in (headers, called)]
    return "zh" if any(mostly) else "en"


def _is_chinese(text: str) -> bool:
    return any("CJK" in unicodedata.name(letter, "") for letter in text)


def _printed(folder: Path, every: Sequence[TableProposal], left: Left, language: str) -> str:
    def say(key: str, **values) -> str:
        return labels.say(f"propose.printed.{key}", language, **values)

    lines = [say("written", files=f"{folder / YAML}, {folder / WORKBOOK}"), ""]
    for proposal in every:
        lines += write_yaml.overview(proposal, language)
    if unused := write_yaml.left_out(left, language):
        lines += [*unused, ""]
    if questions := write_yaml.questions(every, language):
        lines += [say("questions", n=len(questions)), *(f"  ? {q}" for q in questions)]
    else:
        lines.append(say("no_questions"))
    return "\n".join([*lines, "", say("next", folder=typed(folder))])
