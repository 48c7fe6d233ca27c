"""The record of a run: what went in, which decisions held, what became of every job."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamlib import __version__
from kamlib.batch.jobs import Job
from kamlib.study import Study

FILE = "manifest.json"


@dataclass(frozen=True)
class Result:
    """What became of a job. `outputs` are paths below the engagement's reports folder."""

    job: Job
    status: str  # ok or failed
    seconds: float
    finished: str  # ISO, UTC
    outputs: tuple[str, ...] = ()
    error: str = ""


def head(study: Study, yaml: Path, parameters: Mapping[str, Any]) -> dict:
    """Everything but the jobs. Holds no clock, so the same work gives the same `id`.

    parameters: what the run was asked for beyond the engagement file.
    """
    engagement = study.engagement
    settings = engagement.model_dump(mode="json", exclude_defaults=False)
    for source in settings["sources"].values():
        if source.get("database"):  # may hold a user, a host
            source["database"] = source["database"].partition("://")[0]
    content = {
        "kit": __version__,
        "engagement": engagement.id,
        "client": engagement.name,
        "since": study.book.since.isoformat(),
        "as_of": study.book.as_of.isoformat(),
        "parameters": dict(parameters),
        "settings": settings,
        "inputs": [*_decisions(study, yaml), *_read(study)],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return {"id": hashlib.sha256(text.encode()).hexdigest()[:12], **content}


def entries(
    before: Sequence[Mapping], results: Iterable[Result], run_id: str, planned: set[str] | None
) -> list[dict]:
    """The jobs of the manifest: those of this run, and those that stand from earlier ones.

    before: entries of the manifest that stood. planned: names of all account jobs of this
    run, where it made account plans at all; others are no longer wanted.
    """
    kept = {entry["name"]: dict(entry) for entry in before if _wanted(entry, planned)}
    for result in results:
        entry = _entry(result, run_id)
        if result.status != "ok":
            entry["last_good"] = _last_good(kept.get(result.job.name))
        kept[result.job.name] = entry
    return [kept[name] for name in sorted(kept)]


def read(folder: Path) -> dict:
    """The manifest that stands in a reports folder; empty if there is none to be read."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
        jobs = content["jobs"]
        sound = all(isinstance(j["name"], str) and isinstance(j["outputs"], list) for j in jobs)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return content if sound else {}


def standing(entry: Mapping) -> Mapping | None:
    """The run whose pages stand for a job: its own, an earlier one, or none."""
    return entry if entry["status"] == "ok" else entry.get("last_good")


def _wanted(entry: Mapping, planned: set[str] | None) -> bool:
    return planned is None or not entry.get("account_id") or entry["name"] in planned


def _entry(result: Result, run_id: str) -> dict:
    job = result.job
    return {
        "name": job.name,
        "notebook": job.stem,
        "account_id": job.account_id,
        "account_name": job.account_name,
        "rank": job.rank,
        "status": result.status,
        "seconds": round(result.seconds, 1),
        "finished": result.finished,
        "run": run_id,
        "outputs": list(result.outputs),
        "error": result.error,
    }


def _last_good(entry: Mapping | None) -> dict | None:
    good = standing(entry) if entry else None
    return {key: good[key] for key in ("finished", "run", "outputs")} if good else None


def _read(study: Study) -> list[dict]:
    """The client's files as read, with their hashes."""
    frame = study.book.inputs
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return json.loads(json.dumps(rows, default=str))


def _decisions(study: Study, yaml: Path) -> list[dict]:
    """The files that people wrote: the engagement and the worksheets."""
    named = study.engagement.worksheets
    files = [("engagement", yaml)]
    files += [("worksheets", study.engagement.resolve(named))] if named else []
    return [
        {"table": table, "file": path.name, "sha256": _sha256(path)}
        for table, path in files
        if path.is_file()
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
