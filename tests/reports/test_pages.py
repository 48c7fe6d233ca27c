"""Executed notebooks as pages, and the index over them."""

from __future__ import annotations

import json
import re

import nbformat
import pytest

from kamlib import labels, results
from kamlib.reports import index, pages
from kamlib.reports.tables import harmless_in_excel, write

FRAME = pages.Frame("Client <&>", "en", "abc123")


def notebook(*left: dict):
    v4 = nbformat.v4
    outputs = [
        v4.new_output("display_data", data={"text/html": "<p>shown</p>"}, metadata={"kam": kam})
        for kam in left
    ]
    outputs += [
        v4.new_output("stream", name="stderr", text="a warning"),
        v4.new_output("execute_result", data={"text/plain": "<plain>"}),
    ]
    cells = [
        v4.new_markdown_cell("## English & more", metadata={"tags": ["lang-en"]}),
        v4.new_markdown_cell("## 中文", metadata={"tags": ["lang-zh"]}),
        v4.new_code_cell("secret_code()", outputs=outputs),
    ]
    return v4.new_notebook(cells=cells)


def job(name: str, **more) -> dict:
    plain = {
        "name": name,
        "notebook": name.split("/")[-1],
        "account_id": "",
        "account_name": "",
        "rank": 0,
        "status": "ok",
        "run": FRAME.run_id,
        "finished": "2026-02-03T04:05:06+00:00",
        "outputs": [],
        "error": "",
    }
    return plain | more


def body(page: str) -> str:
    return page.split("<main>")[1].split("</main>")[0]


def test_a_page_needs_nothing_from_elsewhere_and_shows_no_code():
    page = pages.notebook_page(notebook({}), FRAME, title="T <b>", home="../../index.html")
    assert "<p>shown</p>" in body(page)
    assert "English &amp; more" in body(page)
    assert "中文" not in page
    assert "secret_code" not in page
    assert "a warning" not in page
    assert "&lt;plain&gt;" in body(page)
    assert "<title>T &lt;b&gt; · Client &lt;&amp;&gt;</title>" in page
    assert 'href="../../index.html"' in page
    assert "manifest abc123" in page
    assert not re.search(r"https?://", page)
    assert "@page" in page


def test_what_stands_before_the_header_is_for_who_opens_the_notebook():
    whole = notebook()
    whole.cells += notebook({"title": "T"}).cells[2:] + notebook().cells[:1]
    page = body(pages.notebook_page(whole, FRAME, title="T"))
    assert page.count("English &amp; more") == 1
    assert page.index("<p>shown</p>") < page.index("English &amp; more")


def test_the_index_says_why_there_are_no_plans(tmp_path):
    def said(*jobs) -> str:
        return body(index.index_page(tmp_path, jobs, FRAME, "facts")).split("Account plans</h2>")[1]

    assert said().strip().startswith("<p>Not run yet.")
    assert said(job("05_account_plan")).strip().startswith("<p>No account is on the list")
    failed = job("05_account_plan", status="failed", error="E")
    assert said(failed).strip().startswith("<p>The list of key accounts failed")


def test_a_chinese_page_is_chinese():
    page = pages.notebook_page(notebook(), pages.Frame("客户", "zh", "x"), title="页")
    assert "中文" in body(page)
    assert "English" not in page
    assert "总览" in page


def test_the_title_is_the_pages_own_or_the_kits_or_the_files():
    assert pages.title_of(notebook({"title": "Own"}), "00_intake", "en") == "Own"
    assert pages.title_of(notebook(), "05_account_plan", "zh") == "客户计划"
    assert pages.title_of(notebook(), "99_mine", "en") == "99_mine"


@pytest.fixture
def folder(tmp_path):
    left = (
        {"question": "who", "sentence": "A < B"},
        {"missing": "No cost."},
        {"missing": "No cost."},
    )
    nbformat.write(notebook({"title": "Who & why"}, *left), tmp_path / "01_identification.ipynb")
    return tmp_path


def test_the_index_answers_in_order_and_says_what_is_missing(folder):
    jobs = [
        job("01_identification", outputs=["tables/accounts.csv", "tables/accounts.parquet"]),
        job(
            "03_competition",
            status="failed",
            error="E <x>",
            outputs=["failed/03_competition.ipynb"],
        ),
        job("04_strategy"),
    ]
    page = body(index.index_page(folder, jobs, FRAME, "facts"))
    questions = [labels.say(f"reports.question.{q}", "en") for q in index.QUESTIONS]
    places = [page.index(q) for q in questions]
    assert len(places) == 7
    assert places == sorted(places)
    assert "A &lt; B" in page
    assert 'href="01_identification.html#answer-who">Evidence: Who &amp; why' in page
    assert page.count("No answer: the page that gives it failed (E &lt;x&gt;)") == 2  # want, win
    assert page.count("gives no answer") == 3  # plan, manage, keep
    assert page.count("Not run yet.") == 2  # sustain, account plans
    assert page.count("No cost.") == 1
    assert 'href="failed/03_competition.ipynb"' in page
    assert 'href="tables/accounts.csv">csv' in page


def test_pages_of_earlier_runs_carry_their_date(folder):
    earlier = {"finished": "2025-12-31T00:00:00+00:00", "run": "old", "outputs": []}
    failed = job("01_identification", status="failed", error="E", last_good=earlier)
    page = body(index.index_page(folder, [failed], FRAME, "facts"))
    assert "A &lt; B" in page
    assert page.count("is from the run of 31 December 2025") == 2  # the question and the page
    kept = job("01_identification", run="old")
    page = body(index.index_page(folder, [kept], FRAME, "facts"))
    assert "Not part of the last run; from the run of 3 February 2026." in page


def test_plans_stand_in_the_order_of_the_list_with_names_as_text(folder):
    jobs = [
        job("accounts/b/05_account_plan", account_id="b", account_name="<img src=x>", rank=1),
        job("accounts/a/05_account_plan", account_id="a", account_name="A", rank=2),
        job("05_account_plan", account_id="b", account_name="<img src=x>", rank=1),
    ]
    page = body(index.index_page(folder, jobs, FRAME, "facts"))
    assert page.index("accounts/b/05_account_plan.html") < page.index("accounts/a/05")
    assert "<img" not in page
    assert page.count("&lt;img src=x&gt;") == 1


def test_a_notebook_that_cannot_be_read_gives_no_answer(tmp_path):
    (tmp_path / "01_identification.ipynb").write_text("{")
    page = body(index.index_page(tmp_path, [job("01_identification")], FRAME, "facts"))
    assert "gives no answer" in page


def test_every_result_table_is_described_in_the_index():
    missing = [name for name in results.RESULTS if not labels.has(f"reports.table.{name}")]
    assert missing == []


def test_tables_are_written_for_programs_and_for_excel(tmp_path):
    import pandas as pd

    names = ["=1+1", " @x", "\tx", "客户", "plain", None]
    write(pd.DataFrame({"account_name": names, "revenue": [-1.5] * 6}), "t", tmp_path / "tables")
    raw = (tmp_path / "tables" / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(tmp_path / "tables" / "t.csv")
    assert list(back["account_name"][:4]) == ["'=1+1", "' @x", "'\tx", "客户"]
    assert back["revenue"].tolist() == [-1.5] * 6
    assert pd.read_parquet(tmp_path / "tables" / "t.parquet")["account_name"][0] == "=1+1"
    assert harmless_in_excel(json.dumps([1])) == "[1]"
