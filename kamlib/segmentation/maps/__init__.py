"""The maps as data: axes, cuts, cells and what each advises, with source and confidence.

One TOML file a map, named like the matrix. A cell's id is its level on the vertical axis,
an underscore, its level on the horizontal one: `high_poor`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Words = dict[str, str]  # language -> text


@dataclass(frozen=True)
class Axis:
    """One axis, its levels from low to high, and the cuts between them where the map has them.

    families: of the criteria whose weighted mean the axis is; empty where it is a figure.
    """

    title: Words
    levels: tuple[str, ...]
    names: dict[str, Words]
    cuts: tuple[float, ...] = ()
    families: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell: its name (the strategy), what to do, and whether that means to grow."""

    name: Words
    action: Words
    grows: bool


@dataclass(frozen=True)
class Map:
    """A matrix: two axes, a cell for every pair of levels, and where it is from."""

    id: str
    name: Words
    source: Words
    confidence: Words
    x: Axis
    y: Axis
    cells: dict[str, Cell]


def names() -> list[str]:
    """Names of all maps."""
    found = files(__package__).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml"))


@cache
def load(name: str) -> Map:
    """Read map `name`; KeyError names the maps there are."""
    if name not in names():
        raise KeyError(f"no map {name}; there are {', '.join(names())}")
    content = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    cells = {
        cell: Cell({"en": said["en"], "zh": said["zh"]}, said["action"], said["grows"])
        for cell, said in content["cells"].items()
    }
    heads = [content[part] for part in ("name", "source", "confidence")]
    return Map(name, *heads, _axis(content["x"]), _axis(content["y"]), cells)


def _axis(said: dict) -> Axis:
    return Axis(
        title={"en": said["en"], "zh": said["zh"]},
        levels=tuple(said["levels"]),
        names=said.get("names", {}),
        cuts=tuple(said.get("cuts", ())),
        families=tuple(said.get("families", ())),
    )
