"""The book of an engagement: read once for each state of its files and decisions, then kept."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kamlib import cache
from kamlib.engagement import Engagement
from kamlib.faults import InputError
from kamlib.intake.files import find as files
from kamlib.intake.findings import Findings
from kamlib.intake.names import same_customer
from kamlib.intake.names.same_customer import Decisions

if TYPE_CHECKING:
    from kamlib.intake.book import Book

# What intake reads of an engagement; other decisions do not make it read again.
DECISIONS = ("currency", "since", "as_of", "roles", "level", "returns", "duplicates")
DECISIONS += ("bad_rows", "engine", "sources")
NOTES = "notes.json"
RUN = "KAM_RUN"  # names the run in the environment of its notebooks


def read(engagement: Engagement) -> Book:
    """Return the client's data in canonical form, read anew only when something changed.

    Raises
    ------
    InputError
        With the faults of all sources together.
    """
    folder, findings, made = prepare(engagement)
    if findings.faults:
        raise InputError(findings.faults, engagement.language)
    return _book(folder, findings, made, engagement.engine)


def prepare(engagement: Engagement) -> tuple[Path, Findings, dict]:
    """The folder with the canonical tables, what was noted, the period and the fingerprint.

    With faults the folder does not exist, and nothing is kept.
    """
    digests, decisions = _digests(engagement), same_customer.read(engagement)
    mark, reading = _mark(engagement, digests, decisions), _reading(engagement)
    folder = cache.folder(f"{mark}{reading}") / "book"
    if reading is not None and (kept := _kept(folder)):
        return folder, *kept
    findings = Findings()
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        from kamlib.intake import canonical  # noqa: PLC0415  duckdb only where it is read

        made = canonical.make(engagement, beside, findings, decisions)
        if findings.faults:
            return folder, findings, {}
        _complete_inputs(findings, digests)
        seen = f"{mark}{_unseen(engagement)}{findings}"
        made["fingerprint"] = hashlib.sha256(seen.encode()).hexdigest()
        (beside / NOTES).write_text(_as_json(findings, made), encoding="utf-8")
        if reading is None:  # the same rows as the last time go to the same place
            folder = cache.folder(made["fingerprint"]) / "book"
        folder = _move_into_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder, findings, made


def _digests(engagement: Engagement) -> dict[str, tuple[int, str]]:
    """Size and digest of every file that the sources name and that is there."""
    digests = {}
    for source in engagement.sources.values():
        beside = [*source.join, *([source.drop_if_in] if source.drop_if_in else [])]
        for path in [source.path, *(other.path for other in beside)]:
            try:
                found = files.find(engagement, path) if path else []
                for file, _ in found:
                    digests[str(file)] = (file.stat().st_size, files.sha256(file))
            except (InputError, OSError):
                continue  # said by the reader, with all other faults
    return digests


def _mark(engagement: Engagement, digests: dict, decisions: Decisions) -> str:
    decided = engagement.model_dump(mode="json", include=set(DECISIONS))
    text = json.dumps([decided, decisions.mark(), sorted(digests.items())], sort_keys=True)
    return f"{engagement.folder}{text}"


def _reading(engagement: Engagement) -> str | None:
    """What a kept book is good for: nothing more to say, one run, or (None) not even that.

    Rows of a database or a catalogue change unseen. A run reads them once for all its
    notebooks; whoever reads alone reads anew.
    """
    if not any(source.database or source.table for source in engagement.sources.values()):
        return ""
    return os.environ.get(RUN)


def _unseen(engagement: Engagement) -> str:
    """Rows of a catalogue leave no digest, as files and queries do: none are known to be old."""
    return uuid.uuid4().hex if any(s.table for s in engagement.sources.values()) else ""


def _complete_inputs(findings: Findings, digests: dict[str, tuple[int, str]]) -> None:
    for item in findings.inputs:
        rows = item.pop("digest", "")
        item["bytes"], item["sha256"] = digests.get(item["path"], (None, rows))
        if item["encoding"] == "database":  # reports go further than a host's name should
            item["file"] = item["file"].partition("://")[0]


def _as_json(findings: Findings, made: dict) -> str:
    content = asdict(findings)
    content.pop("faults")
    return json.dumps({"findings": content, "made": made}, ensure_ascii=False, default=str)


def _kept(folder: Path) -> tuple[Findings, dict] | None:
    try:
        content = json.loads((folder / NOTES).read_text(encoding="utf-8"))
        return Findings(**content["findings"]), content["made"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _move_into_place(beside: Path, folder: Path) -> Path:
    """Another process may have read the same at the same time: the first one stays."""
    shutil.rmtree(beside / "spill", ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists() and not _kept(folder):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        os.rename(beside, folder)
    except OSError:
        if not _kept(folder):
            raise
    return folder


def _book(folder: Path, findings: Findings, made: dict, address: str) -> Book:
    import duckdb  # noqa: PLC0415  heavy, and `kam check` does without these
    import narwhals.stable.v2 as nw  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from kamlib.intake.book import ORDER_COLUMNS, Book  # noqa: PLC0415
    from kamlib.intake.engine import open_engine  # noqa: PLC0415
    from kamlib.intake.names import name_review  # noqa: PLC0415

    engine = open_engine(address, duckdb.connect())
    given = {p.stem.removeprefix("table_"): p for p in folder.glob("table_*.parquet")}

    def noted(rows: list[dict], columns: str) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=columns.split())

    return Book(
        orders=nw.from_native(engine.lines(folder / "orders.parquet"))
        .filter(nw.col("_step").is_null())
        .select(*ORDER_COLUMNS),
        members=pd.read_parquet(folder / "members.parquet"),
        accounts=pd.read_parquet(folder / "accounts.parquet"),
        tables={name: pd.read_parquet(given[name]) for name in sorted(given)},
        reconciliation=noted(findings.reconciliation, "table step rows amount"),
        repairs=noted(findings.repairs, "table column rule rows amount example places"),
        questions=noted(
            findings.questions, "table column question rows amount example places mend"
        ),
        inputs=noted(
            findings.inputs, "table file sheet rows bytes sha256 encoding separator header_row"
        ),
        name_review=name_review.frame(findings.name_review),
        control_totals=noted(
            findings.control_totals, "table measure stated found difference agrees_after"
        ),
        returns=findings.returns,
        since=date.fromisoformat(made["since"]),
        as_of=date.fromisoformat(made["as_of"]),
        fingerprint=made["fingerprint"],
    )
