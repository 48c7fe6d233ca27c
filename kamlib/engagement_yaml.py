"""Reading YAML safely, as people write it: no tags, no yes/no/on traps, lines remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.reader import ReaderError

from kamlib.faults import Fault, InputError

# A field of an engagement stands four deep. Anchors that hold themselves, or each other many
# times over, unfold without end.
_DEEPEST, _MOST = 20, 200_000

OPEN = "#?"  # begins a comment that asks something; the lines below it are set in further


class Asked(NamedTuple):
    """A question that stands open in the file: its line, its table where it has one, its words."""

    row: int
    table: str
    text: str


class _Plain(yaml.SafeLoader):
    """YAML 1.2 scalars: only true and false are flags; 007, 12:30 and dates are text.

    Under YAML 1.1 the key `on` of a join is True and the country NO is False.
    """


_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag
        not in (
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:timestamp",
        )
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"^[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?"
        r"|[0-9]+[eE][-+]?[0-9]+|\.(?:inf|nan))$"
    ),
    list("-+.0123456789"),
)


def read_yaml(path: Path) -> tuple[dict, dict[str, int]]:
    """Return the content of `path`, and the line of every field by its dotted path.

    Raises
    ------
    InputError
        For broken YAML (tabs, tags, keys that stand twice), with the line.
    """
    name = "engagement.yaml"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        node = yaml.compose(text, Loader=_Plain)
        lines, twice = _lines(node)
        if twice:
            raise InputError([Fault("yaml_key_twice", name, row=lines[p], column=p) for p in twice])
        content = yaml.load(text, Loader=_Plain)  # noqa: S506  a SafeLoader
    except UnicodeDecodeError as error:
        raise InputError([Fault("yaml_not_utf8", name)]) from error
    except yaml.MarkedYAMLError as error:
        raise InputError([_syntax_fault(error, name)]) from error
    except ReaderError as error:
        row, at = _place(text, error.position)
        raise InputError([Fault("yaml_syntax", name, row=row, values={"at": at})]) from error
    except RecursionError as error:
        raise InputError([Fault("yaml_nested", name)]) from error
    except InputError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise InputError([Fault("yaml_not_readable", name)]) from error
    if not isinstance(content, dict):
        raise InputError([Fault("yaml_not_a_mapping", name)])
    return content, lines


def open_questions(path: Path, lines: Mapping[str, int]) -> list[Asked]:
    """The comments of `path` that ask something, until somebody deletes them; lines: of fields."""
    tables = {row: p.split(".")[1] for p, row in lines.items() if re.fullmatch(r"sources\.\w+", p)}
    found: list[Asked] = []
    goes_on = False
    for row, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        text = line.strip()
        if text.startswith(OPEN):
            above = [r for r in tables if r <= row]
            table = tables[max(above)] if above else ""
            found.append(Asked(row, table, text.removeprefix(OPEN).strip()))
            goes_on = True
        elif goes_on and re.match(r"# {2}\S", text):
            found[-1] = found[-1]._replace(text=_continued(found[-1].text, text[1:].strip()))
        else:
            goes_on = False
    return found


def _continued(text: str, more: str) -> str:
    """Two lines of a comment as one: Latin words have a blank between them, Chinese ones none."""
    wide = all(unicodedata.east_asian_width(c) in "WF" for c in (text[-1:], more[:1]) if c)
    return f"{text}{'' if wide else ' '}{more}".strip()


def read_value(text: str) -> Any:
    """A value as it would be read from a file: `0.8`, `true`, `[a, b]`; raises ValueError."""
    try:
        return yaml.load(text, Loader=_Plain)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"not YAML: {text}") from error


def _lines(node: Any) -> tuple[dict[str, int], list[str]]:
    """Line of every dotted path, and the paths that stand twice."""
    lines: dict[str, int] = {}
    twice: list[str] = []
    todo = [("", node, 0)]
    while todo:
        prefix, at, deep = todo.pop()
        if deep > _DEEPEST or len(lines) > _MOST:
            raise RecursionError("nested too deep; an anchor may hold itself")
        if isinstance(at, yaml.MappingNode):
            pairs = [(str(key.value), key.start_mark.line + 1, value) for key, value in at.value]
        elif isinstance(at, yaml.SequenceNode):
            pairs = [(str(i), v.start_mark.line + 1, v) for i, v in enumerate(at.value)]
        else:
            continue
        for name, line, value in pairs:
            path = f"{prefix}{name}"
            if path in lines:
                twice.append(path)
            lines[path] = line
            todo.append((f"{path}.", value, deep + 1))
    return lines, twice


def _syntax_fault(error: yaml.MarkedYAMLError, name: str) -> Fault:
    """What keeps the file from being read, where it begins: the parser may see it lines below."""
    problem = error.problem or ""
    said = f"{error.context or ''} | {problem}"
    code, opened = next((code, opened) for form, code, opened in _PROBLEMS if re.search(form, said))
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    if mark is None:
        return Fault("yaml_not_readable", name)
    sign = problem.split("'")[1] if code == "yaml_sign" else ""
    return Fault(code, name, row=mark.line + 1, value=sign, values={"at": mark.column + 1})


# What the parser says, as its context | problem: the fault, and whether it begins where the
# context does. The first that fits holds; the last one always does.
_PROBLEMS = (
    (r"\| found character '\\t'", "yaml_tab", False),
    (r"\| found character '.' that cannot start", "yaml_sign", False),
    (r"\| found undefined alias", "yaml_alias", False),
    (r"\| [^']*\btag\b", "yaml_tag", False),
    (r"\| found unknown escape", "yaml_backslash", False),
    (r"while scanning a (?:double-)?quoted scalar", "yaml_quote", True),
    (r"while parsing a flow", "yaml_bracket", True),
    (r"\| could not find expected ':'", "yaml_colon", True),
    (r"\| mapping values are not allowed", "yaml_field_here", False),
    (r"\| expected <block end>, but found '<(?!scalar)", "yaml_indent", False),
    (r"", "yaml_syntax", False),
)


def _place(text: str, position: int) -> tuple[int, int]:
    """Line and sign within it, from 1, of a position in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
