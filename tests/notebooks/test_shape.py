"""What every notebook has in common: thin, in two languages, parameters that can be set."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from kamlib.paths import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
NAMES = [
    "00_intake",
    "01_identification",
    "02_segmentation",
    "03_competition",
    "04_strategy",
    "05_account_plan",
]
COMMON = {"engagement": "demo", "as_of": "", "language": "", "settings": {}, "out_dir": ""}
CHECKED = "nbval-check-output"
KINDS = {"str": str, "int": int, "float": float, "bool": bool, "dict": dict, "list": list}
TOO_MUCH = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.Try, ast.For, ast.While, ast.If)
LONGEST_CELL = 12  # lines


def test_the_notebooks_of_the_house_are_there():
    assert [path.stem for path in PATHS] == NAMES


def cells(path, *, tag: str = "", kind: str = "") -> list:
    """Cells of a notebook, those with a tag or of a kind."""
    return [
        cell
        for cell in nbformat.read(path, 4).cells
        if (not tag or tag in cell.metadata.get("tags", []))
        and (not kind or cell.cell_type == kind)
    ]


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def path(request):
    return request.param


def test_it_is_a_valid_notebook_for_python(path):
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_parameters_are_literals_with_a_kind_and_a_help(path):
    (cell,) = cells(path, tag="parameters")
    found = {}
    for node, line in zip(ast.parse(cell.source).body, cell.source.splitlines(), strict=True):
        assert isinstance(node, ast.AnnAssign), line
        kind, value = ast.unparse(node.annotation), ast.literal_eval(node.value)
        assert isinstance(value, KINDS[kind]), line
        help_text = line.partition("#")[2].strip()
        assert help_text, line
        assert "=" not in help_text, line
        found[node.target.id] = value
    assert {name: found.get(name) for name in COMMON} == COMMON


def test_the_study_is_opened_with_the_parameters(path):
    source = "\n".join(cell.source for cell in cells(path, kind="code"))
    call = next(
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("open_study")
    )
    given = {ast.unparse(a) for a in call.args} | {
        k.arg for k in call.keywords if k.arg == ast.unparse(k.value)
    }
    assert given == set(COMMON)


def test_code_cells_are_thin(path):
    for cell in cells(path, kind="code"):
        tree = ast.parse(cell.source)
        much = [type(n).__name__ for n in ast.walk(tree) if isinstance(n, TOO_MUCH)]
        assert much == [], cell.source
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source
        assert not re.search(r"^\s*[%!]", cell.source, re.MULTILINE), cell.source


def test_it_imports_from_the_kit_alone(path):
    for cell in cells(path, kind="code"):
        for node in ast.walk(ast.parse(cell.source)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert [n for n in names if not n.startswith("kamlib")] == []


def test_prose_stands_in_both_languages_side_by_side(path):
    written = [c.metadata.get("tags", []) for c in cells(path, kind="markdown")]
    assert written
    assert all(len({"lang-en", "lang-zh"} & set(tags)) == 1 for tags in written)
    order = ["lang-en" if "lang-en" in tags else "lang-zh" for tags in written]
    assert order == ["lang-en", "lang-zh"] * (len(order) // 2)


def test_prose_is_in_the_language_it_says(path):
    for cell in cells(path, tag="lang-zh"):
        assert re.search("[\u4e00-\u9fff]", cell.source), cell.source
        assert not re.search("[\u4e00-\u9fff][,;:?!]", cell.source), cell.source
    for cell in cells(path, tag="lang-en"):
        assert not re.search("[\u4e00-\u9fff]", cell.source), cell.source


def test_an_answer_stands_before_any_evidence(path):
    sources = [cell.source for cell in cells(path, kind="code")]
    first = {
        what: next((i for i, s in enumerate(sources) if what in s), len(sources))
        for what in ("show.answer", "show.chart", "show.table")
    }
    if first["show.answer"] < len(sources):
        assert first["show.answer"] <= min(first["show.chart"], first["show.table"])


def test_checked_cells_keep_their_outputs_and_others_none(path):
    checked = cells(path, tag=CHECKED, kind="code")
    assert checked, "no cell of it is compared"
    for cell in checked:
        assert cell.outputs, cell.source
        assert cell.execution_count, cell.source
    for cell in cells(path, kind="code"):
        if CHECKED not in cell.metadata.get("tags", []):
            assert cell.outputs == [], cell.source
            assert cell.execution_count is None, cell.source


def test_no_output_holds_a_picture_or_a_path_of_this_machine(path):
    for cell in cells(path, tag=CHECKED, kind="code"):
        text = str(cell.outputs)
        assert "image/png" not in text
        assert not re.search(r"/(home|root|Users|tmp|work)/", text), cell.source


def test_all_notebooks_together_answer_the_seven_questions():
    found = {
        question
        for path in PATHS
        for cell in cells(path, kind="code")
        for question in re.findall(r'show\.answer\(\s*study,\s*"([a-z]+)"', cell.source)
    }
    assert found >= {"who", "want", "plan", "win", "manage", "keep", "sustain"}
