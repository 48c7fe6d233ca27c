"""Jobs are data: a notebook, its parameters, where its pages go; checked before one runs."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamlib.faults import Fault, InputError
from kamlib.intake.nearest import nearest

ACCOUNT_NOTEBOOK = "05_account_plan"
ACCOUNT_PARAMETER = "account_id"
# papermill writes parameters into the notebook, where a secret would stay.
_SECRET = re.compile(
    r"(^|_)(token|pass(word|wd|phrase)?|pwd|secrets?|credentials?|key)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Job:
    """One notebook to run. `folder` is where its pages go, below the engagement's reports."""

    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    account_id: str = ""
    account_name: str = ""
    rank: int = 0  # place of the account on the list

    @property
    def stem(self) -> str:
        """File name of its pages, without the ending."""
        return self.notebook.stem

    @property
    def name(self) -> str:
        """Folder and file name: what tells it from the other jobs of an engagement."""
        return f"{self.folder}/{self.stem}" if self.folder else self.stem


class JobError(InputError):
    """Jobs that cannot run as they are. Lists every fault, not only the first."""


def choose(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """The notebooks of `folder` in order; with `only`, those named.

    Raises
    ------
    JobError
        Naming every unknown one with the nearest known, or a folder without notebooks.
    """
    known = {path.stem: path for path in sorted(folder.glob("[0-9]*.ipynb"))}
    if not known:
        raise JobError([Fault("job_no_notebooks", value=str(folder))])
    wanted = [name.removesuffix(".ipynb") for name in only]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise JobError(
            Fault("job_unknown_notebook", value=n, values={"nearest": nearest(n, list(known))})
            for n in unknown
        )
    return [path for stem, path in known.items() if not wanted or stem in wanted]


def check(jobs: Iterable[Job]) -> None:
    """Check every job against its notebook.

    Raises
    ------
    JobError
        Naming every notebook that is missing or has not one `parameters` cell of literals,
        every parameter its notebook does not have, every one whose name speaks of a
        secret, and jobs that would write the same files.
    """
    faults, seen = [], set()
    for job in jobs:
        if job.name.casefold() in seen:
            faults.append(Fault("job_same_files", file=job.name))
        seen.add(job.name.casefold())
        try:
            known = list(parameters_of(job.notebook))
        except JobError as error:
            faults += error.faults
        else:
            faults += [f for name in job.parameters if (f := _parameter_fault(job, name, known))]
    if faults:
        raise JobError(faults)


def parameters_of(notebook: Path) -> dict[str, Any]:
    """Names and defaults of a notebook's parameters.

    Raises
    ------
    JobError
        If the file cannot be read or has not exactly one cell tagged `parameters` that holds
        nothing but `name = literal`.
    """
    try:
        content = json.loads(notebook.read_text("utf-8"))
        cells = [c for c in content["cells"] if "parameters" in c["metadata"].get("tags", ())]
        sources = ["".join(c["source"]) for c in cells]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise JobError([Fault("job_bad_notebook", notebook.name, values={"said": said})]) from error
    if len(sources) != 1:
        raise JobError([Fault("job_parameter_cells", notebook.name, value=str(len(sources)))])
    try:
        return _literals(sources[0])
    except (SyntaxError, ValueError) as error:
        values = {"said": str(error)}
        raise JobError([Fault("job_not_literal", notebook.name, values=values)]) from error


def _parameter_fault(job: Job, name: str, known: list[str]) -> Fault | None:
    if _SECRET.search(name):
        return Fault("job_secret", job.name, column=name)
    if name not in known:
        near = nearest(name, known)
        return Fault("job_unknown_parameter", job.name, column=name, values={"nearest": near})
    return None


def _literals(source: str) -> dict[str, Any]:
    found = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        else:
            raise ValueError(f"line {statement.lineno}")
        for target in targets:
            if not isinstance(target, ast.Name):
                raise ValueError(f"line {statement.lineno}")
            found[target.id] = ast.literal_eval(statement.value)
    return found
