"""One engagement's report, from reading its files to putting its pages in place."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from kamlib import labels
from kamlib.batch import execute, lock, manifest, publish
from kamlib.batch import jobs as job_list
from kamlib.batch.jobs import ACCOUNT_NOTEBOOK, ACCOUNT_PARAMETER, Job
from kamlib.batch.kernels import Kernels
from kamlib.batch.manifest import Result
from kamlib.batch.slugs import slug
from kamlib.engagement import Engagement
from kamlib.faults import InputError
from kamlib.reports import index, pages, show
from kamlib.study import Study, open_study

PLANS = "accounts"  # folder of the account plans


@dataclass(frozen=True)
class Request:
    """An engagement to report on: checked, its files not read yet."""

    where: str  # as the user named it
    yaml: Path
    engagement: Engagement
    target: Path
    notebooks: tuple[Path, ...]
    settings: Mapping[str, Any]

    @property
    def parameters(self) -> dict[str, Any]:
        """What every notebook of the run is given."""
        rest = {k: v for k, v in self.settings.items() if k not in ("as_of", "language")}
        return {
            "engagement": str(self.yaml),
            "as_of": str(self.settings.get("as_of", "")),
            "language": str(self.settings.get("language", "")),
            "settings": rest,
        }


@dataclass(frozen=True)
class Outcome:
    """What became of an engagement: its report, or why there is none."""

    where: str
    id: str
    target: Path | None = None
    results: tuple[Result, ...] = ()
    faults: InputError | None = None  # its files cannot be used
    crash: str = ""  # a traceback: the kit's own fault
    language: str = "en"

    @property
    def good(self) -> bool:
        """Whether everything went well."""
        usable = self.faults is None and not self.crash
        return usable and all(result.status == "ok" for result in self.results)


class Watch(Protocol):
    """Whoever follows a run; called from several threads."""

    def expect(self, jobs: int) -> None:
        """So many more jobs are to come."""

    def done(self, engagement: str, result: Result) -> None:
        """A job has ended."""


def make(request: Request, kernels: Kernels, pool: Executor, watch: Watch) -> Outcome:
    """Read an engagement, run its notebooks, publish its report.

    Its notebooks run on `pool`, together with those of other engagements. An engagement
    that cannot be used, or a fault of the kit, ends in the Outcome.
    """
    language = request.engagement.language
    outcome = Outcome(request.where, request.target.name, language=language)
    try:
        with lock.alone(request.target):
            study = open_study(**request.parameters)
            with publish.beside(request.target) as work:
                results = _Making(request, study, work, kernels, pool, watch).all()
        return replace(outcome, target=request.target, results=tuple(results))
    except InputError as error:
        return replace(outcome, faults=error)
    except Exception:
        if kernels.stopped:
            raise
        return replace(outcome, crash=traceback.format_exc())


def first_jobs(request: Request) -> list[Job]:
    """One job per notebook, but for the one that runs once per account."""
    chosen = [path for path in request.notebooks if path.stem != ACCOUNT_NOTEBOOK]
    return [Job(path, request.parameters) for path in chosen]


def plan_jobs(request: Request, accounts: Mapping[str, str]) -> list[Job]:
    """One job per account, in the order given: account_id -> name."""
    path = next((p for p in request.notebooks if p.stem == ACCOUNT_NOTEBOOK), None)
    if path is None:
        return []
    return [
        Job(
            path,
            {**request.parameters, ACCOUNT_PARAMETER: account_id},
            folder=f"{PLANS}/{slug(account_id)}",
            account_id=account_id,
            account_name=name,
            rank=rank,
        )
        for rank, (account_id, name) in enumerate(accounts.items(), start=1)
    ]


class _Making:
    """One report in the making. `work` is the folder its files grow in."""

    def __init__(self, request: Request, study: Study, work: Path, *tools: Any):
        self.request, self.study, self.work = request, study, work
        self.kernels, self.pool, self.watch = tools
        self.head = manifest.head(study, request.yaml, _asked(request))
        name, language = study.engagement.name, study.language
        self.frame = pages.Frame(name, language, self.head["id"])
        self.started = datetime.now(UTC)

    def all(self) -> list[Result]:
        """Run every job and publish what came out."""
        results = self._run(first_jobs(self.request))
        planned = None
        if any(path.stem == ACCOUNT_NOTEBOOK for path in self.request.notebooks):
            plans, planned = self._account_plans()
            results += plans
        if self.kernels.stopped:
            raise KeyboardInterrupt
        return self._publish(results, planned)

    def _run(self, jobs: list[Job]) -> list[Result]:
        job_list.check(jobs)
        self.watch.expect(len(jobs))
        return list(self.pool.map(self._one, jobs))

    def _one(self, job: Job) -> Result:
        target = self.request.target
        result = execute.execute(job, self._place(job), target, self.kernels, self.frame)
        if not self.kernels.stopped:  # else it failed only because the run was stopped
            self.watch.done(target.name, result)
        return result

    def _place(self, job: Job) -> Path:
        """The folder a job works in; its name is short, for Windows counts the whole path."""
        return self.work / hashlib.sha256(job.name.encode()).hexdigest()[:12]

    def _account_plans(self) -> tuple[list[Result], set[str] | None]:
        """A plan per key account, the first one on the top page too; and the jobs' names.

        No names where the list of accounts failed: plans that stand then stay.
        """
        on_top = Job(_account_notebook(self.request), self.request.parameters)
        try:
            accounts = _key_accounts(self.study)
        except Exception as error:  # a notebook would fail alone too
            return [_failed(on_top, execute.said(error, self.frame.language))], None
        if accounts:
            results = self._run(plan_jobs(self.request, accounts))
            results.append(self._first_on_top(on_top, results[0]))
        else:
            results = self._run([on_top])
        return results, {result.job.name for result in results}

    def _first_on_top(self, on_top: Job, plan: Result) -> Result:
        job = replace(
            on_top, account_id=plan.job.account_id, account_name=plan.job.account_name, rank=1
        )
        place = self._place(job)
        place.mkdir()
        if plan.status != "ok":
            return replace(plan, job=job, outputs=())
        outputs = execute.copy_page(self._place(plan.job), plan.job, place, job, self.frame)
        return replace(plan, job=job, outputs=outputs, seconds=0.0)

    def _publish(self, results: list[Result], planned: set[str] | None) -> list[Result]:
        target = self.request.target
        before = manifest.read(target).get("jobs", [])
        placed = [self._put(result) for result in results]
        entries = manifest.entries(before, placed, self.head["id"], planned)
        finished = datetime.now(UTC)
        record = {
            **self.head,
            "started": self.started.isoformat(timespec="seconds"),
            "finished": finished.isoformat(timespec="seconds"),
            "seconds": round((finished - self.started).total_seconds(), 1),
            "jobs": entries,
        }
        facts = show.page_facts(self.study)
        last = self.work / "last"
        last.mkdir()
        page = index.index_page(target, entries, self.frame, facts)
        (last / "index.html").write_text(page, "utf-8")
        text = json.dumps(record, indent=1, ensure_ascii=False)
        (last / manifest.FILE).write_text(text + "\n", "utf-8")
        placed += self._move(last, Job(Path("index.html")))
        publish.remove_unwanted(target, before, entries)
        return placed

    def _put(self, result: Result) -> Result:
        return next(iter(self._move(self._place(result.job), result.job)), result)

    def _move(self, staged: Path, job: Job) -> list[Result]:
        """Move files into place; one that another program holds open is the job's failure."""
        try:
            publish.move(staged, self.request.target)
        except OSError as error:
            name = Path(str(error.filename2 or error.filename or "")).name
            said = labels.say("reports.error.not_replaced", self.frame.language, file=name)
            return [_failed(job, said)]
        return []


def _asked(request: Request) -> dict[str, Any]:
    """The parameters that the manifest records: not where the engagement lies on this disk."""
    return {k: v for k, v in request.parameters.items() if k != "engagement"}


def _account_notebook(request: Request) -> Path:
    return next(path for path in request.notebooks if path.stem == ACCOUNT_NOTEBOOK)


def _key_accounts(study: Study) -> dict[str, str]:
    """The accounts on the list, best first: account_id -> name."""
    from kamlib.analysis import identification  # noqa: PLC0415  only where plans are made

    ids = identification.key_ids(study)
    names = study.book.accounts.set_index("account_id")["account_name"]
    return {account_id: str(names.get(account_id, account_id)) for account_id in ids}


def _failed(job: Job, error: str) -> Result:
    finished = datetime.now(UTC).isoformat(timespec="seconds")
    return Result(job, "failed", seconds=0.0, finished=finished, error=error)
