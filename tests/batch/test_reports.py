"""The kit's own notebooks run as a whole: the demo, hostile names, books with next to nothing."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from kamlib import paths
from kamlib.batch import run
from kamlib.batch.run import Options
from kamlib.reports.index import QUESTIONS
from kamlib.results import RESULTS

pytestmark = pytest.mark.slow

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.example","y")',
    "../../x",
    "🙂 smile",
    "\u202eשלום תעשיות",
    "x" * 300,
    "A/B",
    "A:B",
    "a/b",
    "NUL",
    "{0.__class__} %s $x$ \\alpha",
    '" onload="alert(1)',
]
YAML = """\
name: "{name}"
language: {language}
currency: EUR
sources:
  orders:
    path: orders.csv
    columns: {{customer_name: customer, date: day, amount: amount}}
"""


class Silent:
    """Follows a run and says nothing."""

    def expect(self, jobs: int) -> None:
        """Nothing to do."""

    def done(self, engagement: str, result) -> None:
        """Nothing to do."""


class Page(HTMLParser):
    """Tags, addresses and scripts of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.addresses, self.scripts, self.handlers = [], 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.addresses += [v for k, v in attrs if k in ("href", "src")]
        self.handlers += [k for k, _ in attrs if k.startswith("on")]


def client(folder: Path, rows: list[tuple], *, name: str = "Client", language: str = "en") -> str:
    folder.mkdir(parents=True)
    frame = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    frame.to_csv(folder / "orders.csv", index=False)
    yaml = YAML.format(name=name, language=language)
    (folder / "engagement.yaml").write_text(yaml, "utf-8")
    return str(folder)


def made(outcomes) -> None:
    """Every report is whole, and every page of it sound."""
    for outcome in outcomes:
        failed = {r.job.name: r.error for r in outcome.results if r.status != "ok"}
        assert outcome.good, (outcome.id, failed, outcome.faults, outcome.crash)
        for path in outcome.target.rglob("*.html"):
            text = path.read_text("utf-8")
            page = Page(text)
            assert page.scripts == 1, path
            assert page.handlers == [], path
            for address in page.addresses:
                kind, _, place = address.partition(":")
                assert kind == "data" or not place, (path, address)
                if kind != "data":
                    found = path.parent / address.partition("#")[0]
                    assert found.resolve().is_relative_to(outcome.target.resolve())
                    assert found.exists(), (path, address)
            hidden = r"<style>.*?</style>|<script>.*?</script>|src=\S+"
            shown = re.sub(hidden, "", text, flags=re.DOTALL)
            assert not re.search(r"\b(nan|NaT)\b|>\s*(None|inf)\s*<|&lt;NA&gt;", shown), path
        for name in outcome.target.rglob("*"):
            assert re.fullmatch(r"[A-Za-z0-9_.-]+", name.name), name


def test_the_demo_answers_the_seven_questions(tmp_path):
    outcomes = run.run([str(paths.DEMO)], Options(out=tmp_path), Silent())
    made(outcomes)
    target = outcomes[0].target
    index = (target / "index.html").read_text("utf-8")
    assert index.count('class="kam-sentence"') == len(QUESTIONS)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    assert all(job["status"] == "ok" for job in manifest["jobs"])
    assert all(len(file["sha256"]) == 64 for file in manifest["inputs"])
    key = pd.read_parquet(target / "tables" / "key_accounts.parquet")
    plans = [job for job in manifest["jobs"] if job["name"].startswith("accounts/")]
    assert {job["account_id"] for job in plans} == set(key.loc[key["is_key"], "account_id"])
    left = {path.stem for path in (target / "tables").glob("*.csv")}
    assert left == {path.stem for path in (target / "tables").glob("*.parquet")}
    assert left <= set(RESULTS)

    before = {p: p.read_bytes() for p in target.rglob("*.html")}
    run.run([str(paths.DEMO)], Options(out=tmp_path), Silent())
    changed = [p.name for p, content in before.items() if p.read_bytes() != content]
    assert changed == []  # the same work gives the same pages


def test_hostile_names_and_nearly_empty_books_give_reports(tmp_path):
    months = pd.date_range("2023-01-15", periods=30, freq="MS").strftime("%Y-%m-%d")
    hostile = [
        (name, day, 100 * (i + 1) + 7 * m)
        for i, name in enumerate(HOSTILE)
        for m, day in enumerate(months)
    ]
    engagements = [
        client(tmp_path / "c" / "hostile", hostile, name='<b>Bad</b> \\" & Co'),
        client(tmp_path / "c" / "zh", hostile, name="客户 <b>", language="zh"),
        client(tmp_path / "c" / "one_customer", [("A", d, 10) for d in months]),
        client(tmp_path / "c" / "one_order", [("A", "2024-05-05", 10)]),
        client(tmp_path / "c" / "one_day", [(f"C{i}", "2024-05-05", i + 1) for i in range(9)]),
        client(tmp_path / "c" / "negative", [(f"C{i}", d, -5) for i in range(4) for d in months]),
        client(tmp_path / "c" / "zero", [(f"C{i}", d, 0) for i in range(4) for d in months]),
    ]
    outcomes = run.run(engagements, Options(out=tmp_path / "out"), Silent())
    made(outcomes)
    csv = (outcomes[0].target / "tables" / "accounts.csv").read_text("utf-8-sig")
    assert ",\"'=HYPERLINK(" in csv
