"""Kernels: one dies, one fails, one is kept for the next account."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kamlib.batch import execute
from kamlib.batch.jobs import Job
from kamlib.batch.kernels import KernelStartError, kernels
from kamlib.faults import Fault, InputError
from kamlib.reports.pages import Frame

CASES = Path(__file__).parent / "notebooks" / "cases"
FRAME = Frame("Client", "en", "abc")
MANY = {"said": "so it is stated " * 40}


@pytest.fixture(scope="module")
def started():
    with kernels(2) as made:
        yield made


def run(name: str, started, folder: Path, **parameters):
    # The tiny notebooks have no out_dir; nothing is written but the notebook.
    return started.execute(CASES / f"{name}.ipynb", folder / "out.ipynb", parameters)


def outputs(notebook) -> str:
    return "".join(o.text for c in notebook.cells for o in c.get("outputs", ()) if "text" in o)


def test_a_notebook_runs_with_its_parameter_in_a_folder_with_braces(started, tmp_path):
    folder = tmp_path / "{x} {0}"
    folder.mkdir()
    assert outputs(run("passes", started, folder, n=42)) == "42\n"


def test_the_kernel_is_this_python_with_few_threads(started, tmp_path):
    notebook = tmp_path / "which.ipynb"
    content = json.loads((CASES / "passes.ipynb").read_text())
    content["cells"][1]["source"] = (
        "import os, sys\nprint(sys.executable, os.environ['OMP_NUM_THREADS'])"
    )
    notebook.write_text(json.dumps(content))
    said = outputs(started.execute(notebook, tmp_path / "out.ipynb", {})).split()
    assert said[0] == sys.executable
    assert int(said[1]) >= 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("fails", "cell In [3]: ZeroDivisionError: division by zero"), ("dies", "process")],
)
def test_what_went_wrong_is_one_line(name, said, started, tmp_path):
    with pytest.raises(Exception) as raised:  # noqa: PT011
        run(name, started, tmp_path, n=1)
    line = execute.said(raised.value, "en")
    assert said in line
    assert "\n" not in line
    assert "Traceback" not in line


def test_a_long_error_is_cut_and_cleaned():
    line = execute.said(ValueError("\x1b[31mred\x1b[0m\n" + "x" * 1000), "en")
    assert line.startswith("ValueError: red x")
    assert len(line) == 300


def test_a_fault_of_the_input_is_told_whole(started, tmp_path):
    content = json.loads((CASES / "passes.ipynb").read_text())
    content["cells"][1]["source"] = (
        "from kamlib.faults import Fault, InputError\n"
        f"raise InputError([Fault('weights_break_statement', values={MANY})] * 2)"
    )
    content["cells"][1]["metadata"] = {}
    path = tmp_path / "fault.ipynb"
    path.write_text(json.dumps(content))
    with pytest.raises(Exception) as raised:  # noqa: PT011
        started.execute(path, tmp_path / "out.ipynb", {})
    line = execute.said(raised.value, "en")
    fault = Fault("weights_break_statement", values=MANY)
    whole = " ".join(str(InputError([fault] * 2)).split())
    assert line.endswith(f": {whole}")
    assert len(whole) > 1000 and "InputError" not in line


def test_a_kept_kernel_forgets_the_account_before(started, tmp_path):
    notebook = tmp_path / "plan.ipynb"
    content = json.loads((CASES / "passes.ipynb").read_text())
    content["cells"][1]["source"] = (
        "import os\nassert 'mine' not in globals()\nmine = n\nprint(os.getpid())"
    )
    notebook.write_text(json.dumps(content))

    def pid(n: int) -> tuple[str, int]:
        ran = started.execute(notebook, tmp_path / f"{n}.ipynb", {"n": n}, keep_for="a")
        return outputs(ran), ran.cells[-1].execution_count

    assert pid(1) == pid(2)


def test_a_kept_kernel_that_failed_is_not_used_again(started, tmp_path):
    notebook = tmp_path / "plan.ipynb"
    content = json.loads((CASES / "passes.ipynb").read_text())
    content["cells"][1]["source"] = "import os\nprint(os.getpid())\nassert n != 2"
    notebook.write_text(json.dumps(content))
    first = outputs(started.execute(notebook, tmp_path / "1.ipynb", {"n": 1}, keep_for="b"))
    with pytest.raises(Exception, match="AssertionError"):
        started.execute(notebook, tmp_path / "2.ipynb", {"n": 2}, keep_for="b")
    third = outputs(started.execute(notebook, tmp_path / "3.ipynb", {"n": 3}, keep_for="b"))
    assert third != first


def test_a_job_that_fails_leaves_only_its_notebook(started, tmp_path):
    job = Job(CASES / "fails.ipynb")
    result = execute.execute(job, tmp_path / "staged", tmp_path / "final", started, FRAME)
    assert (result.status, result.outputs) == ("failed", ("failed/fails.ipynb",))


def test_a_start_is_tried_twice_and_then_told(started, tmp_path, monkeypatch):
    tries = []

    def busy(*_):
        tries.append(1)
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(started, "_execute", busy)
    monkeypatch.setattr(started, "_last_words", lambda: "No module named zmq")
    with pytest.raises(KernelStartError) as raised:
        run("passes", started, tmp_path)
    assert len(tries) == 2
    assert "did not start (No module named zmq)" in execute.said(raised.value, "en")


def test_one_busy_address_is_no_failure(started, tmp_path, monkeypatch):
    execute_once, tries = started._execute, []

    def busy_at_first(*given):
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("Address already in use (addr='tcp://127.0.0.1:1')")
        return execute_once(*given)

    monkeypatch.setattr(started, "_execute", busy_at_first)
    assert outputs(run("passes", started, tmp_path, n=3)) == "3\n"
