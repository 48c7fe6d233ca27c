"""The first page of a report: the seven questions answered, and where everything stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kamlib import labels
from kamlib.reports import pages
from kamlib.reports.cells import isolated

#: The seven questions in the order they are read, with the notebook that answers each.
QUESTIONS = {
    "who": "01_identification",
    "want": "03_competition",
    "plan": "04_strategy",
    "win": "03_competition",
    "manage": "04_strategy",
    "keep": "04_strategy",
    "sustain": "02_segmentation",
}
ACCOUNT_PAGE = "05_account_plan"


def index_page(folder: Path, jobs: Sequence[Mapping], frame: pages.Frame, facts: str) -> str:
    """The index of the report in `folder`.

    jobs: entries of the manifest. facts: client, period, currency and level in one line.
    The answers are read from the executed notebooks that stand in `folder`.
    """
    top = [_Page(folder, job, frame) for job in jobs if "/" not in job["name"]]
    title = labels.say("reports.index.title", frame.language, client=isolated(frame.client))
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            frame.words(title),
            heading=title,
            facts=facts,
            questions=[_question(q, top, frame) for q in QUESTIONS],
            pages=top,
            plans=_plans(jobs, frame),
            no_plans=_no_plans(top, frame),
            tables=_tables(jobs, frame),
            # What one account's plan lacks stands in the plan.
            missing=[page for page in top if page.missing and page.name != ACCOUNT_PAGE],
            say=lambda key, **values: labels.say(f"reports.{key}", frame.language, **values),
        )
    )


class _Page:
    """A notebook's page as the index sees it: what stands, from when, and what it says."""

    def __init__(self, folder: Path, job: Mapping, frame: pages.Frame):
        self.name, self.language, self.error = job["name"], frame.language, job["error"]
        self.failed = job["status"] != "ok"
        good = job.get("last_good") if self.failed else job
        self.stands = bool(good)
        self.link = f"{self.name}.html" if good else ""
        self.note = self._note(good, frame.run_id)
        notebook = _notebook(folder / f"{self.name}.ipynb") if good else {"cells": []}
        left = list(pages.left_behind(notebook))
        self.title = pages.title_of(notebook, job["notebook"], frame.language)
        self.answers = {a["question"]: a["sentence"] for a in left if "question" in a}
        self.missing = list(dict.fromkeys(a["missing"] for a in left if "missing" in a))
        partial = f"failed/{self.name}.ipynb"
        self.partial = partial if self.failed and partial in job["outputs"] else ""

    def _note(self, good: Mapping | None, run_id: str) -> str:
        def say(key: str, **values: Any) -> str:
            return labels.say(f"reports.state.{key}", self.language, **values)

        if not good:
            return say("failed", error=self.error)
        day = date.fromisoformat(good["finished"][:10])
        if self.failed:
            return say("last_good", error=self.error, day=day)
        return "" if good["run"] == run_id else say("earlier", day=day)


def _question(question: str, top: Sequence[_Page], frame: pages.Frame) -> dict[str, Any]:
    """One question with its sentence, its evidence and what has to be said about them."""
    words = labels.say(f"reports.question.{question}", frame.language)
    for page in top:
        if question in page.answers:
            evidence = labels.say("reports.index.evidence", frame.language, title=page.title)
            return {
                "question": words,
                "sentence": page.answers[question],
                "link": f"{page.link}#answer-{question}",
                "evidence": evidence,
                "note": page.note,
                "failed": page.failed,
            }
    owner = next((page for page in top if page.name == QUESTIONS[question]), None)
    if owner is None:
        note = labels.say("reports.state.not_run", frame.language)
    elif owner.failed:
        note = labels.say("reports.state.no_answer_failed", frame.language, error=owner.error)
    else:
        note = labels.say("reports.state.no_answer", frame.language)
    failed = owner is not None and owner.failed
    empty = {"sentence": "", "link": "", "evidence": ""}
    return {"question": words, "note": note, "failed": failed, **empty}


def _plans(jobs: Sequence[Mapping], frame: pages.Frame) -> list[dict]:
    """One line per account plan, in the order the accounts rank."""
    plans = []
    for job in sorted(
        (j for j in jobs if j["account_id"]), key=lambda j: (j.get("rank", 0), j["name"])
    ):
        if "/" not in job["name"]:
            continue  # the first account's plan, which stands among the pages too
        failed = job["status"] != "ok"
        good = job.get("last_good") if failed else job
        note = labels.say("reports.state.failed", frame.language, error=job["error"])
        plans.append(
            {
                "account": isolated(job["account_name"] or job["account_id"]),
                "account_id": isolated(job["account_id"]),
                "link": f"{job['name']}.html" if good else "",
                "note": note if failed else "",
            }
        )
    return plans


def _no_plans(top: Sequence[_Page], frame: pages.Frame) -> str:
    """What stands where there is no account plan."""
    page = next((page for page in top if page.name == ACCOUNT_PAGE), None)
    key = "not_run" if page is None else "no_list" if page.failed else "no_plans"
    return labels.say(f"reports.state.{key}", frame.language)


def _tables(jobs: Sequence[Mapping], frame: pages.Frame) -> list[dict]:
    """One line per result table: name, what a row is, its files."""
    files: dict[str, list[str]] = {}
    for job in jobs:
        good = job if job["status"] == "ok" else job.get("last_good") or {"outputs": []}
        for output in good["outputs"]:
            if output.startswith("tables/"):
                files.setdefault(Path(output).stem, []).append(output)
    return [
        {
            "name": name,
            "content": labels.say(f"reports.table.{name}", frame.language)
            if labels.has(f"reports.table.{name}")
            else "",
            "files": [(Path(f).suffix.removeprefix("."), f) for f in sorted(set(found))],
        }
        for name, found in sorted(files.items())
    ]


def _notebook(path: Path) -> dict:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {"cells": []}


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=FileSystemLoader(pages.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
