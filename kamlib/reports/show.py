"""What a notebook shows: headline, sentence, chart, table, each escaped and in one language.

Customers' names are hostile strings; everything that reaches a page passes through here.
"""

from __future__ import annotations

import base64
import io
from html import escape

import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes

from kamlib import labels
from kamlib.reports import cells
from kamlib.study import Study

ROWS_SHOWN = 300  # more stand in the table's own file


def header(study: Study, title: str) -> HTML:
    """Title of the page, and what it is about: client, period, currency, level."""
    e = study.engagement
    facts = study.say(
        "common.page_facts",
        client=e.name,
        since=study.book.since,
        as_of=study.book.as_of,
        level=study.say(f"common.level.{e.level}"),
        currency=e.currency or study.say("common.no_currency"),
    )
    return HTML(
        f'<header class="kam-head"><h1>{escape(study.say(title))}</h1>'
        f"<p>{escape(facts)}</p></header>"
    )


def answer(study: Study, question: str, key: str, /, **values) -> None:
    """Show the page's answer first, and leave it for the index page under its question.

    question: who, want, plan, win, manage, keep or sustain.
    """
    sentence = study.say(key, **values)
    display(
        HTML(f'<p class="kam-answer" id="answer-{question}">{escape(sentence)}</p>'),
        metadata={"kam": {"question": question, "sentence": sentence}},
    )


def text(study: Study, key: str, /, **values) -> HTML:
    """A computed sentence as a paragraph."""
    return HTML(f"<p>{escape(study.say(key, **values))}</p>")


def not_shown(study: Study, key: str, /, **values) -> HTML:
    """What could not be shown, why, and what to bring to get it."""
    return HTML(f'<p class="kam-missing">{escape(study.say(key, **values))}</p>')


def chart(ax: Axes, alt: str) -> HTML:
    """A chart as a picture at twice the size it is read; `alt` says its message in words."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
    data = base64.b64encode(buffer.getvalue()).decode()
    return HTML(
        f'<figure class="kam-chart"><img alt="{escape(alt, quote=True)}" '
        f'src="data:image/png;base64,{data}"></figure>'
    )


def table(study: Study, frame: pd.DataFrame, *, name: str = "", rows: int = ROWS_SHOWN) -> HTML:
    """A frame as a table: heads, units and values in the study's language.

    frame: columns with an entry in labels/columns.toml. `name` is the result table it is
    part of; the note below a shortened table names its file.
    """
    shown = frame.head(rows)
    head = "".join(
        f'<th class="{cells.css_class(frame[c], c)}">'
        f"{escape(labels.say(f'columns.{c}', study.language))}</th>"
        for c in frame
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{cells.css_class(frame[c], c)}">'
            f"{escape(cells.written(row[c], c, study.language))}</td>"
            for c in frame
        )
        + "</tr>"
        for row in shown.to_dict("records")
    )
    more = len(frame) - len(shown)
    note = study.say("common.more_rows", n=more, file=f"tables/{name}.csv") if more > 0 else ""
    foot = f'<p class="kam-note">{escape(note)}</p>' if note else ""
    return HTML(
        f'<div class="kam-table"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{foot}"
    )
