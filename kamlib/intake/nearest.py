"""The nearest known name, for complaints."""

from __future__ import annotations


def nearest(name: str, known: list[str]) -> str:
    """The known name most like `name`; all of them (a few) where none is near."""
    from rapidfuzz import process, utils  # noqa: PLC0415  only needed for a fault

    known = [k for k in known if k]
    found = process.extractOne(name, known, processor=utils.default_process, score_cutoff=50)
    if found:
        return found[0]
    return ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
