"""The demo's files are what its script makes, and are labelled invented."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pandas as pd
import pytest

from kamlib import engagement, paths, worksheets

SCRIPT = paths.PROJECT / "data" / "make_demo.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the files made anew."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    subprocess.run([sys.executable, SCRIPT, folder], check=True)
    shutil.copy(paths.DEMO / "engagement.yaml", folder)
    return folder


def test_every_file_is_made_or_written_by_hand(made):
    assert {p.name for p in paths.DEMO.iterdir()} == {p.name for p in made.iterdir()}


def test_made_anew_the_files_have_the_same_bytes(made):
    """Mend it with: make demo-data."""
    plain = [p for p in paths.DEMO.iterdir() if p.suffix in (".csv", ".json", ".md")]
    assert len(plain) > 12
    unlike = [
        p.name
        for p in plain
        if p.read_bytes().replace(b"\r\n", b"\n") != (made / p.name).read_bytes()
    ]
    assert unlike == []


def test_made_anew_the_workbook_says_the_same(made):
    there = worksheets.read_filled(engagement.load(paths.DEMO))
    anew = worksheets.read_filled(engagement.load(made))
    # The demo states its weights: there is nothing to compare two at a time.
    assert [name for name in worksheets.SHEETS if there[name].empty] == ["comparisons"]
    for name in worksheets.SHEETS:
        pd.testing.assert_frame_equal(there[name], anew[name])


def test_the_demo_says_that_it_is_invented():
    assert "invented" in engagement.load(paths.DEMO).name
    assert "invented" in (paths.DEMO / "truth.md").read_text("utf-8")
    assert "invented" in (paths.PROJECT / "README.md").read_text("utf-8")


def test_names_are_written_in_both_scripts():
    names = pd.read_csv(paths.DEMO / "customers.csv", dtype=str)["name"]
    assert names.str.contains("[\u4e00-\u9fff]").sum() >= 8
    assert names.str.contains("[À-ž]").sum() >= 8


def test_every_path_of_the_engagement_is_in_its_folder():
    loaded = engagement.load(paths.DEMO)
    named = [s.path for s in loaded.sources.values()] + [loaded.worksheets]
    assert [p for p in named if not (paths.DEMO / p).is_file()] == []
