"""Files and sheets of one shape, read as one source; what does not fit is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kamlib.intake.new import title_units
from kamlib.intake.new.guess import needed_columns
from kamlib.intake.new.heads import Head
from kamlib.intake.new.proposal import Ask, TableProposal
from kamlib.intake.new.title_units import Scale

_SHARED = 0.1  # of the order numbers; a month's end may stand on two sheets
_COMPARED = 50  # rows that tell a copy from a further period


def stacked(
    best: TableProposal, read: Sequence[Sequence[Head]], *, named: bool = True
) -> TableProposal:
    """Add sheets and files of the same shape to the best one; ask about the others given.

    read: the heads of every file that was named, or found, for this table. One that starts
    with the same rows is perhaps a copy, which would count everything twice: asked about, and
    left out unless the user named it.
    """
    shape = set(best.head.columns)
    alike = [h for file in read for h in file if shape == set(h.columns)]
    copies = [h for h in alike if h is not best.head and _same_rows(h, best.head)]
    kept = [h for h in alike if named or not any(h is copy for copy in copies)]
    drifted = {} if best.join else _drifted(best, [h for file in read for h in file])
    kept += [h for h in _sheets(read, best) if h.sheet in drifted]
    sheets = tuple(h for h in kept if h.path == best.head.path and h is not best.head)
    same = list(dict.fromkeys([best.head.path, *(h.path for h in kept)]))
    paths = [file[0].path for file in read]
    helping = {best.join.head.path} if best.join else set()
    double = set() if named else {h.path for h in copies}
    rest = [p for p in paths if p not in same and p not in helping and p not in double]
    pattern, asks = _glob(same) if len(same) > 1 else "", list(best.asks)
    asks += [
        Ask("drift", {"sheet": sheet, "names": _said(best, names)})
        for sheet, names in drifted.items()
        if names
    ]
    if copies:
        names = ", ".join(dict.fromkeys(_place(h, best.head) for h in copies))
        said = {"files": names, "used": _place(best.head, copies[0])}
        asks.append(Ask("copy_kept" if named else "copy", said))
    if rest or (len(same) > 1 and not pattern):
        names = ", ".join(p.name for p in paths if p not in double)
        asks.append(Ask("not_alike", {"files": names, "used": best.head.path.name}))
    used = tuple(same) if pattern else (best.head.path,)
    read_too = tuple(h for h in kept if h.path in used and h is not best.head)
    return replace(
        best,
        more=sheets,
        path=pattern,
        files=used,
        stack=(best.head, *read_too),
        others=_others(best, drifted),
        asks=tuple(asks),
        scales=_of_all(best, read_too),
    )


def _of_all(best: TableProposal, more: Sequence[Head]) -> tuple[Scale, ...]:
    """The scales of the best head; one `scale` cannot multiply sheets whose titles differ."""
    titles = {title_units.title_factor(head) for head in (best.head, *more)}
    if len(titles) == 1:
        return best.scales
    return tuple(
        s if s.factor == 1 else replace(s, factor=None, title_factor=1.0) for s in best.scales
    )


def _sheets(read: Sequence[Sequence[Head]], best: TableProposal) -> list[Head]:
    """The other sheets of the file that the best one stands in."""
    return [h for file in read for h in file if h.path == best.head.path and h is not best.head]


def _drifted(best: TableProposal, heads: Sequence[Head]) -> dict[str, dict[str, str]]:
    """By sheet of the same workbook: columns that it has under another name, with that name.

    Only sheets that hold every column the table needs, most of them under the same name; one
    that repeats the orders of the best, such as a list of their invoices, is none.
    """
    mine = {g.column: g.header for g in best.live}
    needed = needed_columns(best.table) & set(mine)
    found = {}
    for head in heads:
        theirs = {g.column: g.header for g in head.guesses(best.table) if g.live and not g.doubt}
        same = sum(theirs.get(c) == header for c, header in mine.items())
        if head.path != best.head.path or set(head.columns) == set(best.head.columns):
            continue
        if needed <= set(theirs) and 2 * same >= len(mine) and not _repeats(best, head, theirs):
            names = {c: theirs[c] for c in mine if c in theirs and theirs[c] != mine[c]}
            found[head.sheet] = names
    return found


def _repeats(best: TableProposal, head: Head, theirs: dict[str, str]) -> bool:
    """Whether a sheet holds the same orders as the best one."""
    mine = next((g.header for g in best.live if g.column == "order_id"), None)
    if mine is None or "order_id" not in theirs:
        return False
    ids = {v for v in head.values[theirs["order_id"]] if v}
    return len(ids & set(best.head.values[mine])) > _SHARED * len(ids)


def _others(best: TableProposal, drifted: dict[str, dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """By column every other name of it, in the order of the sheets."""
    names = {c: [n[c] for n in drifted.values() if c in n] for c in (g.column for g in best.live)}
    return {c: tuple(dict.fromkeys(others)) for c, others in names.items() if others}


def _said(best: TableProposal, names: dict[str, str]) -> str:
    mine = {g.column: g.header for g in best.live}
    return ", ".join(f"{other} = {mine[column]}" for column, other in names.items())


def _same_rows(one: Head, other: Head) -> bool:
    """Whether both start with the same rows, in as many as both have, up to some."""
    rows = min(one.rows, other.rows, _COMPARED)
    return rows > 0 and all(one.values[c][:rows] == other.values[c][:rows] for c in one.columns)


def _place(head: Head, other: Head) -> str:
    return head.sheet if head.path == other.path and head.sheet else head.path.name


def _glob(paths: Sequence[Path]) -> str:
    """A pattern that finds exactly these files; empty where there is none."""
    whole = [p.resolve() for p in paths]
    folders, names = {p.parent for p in whole}, {p.name for p in whole}
    if len(folders) == 1:
        return _exact(next(iter(folders)), _pattern([p.name for p in whole]), whole)
    above = {p.parent for p in folders}
    if len(above) > 1:
        return ""
    below = _pattern([p.name for p in folders])
    name = _pattern([p.name for p in whole]) if len(names) > 1 else next(iter(names))
    return _exact(next(iter(above)), f"{below}/{name}", whole)


def _exact(folder: Path, pattern: str, wanted: Sequence[Path]) -> str:
    if set("[]?") & set(pattern) or "**" in pattern:
        return ""
    found = {p.resolve() for p in folder.glob(pattern) if not p.name.startswith(("~$", "."))}
    return (folder / pattern).as_posix() if found == set(wanted) else ""


def _pattern(names: Sequence[str]) -> str:
    start = _common(names)
    end = _common([n[len(start) :][::-1] for n in names])[::-1]
    return "" if "*" in start + end else f"{start}*{end}"


def _common(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    same = [i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b]
    return first[: same[0]] if same else first[: min(len(first), len(last))]
