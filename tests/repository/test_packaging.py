"""What others install and read: packages in step, commands that exist, nothing that leaks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
import yaml

from kamlib import paths
from kamlib.reports import dictionary
from kamlib.settings import Identification
from tests.repository import code

PROJECT = paths.PROJECT
#: Python package -> its name in conda-forge, where it is another one.
CONDA = {"duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}
#: Module -> the package we need that brings it, and whose own interface it is part of.
COMES_WITH = {
    "IPython": "ipykernel",
    "jinja2": "nbconvert",
    "jupyter_client": "nbclient",
    "nbformat": "nbconvert",
    "psutil": "ipykernel",
    "threadpoolctl": "scikit-learn",
    "traitlets": "nbconvert",
}
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
LOCK = (PROJECT / "requirements.lock").read_text("utf-8")
SPARK_LOCK = (PROJECT / "requirements-spark.lock").read_text("utf-8")
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
CI = (PROJECT / ".ci" / "run").read_text("utf-8")
README = (PROJECT / "README.md").read_text("utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")


def wanted() -> dict[str, str]:
    """Packages the project and its development need, with their bounds."""
    return bounds(PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"])


def bounds(lines: list[str]) -> dict[str, str]:
    """Package -> its bounds; what it brings along, such as [binary], is left off."""
    return dict(re.match(r"([a-z0-9-]+)(?:\[.*\])?(.*)", line).groups() for line in lines)


def pins(lock: str) -> dict[str, set[str]]:
    """Package -> its locked versions; a package may have one for each Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ \\;]+)", lock, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def tracked() -> list[str]:
    """Files under version control, or ready for it."""
    shown = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if shown.returncode:
        pytest.skip("not a git checkout")
    return [name for name in shown.stdout.splitlines() if (PROJECT / name).is_file()]


def test_conda_users_get_the_same_packages():
    listed = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))["dependencies"]
    from_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    plain = [entry for entry in listed if isinstance(entry, str)] + from_pip
    expected = {f"{CONDA.get(name, name)}{bounds}" for name, bounds in wanted().items()}
    expected |= {f"python{PYPROJECT['project']['requires-python']}", "pip", "--editable ."}
    assert set(plain) == expected


LOCKS = pytest.mark.parametrize(
    ("lock", "named"),
    [(LOCK, wanted()), (SPARK_LOCK, bounds(EXTRAS["spark"]))],
    ids=["base", "spark"],
)


@LOCKS
def test_the_lock_holds_every_package_within_its_bounds(lock, named):
    from packaging.specifiers import SpecifierSet

    pinned = pins(lock)
    assert [n for n in named if n not in pinned] == []
    outside = [n for n, b in named.items() for v in pinned[n] if v not in SpecifierSet(b)]
    assert outside == []


@LOCKS
def test_every_pin_has_a_hash_and_no_registry_is_named(lock, named):
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    assert [e.split()[0] for e in entries if "==" in e and "--hash=sha256:" not in e] == []
    assert "://" not in lock
    assert "index-url" not in lock


def test_spark_can_be_added_without_changing_what_is_installed():
    base, spark = pins(LOCK), pins(SPARK_LOCK)
    assert {n: v for n, v in spark.items() if n in base and v != base[n]} == {}
    assert {"pandas", "pyarrow"} <= spark.keys() & base.keys()
    assert "pyspark" not in base


def test_the_tests_have_the_driver_that_the_extra_brings():
    assert set(EXTRAS["postgresql"]) <= set(PYPROJECT["dependency-groups"]["dev"])
    assert not bounds(EXTRAS["postgresql"]).keys() & bounds(PYPROJECT["project"]["dependencies"])


def test_what_is_heavy_comes_only_on_request():
    install = MAKEFILE.split("install: $(STAMP)")[1].split("spark: $(SPARK_STAMP)")[0]
    assert "spark" not in install
    assert "make spark" in CI
    assert "make spark" in README


def test_what_the_kit_imports_it_names_as_its_own_need():
    known = packages_distributions()
    needed = bounds(PYPROJECT["project"]["dependencies"] + sum(EXTRAS.values(), [])).keys()
    tops = {i.split(".")[0] for name in code.modules() for i in code.imports(name)}
    foreign = tops - sys.stdlib_module_names - {"kamlib", "__future__", ""}
    # What an extra brings may not be installed here; its import is named like its package.
    named = {t: {d.lower().replace("_", "-") for d in known.get(t, [t])} for t in foreign}
    unnamed = [t for t in sorted(foreign) if not needed & named[t]]
    assert [t for t in unnamed if t not in COMES_WITH] == []


def test_the_version_stands_once_and_in_the_changelog():
    import kamlib

    assert f"## {kamlib.__version__}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_the_data_dictionary_is_in_step():
    """Mend it with: python -m kamlib.reports.dictionary."""
    assert (PROJECT / "data" / "README.md").read_text("utf-8") == dictionary.dictionary()


def test_make_lists_every_target():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    if not shutil.which("make"):
        pytest.skip("no make on this machine")
    # The tests are themselves run by make, which would have this one talk about folders.
    plain = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    shown = subprocess.run(
        ["make"], cwd=PROJECT, env=plain, capture_output=True, text=True, check=True
    )
    assert {line.split()[1] for line in shown.stdout.splitlines()} == targets
    assert targets >= {"run", "test", "install", "lab", "lint", "bench", "notebooks"}


def test_make_targets_run_modules_and_commands_that_exist():
    modules = re.findall(r"-m (kamlib[a-z_.]*)", MAKEFILE)
    assert modules
    for name in modules:
        path = PROJECT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), name


def test_every_command_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", README)) <= targets
    written = set(re.findall(r"[`\\]kam ([a-z]+)", README))
    assert written
    assert written <= kam_commands()


def kam_commands() -> set[str]:
    """Commands of `kam`, from its own help."""
    from typer.main import get_command

    from kamlib import cli

    return set(get_command(cli.app).commands)


def test_what_the_readme_writes_in_an_engagement_can_be_written():
    blocks = re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
    written = [yaml.safe_load(block) for block in blocks]
    (chosen,) = [block["identification"] for block in written if "identification" in block]
    found = Identification.model_validate(chosen)
    assert set(found.criteria) == set(chosen["criteria"])
    known = {"sources", "engine", "identification"}
    assert all(set(block) <= known for block in written)


def test_every_path_of_the_readme_exists():
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [link for link in linked if not (PROJECT / link).exists()] == []


@pytest.mark.parametrize("word", ["/work/", ".library", "pypi.org", "pythonhosted", "debian.org"])
def test_no_file_names_a_registry_or_a_workplace(word):
    me = "tests/repository/test_packaging.py"
    naming = []
    for name in tracked():
        content = (PROJECT / name).read_bytes()
        if name != me and word.encode() in content:
            naming.append(name)
    assert naming == []


def test_nothing_generated_is_committed():
    shown = [n for n in tracked() if re.search(r"(^reports/[^.]|__pycache__|\.egg-info)", n)]
    assert shown == []
