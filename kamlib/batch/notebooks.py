"""Execute the committed notebooks anew and leave only what belongs in them.

`python -m kamlib.batch.notebooks [NAME...]`. Outputs stay in the cells tagged
`nbval-check-output`, where tests compare them; every other output, and what JupyterLab and
papermill note down beside the cells, goes. A notebook that fails is left as it was.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kamlib import paths
from kamlib.batch import execute, jobs
from kamlib.batch.kernels import Kernels, cores, kernels
from kamlib.faults import InputError

CHECKED = "nbval-check-output"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def main(names: Sequence[str] = (), *, folder: Path = paths.NOTEBOOKS) -> int:
    """Execute and normalise the notebooks named, or all; 0 if all went well."""
    from kamlib import terminal  # noqa: PLC0415  this module is a command too

    terminal.use_utf8()
    try:
        chosen = jobs.choose(folder, names)
    except InputError as error:
        terminal.faults(error)
        return 2
    with kernels(cores()) as started, ThreadPoolExecutor(cores()) as pool:
        said = list(pool.map(lambda path: refresh(path, started), chosen))
    for path, error in zip(chosen, said, strict=True):
        terminal.line(f"{path.name}: {error or 'ok'}", err=bool(error))
    return 1 if any(said) else 0


def refresh(path: Path, started: Kernels) -> str:
    """Execute one notebook with its defaults and write it back; what failed, in one line."""
    import nbformat  # noqa: PLC0415  a third of a second

    with tempfile.TemporaryDirectory() as folder:
        try:
            notebook = started.execute(path, Path(folder) / path.name, {})
        except Exception as error:  # anything a notebook may raise
            return execute.said(error, "en")
    beside = path.with_name(f".{path.name}")
    nbformat.write(normalised(notebook), beside)
    os.replace(beside, path)
    return ""


def normalised(notebook: Any) -> Any:
    """The notebook without what changes from run to run; checked outputs kept.

    nbval compares only cells that have an execution count, so the checked ones keep theirs.
    """
    notebook.metadata = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if cell.cell_type == "code" and CHECKED not in tags:
            cell.outputs, cell.execution_count = [], None
    return notebook


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
