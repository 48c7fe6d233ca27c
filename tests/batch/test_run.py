"""Whole runs over tiny notebooks: what is published, what stands, what is said."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from kamlib import cache
from kamlib.batch import lock, report, run
from kamlib.batch.jobs import JobError
from kamlib.batch.kernels import kernels
from kamlib.batch.run import Options
from kamlib.engagement import load
from kamlib.faults import Fault, InputError
from kamlib.study import Study
from tests.conftest import make_book

NOTEBOOKS = Path(__file__).parent / "notebooks" / "reports"
YAML = """\
name: "{name}"
currency: EUR
sources:
  orders: {{path: orders.csv, columns: {{customer_id: c, date: d, amount: a}}}}
"""
ACCOUNTS = {"A-1": "Ämter <script>alert(2)</script>", "B<2>": "../../x", "b<2>": "שלום 🙂"}


class Watched:
    """Remembers what the run said."""

    def __init__(self):
        self.expected, self.names = 0, []

    def expect(self, jobs: int) -> None:
        self.expected += jobs

    def done(self, engagement: str, result) -> None:
        self.names.append(result.job.name)


class OneKernel:
    """Stands for a run's kernels, so that the tests share one that is started once."""

    def __init__(self, started, thread):
        self.started, self.thread, self.stopped = started, thread, False

    def execute(self, notebook, output, parameters, *, keep_for=""):
        execute = self.started.execute
        return self.thread.submit(execute, notebook, output, parameters, keep_for="tests").result()

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture(scope="module")
def one_kernel():
    with kernels(2) as started, ThreadPoolExecutor(1) as thread:
        yield lambda: OneKernel(started, thread)


@pytest.fixture(autouse=True)
def _shared_kernel(request, monkeypatch):
    if "real_kernels" not in request.fixturenames:
        made = request.getfixturevalue("one_kernel")
        monkeypatch.setattr(run, "kernels", lambda workers: nullcontext(made()))


@pytest.fixture
def real_kernels():
    """Asked for by the tests that need kernels of their own."""


@pytest.fixture
def client(tmp_path, monkeypatch) -> Path:
    """An engagement whose book and key accounts are made up; one orders file is broken."""

    def open_study(engagement, *, as_of="", language="", settings=None):
        loaded = load(engagement, {**(settings or {}), "language": language, "as_of": as_of})
        if (loaded.folder / "broken").exists():
            raise InputError([Fault("yaml_no_orders")])
        if (loaded.folder / "bug").exists():
            raise KeyError("a bug of the kit")
        rows = [{"account_id": a, "date": "2025-01-31", "amount": 10} for a in ACCOUNTS]
        return Study(loaded, make_book(rows, accounts=None), {})

    monkeypatch.setattr(report, "open_study", open_study)
    monkeypatch.setattr(report, "_key_accounts", lambda study: dict(ACCOUNTS))
    return engagement(tmp_path / "clients" / "acme")


def engagement(folder: Path, name: str = "Acme <i>& Co</i>") -> Path:
    folder.mkdir(parents=True)
    (folder / "engagement.yaml").write_text(YAML.format(name=name), "utf-8")
    return folder


def go(tmp_path: Path, *where: Path, **options):
    asked = Options(out=tmp_path / "reports", notebooks=NOTEBOOKS, workers=2, **options)
    return run.run([str(w) for w in where], asked, Watched())


def jobs(target: Path) -> dict[str, dict]:
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    return {job["name"]: job for job in manifest["jobs"]}


def files(target: Path) -> set[str]:
    return {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}


def test_a_run_leaves_every_page_table_and_plan(client, tmp_path, real_kernels):
    (outcome,) = go(tmp_path, client)
    assert outcome.good, [r.error for r in outcome.results] or outcome.crash
    target = tmp_path / "reports" / "acme"
    found = files(target)
    for name in ("01_identification", "02_segmentation", "05_account_plan"):
        assert {f"{name}.html", f"{name}.ipynb"} <= found
    assert {"index.html", "manifest.json", "tables/accounts.csv"} <= found
    plans = sorted(f for f in found if f.startswith("accounts/") and f.endswith(".html"))
    assert len(plans) == 3
    assert all(re.fullmatch(r"accounts/[A-Za-z0-9_-]+/05_account_plan.html", f) for f in plans)
    assert [p.name for p in (tmp_path / "reports").iterdir()] == ["acme"]  # no folder left over
    assert set(jobs(target)["01_identification"]["outputs"]) == {
        "01_identification.html",
        "01_identification.ipynb",
        "tables/accounts.csv",
    }


