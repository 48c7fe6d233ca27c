"""A workbook being written: its looks, and text that stays text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kamlib import labels

LONGEST = 32_767  # letters a cell of Excel holds


@dataclass
class Pen:
    """A workbook being written, and how its cells look.

    names: account_id to account_name; criteria: what the scores may be given on; anchors: for
    some of these, what a score stands for, in words.
    """

    book: Any
    language: str
    names: dict[str, str]
    criteria: list[str]
    anchors: dict[str, str]
    formats: dict[str, Any] = field(default_factory=dict)

    def say(self, key: str, **values) -> str:
        """The kit's words, from the labels of the worksheets."""
        return labels.say(f"worksheets.{key}", self.language, **values)


def formats(book) -> dict[str, Any]:
    """Every look a cell may have, by name."""
    base = {"font_size": 10, "valign": "top"}
    head = base | {"bold": True, "text_wrap": True, "border": 1, "border_color": "#c9d1d6"}
    looks = {
        "text": base | {"num_format": "@"},
        "wide": base | {"num_format": "@", "text_wrap": True},
        "number": base | {"num_format": "General"},
        "date": base | {"num_format": "yyyy-mm-dd"},
        "name": base | {"font_color": "#6b7780"},
        "aside": base | {"font_color": "#6b7780", "text_wrap": True},
        "required": head | {"bg_color": "#0b4f6c", "font_color": "#ffffff"},
        "optional": head | {"bg_color": "#dfe6ea", "font_color": "#1c2b36"},
        "title": {"font_size": 16, "bold": True, "font_color": "#0b4f6c"},
        "heading": {"font_size": 12, "bold": True, "font_color": "#0b4f6c"},
        "prose": {"font_size": 10.5, "text_wrap": True, "valign": "top"},
        "small": {"font_size": 9, "font_color": "#6b7780"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def write_text(sheet, cell: tuple[int, int], text: str, look) -> None:
    """As text whatever it looks like: a name such as =HYPERLINK(...) stays a name."""
    if len(text) > LONGEST:
        raise ValueError(f"a text of {len(text)} letters does not fit a cell: {text[:40]}...")
    sheet.write_string(*cell, text, look)
