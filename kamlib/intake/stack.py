"""Files and sheets of one shape, read as one source; what does not fit is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kamlib.intake.heads import Head
from kamlib.intake.proposal import Ask, TableProposal

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
    sheets = tuple(h for h in kept if h.path == best.head.path and h is not best.head)
    same = list(dict.fromkeys([best.head.path, *(h.path for h in kept)]))
    paths = [file[0].path for file in read]
    helping = {best.join.head.path} if best.join else set()
    double = set() if named else {h.path for h in copies}
    rest = [p for p in paths if p not in same and p not in helping and p not in double]
    pattern, asks = _glob(same) if len(same) > 1 else "", list(best.asks)
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
        asks=tuple(asks),
    )


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