def test_pages_hold_no_code_no_log_and_one_language(client, tmp_path):
    go(tmp_path, client, only=["01_identification"])
    page = (tmp_path / "reports/acme/01_identification.html").read_text("utf-8")
    assert "Title" in page
    assert "标题" not in page
    assert "a log line" not in page
    assert "out_dir" not in page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    go(tmp_path, client, only=["01_identification"], settings={"language": "zh"})
    page = (tmp_path / "reports/acme/01_identification.html").read_text("utf-8")
    assert "标题" in page
    assert "Title" not in page
    assert '<html lang="zh-Hans">' in page


def test_the_index_opens_with_the_questions_and_escapes_everything(client, tmp_path):
    go(tmp_path, client)
    index = (tmp_path / "reports/acme/index.html").read_text("utf-8")
    body = index.split("<main>")[1].split("</main>")[0]
    assert body.index("Who is key?") < body.index("Account plans")
    assert "first &amp; &lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "01_identification.html#answer-who" in body
    assert "No cost, so no profit." in body
    assert "Acme &lt;i&gt;&amp; Co&lt;/i&gt;" in body
    assert "<script" not in body
    assert "<bdi>" in body
    assert "\u2068שלום 🙂\u2069" in body
    assert body.count("05_account_plan.html") == 4
    assert "Not run yet." in body  # no notebook answers the other questions


def test_the_executed_notebook_names_the_folder_people_know(client, tmp_path):
    go(tmp_path, client, only=["01_identification"])
    target = tmp_path / "reports" / "acme"
    text = (target / "01_identification.ipynb").read_text("utf-8")
    assert f'out_dir = \\"{target}\\"' in text
    assert ".acme-" not in text


def test_a_failed_notebook_stops_nothing_and_leaves_the_last_good_page(client, tmp_path):
    go(tmp_path, client, only=["01_identification", "02_segmentation"])
    target = tmp_path / "reports" / "acme"
    good = (target / "01_identification.html").read_bytes()
    (client / "word").write_text("second")
    (client / "fail_01").touch()
    (outcome,) = go(tmp_path, client, only=["01_identification", "02_segmentation"])
    assert not outcome.good
    assert [r.job.name for r in outcome.results if r.status == "failed"] == ["01_identification"]
    assert (target / "01_identification.html").read_bytes() == good
    assert (target / "tables/accounts.csv").exists()
    entry = jobs(target)["01_identification"]
    assert entry["status"] == "failed"
    assert "made to fail <b>here</b>" in entry["error"]
    assert "tables/accounts.csv" in entry["last_good"]["outputs"]
    assert (target / "failed/01_identification.ipynb").exists()
    index = (target / "index.html").read_text("utf-8")
    assert "made to fail &lt;b&gt;here&lt;/b&gt;" in index
    assert "is from the run of" in index
    assert "first &amp;" in index

    (client / "fail_01").unlink()
    go(tmp_path, client, only=["01_identification", "02_segmentation"])
    assert "second &amp;" in (target / "index.html").read_text("utf-8")
    assert not (target / "failed").exists()
    assert "last_good" not in jobs(target)["01_identification"]


def test_a_notebook_that_never_worked_says_so_under_its_question(client, tmp_path):
    (client / "fail_01").touch()
    go(tmp_path, client, only=["01_identification", "02_segmentation"])
    index = (tmp_path / "reports/acme/index.html").read_text("utf-8")
    assert "No answer: the page that gives it failed (cell In [3]: AssertionError" in index
    assert 'href="01_identification.html' not in index


def test_one_failing_account_stops_no_other(client, tmp_path):
    (client / "fail_B").touch()
    (outcome,) = go(tmp_path, client, only=["05_account_plan"])
    failed = [r.job.account_id for r in outcome.results if r.status == "failed"]
    assert failed == ["B<2>"]


