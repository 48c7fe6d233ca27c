"""`kam new`: from the client's files to a first engagement file, with its questions.

    files --heads--> first rows --guess--> columns --write_yaml--> engagement.yaml

Nothing that stands is overwritten, and nothing is written before every file was readable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kamlib import labels, tables
from kamlib.faults import Fault, InputError
from kamlib.intake import files, heads, write_yaml
from kamlib.intake.heads import Head
from kamlib.intake.order_files import lacking
from kamlib.intake.proposal import Ask, TableProposal, propose, worth

YAML, WORKBOOK = "engagement.yaml", "worksheets.xlsx"
_BESIDE = 20  # files in the same folder that are looked at
_BESIDE_BYTES = 20_000_000
_TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
_DATA_FILES = (*_TEXTS, *files.WORKBOOKS, *heads.PARQUET)


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


def new(folder: Path, files: Mapping[str, Sequence[str]]) -> Proposal:
    """Write `folder`/engagement.yaml and a blank worksheets.xlsx for the client's files.

    Parameters
    ----------
    folder
        Made where it is missing; what else stands in it is left alone.
    files
        Paths by canonical table; several of one table are stacked where they have the same
        columns, or joined where one holds order lines and the other their heads.

    Raises
    ------
    InputError
        If the folder holds an engagement already, or a file cannot be read; nothing is
        written then.
    """
    folder, taken = Path(folder).expanduser(), []
    if folder.exists() and not folder.is_dir():
        raise InputError([Fault("new_not_a_folder", file=str(folder))])
    taken = [name for name in (YAML, WORKBOOK) if (folder / name).exists()]
    if taken:
        raise InputError([Fault("new_exists", file=name, value=str(folder)) for name in taken])
    proposals = _proposals({t: [Path(f).expanduser() for f in fs] for t, fs in files.items()})
    language = _language(proposals)
    content = write_yaml.engagement_yaml(folder.resolve(), proposals, language)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, content, language)
    questions = write_yaml.questions(proposals, language)
    text = _printed(folder, proposals, questions, language)
    return Proposal(folder, tuple(proposals), tuple(questions), language, text)


def _write(folder: Path, content: str, language: str) -> None:
    from kamlib import worksheets  # noqa: PLC0415  brings pandas, which nothing else here needs

    with (folder / YAML).open("x", encoding="utf-8", newline="\n") as file:
        file.write(content)
    worksheets.write_blank(folder / WORKBOOK, language)


def _proposals(paths: Mapping[str, Sequence[Path]]) -> list[TableProposal]:
    """One proposal for each table, in the vocabulary's order; every unreadable file named."""
    found, faults = [], []
    for table in (t for t in tables.SOURCES if paths.get(t)):
        try:
            found.append(_table(table, paths[table]))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _table(table: str, paths: Sequence[Path]) -> TableProposal:
    read = [heads.read_heads(path, table) for path in paths]
    if table == "orders":
        return _orders(read)
    sheets = [head for file in read for head in file]
    best = max((propose(table, head) for head in sheets), key=worth)
    return _stacked(best, read)


def _orders(read: Sequence[Sequence[Head]]) -> TableProposal:
    """The order lines: the best sheet given, completed by the others and by files beside."""
    given = [head for file in read for head in file]
    best = _best_lines(given, given)
    if best.join is None and _in_pieces(best):
        beside = _beside(given[0].path, {head.path for head in given})
        wider = _best_lines([*given, *_lines_for(best, beside)], [*given, *beside])
        best = wider if wider.join else best
    return _stacked(best, read)


def _best_lines(candidates: Sequence[Head], all_heads: Sequence[Head]) -> TableProposal:
    found = [
        propose("orders", head, others=[o for o in all_heads if o is not head])
        for head in candidates
    ]
    return max(found, key=worth)


def _in_pieces(proposal: TableProposal) -> bool:
    return bool(lacking(proposal.guesses))


def _lines_for(heads_given: TableProposal, beside: Sequence[Head]) -> list[Head]:
    """Files beside that may be the lines of the order heads given."""
    if "money" not in lacking(heads_given.guesses):
        return []
    return [h for h in beside if "money" not in lacking(propose("orders", h).guesses)]


def _beside(path: Path, given: set[Path]) -> list[Head]:
    """Heads of the readable data files in the same folder."""
    found: list[Head] = []
    there = sorted(p for p in path.resolve().parent.iterdir() if p.is_file())
    mine = {p.resolve() for p in given}
    usable = [p for p in there if p.name.lower().endswith(_DATA_FILES) and p not in mine]
    for file in [p for p in usable if p.stat().st_size <= _BESIDE_BYTES][:_BESIDE]:
        try:
            found += heads.read_heads(file, "orders")
        except InputError:
            continue  # it was not asked for, so it is no fault
    return found


def _stacked(best: TableProposal, read: Sequence[Sequence[Head]]) -> TableProposal:
    """Add sheets and files of the same shape to the best one; ask about the others given."""
    shape = set(best.head.columns)
    sheets = [h for file in read for h in file if h is not best.head and h.path == best.head.path]
    alike = tuple(h for h in sheets if shape == set(h.columns))
    paths = [file[0].path for file in read]
    same = [f[0].path for f in read if any(set(h.columns) == shape for h in f)]
    helping = {best.join.head.path} if best.join else set()
    rest = [p for p in paths if p not in same and p not in helping]
    path, asks = "", list(best.asks)
    if len(same) > 1:
        path = _glob(same)
    if rest or (len(same) > 1 and not path):
        names = ", ".join(p.name for p in paths)
        asks.append(Ask("not_alike", {"files": names, "used": best.head.path.name}))
    return replace(best, more=alike, path=path, asks=tuple(asks))


def _glob(paths: Sequence[Path]) -> str:
    """A pattern that finds exactly these files of one folder; empty where there is none."""
    folders = {p.resolve().parent for p in paths}
    if len(folders) > 1:
        return ""
    names, folder = sorted(p.name for p in paths), folders.pop()
    start = _common(names)
    end = _common([n[len(start) :][::-1] for n in names])[::-1]
    pattern = f"{start}*{end}"
    found = {p.name for p in folder.iterdir() if p.match(pattern)}
    harmless = not set("[]?*") & set(start + end)
    return (folder / pattern).as_posix() if harmless and found == set(names) else ""


def _common(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    same = [i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b]
    return first[: same[0]] if same else first[: min(len(first), len(last))]


def _language(proposals: Sequence[TableProposal]) -> str:
    """Say zh where most headers hold Chinese letters."""
    headers = [c for p in proposals for c in p.head.columns]
    chinese = sum(any("CJK" in unicodedata.name(c, "") for c in name) for name in headers)
    return "zh" if chinese * 2 > len(headers) else "en"


def _printed(
    folder: Path, proposals: Sequence[TableProposal], questions: Sequence[str], language: str
) -> str:
    def say(key: str, **values) -> str:
        return labels.say(f"propose.printed.{key}", language, **values)

    lines = [say("written", files=f"{folder / YAML}, {folder / WORKBOOK}"), ""]
    for proposal in proposals:
        lines += write_yaml.overview(proposal, language)
    if questions:
        lines += [say("questions", n=len(questions)), *(f"  ? {q}" for q in questions)]
    else:
        lines.append(say("no_questions"))
    return "\n".join([*lines, "", say("next", folder=folder)])
