"""Read the kit's own source: modules, imports, calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kamlib.paths import PROJECT

KIT = PROJECT / "kamlib"


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> syntax tree of every module of the kit."""
    return {
        _dotted(path): ast.parse(path.read_text("utf-8"), str(path))
        for path in sorted(KIT.rglob("*.py"))
    }


def _dotted(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(name: str) -> set[str]:
    """Dotted names a module of the kit imports."""
    return imports_of(modules()[name])


def imports_of(tree: ast.Module) -> set[str]:
    """Dotted names imported, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def kit_imports(name: str) -> set[str]:
    """Modules of the kit that a module imports."""
    return {i for i in imports(name) if i in modules() and i != "kamlib"}


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Public functions, classes and methods with their names."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for below in node.body:
                if isinstance(below, kinds) and not below.name.startswith("_"):
                    yield f"{node.name}.{below.name}", below


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called, as far as it is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _name(node.func), node


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
