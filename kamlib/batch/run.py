"""Reports for many engagements: all checked first, then run together, each published whole."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamlib import cache, paths
from kamlib import engagement as engagements
from kamlib.batch import jobs as job_list
from kamlib.batch import report
from kamlib.batch.jobs import JobError
from kamlib.batch.kernels import cores, kernels
from kamlib.batch.report import Outcome, Request, Watch
from kamlib.faults import Fault, InputError
from kamlib.intake import reading


@dataclass(frozen=True)
class Options:
    """What a run was asked for. `settings` are values by dotted name."""

    out: Path = Path("reports")
    only: Sequence[str] = ()
    workers: int = 0  # notebooks at a time; 0: one per core
    settings: Mapping[str, Any] = field(default_factory=dict)
    notebooks: Path = paths.NOTEBOOKS


def run(where: Sequence[str], options: Options, watch: Watch) -> list[Outcome]:
    """Make the reports of every engagement named, whatever fails in one of them.

    Raises
    ------
    JobError
        Before anything has run, for what is wrong with the command itself: an unknown
        notebook or setting, two engagements of one name, reports inside an engagement.
    """
    notebooks = job_list.choose(options.notebooks, options.only)
    requests, outcomes = _requests(where, notebooks, options)
    _check(requests, options)
    if not requests:
        return outcomes
    workers = options.workers or cores()
    # Two engagements at a time, so that one is read while the other's notebooks run.
    with (
        _one_reading(),
        kernels(workers) as started,
        ThreadPoolExecutor(workers) as pool,
        ThreadPoolExecutor(min(2, len(requests))) as desks,
    ):
        try:
            working = [desks.submit(report.make, r, started, pool, watch) for r in requests]
            for future in as_completed(working):
                outcomes.append(future.result())
        except BaseException:  # Ctrl-C: what stood before still stands
            started.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            desks.shutdown(wait=False, cancel_futures=True)
            raise
    cache.prune()
    order = {str(place): n for n, place in enumerate(where)}
    return sorted(outcomes, key=lambda outcome: order[outcome.where])


@contextmanager
def _one_reading() -> Iterator[None]:
    """While it lasts, a database is read once: notebooks find what the run has read."""
    before = os.environ.get(reading.RUN)
    os.environ[reading.RUN] = uuid.uuid4().hex
    try:
        yield
    finally:
        if before is None:
            del os.environ[reading.RUN]
        else:
            os.environ[reading.RUN] = before


def _requests(
    where: Sequence[str], notebooks: Sequence[Path], options: Options
) -> tuple[list[Request], list[Outcome]]:
    """The engagements that can be opened, and what is wrong with the others."""
    requests, refused = [], []
    for place in dict.fromkeys(str(w) for w in where):
        path = paths.engagement_path(place)
        try:
            loaded = engagements.load(path, options.settings)
        except InputError as error:
            if error.faults and all(_from_command(f, options.settings) for f in error.faults):
                raise JobError(error.faults, error.language) from error
            refused.append(Outcome(place, path.name, faults=error))
            continue
        yaml = path / engagements.FILE if path.is_dir() else path
        target = options.out.resolve() / (loaded.id or "engagement")
        requests.append(
            Request(place, yaml.resolve(), loaded, target, tuple(notebooks), options.settings)
        )
    return requests, refused


def _from_command(fault: Fault, settings: Mapping[str, Any]) -> bool:
    """Whether a fault of the engagement was brought in by `--set`."""
    return any(
        fault.column == name or name.startswith(f"{fault.column}.") or fault.column.startswith(name)
        for name in settings
        if fault.column
    )


def _check(requests: Sequence[Request], options: Options) -> None:
    faults: list[Fault] = []
    seen: dict[str, Request] = {}
    for request in requests:
        other = seen.setdefault(request.target.name.casefold(), request)
        if other is not request:
            both = f"{other.yaml.parent}, {request.yaml.parent}"
            faults.append(Fault("job_same_name", value=request.target.name, values={"both": both}))
        if request.target.is_relative_to(request.yaml.parent):
            faults.append(Fault("job_out_inside", value=str(options.out)))
        try:
            job_list.check(report.first_jobs(request) + report.plan_jobs(request, {"": ""}))
        except JobError as error:
            faults += [f for f in error.faults if f not in faults]
    if not faults and requests:
        faults += _unwritable(options.out)
    if faults:
        raise JobError(faults)


def _unwritable(folder: Path) -> list[Fault]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError as error:
        said = error.strerror or type(error).__name__
        return [Fault("job_out_unwritable", value=str(folder), values={"said": said})]
