"""Pages for a reader without Jupyter: an executed notebook as one HTML file that needs no network.

No code, no log, one language; style sheet and script stand in the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import local
from typing import Any

from kamlib import __version__, labels
from kamlib.reports import notebook_tools

TEMPLATES = Path(str(files(__package__))) / "templates"
HTML_LANGUAGE = {"en": "en", "zh": "zh-Hans"}
_thread = local()


@dataclass(frozen=True)
class Frame:
    """What stands around every page of one run: client, language, the run's id."""

    client: str
    language: str
    run_id: str

    def words(self, title: str) -> dict[str, str]:
        """The texts and the inlined files that a page template needs."""
        say = labels.say
        return {
            "lang": HTML_LANGUAGE[self.language],
            "title": say("reports.page_title", self.language, title=title, client=self.client),
            "overview": say("reports.overview", self.language),
            "filter": say("reports.filter", self.language),
            "foot": say("reports.foot", self.language, version=__version__, id=self.run_id),
            "css": inlined("page.css"),
            "js": inlined("page.js"),
        }


def notebook_page(notebook: Any, frame: Frame, *, title: str, home: str = "index.html") -> str:
    """An executed notebook as HTML.

    What stands before its header speaks to who opens the notebook, and is left out.
    home: address of the index page, seen from this page.
    """
    resources = {"kam": frame.words(title) | {"home": home}}
    cells = notebook.cells
    titles = [i for i, cell in enumerate(cells) if any("title" in k for k in _left_in(cell))]
    page = type(notebook)(notebook | {"cells": cells[titles[0] if titles else 0 :]})
    html, _ = _exporter(frame.language).from_notebook_node(page, resources=resources)
    return html


def left_behind(notebook: Mapping) -> Iterator[dict]:
    """What `reports.show` left for the index in a notebook's outputs, in the page's order."""
    for cell in notebook["cells"]:
        yield from _left_in(cell)


def _left_in(cell: Mapping) -> Iterator[dict]:
    for output in cell.get("outputs", ()):
        left = output.get("metadata", {}).get("kam")
        if isinstance(left, dict):
            yield left


def title_of(notebook: Mapping, name: str, language: str) -> str:
    """The page's own title, else what the kit calls the notebook, else its file's name."""
    own = next((left["title"] for left in left_behind(notebook) if "title" in left), "")
    return own or name_of(name, language)


def name_of(notebook_name: str, language: str) -> str:
    """What the kit calls a notebook before it has run."""
    key = f"reports.notebook.{notebook_name}"
    return labels.say(key, language) if labels.has(key) else notebook_name


@cache
def inlined(file: str) -> str:
    """The style sheet or the script."""
    return (TEMPLATES / file).read_text("utf-8")


def _exporter(language: str) -> Any:
    """The exporter of this thread: making one costs more than a page does."""
    notebook_tools.load()
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second
    from traitlets.config import Config  # noqa: PLC0415

    made = _thread.__dict__.setdefault("exporters", {})
    if language not in made:
        others = {f"lang-{other}" for other in labels.LANGUAGES if other != language}
        config = Config()
        config.TagRemovePreprocessor.enabled = True
        config.TagRemovePreprocessor.remove_cell_tags = others
        made[language] = HTMLExporter(
            config=config,
            template_name="kam",
            extra_template_basedirs=[str(TEMPLATES)],
            exclude_input=True,
            exclude_anchor_links=True,
        )
    return made[language]
