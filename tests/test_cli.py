"""The command line: exit codes, one-line errors, nothing that needs a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamlib import cli, paths, terminal
from kamlib.batch import jobs, report, run
from kamlib.batch.jobs import Job
from kamlib.batch.manifest import Result
from kamlib.faults import Fault, InputError


def kam(monkeypatch, capsys, *words: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    monkeypatch.setattr(sys, "argv", ["kam", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return left.value.code or 0, said.out, said.err


@pytest.fixture
def asked(monkeypatch) -> list:
    """What the batch was asked for; it does nothing and says all went well."""
    calls: list = []

    def pretend(where, options, watch):
        calls.append((list(where), options, os.environ.get("KAM_CACHE")))
        return [report.Outcome(w, "acme", Path("reports/acme")) for w in where]

    monkeypatch.setattr(run, "run", pretend)
    return calls


def test_a_run_says_where_its_reports_are(asked, monkeypatch, capsys):
    code, out, _ = kam(
        monkeypatch, capsys, "run", "a", "b", "--only", "x", "--out", "o", "--jobs", 3
    )
    assert code == 0
    assert out.count("index.html") == 2
    where, options, _ = asked[0]
    assert where == ["a", "b"]
    assert (list(options.only), options.out, options.workers) == (["x"], Path("o"), 3)


def test_the_demo_is_a_run_of_the_bundled_engagement(asked, monkeypatch, capsys):
    assert kam(monkeypatch, capsys, "demo", "--set", "language=zh")[0] == 0
    assert asked[0][0] == [str(paths.DEMO)]
    assert asked[0][1].settings == {"language": "zh"}


def test_settings_are_read_as_in_the_yaml(asked, monkeypatch, capsys):
    given = ["a.b=0.8", "a.c=[x, 7]", "d=true", "e=007", "f=2024-01-05", "g= x=y ", "h=no"]
    words = [word for text in given for word in ("--set", text)]
    assert kam(monkeypatch, capsys, "run", "x", *words)[0] == 0
    assert asked[0][1].settings == {
        "a.b": 0.8,
        "a.c": ["x", 7],
        "d": True,
        "e": "007",
        "f": "2024-01-05",
        "g": "x=y",
        "h": "no",
    }


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "noequals"),
        ("--set", "=1"),
        ("--set", "a b=1"),
        ("--set", "a=[1"),
        ("--set", "a=!!python/object/apply:os.system [ls]"),
        ("--formats", "pdf"),
        ("--formats", "html,xlsx"),
        ("--formats", "docx"),
        ("--cluster", "tcp://x"),
        ("--jobs", "many"),
        ("--jobs", "-1"),
        ("--nothing",),
    ],
)
def test_a_wrong_command_is_2_and_runs_nothing(words, asked, monkeypatch, capsys):
    code, out, err = kam(monkeypatch, capsys, "run", "x", *words)
    assert code == 2
    assert out == ""
    assert err.strip()
    assert asked == []


def test_what_comes_later_says_so(asked, monkeypatch, capsys):
    for words in (
        ["run", "x", "--formats", "pptx"],
        ["run", "x", "--cluster", "a"],
        ["course", "build", "d"],
    ):
        code, _, err = kam(monkeypatch, capsys, *words)
        assert code == 2
        assert "comes with a later version" in err


def test_fresh_leaves_the_kept_results_alone(asked, monkeypatch, capsys):
    before = os.environ["KAM_CACHE"]
    kam(monkeypatch, capsys, "run", "x", "--fresh")
    assert asked[0][2] != before
    assert not Path(asked[0][2]).exists()
    assert os.environ["KAM_CACHE"] == before


def outcome(**more) -> report.Outcome:
    return report.Outcome("acme", "acme", Path("reports/acme"), **more)


def test_failures_stand_in_a_table_and_make_1(monkeypatch, capsys):
    job = Job(Path("01_identification.ipynb"))
    bad = Result(job, "failed", 1.0, "2026-01-01", error="cell In [3]: KeyError: [b]x[/b] \x1b[2J")
    good = Result(Job(Path("02_segmentation.ipynb")), "ok", 1.0, "2026-01-01")
    monkeypatch.setattr(run, "run", lambda *_: [outcome(results=(bad, good))])
    code, out, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 1
    assert "index.html" in out  # the other pages are there
    assert "01_identification" in err
    assert "KeyError: [b]x[/b]" in err
    assert "\x1b" not in err
    assert "02_segmentation" not in err


def test_an_unusable_engagement_prints_every_fault_and_makes_1(monkeypatch, capsys):
    faults = InputError(
        [
            Fault("yaml_no_orders", "engagement.yaml"),
            Fault("yaml_tab", "x", row=3, values={"at": 1}),
        ]
    )
    monkeypatch.setattr(run, "run", lambda *_: [outcome(faults=faults)])
    code, out, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 1
    assert out == ""
    assert "engagement.yaml: The engagement names no order lines." in err
    assert "x / row 3: A tab" in err


def test_a_fault_of_the_kit_is_one_line_and_a_log(monkeypatch, capsys):
    def fails(*_):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(run, "run", fails)
    code, out, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 1
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    log = Path(err.split("details are in ")[1].strip().removesuffix("."))
    assert "ZeroDivisionError: inside" in log.read_text()
    monkeypatch.setattr(run, "run", lambda *_: [outcome(crash="Traceback\nKeyError: 1")])
    code, _, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 1
    assert "acme: the kit failed" in err


def test_refused_jobs_are_a_wrong_command(monkeypatch, capsys):
    def refuses(*_):
        raise jobs.JobError([Fault("job_unknown_notebook", value="x", values={"nearest": "01_y"})])

    monkeypatch.setattr(run, "run", refuses)
    code, _, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 2
    assert "Did you mean 01_y?" in err


def test_ctrl_c_is_one_line(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run", interrupted)
    code, _, err = kam(monkeypatch, capsys, "run", "acme")
    assert code == 130
    assert "Reports that stood before still stand." in err


def test_a_folder_without_engagement_is_1(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(jobs, "choose", lambda *_: [])
    code, _, err = kam(monkeypatch, capsys, "run", tmp_path, "--out", tmp_path / "out")
    assert code == 1
    assert "There is no engagement.yaml in" in err


def test_lines_hold_no_control_characters():
    assert terminal.harmless("a\x1b[31mb\nc\u202ed客户") == "a [31mb c d客户"


def test_new_writes_once_and_never_again(monkeypatch, capsys, tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("customer_id,date,amount\nA,2024-01-05,10\nB,2024-02-05,20\n")
    folder = tmp_path / "acme"
    code, out, _ = kam(monkeypatch, capsys, "new", folder, "--orders", orders)
    assert code == 0
    assert "kam check" in out
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    code, _, err = kam(monkeypatch, capsys, "new", folder, "--orders", orders)
    assert code == 2
    assert "engagement.yaml" in err
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    assert kam(monkeypatch, capsys, "new", tmp_path / "other")[0] == 2
    assert kam(monkeypatch, capsys, "new", tmp_path / "b", "--orders", tmp_path / "no.csv")[0] == 2


def client(folder: Path, lines: str = "A,2024-01-05,10\nB,2024-02-05,20\n") -> Path:
    folder.mkdir(parents=True)
    (folder / "orders.csv").write_text(f"customer,day,amount\n{lines}", "utf-8")
    (folder / "engagement.yaml").write_text(
        "name: Acme\nsources:\n  orders: {path: orders.csv, "
        "columns: {customer_id: customer, date: day, amount: amount}}\n",
        "utf-8",
    )
    return folder


def test_check_prints_what_was_found(monkeypatch, capsys, tmp_path):
    folder = client(tmp_path / "acme")
    code, out, err = kam(monkeypatch, capsys, "check", folder)
    assert code == 0
    assert "Acme: 2024-01-05 to 2024-02-05" in out
    assert "orders.csv" in out
    assert "30.00" in out
    assert f"Next: kam run {folder}" in out
    assert err == ""


def test_check_prints_faults_and_makes_1(monkeypatch, capsys, tmp_path):
    folder = client(tmp_path / "acme", "A,2024-01-05,ten\nB,2024-02-31,20\n")
    code, _, err = kam(monkeypatch, capsys, "check", folder)
    assert code == 1
    assert "orders.csv / row 2 / amount" in err
    assert "row 3 / day" in err
    assert "Not usable; faults: 2" in err


@pytest.mark.parametrize(
    ("yaml", "usable"),
    [
        (None, True),
        ("name: [\n", False),
        ("name: x\n\tlanguage: en\n", False),
        ("name: x\nsources: !!python/object:os.system {}\n", False),
        ("nam: x\n", False),
        ("", False),
        ("just text", False),
        ("name: x\n\ufffe", False),
    ],
)
def test_json_is_one_object_and_nothing_else(yaml, usable, monkeypatch, capsys, tmp_path):
    folder = client(tmp_path / "acme")
    if yaml is not None:
        (folder / "engagement.yaml").write_text(yaml, "utf-8")
    code, out, _ = kam(monkeypatch, capsys, "check", folder, "--json")
    found = json.loads(out)
    assert set(found) == {"usable", "tables", "repairs", "questions", "faults"}
    assert found["usable"] is usable
    assert code == (0 if usable else 1)
    if usable:
        assert found["tables"]["orders"]["amount"] == 30
        assert found["faults"] == []
    for fault in found["faults"]:
        keys = {"file", "sheet", "row", "column", "value", "message", "mend"}
        assert set(fault) == keys
        assert fault["file"] == "engagement.yaml"


def test_json_is_one_object_when_the_kit_itself_fails(monkeypatch, capsys, tmp_path):
    def fails(where):
        raise KeyError("bug")

    monkeypatch.setattr("kamlib.intake.check", fails)
    code, out, _ = kam(monkeypatch, capsys, "check", tmp_path, "--json")
    assert code == 1
    assert "details are in" in json.loads(out)["faults"][0]["message"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_any_code_page_and_no_terminal(encoding, tmp_path):
    """Chinese help, a closed stdin, a pipe with a Western code page."""
    told = subprocess.run(
        [sys.executable, "-c", "from kamlib.cli import main; main()", "run", "--help"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "zh_CN.UTF-8"},
        check=False,
        cwd=tmp_path,
    )
    assert told.returncode == 0, told.stderr
    assert "报告文件夹" in told.stdout.decode("utf-8")


def test_help_needs_no_heavy_import():
    code = (
        "import sys; sys.argv = ['kam', '--help']\n"
        "from kamlib import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'duckdb', 'papermill', 'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.rstrip().endswith("[]")


def test_new_looks_at_the_files_in_the_folder(monkeypatch, capsys, tmp_path):
    lines = "Customer,Date,Amount,Product\nA,2024-01-15,10,x\nB,2024-02-16,20,y\n"
    (tmp_path / "sales.csv").write_text(lines, "utf-8")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    code, out, err = kam(monkeypatch, capsys, "new", tmp_path)
    assert (code, err) == (0, "")
    assert "sales.csv" in out and "notes.csv: a, b" in out
    code, _, _ = kam(monkeypatch, capsys, "check", tmp_path)
    assert code == 0
    code, _, err = kam(monkeypatch, capsys, "new", tmp_path / "empty")
    assert code == 2 and "No data file" in err
