"""The engagement file: every decision of one piece of work, checked before anything runs.

`load` reads `engagement.yaml` and answers all its faults together, each with the path of
the field, its line and, for an unknown name, the nearest known one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from kamlib.engagement_checks import FILE, nearest, source_faults
from kamlib.engagement_yaml import Asked, open_questions, read_yaml
from kamlib.faults import Fault, InputError
from kamlib.settings import Competition, Identification, Section, Segmentation, Strategy

# The engine, or the address of Spark.
ENGINES = r"duckdb|spark|yarn|local(\[[\d*,]+\])?|(spark|sc|k8s)://\S+"
# A literal password in a database URL: before the @, or among the options behind the ?.
OPEN_LOGIN = r"://[^:/@\s]*:(?!\$\{|\d+/)[^@]+@|(?i:[?&;](?:password|passwd|pwd)=(?!\$\{))"


class Join(Section):
    """Columns of another file, added to every row whose key stands there once."""

    path: str
    on: str | dict[str, str]
    sheet: str | None = None


class DropIfIn(Section):
    """Rows whose key stands in another table are left out."""

    path: str
    on: str | dict[str, str]
    sheet: str | None = None


class Control(Section):
    """What the client says the files of a table hold, before anything is left out."""

    rows: int | None = Field(default=None, ge=0)
    amount: float | None = None

    @model_validator(mode="after")
    def _says_something(self):
        if self.rows is None and self.amount is None:
            raise ValueError("needs rows, amount or both")
        return self


class Source(Section):
    """Where one canonical table comes from, and which of its columns is which."""

    path: str | None = None
    table: str | None = None
    database: str | None = None
    query: str | None = None
    columns: dict[str, str | list[str]] = Field(default={}, validate_default=False)
    scale: dict[str, float] = {}
    encoding: str | None = None
    separator: str | None = None
    sheet: str | list[str] | None = None
    header: int | None = Field(default=None, ge=0)
    date_format: str | None = None
    decimal: Literal[".", ","] | None = None
    where: dict[str, list[str]] = {}
    leave_out: dict[str, list[str]] = {}
    tax_included: float | None = Field(default=None, ge=0, lt=1)
    percent: list[str] = []
    fill_down: list[str] = []
    join: list[Join] = []
    drop_if_in: DropIfIn | None = None
    control: Control | None = None

    @field_validator("columns", mode="before")
    @classmethod
    def _numbered_columns(cls, value):
        # A file without header is mapped by numbers: {customer_id: 1}; a list holds the names
        # that one column has in different sheets or files.
        return _texts({} if value is None else value)

    @field_validator("where", "leave_out", mode="before")
    @classmethod
    def _one_value_is_a_list(cls, value):
        if not isinstance(value, Mapping):
            return value
        return {
            str(k): [_plain(x) for x in (v if isinstance(v, list) else [v])]
            for k, v in value.items()
        }

    @field_validator("percent", "fill_down", mode="before")
    @classmethod
    def _one_column_is_a_list(cls, value):
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_place(self):
        given = [n for n in ("path", "table", "database") if getattr(self, n)]
        if len(given) != 1:
            raise ValueError("needs one of path, table or database")
        if [] in self.columns.values():
            raise ValueError("columns: a list of names is empty")
        if any(not 0 < factor < 1e15 for factor in self.scale.values()):
            raise ValueError("scale: a factor must be above 0")
        if self.database and not self.query:
            raise ValueError("database needs a query")
        if self.fill_down and not self.path:
            raise ValueError("fill_down: only the rows of a file stand in an order; needs path")
        if self.database and re.search(OPEN_LOGIN, self.database):
            raise ValueError("holds a password; write ${NAME} and set it in the environment")
        return self


def _texts(value):
    if not isinstance(value, Mapping):
        return value
    return {
        str(k): [_plain(x) for x in v] if isinstance(v, list) else _plain(v)
        for k, v in value.items()
    }


def _plain(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float, date)) else value


class Engagement(Section):
    """One piece of work for one client. See `load`."""

    name: str = Field(min_length=1, coerce_numbers_to_str=True)
    language: Literal["en", "zh"] = "en"
    currency: str = ""
    since: date | None = None
    as_of: date | None = None
    term: str = ""
    roles: list[Literal["end user", "distributor", "agent", "supplier", "internal"]] = []
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    level: Literal["site", "company", "group"] = "group"
    returns: Literal["net", "exclude"] = "net"
    duplicates: Literal["keep", "drop"] = "keep"
    bad_rows: Literal["stop", "drop"] = "stop"
    engine: str = "duckdb"
    sources: dict[str, Source]
    worksheets: str | None = None
    identification: Identification = Identification()
    segmentation: Segmentation = Segmentation()
    competition: Competition = Competition()
    strategy: Strategy = Strategy()
    folder: Path = Field(default=Path(), exclude=True)  # set by load, not by the file
    _asked: tuple[Asked, ...] = PrivateAttr(())

    @field_validator("engine")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if re.fullmatch(ENGINES, value):
            return value
        raise ValueError("must be duckdb, spark, or an address: local[2], spark://, sc://, yarn")

    @model_validator(mode="after")
    def _period_has_days(self):
        if self.since and self.as_of and self.since > self.as_of:
            raise ValueError("since must not be after as_of")
        return self

    @property
    def id(self) -> str:
        """The folder's name: the engagement's id in reports."""
        return self.folder.name

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The questions that stand open as comments in the file, see `kam new`."""
        return self._asked

    def resolve(self, path: str) -> Path:
        """A path as the engagement writes it, relative to its folder."""
        return self.folder / Path(path).expanduser()

    def fingerprint(self) -> str:
        """Changes when any decision changes; part of every cache key."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(f"{self.folder}{text}".encode()).hexdigest()


def load(where: str | os.PathLike, overrides: Mapping[str, Any] | None = None) -> Engagement:
    """Read an engagement: a folder, or the yaml itself.

    Parameters
    ----------
    overrides
        Values by dotted name (`{"identification.key_share": 0.5}`) that replace those of
        the file for this run; an empty text leaves the file's own.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = _yaml_path(Path(where).expanduser())
    content, lines = read_yaml(path)
    for name, value in (overrides or {}).items():
        if value != "":
            _override(content, name, value)
    faults = source_faults(content)
    try:
        engagement = Engagement.model_validate(content)
    except ValidationError as error:
        faults = [_as_fault(e) for e in error.errors()] + faults
    if faults:
        raise InputError([_with_line(f, lines) for f in faults], _language(content))
    loaded = engagement.model_copy(update={"folder": path.parent.resolve()})
    loaded._asked = tuple(open_questions(path, lines))
    return loaded


