"""The workbook that `kam new` leaves to be filled in, with the client's accounts in it.

The accounts are only known once the order lines are read; where that would take long, or the
engagement has open faults, the workbook comes without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamlib.engagement import Engagement
    from kamlib.intake.book import Book

_BYTES = 20_000_000  # of input; more is not read just for the workbook
_SCORED = 50  # the largest accounts get a line for each criterion; the others can be chosen


def write(path: Path, language: str, inputs: Sequence[Path]) -> None:
    """Write the workbook beside the engagement file that stands in the same folder.

    inputs: the client's files that the engagement names.
    """
    from kamlib import engagement as engagements  # noqa: PLC0415  with pandas, slow to load
    from kamlib import worksheets  # noqa: PLC0415

    book = None
    asked: dict[str, Any] = {}
    try:
        engagement = engagements.load(path.parent, {"worksheets": None})
        asked = {
            "criteria": worksheets.scales(engagement),
            "compared": engagement.identification.compared,
        }
        book = _book(engagement, inputs)
    except Exception:  # noqa: BLE001  whatever it is, `kam check` tells; the workbook serves
        book = None
    if book is None:
        worksheets.write_blank(path, language, **asked)
        return
    accounts = book.accounts[["account_id", "account_name"]]
    largest = _largest(book)
    rows = [{"account_id": a, "criterion": c} for a in largest for c in asked["criteria"]]
    scores = worksheets.frame("scores", rows)
    worksheets.write(path, language, accounts=accounts, rows={"scores": scores}, **asked)


def again(folder: Path, path: Path) -> str:
    """Write the workbook for the engagement of a folder as it stands now; return its language.

    Decisions taken since `kam new`, such as criteria of one's own, change what managers score.

    Raises
    ------
    InputError
        Where the engagement file has faults, or a file it names is not there.
    """
    from kamlib import engagement as engagements  # noqa: PLC0415  with pandas, slow to load
    from kamlib.intake.files.find import find  # noqa: PLC0415

    # Without the workbook that the file names: it is the one that is written.
    engagement = engagements.load(folder, {"worksheets": None})
    named = [place for s in engagement.sources.values() for place in (s, *s.join) if place.path]
    inputs = [file for place in named for file, _ in find(engagement, place.path)]
    write(path, engagement.language, inputs)
    return engagement.language


def _book(engagement: Engagement, inputs: Sequence[Path]) -> Book | None:
    from kamlib import intake  # noqa: PLC0415

    if sum(map(_size, set(inputs))) > _BYTES:
        return None
    return intake.read(engagement)


def _size(path: Path) -> int:
    """Bytes as read: text packs to about an eighth."""
    packed = path.suffix.lower() in (".gz", ".parquet", ".pq")
    return path.stat().st_size * (8 if packed else 1)


def _largest(book: Book) -> list[str]:
    """Account ids by revenue, ties by id."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415

    sums = nw.from_native(book.orders).group_by("account_id").agg(nw.col("amount").sum())
    found = sums.collect("pandas").to_native().dropna(subset=["account_id"])
    found = found.sort_values(["amount", "account_id"], ascending=[False, True])
    return found["account_id"].head(_SCORED).tolist()