def test_only_keeps_the_other_pages(client, tmp_path):
    go(tmp_path, client)
    (client / "word").write_text("second")
    target = tmp_path / "reports" / "acme"
    before = {name: (target / name).read_bytes() for name in files(target)}
    go(tmp_path, client, only=["02_segmentation"])
    after = {name: (target / name).read_bytes() for name in files(target)}
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert "01_identification.html" not in changed
    assert not any(name.startswith("accounts/") for name in changed)
    assert len(jobs(target)) == len(ACCOUNTS) + 3


def test_plans_of_accounts_no_longer_key_go_and_foreign_files_stay(client, tmp_path, monkeypatch):
    go(tmp_path, client, only=["05_account_plan"])
    target = tmp_path / "reports" / "acme"
    note = target / "accounts" / "my notes.txt"
    note.write_text("mine")
    monkeypatch.setattr(report, "_key_accounts", lambda study: {"A-1": "A"})
    go(tmp_path, client, only=["05_account_plan"])
    assert sorted(p.name for p in (target / "accounts").iterdir()) == ["A-1", "my notes.txt"]
    monkeypatch.setattr(report, "_key_accounts", lambda study: {})
    go(tmp_path, client, only=["05_account_plan"])
    assert [p.name for p in (target / "accounts").iterdir()] == ["my notes.txt"]
    assert "no account plan" in (target / "index.html").read_text("utf-8")
    assert (target / "05_account_plan.html").exists()  # says what could not be shown


def test_the_list_of_accounts_may_fail_alone(client, tmp_path, monkeypatch):
    def fails(study):
        raise ValueError("no list")

    go(tmp_path, client)
    monkeypatch.setattr(report, "_key_accounts", fails)
    (outcome,) = go(tmp_path, client)
    assert {r.job.name: r.status for r in outcome.results} == {
        "01_identification": "ok",
        "02_segmentation": "ok",
        "05_account_plan": "failed",
    }
    plans = [f for f in files(tmp_path / "reports/acme") if f.startswith("accounts/")]
    assert len(plans) == 2 * len(ACCOUNTS)  # of the run before


