"""Jobs are refused before a kernel starts, all their faults together."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamlib.batch import jobs
from kamlib.batch.jobs import Job, JobError

CASES = Path(__file__).parent / "notebooks" / "cases"


def faults(*given: Job) -> list[str]:
    with pytest.raises(JobError) as raised:
        jobs.check(given)
    return [fault.code for fault in raised.value.faults]


def test_a_sound_job_passes():
    jobs.check([Job(CASES / "passes.ipynb", {"n": 2}), Job(CASES / "passes.ipynb", {}, "other")])


def test_a_misspelt_parameter_is_refused_with_the_nearest():
    job = Job(CASES / "passes.ipynb", {"nn": 2})
    with pytest.raises(JobError, match="no parameter nn.*mean n"):
        jobs.check([job])


@pytest.mark.parametrize("name", ["password", "api_key", "db_token", "key", "Secret"])
def test_a_secret_is_refused_by_its_name(name):
    assert faults(Job(CASES / "passes.ipynb", {name: "x"})) == ["job_secret"]


def test_a_share_is_no_secret():
    job = Job(CASES / "passes.ipynb", {"key_share": 1})
    assert faults(job) == ["job_unknown_parameter"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing", "job_bad_notebook"),
        ("broken", "job_bad_notebook"),
        ("no_parameters", "job_parameter_cells"),
        ("two_parameter_cells", "job_parameter_cells"),
        ("computed_parameter", "job_not_literal"),
    ],
)
def test_a_notebook_that_cannot_take_parameters_is_refused(name, code):
    assert faults(Job(CASES / f"{name}.ipynb")) == [code]


def test_all_faults_come_together():
    passes = CASES / "passes.ipynb"
    given = [Job(passes, {"x": 1}), Job(passes), Job(CASES / "missing.ipynb")]
    assert faults(*given) == ["job_unknown_parameter", "job_same_files", "job_bad_notebook"]


def test_two_folders_alike_but_for_case_are_one_on_many_disks():
    passes = CASES / "passes.ipynb"
    given = [Job(passes, {}, "accounts/a"), Job(passes, {}, "accounts/A")]
    assert faults(*given) == ["job_same_files"]


def test_notebooks_are_chosen_in_order_and_by_name(tmp_path):
    for name in ("02_b", "01_a", "scratch"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
    chosen = [path.stem for path in jobs.choose(tmp_path)]
    assert chosen == ["01_a", "02_b"]
    assert [path.stem for path in jobs.choose(tmp_path, ["02_b.ipynb"])] == ["02_b"]
    with pytest.raises(JobError, match="no notebook 02_c.*mean 02_b"):
        jobs.choose(tmp_path, ["02_c"])
    with pytest.raises(JobError, match="no notebooks in"):
        jobs.choose(tmp_path / "nowhere")
