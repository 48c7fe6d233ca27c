"""The rules of the house: floors, purity, docstrings, a test file for every module."""

from __future__ import annotations

import ast

from kamlib.paths import PROJECT
from tests.repository import code

WINGS = ("identification", "segmentation", "competition", "economics", "strategy")
#: What each floor is made of; a module imports from its own floor and those below.
FLOORS = (
    ("tables", "results", "labels", "faults", "settings", "engagement_yaml", "engagement_checks"),
    ("metrics", "ranking", *WINGS),
    (
        "engagement",
        "intake",
        "worksheets",
        "cache",
        "paths",
        "study",
        "analysis",
        "plots",
        "reports",
    ),
    ("batch", "cli", "terminal", "terminal_check", "bench"),
)
CLOCK = {"now", "today", "utcnow", "time", "perf_counter", "monotonic"}
MODULE_LINES = 330
VOCABULARY = {"kamlib.tables"}  # lists of columns, as long as they are
#: Modules tested through others, each with where.
TESTED_ELSEWHERE = {
    "kamlib.engagement_yaml": "tests/test_engagement.py",
    "kamlib.engagement_checks": "tests/test_engagement.py",
    "kamlib.paths": "tests/test_engagement.py",
    "kamlib.settings": "tests/test_engagement.py",
    "kamlib.tables": "tests/test_results.py",
    "kamlib.terminal": "tests/test_cli.py",
    "kamlib.study": "tests/analysis",
}


def part(name: str) -> str:
    """The second part of a dotted name: the wing or module right under kamlib."""
    return name.split(".")[1] if "." in name else ""


def floor(name: str) -> int:
    """The floor a module stands on."""
    return next(i for i, parts in enumerate(FLOORS) if part(name) in parts)


def named(*parts: str) -> list[str]:
    return [name for name in code.modules() if part(name) in parts]


def test_every_module_has_a_floor():
    known = {p for parts in FLOORS for p in parts}
    assert {part(n) for n in code.modules()} - {""} - known == set()


def test_no_module_imports_from_a_floor_above():
    wrong = [
        f"{name} imports {other}"
        for name in code.modules()
        if part(name)
        for other in code.kit_imports(name)
        if floor(other) > floor(name)
    ]
    assert wrong == []


def test_wings_do_not_import_each_other():
    wrong = [
        f"{name} imports {other}"
        for name in named(*WINGS)
        for other in code.kit_imports(name)
        if part(other) in WINGS and part(other) != part(name)
    ]
    assert wrong == []


def test_wings_open_no_file_read_no_clock_draw_nothing():
    wrong = []
    for name in named("metrics", "ranking", *WINGS):
        for other in code.imports(name):
            if other.split(".")[0] in {"matplotlib", "seaborn", "time", "IPython"}:
                wrong.append(f"{name} imports {other}")
        for called, node in code.calls(code.modules()[name]):
            last = called.rsplit(".", 1)[-1]
            if called == "open" or last in CLOCK and called.split(".")[0] in ("date", "datetime"):
                wrong.append(f"{name}:{node.lineno} calls {called}")
    assert wrong == []


def test_the_seed_is_never_left_to_chance():
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in code.modules().items()
        for called, node in code.calls(tree)
        if called.endswith("default_rng")
        and not (node.args or node.keywords)
        or called.startswith(("np.random.", "numpy.random."))
        and not called.endswith("_rng")
        or called.startswith("random.")
    ]
    assert wrong == []


def test_no_figure_depends_on_the_date_of_today():
    """Only a run says when it ran."""
    wrong = [
        f"{name}:{node.lineno} {called}"
        for name, tree in code.modules().items()
        if part(name) not in FLOORS[3]
        for called, node in code.calls(tree)
        if called in {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}
        or called.endswith(("Timestamp.now", "Timestamp.today"))
    ]
    assert wrong == []


def test_plots_do_no_statistics():
    heavy = {"sklearn", "scipy", "statsmodels"}
    wrong = [
        f"{name} imports {other}"
        for name in named("plots")
        for other in code.imports(name)
        if other.split(".")[0] in heavy or part(other) in WINGS
    ]
    assert wrong == []


def test_every_public_function_says_what_it_does():
    silent = [
        f"{name}.{function}"
        for name, tree in code.modules().items()
        for function, node in code.functions(tree)
        if not ast.get_docstring(node)
    ]
    silent += [name for name, tree in code.modules().items() if not ast.get_docstring(tree)]
    assert silent == []


def test_modules_stay_short():
    lines = {
        name: len((code.KIT.parent / tree_path(name)).read_text("utf-8").splitlines())
        for name in code.modules()
        if name not in VOCABULARY
    }
    assert {name: n for name, n in lines.items() if n > MODULE_LINES} == {}


def tree_path(name: str) -> str:
    """Path of a module under the project."""
    path = name.replace(".", "/")
    return f"{path}/__init__.py" if (PROJECT / path).is_dir() else f"{path}.py"


def test_every_module_is_reached_from_a_test_of_its_wing():
    """tests/ mirrors kamlib/: what no test of its wing imports, straight or through the wing."""
    reached = {wing: reached_in(wing) for wing in {part(name) for name in code.modules()}}
    untested = [
        name
        for name, tree in code.modules().items()
        if any(code.functions(tree))
        and name not in TESTED_ELSEWHERE
        and f"kamlib.{part(name)}" not in TESTED_ELSEWHERE
        and name not in reached[part(name)]
    ]
    assert untested == []


def reached_in(wing: str) -> set[str]:
    """Modules of a wing that its tests import, and those these import from the same wing."""
    files = [*(PROJECT / "tests" / wing).rglob("test_*.py"), PROJECT / f"tests/test_{wing}.py"]
    new = set()
    for file in files:
        if file.is_file():
            found = code.imports_of(ast.parse(file.read_text("utf-8")))
            new |= {i for i in found if i in code.modules() and part(i) == wing}
    reached: set[str] = set()
    while new - reached:
        reached |= new
        new = {i for name in new for i in code.kit_imports(name) if part(i) == wing}
    return reached