def test_an_unusable_engagement_does_not_stop_the_others(client, tmp_path):
    broken, bug = (engagement(tmp_path / "clients" / name) for name in ("broken", "bug"))
    (broken / "broken").touch()
    (bug / "bug").touch()
    unread = engagement(tmp_path / "clients" / "unread")
    (unread / "engagement.yaml").write_text("name: [\n")
    outcomes = go(tmp_path, broken, client, bug, unread, only=["02_segmentation"])
    assert [o.id for o in outcomes] == ["broken", "acme", "bug", "unread"]
    assert [o.good for o in outcomes] == [False, True, False, False]
    assert outcomes[0].faults is not None
    assert "a bug of the kit" in outcomes[2].crash
    assert [p.name for p in (tmp_path / "reports").iterdir()] == ["acme"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"identification.key_shar": 0.5}, "key_share"),
        ({"identification.key_share": 7}, "key_share"),
        ({"identificatio.key_share": 0.5}, "identification"),
        ({"language": "fr"}, "language"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_runs(settings, said, client, tmp_path):
    with pytest.raises(JobError, match=said):
        go(tmp_path, client, settings=settings)
    assert not (tmp_path / "reports").exists()


def test_two_engagements_of_one_name_are_refused(client, tmp_path):
    other = engagement(tmp_path / "others" / "ACME")
    with pytest.raises(JobError, match="overwrite each other"):
        go(tmp_path, client, other)
    assert len(go(tmp_path, client, client, only=["02_segmentation"])) == 1


def test_nothing_is_written_into_the_engagement(client, tmp_path):
    inside = Options(out=client / "reports", notebooks=NOTEBOOKS)
    with pytest.raises(JobError, match="own folder"):
        run.run([str(client)], inside, Watched())
    beside = Options(out=client.parent, notebooks=NOTEBOOKS)
    with pytest.raises(JobError, match="own folder"):
        run.run([str(client)], beside, Watched())
    before = files(client)
    go(tmp_path, client, only=["02_segmentation"])
    assert files(client) == before


def test_a_folder_that_takes_no_reports_is_refused(client, tmp_path):
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(JobError, match="Nothing can be written into"):
        go(tmp_path, client)


def test_ctrl_c_leaves_the_old_report(client, tmp_path, real_kernels):
    go(tmp_path, client, only=["02_segmentation"])
    target = tmp_path / "reports" / "acme"
    before = {name: (target / name).read_bytes() for name in files(target)}

    class Interrupting(Watched):
        def done(self, engagement, result):
            raise KeyboardInterrupt

    asked = Options(out=tmp_path / "reports", notebooks=NOTEBOOKS, workers=2)
    with pytest.raises(KeyboardInterrupt):
        run.run([str(client)], asked, Interrupting())
    assert {name: (target / name).read_bytes() for name in files(target)} == before
    assert [p.name for p in (tmp_path / "reports").iterdir()] == ["acme"]


def test_the_manifest_says_what_went_in_and_holds_no_clock_but_its_own(client, tmp_path):
    asked = {"identification.key_share": 0.5}
    go(tmp_path, client, settings=asked, only=["02_segmentation"])
    target = tmp_path / "reports" / "acme"
    first = json.loads((target / "manifest.json").read_text("utf-8"))
    go(tmp_path, client, settings=asked, only=["02_segmentation"])
    second = json.loads((target / "manifest.json").read_text("utf-8"))
    assert first["parameters"]["settings"] == asked
    assert first["settings"]["identification"]["key_share"] == 0.5
    assert first["inputs"][0]["file"] == "engagement.yaml"
    assert len(first["inputs"][0]["sha256"]) == 64
    clocks = ("started", "finished", "seconds")
    for manifest in (first, second):
        for part in (manifest, *manifest["jobs"]):
            for clock in clocks:
                part.pop(clock, None)
    assert first == second
    go(tmp_path, client, only=["02_segmentation"])
    third = json.loads((target / "manifest.json").read_text("utf-8"))
    assert third["id"] != first["id"]


def test_a_report_that_another_run_is_writing_is_left_to_it(client, tmp_path):
    other = engagement(tmp_path / "clients" / "other")
    go(tmp_path, client)
    target = tmp_path / "reports" / "acme"
    before = (target / "manifest.json").read_text("utf-8")
    with lock.alone(target):
        refused, made = go(tmp_path, client, other)
    assert [fault.code for fault in refused.faults.faults] == ["report_in_use"]
    assert made.good
    assert (target / "manifest.json").read_text("utf-8") == before
    assert go(tmp_path, client)[0].good
    assert lock.NAME not in files(target)


def test_a_run_forgets_what_nobody_uses(client, tmp_path):
    cache.cached("old", "x", lambda: 1)
    folder = cache.folder("old")
    os.utime(folder, (0, 0))
    go(tmp_path, client, only=["02_segmentation"])
    assert not folder.exists()


def test_the_manifest_shows_no_address_of_a_database(client, tmp_path):
    yaml = client / "engagement.yaml"
    source = "{database: 'postgresql://${U}:${P}@host/x', query: q, columns: {customer_id: c, "
    text = yaml.read_text("utf-8")
    yaml.write_text(text.replace("{path: orders.csv, columns: {customer_id: c, ", source), "utf-8")
    go(tmp_path, client, only=["02_segmentation"])
    manifest = (tmp_path / "reports/acme/manifest.json").read_text("utf-8")
    assert '"database": "postgresql"' in manifest
    assert "@host" not in manifest


def test_a_file_that_cannot_be_replaced_is_a_failure_of_its_job(client, tmp_path, monkeypatch):
    from kamlib.batch import publish

    go(tmp_path, client, only=["01_identification"])
    move = publish.move

    def held(staged, target):
        if (staged / "01_identification.html").exists():
            raise PermissionError(13, "in use", "x", None, str(target / "01_identification.html"))
        return move(staged, target)

    monkeypatch.setattr(publish, "move", held)
    (outcome,) = go(tmp_path, client, only=["01_identification"])
    (failed,) = [r for r in outcome.results if r.status == "failed"]
    assert failed.error.startswith("01_identification.html could not be replaced")