def _yaml_path(where: Path) -> Path:
    path = where / FILE if where.is_dir() else where
    if not path.is_file():
        raise InputError([Fault("engagement_missing", file=FILE, value=str(where))])
    return path


def _language(content: dict) -> str:
    language = content.get("language")
    return language if language in ("en", "zh") else "en"


def _override(content: dict, name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        below = content.get(parent)
        if not isinstance(below, dict):
            below = content[parent] = {}
        content = below
    content[last] = value


def _as_fault(error: Mapping) -> Fault:
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = nearest(str(error["loc"][-1]), _known_at(error["loc"][:-1]))
        return Fault("yaml_unknown_field", FILE, column=path, values={"nearest": near})
    if error["type"] == "missing":
        return Fault("yaml_field_missing", FILE, column=path)
    said = {"said": error["msg"].removeprefix("Value error, ")}
    if error["input"] is None:
        return Fault("yaml_field_empty", FILE, column=path, values=said)
    value = _shown(error["input"])
    return Fault("yaml_wrong_value", FILE, column=path, value=value, values=said)


def _shown(value: Any) -> str:
    """A value as it is written; what stands in a group stays unsaid, a password may be among it."""
    marks = {dict: "{}", list: "[]"}.get(type(value))
    if marks is None:
        return str(value)[:80]
    return "...".join(marks) if value else marks


def _known_at(loc: tuple) -> list[str]:
    """Field names of the model that stands at `loc` of the file."""
    model: Any = Engagement
    for part in loc:
        fields = getattr(model, "model_fields", {})
        model = _model_inside(fields[part].annotation) if part in fields else model
    fields = getattr(model, "model_fields", {})
    return [name for name in fields if name != "folder"]


def _model_inside(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    inner = [_model_inside(a) for a in getattr(annotation, "__args__", ())]
    return next((m for m in inner if m is not None), None)


def _with_line(fault: Fault, lines: Mapping[str, int]) -> Fault:
    path = fault.column
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return Fault(
        fault.code,
        fault.file,
        fault.sheet,
        lines.get(path),
        fault.column,
        fault.value,
        fault.values,
    )
