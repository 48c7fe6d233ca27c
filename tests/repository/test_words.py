"""Every word a reader sees: there in both languages, with the same blanks, and called right."""

from __future__ import annotations

import ast
import re
import string

import nbformat

from kamlib import labels, results, tables, worksheets
from kamlib.paths import NOTEBOOKS
from tests.repository import code

CJK = "\u4e00-\u9fff"
#: Functions that take a key: by the last part of their name, where the key stands.
KEY_AT = {"say": 0, "header": 1, "text": 1, "not_shown": 1, "answer": 2}
_TABLES = [*tables.SOURCES.values(), *results.RESULTS.values(), *worksheets.SHEETS.values()]
COLUMNS = [column for table in _TABLES for column in table.columns]


def entries() -> dict[str, dict[str, str]]:
    """Dotted key -> entry of every label."""
    found: dict[str, dict[str, str]] = {}

    def walk(key: str, node: dict) -> None:
        if any(not isinstance(value, dict) for value in node.values()):
            found[key] = node
            return
        for name, below in node.items():
            walk(f"{key}.{name}", below)

    for wing in labels.wings():
        walk(wing, labels.wing(wing))
    return found


ENTRIES = entries()


def blanks(text: str) -> dict[str, str]:
    """Blanks of a label with their formats."""
    parts = string.Formatter().parse(text)
    return {name: spec or "" for _, name, spec, _ in parts if name is not None}


def test_every_label_stands_in_both_languages():
    assert {k: set(e) for k, e in ENTRIES.items() if set(e) != {"en", "zh"}} == {}
    half = {k: e for k, e in ENTRIES.items() if bool(e["en"].strip()) != bool(e["zh"].strip())}
    assert half == {}


def test_both_languages_have_the_same_blanks():
    unlike = {k: e for k, e in ENTRIES.items() if set(blanks(e["en"])) != set(blanks(e["zh"]))}
    assert unlike == {}


def test_blanks_are_plain_names_with_known_formats():
    figures = {"money", "cents", "percent", "chance", "count", "number", "day"}
    known = {"", ".0f", ".1f", "begin"} | figures
    wrong = {
        key: entry
        for key, entry in ENTRIES.items()
        for language in labels.LANGUAGES
        for name, style in blanks(entry[language]).items()
        if not name.isidentifier() or style not in known
    }
    assert wrong == {}


def test_chinese_is_written_in_chinese_punctuation():
    half = re.compile(rf"[{CJK}}}][,;:?!(](?!//)|[{CJK}]\.(?![\w{{])")
    wrong = {k: e["zh"] for k, e in ENTRIES.items() if half.search(e["zh"])}
    assert wrong == {}


def test_english_has_no_chinese_in_it():
    # Names of sheets, and what Chinese files write, stand as they are.
    allowed = {k for k in ENTRIES if k.startswith(("worksheets.", "intake.rule."))}
    wrong = {
        k: e["en"]
        for k, e in ENTRIES.items()
        if k not in allowed and re.search(rf"[{CJK}]", e["en"])
    }
    assert wrong == {}


def test_every_column_has_a_head():
    assert sorted({c.name for c in COLUMNS if not labels.has(f"columns.{c.name}")}) == []


def test_every_allowed_value_has_a_word():
    values = {v for c in COLUMNS for v in c.allowed}
    assert sorted(v for v in values if not labels.has(f"values.{v.replace(' ', '_')}")) == []


def notebook_trees() -> dict[str, ast.Module]:
    """Code of every notebook as one syntax tree."""
    found = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
        found[path.stem] = ast.parse("\n".join(cells))
    return found


def keys_called() -> list[tuple[str, ast.Call, ast.expr]]:
    """Place, call and key of every call that names a label by a literal."""
    found = []
    for place, tree in (code.modules() | notebook_trees()).items():
        for called, node in code.calls(tree):
            at = KEY_AT.get(called.rsplit(".", 1)[-1])
            if at is None or len(node.args) <= at:
                continue
            key = node.args[at]
            start = _start(key)
            if "." in start and start.split(".")[0] in labels.wings():
                found.append((f"{place}:{node.lineno} {start}", node, key))
    return found


def _start(key: ast.expr) -> str:
    """The literal beginning of a key; empty where it has none."""
    first = key.values[0] if isinstance(key, ast.JoinedStr) and key.values else key
    known = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if known else ""


def test_every_key_that_code_or_notebook_names_exists():
    wrong = []
    for place, _, key in keys_called():
        start = _start(key)
        whole = isinstance(key, ast.Constant)
        if not (start in ENTRIES if whole else any(k.startswith(start) for k in ENTRIES)):
            wrong.append(place)
    assert wrong == []


def test_every_call_fills_the_blanks_of_its_label():
    wrong = []
    for place, node, key in keys_called():
        given = {k.arg for k in node.keywords}
        if isinstance(key, ast.Constant) and None not in given and key.value in ENTRIES:
            lacking = set(blanks(ENTRIES[key.value]["en"])) - given
            wrong += [f"{place} lacks {name}" for name in sorted(lacking)]
    assert wrong == []


def test_no_label_holds_a_mark_that_only_some_readers_render():
    # A terminal, a yaml and a page show it raw: what is to be typed stands in “quotes”.
    assert {k: e for k, e in ENTRIES.items() if "`" in e["en"] + e["zh"]} == {}
