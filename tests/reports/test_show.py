"""What notebooks show: escaped, in one language, with a trace for the index."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from kamlib.paths import PROJECT
from kamlib.plots import theme
from kamlib.reports import show
from tests.conftest import make_book, make_study

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    "../../x",
    "🙂",
    "שלום תעשיות",
    "x" * 300,
    '" onmouseover="alert(1)',
    "&amp; {0.__class__} %s $x$",
]


@pytest.fixture
def study():
    rows = [
        {"account_id": "A", "date": "2024-01-05", "amount": 1},
        {"account_id": "B", "date": "2025-12-31", "amount": 2},
    ]
    return make_study(make_book(rows), name="Kunde <i>", currency="EUR")


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.said = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said += data


def frame(names) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": [str(i) for i in range(len(names))],
            "account_name": names,
            "revenue": [float(1000 - i) for i in range(len(names))],
        }
    )


def test_hostile_names_stay_text(study):
    page = Tags(show.table(study, frame(HOSTILE)).data)
    assert {tag for tag, _ in page.tags} <= {
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "bdi",
    }
    assert not any("onmouseover" in attributes for _, attributes in page.tags)
    for name in HOSTILE:
        assert name in page.said


def test_header_and_sentence_are_escaped_and_leave_a_trace(study, monkeypatch):
    shown = show.header(study, "reports.notebook.00_intake")
    assert "Kunde &lt;i&gt;" in shown.data
    data, trace = shown._repr_mimebundle_()
    assert trace["kam"]["title"] == data["text/plain"].split("\n")[0]
    missing = show.not_shown(study, "reports.state.failed", error="<b>")
    assert "&lt;b&gt;" in missing.data
    assert missing._repr_mimebundle_()[1]["kam"]["missing"].endswith("<b>")
    given = []
    monkeypatch.setattr(show, "display", given.append)
    show.answer(study, "who", "reports.state.failed", error="<b> שלום")
    data, trace = given[0]._repr_mimebundle_()
    assert 'id="answer-who"' in data["text/html"]
    assert "&lt;b&gt;" in data["text/html"]
    assert trace["kam"]["question"] == "who"
    assert trace["kam"]["sentence"].endswith("\u2068<b> שלום\u2069")


def test_a_long_table_says_how_much_more_there_is_and_where(study):
    names = [f"n{i}" for i in range(50)]
    whole = show.table(study, frame(names), name="accounts").data
    assert whole.count("<tr>") == 51
    assert "kam-long" in whole
    assert '<p class="kam-note kam-print">20 more in tables/accounts.csv</p>' in whole
    assert "kam-screen" not in whole
    cut = show.table(study, frame(names), name="accounts", rows=40).data
    assert '<p class="kam-note kam-screen">10 more in tables/accounts.csv</p>' in cut
    assert '<p class="kam-note kam-print">20 more' in cut
    short = show.table(study, frame(names[:30])).data
    assert "kam-long" not in short
    assert "kam-note" not in short


def test_figures_carry_their_value_for_sorting_and_a_bar_where_asked(study):
    page = Tags(show.table(study, frame(["a", "b"]), bars=["revenue"]).data)
    figures = [
        attributes for tag, attributes in page.tags if tag == "td" and "data-v" in attributes
    ]
    assert [f["data-v"] for f in figures] == ["1000", "999"]
    assert [f["style"] for f in figures] == ["--part:100%", "--part:100%"]
    assert "Revenue (EUR)" in page.said


def test_unknown_figures_stay_empty(study):
    odd = pd.DataFrame({"account_id": ["A", "B"], "margin": [None, float("nan")]})
    assert "nan" not in show.table(study, odd).data.lower()


def test_an_empty_table_says_so(study):
    assert "No rows." in show.table(study, frame([])).data


def test_a_chart_is_a_picture_with_words(study):
    shown = show.chart(theme.canvas(2), 'says "<so>"')
    (picture,) = [a for tag, a in Tags(shown.data).tags if tag == "img"]
    assert picture["alt"] == 'says "<so>"'
    assert picture["src"].startswith("data:image/png;base64,iVBOR")
    again = show.chart(theme.canvas(2), 'says "<so>"')
    assert again.data == shown.data  # no clock, no version inside


@pytest.mark.parametrize(
    ("level", "joined", "en", "zh"),
    [
        ("site", False, "site (each customer on its own)", "网点（每个客户单独计算）"),
        ("group", True, "group (customers under one parent", "集团（同一上级的客户"),
        ("company", True, "company (sites count with", "公司（网点并入所属公司"),
        ("group", False, "customer (the files name no parents", "单个客户（文件中没有上级关系"),
    ],
)
def test_unit_period_and_level_are_said_in_plain_words(level, joined, en, zh):
    book = make_book([{"account_id": a, "date": "2024-01-05", "amount": 1} for a in "AB"])
    if joined:
        book = replace(book, members=book.members.assign(account_id="A"))
    for language, said in (("en", en), ("zh", zh)):
        facts = show.page_facts(make_study(book, level=level, language=language))
        assert said in facts
        assert ("5 January 2024" if language == "en" else "2024年1月5日") in facts


def test_every_page_states_them():
    pages = sorted((PROJECT / "notebooks").glob("0*.ipynb"))
    assert len(pages) >= 6
    assert [p.name for p in pages if ".header(study" not in p.read_text("utf-8")] == []


def test_order_dates_without_their_day_are_said_on_every_page():
    book = make_book([{"account_id": "A", "date": "2024-01-01", "amount": 1}])
    noted = [{"table": "orders", "column": "date", "rule": "month_only"}]
    for language, said in (("en", "recency is exact to a month"), ("zh", "只精确到月")):
        plain = show.page_facts(make_study(book, language=language))
        by_month = replace(book, repairs=pd.DataFrame(noted))
        assert said not in plain
        assert said in show.page_facts(make_study(by_month, language=language))
