"""One job: run the notebook, write its page, say what became of it."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kamlib import labels
from kamlib.batch.jobs import ACCOUNT_NOTEBOOK, Job
from kamlib.batch.kernels import Kernels, KernelStartError
from kamlib.batch.manifest import Result
from kamlib.faults import InputError
from kamlib.reports import pages

_LONGEST_ERROR = 300
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f]")


def execute(job: Job, staged: Path, final: Path, kernels: Kernels, frame: pages.Frame) -> Result:
    """Run one job; whatever fails, a Result comes back.

    Its pages and tables go below `staged` as they shall stand below `final`. A failed job
    leaves only `failed/<name>.ipynb`, the notebook as far as it got.
    """
    started = time.monotonic()
    page = staged / f"{job.name}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    try:
        notebook = _run(job, staged, kernels)
        _scrub(notebook, staged, final)
        _write(notebook, job, page, frame)
    except Exception as problem:  # anything a notebook may raise: the other jobs go on
        error = said(problem, frame.language)
        _keep_only_the_notebook(job, staged)
    return Result(
        job,
        status="failed" if error else "ok",
        seconds=time.monotonic() - started,
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        outputs=tuple(
            sorted(p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file())
        ),
        error=error,
    )


def copy_page(
    source: Path, job: Job, target: Path, other: Job, frame: pages.Frame
) -> tuple[str, ...]:
    """The pages of `job` below `source` once more, below `target` as the pages of `other`."""
    import nbformat  # noqa: PLC0415  a third of a second

    notebook = nbformat.read(source / f"{job.name}.ipynb", as_version=4)
    page = target / f"{other.name}.html"
    _write(notebook, other, page, frame)
    return (page.name, page.with_suffix(".ipynb").name)


def said(problem: Exception, language: str) -> str:
    """What went wrong in one line, without a traceback; short where it is no fault of the input."""
    kind = type(problem).__name__
    if isinstance(problem, KernelStartError):
        return labels.say("reports.error.no_start", language, said=_short(str(problem)))
    if kind == "DeadKernelError":
        return labels.say("reports.error.kernel_died", language)
    if kind == "PapermillExecutionError":
        if problem.ename == "InputError":  # faults of the engagement: told whole
            text = _line(problem.evalue)
        else:
            text = _short(f"{problem.ename}: {problem.evalue}")
        return labels.say("reports.error.cell", language, n=problem.exec_count, said=text)
    if isinstance(problem, InputError):
        return _line(str(problem))
    return _short(f"{kind}: {problem}")


def _run(job: Job, staged: Path, kernels: Kernels) -> Any:
    out_dir = str(staged / job.folder) if job.folder else str(staged)
    parameters = {**job.parameters, "out_dir": out_dir}
    keep_for = f"{job.notebook}|{parameters.get('engagement')}"
    return kernels.execute(
        job.notebook,
        staged / f"{job.name}.ipynb",
        parameters,
        keep_for=keep_for if job.stem == ACCOUNT_NOTEBOOK else "",
    )


def _scrub(notebook: Any, staged: Path, final: Path) -> None:
    """Name the folder people know instead of the one the run worked in."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.source = cell.source.replace(_quoted(staged), _quoted(final))
    record = notebook.metadata.papermill
    record["parameters"]["out_dir"] = record["parameters"]["out_dir"].replace(
        str(staged), str(final)
    )
    for path in ("input_path", "output_path"):
        record[path] = Path(record[path]).name


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


def _write(notebook: Any, job: Job, page: Path, frame: pages.Frame) -> None:
    import nbformat  # noqa: PLC0415  a third of a second

    nbformat.write(notebook, page.with_suffix(".ipynb"))
    title = pages.title_of(notebook, job.stem, frame.language)
    home = "../" * job.name.count("/") + "index.html"
    page.write_text(pages.notebook_page(notebook, frame, title=title, home=home), "utf-8")


def _keep_only_the_notebook(job: Job, staged: Path) -> None:
    notebook = staged / f"{job.name}.ipynb"
    content = notebook.read_bytes() if notebook.is_file() else None
    for path in [p for p in staged.rglob("*") if p.is_file()]:
        path.unlink()
    if content is not None:
        kept = staged / "failed" / f"{job.name}.ipynb"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)


def _line(text: str) -> str:
    return " ".join(_ESCAPES.sub(" ", text).split())


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _LONGEST_ERROR else f"{line[: _LONGEST_ERROR - 1]}…"
