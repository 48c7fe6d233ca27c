"""What an engagement's files hold, found without running anything: `kam check`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kamlib import engagement as engagements
from kamlib import labels, paths
from kamlib.engagement import Engagement
from kamlib.engagement_yaml import Asked
from kamlib.faults import Fault, InputError
from kamlib.intake import reading

_CENT_DIGITS = 6  # of an amount in JSON; what lies behind them is noise of binary figures


@dataclass(frozen=True)
class Check:
    """Everything found. `usable`: the engagement can be run.

    tables: rows and, where it has money, amount of each canonical table, as analysed; for
    orders also accounts and sample_ids. repairs, questions, reconciliation, inputs: rows of
    the tables of these names, see Book; returns: as there. asked: the questions that stand open
    as comments in the engagement file. formats: table, column and format (strptime) of every
    column of dates, found or given. since and as_of are None where nothing is usable.
    """

    usable: bool
    language: str
    name: str = ""
    tables: dict[str, dict] = field(default_factory=dict)
    repairs: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    reconciliation: list[dict] = field(default_factory=list)
    inputs: list[dict] = field(default_factory=list)
    formats: list[dict] = field(default_factory=list)
    control_totals: list[dict] = field(default_factory=list)
    returns: dict = field(default_factory=dict)
    asked: Sequence[Asked] = ()
    since: date | None = None
    as_of: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """The object that `kam check --json` prints.

        A question that stands open in the engagement file is `open_in_yaml`, with its `line`.
        """
        tables = {name: _rounded(counted) for name, counted in self.tables.items()}
        if self.returns:
            tables["orders"]["returns"] = _rounded(self.returns)
        asked = [_of_yaml(one) for one in self.asked]
        asked += [self._told(note, "question") | {"line": None} for note in self.questions]
        return {
            "usable": self.usable,
            "tables": tables,
            "repairs": [self._told(note, "rule") for note in self.repairs],
            "questions": asked,
            "faults": [fault.as_dict(self.language) for fault in self.faults],
        }

    def _told(self, note: dict, kind: str) -> dict:
        message = labels.say(f"intake.{kind}.{note[kind]}", self.language)
        return _rounded(note) | {"message": message}


def _of_yaml(asked: Asked) -> dict:
    """An open question of the engagement file in the form of the others."""
    told = {"table": asked.table, "column": "", "question": "open_in_yaml", "rows": None}
    told |= {"amount": None, "example": "", "places": None, "mend": ""}
    return told | {"message": asked.text, "line": asked.row}


def _rounded(content: dict) -> dict:
    return {
        key: round(value, _CENT_DIGITS) if isinstance(value, float) else value
        for key, value in content.items()
    }


def check(where: str | os.PathLike, overrides: Mapping[str, Any] | None = None) -> Check:
    """Read everything an engagement names and say what was found; faults are part of it.

    Parameters
    ----------
    where
        A folder, a yaml, or `demo`.
    overrides
        Values by dotted name that replace those of the file.
    """
    try:
        engagement = engagements.load(paths.engagement_path(where), overrides)
    except InputError as error:
        return Check(usable=False, language=error.language, faults=error.faults)
    folder, findings, made = reading.prepare(engagement)
    faults, repairs = list(findings.faults), list(findings.repairs)
    # Intake told the faults of the decisions it reads.
    of_sheets = _worksheet_faults(engagement, folder, repairs)
    faults += [fault for fault in of_sheets if fault not in faults]
    return Check(
        usable=not faults,
        language=engagement.language,
        name=engagement.name,
        tables=findings.tables,
        repairs=repairs,
        questions=findings.questions,
        faults=faults,
        reconciliation=findings.reconciliation,
        inputs=findings.inputs,
        formats=findings.formats,
        control_totals=findings.control_totals,
        returns=findings.returns,
        asked=engagement.asked,
        since=date.fromisoformat(made["since"]) if made else None,
        as_of=date.fromisoformat(made["as_of"]) if made else None,
    )


def _rolled_up(folder: Path) -> dict[str, str]:
    """customer_id to account_id of the customers that are part of another account."""
    members = folder / "members.parquet"
    if not members.exists():  # faults, so no book
        return {}
    import duckdb  # noqa: PLC0415  only beside a book that was kept

    with duckdb.connect() as connection:
        sql = "SELECT customer_id, account_id FROM read_parquet(?) WHERE customer_id <> account_id"
        return dict(connection.execute(sql, [str(members)]).fetchall())


def _worksheet_faults(engagement: Engagement, folder: Path, repairs: list[dict]) -> list[Fault]:
    if not engagement.worksheets and not engagement.resolve("worksheets.xlsx").exists():
        return []
    from kamlib import worksheets  # noqa: PLC0415  pandas, a second or two

    return worksheets.check(engagement, _rolled_up(folder), repairs)
