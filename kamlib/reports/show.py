"""What a notebook shows: headline, sentence, chart, table, each escaped and in one language.

Customers' names are hostile strings; everything that reaches a page passes through here.
What the index page needs of a notebook travels in the metadata of its outputs, under `kam`:
`title`, `question` with `sentence`, and `missing`.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes

from kamlib import labels
from kamlib.reports import cells
from kamlib.study import Study

ROWS_SHOWN = 300  # more stand in the table's own file
ROWS_IN_PRINT = 30  # a longer table can be sorted and searched on screen


class Shown(HTML):
    """A piece of a page, with the same in plain text for who reads without a browser."""

    def __init__(self, html: str, plain: str, kam: dict | None = None):
        super().__init__(html)
        self.plain, self.kam = plain, kam

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/html": self.data, "text/plain": self.plain}
        return data, {"kam": self.kam} if self.kam else {}


def page_facts(study: Study) -> str:
    """What a page is about: client, period, currency, level."""
    e = study.engagement
    facts = _say(
        study,
        "common.page_facts",
        client=e.name,
        since=study.book.since,
        as_of=study.book.as_of,
        level=study.say(f"common.level.{_level(study)}"),
        currency=e.currency or study.say("common.no_currency"),
    )
    return facts + study.say("common.by_month") if _by_month(study) else facts


def _by_month(study: Study) -> bool:
    """Whether order dates came without their day."""
    noted = study.book.repairs
    orders = (noted["table"] == "orders") & (noted["column"] == "date")
    return bool((orders & (noted["rule"] == "month_only")).any())


def _level(study: Study) -> str:
    """The unit ranked; `alone` where the files join no customer to another."""
    members, level = study.book.members, study.engagement.level
    joined = (members["account_id"] != members["customer_id"]).any()
    return level if joined or level == "site" else "alone"


def header(study: Study, title: str, /, **values) -> HTML:
    """Title of the page (a label; `values` fill its blanks), and what the page is about."""
    words, facts = _say(study, title, **values), page_facts(study)
    return Shown(
        f'<header class="kam-head"><h1>{escape(words)}</h1><p>{escape(facts)}</p></header>',
        f"{words}\n{facts}",
        {"title": words},
    )


def answer(study: Study, question: str, key: str, /, **values) -> None:
    """Show the page's answer first, and leave it for the index page under its question.

    question: who, want, plan, win, manage, keep or sustain.
    """
    sentence = _say(study, key, **values)
    html = f'<p class="kam-answer" id="answer-{question}">{escape(sentence)}</p>'
    display(Shown(html, sentence, {"question": question, "sentence": sentence}))


def text(study: Study, key: str, /, **values) -> HTML:
    """A computed sentence as a paragraph."""
    sentence = _say(study, key, **values)
    return Shown(f"<p>{escape(sentence)}</p>", sentence)


def not_shown(study: Study, key: str, /, **values) -> HTML:
    """What could not be shown, why, and what to bring to get it; the index lists it too."""
    sentence = _say(study, key, **values)
    html = f'<p class="kam-missing">{escape(sentence)}</p>'
    return Shown(html, sentence, {"missing": sentence})


def chart(ax: Axes, alt: str) -> HTML:
    """A chart as a picture at twice the size it is read; `alt` says its message in words."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
    data = base64.b64encode(buffer.getvalue()).decode()
    html = (
        f'<figure class="kam-chart"><img alt="{escape(alt, quote=True)}" '
        f'src="data:image/png;base64,{data}"></figure>'
    )
    return Shown(html, alt)


def chart_or(study: Study, ax: Axes | None, key: str, /, **values) -> HTML:
    """A chart, its title as its words; where there is none, why (a label and its blanks)."""
    return not_shown(study, key, **values) if ax is None else chart(ax, ax.figure.get_label())


def table(
    study: Study,
    frame: pd.DataFrame,
    *,
    name: str = "",
    rows: int = ROWS_SHOWN,
    bars: Sequence[str] = (),
    exact: Sequence[str] = (),
) -> HTML:
    """A frame as a table: heads, units and values in the study's language.

    frame: columns with an entry in labels/columns.toml. `name` is the result table it is
    part of; the note below a shortened table names its file. `bars` names columns of
    figures, none negative, that carry a bar as long as the figure is large; `exact` names
    columns of money to the cent, for figures that are set against a ledger.
    """
    language, shown = study.language, frame.head(rows)
    if shown.empty:
        nothing = study.say("reports.no_rows")
        return Shown(f'<p class="kam-note">{escape(nothing)}</p>', nothing)
    heads = {
        c: cells.head(c, language, table=name, currency=study.engagement.currency) for c in shown
    }
    texts = {
        c: cells.written_column(shown[c], c, language, table=name, exact=c in exact) for c in shown
    }
    kinds = {c: cells.css_class(shown[c], texts[c]) for c in shown}
    columns = [_tds(shown[c], texts[c], kinds[c], bar=c in bars) for c in shown]
    head = "".join(f'<th class="{kinds[c]}" scope="col">{escape(heads[c])}</th>' for c in shown)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    long = len(shown) > ROWS_IN_PRINT
    html = (
        f'<div class="kam-table{" kam-long" if long else ""}"><table><thead><tr>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
        + _note(study, len(frame) - len(shown), name, "kam-note kam-screen")
        + _note(study, len(frame) - min(len(shown), ROWS_IN_PRINT), name, "kam-note kam-print")
    )
    return Shown(html, pd.DataFrame(texts).rename(columns=heads).head(ROWS_IN_PRINT).to_string())


def grid(pieces: Iterable[str]) -> str:
    """Pieces of a page side by side where it is wide enough, else below one another.

    The layout stands in the piece itself, for who opens the notebook and has no style sheet.
    """
    style = "display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:0 1.5rem"
    return f'<div class="kam-grid" style="{style}">{"".join(pieces)}</div>'


def _say(study: Study, key: str, /, **values) -> str:
    said = {"term": study.term, **values}
    return study.say(key, **{name: cells.isolated(value) for name, value in said.items()})


def _tds(values: pd.Series, texts: list[str], kind: str, *, bar: bool) -> list[str]:
    if kind != "num":
        return [f'<td class="{kind}"><bdi>{escape(text)}</bdi></td>' for text in texts]
    figures = pd.to_numeric(values, errors="coerce").astype("float64")
    largest = figures.max()
    cells_ = []
    for figure, text in zip(figures, texts, strict=True):
        known = text != ""
        style = f' style="--part:{figure / largest:.0%}"' if bar and known and largest > 0 else ""
        # Seven digits sort a table; the last ones of a sum differ from machine to machine.
        sort = f' data-v="{figure:.7g}"' if known else ""
        cells_.append(f'<td class="num{" bar" if style else ""}"{sort}{style}>{escape(text)}</td>')
    return cells_


def _note(study: Study, more: int, name: str, css: str) -> str:
    """The line below a shortened table: how many rows more, and where they stand."""
    if more <= 0:
        return ""
    key = "common.more_rows" if name else "reports.more_rows_unnamed"
    words = labels.say(key, study.language, n=more, file=f"tables/{name}.csv")
    return f'<p class="{css}">{escape(words)}</p>'
