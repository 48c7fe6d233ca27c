"""The line of engagement.yaml that leaves rows out: written for a question, joined for several.

YAML takes a field once, so whoever agrees to several questions needs one line for all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from kamlib.engagement_yaml import read_value

_PLAIN = re.compile(r"[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff]*(?: [\w\u3400-\u9fff]+)*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def line(*columns: Mapping[str, Sequence[str]]) -> str:
    """The line for the values of the file's own columns, those of several sets together."""
    every: dict[str, dict[str, None]] = {}
    for given in columns:
        for own, values in given.items():
            every.setdefault(own, {}).update(dict.fromkeys(values))
    written = (f"{_yaml(own)}: [{', '.join(map(_yaml, every[own]))}]" for own in every)
    return f"leave_out: {{{', '.join(written)}}}"


def joined(lines: Iterable[str]) -> str:
    """One line in place of several; empty without any."""
    columns = [read_value(one)["leave_out"] for one in lines if one]
    return line(*columns) if columns else ""


def _yaml(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)
