"""Committed notebooks hold their checked outputs and nothing that changes from run to run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from kamlib.batch import notebooks

CASES = Path(__file__).parent / "notebooks" / "cases"


def prepared(folder: Path, name: str, case: str, *tags: str) -> Path:
    content = json.loads((CASES / f"{case}.ipynb").read_text("utf-8"))
    content["cells"][1]["metadata"] = {"tags": list(tags), "scrolled": True}
    content["metadata"]["noise"] = 1
    path = folder / name
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_only_checked_outputs_stay_and_a_second_run_changes_nothing(tmp_path):
    checked = prepared(tmp_path, "01_checked.ipynb", "passes", "nbval-check-output")
    plain = prepared(tmp_path, "02_plain.ipynb", "passes")
    assert notebooks.main(folder=tmp_path) == 0
    first = checked.read_bytes(), plain.read_bytes()
    one, other = (json.loads(content) for content in first)
    assert one["cells"][1]["outputs"][0]["text"] == ["1\n"]
    assert one["cells"][1]["execution_count"] == 2
    assert one["cells"][1]["metadata"] == {"tags": ["nbval-check-output"]}
    assert other["cells"][1]["outputs"] == []
    assert other["cells"][1]["execution_count"] is None
    assert other["cells"][0]["metadata"] == {"tags": ["parameters"]}
    assert set(one["metadata"]) == {"kernelspec", "language_info"}
    assert notebooks.main(["01_checked"], folder=tmp_path) == 0
    assert (checked.read_bytes(), plain.read_bytes()) == first


def test_a_notebook_that_fails_is_left_as_it_was(tmp_path, capsys):
    shutil.copy(CASES / "fails.ipynb", tmp_path / "01_fails.ipynb")
    before = (tmp_path / "01_fails.ipynb").read_bytes()
    assert notebooks.main(folder=tmp_path) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert (tmp_path / "01_fails.ipynb").read_bytes() == before
    assert notebooks.main(["nothing"], folder=tmp_path) == 2
