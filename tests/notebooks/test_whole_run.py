"""The demo from one end to the other, in Chinese and a year earlier than the notebooks say."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys

import pandas as pd
import pytest

from kamlib import labels, paths, results
from tests.notebooks.test_shape import PATHS, cells

pytestmark = pytest.mark.slow
AS_OF = "2024-12-31"
SAVED = {
    "reconciliation",
    *("accounts", "concentration", "key_accounts", "score_parts", "rule_lists", "list_overlap"),
    *("segments", "segment_profiles", "segment_stability", "positions", "migration"),
    "class_outlook",
    *("facts", "swot", "competitors", "forces"),
    *("strategies", "targets", "allocation", "actions", "risks"),
}


def marks(folder) -> dict[str, tuple[int, int]]:
    """Size and time of every file below a folder."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in files}


@pytest.fixture(scope="module")
def before():
    return marks(paths.DEMO)


@pytest.fixture(scope="module")
def reports(tmp_path_factory, before):
    """The folder of the demo's reports, run once."""
    out = tmp_path_factory.mktemp("out")
    code = "import sys; from kamlib import cli; sys.argv[0] = 'kam'; cli.main()"
    options = ["--out", str(out), "--set", "language=zh", "--set", f"as_of={AS_OF}"]
    done = subprocess.run(
        [sys.executable, "-c", code, "demo", *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        cwd=out,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return out / "demo"


def visible(page) -> str:
    """What a reader of a page sees."""
    text = re.sub(r"<(style|script)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", text))


def test_every_notebook_made_its_page(reports):
    assert {p.stem for p in PATHS} <= {p.stem for p in reports.glob("*.html")}
    manifest = json.loads((reports / "manifest.json").read_text("utf-8"))
    assert {job["status"] for job in manifest["jobs"]} == {"ok"}
    assert len(manifest["inputs"]) >= 12


def test_a_run_leaves_the_engagement_s_folder_as_it_was(reports, before):
    assert reports.is_dir()
    assert marks(paths.DEMO) == before


def test_every_result_table_is_there_as_both_kinds_of_file(reports):
    for name in SAVED:
        found = pd.read_parquet(reports / "tables" / f"{name}.parquet")
        wanted = results.RESULTS[name].names
        assert list(found)[: len(wanted)] == wanted, name
        written = (reports / "tables" / f"{name}.csv").read_bytes()
        assert written.startswith(b"\xef\xbb\xbf"), name
        assert len(pd.read_csv(reports / "tables" / f"{name}.csv", dtype=str)) == len(found)


def test_the_other_day_counts(reports):
    found = pd.read_parquet(reports / "tables" / "accounts.parquet")
    assert found["last_order"].max() <= pd.Timestamp(AS_OF)
    assert "01200" not in set(found["account_id"])  # the newcomer of 2025


def test_tables_of_several_wings_agree(reports):
    def read(name: str) -> pd.DataFrame:
        return pd.read_parquet(reports / "tables" / f"{name}.parquet")

    ids = set(read("accounts")["account_id"])
    for name in ("key_accounts", "segments", "strategies", "allocation"):
        assert set(read(name)["account_id"]) == ids, name
    keys = read("key_accounts")
    drawn = keys[~keys["added"]]
    computed = int(drawn["is_key"].sum())
    assert drawn["p_key"].sum() == pytest.approx(computed, abs=1)
    revenue = read("concentration").set_index("measure").loc["revenue", "value"]
    assert read("accounts")["revenue"].sum() == pytest.approx(revenue, abs=0.01)
    last = read("reconciliation").query("table == 'orders'").iloc[-1]
    assert last["amount"] == pytest.approx(revenue, abs=0.005)


def test_the_index_answers_the_seven_questions_in_chinese(reports):
    page = (reports / "index.html").read_text("utf-8")
    assert re.search(r'<html[^>]*lang="zh', page)
    text = visible(reports / "index.html")
    for question in ("who", "want", "plan", "win", "manage", "keep", "sustain"):
        key = f"reports.question.{question}"
        assert labels.has(key), key
        assert labels.say(key, "zh") in text
    for link in re.findall(r'href="([^"#:]+)', page):
        assert (reports / link).is_file(), link


def test_pages_show_no_code_no_gap_and_no_other_language(reports):
    english = {
        line.strip()
        for path in PATHS
        for cell in cells(path, tag="lang-en")
        for line in cell.source.splitlines()
        if len(line) > 20
    }
    for page in reports.rglob("*.html"):
        text = visible(page)
        assert not re.search(r"\bnan\b|\bNaT\b|\bNone\b|Traceback|open_study\(", text), page
        assert [line for line in english if line in text] == [], page
