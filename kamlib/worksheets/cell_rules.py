"""What Excel allows in a cell, and what it says when the cell is clicked."""

from __future__ import annotations

from datetime import date
from typing import Any

from kamlib import labels
from kamlib.tables import Column
from kamlib.worksheets import judgements, words


def rule(name: str, column: Column, language: str, *, criteria: int, accounts: int) -> dict:
    """The validation of the cells of `column` on sheet `name`, for xlsxwriter.

    criteria, accounts: how many of either stand on the sheet of lists
    """
    found: dict[str, Any] = {
        "validate": "any",
        "input_title": words.head(column.name, language)[:32],
        "input_message": labels.say(f"worksheets.hint.{name}.{column.name}", language),
        "error_title": labels.say("worksheets.error.title", language),
    }
    return found | _limits(column, language, criteria, accounts)


def _limits(column: Column, language: str, criteria: int, accounts: int) -> dict[str, Any]:
    lists = words.title("lists", language)
    choose = {"validate": "list", "error_message": labels.say("worksheets.error.list", language)}
    if column.allowed:
        return choose | {"source": [words.value(v, language) for v in column.allowed]}
    if column.name == "judgement":
        return choose | {"source": list(judgements.OFFERED)}
    if column.name == "criterion" and criteria:
        return choose | {"source": f"='{lists}'!$C$2:$C${criteria + 1}"}
    if column.name == "account_id" and accounts:
        warning = labels.say("worksheets.error.account", language)
        source = f"='{lists}'!$A$2:$A${accounts + 1}"
        return choose | {"source": source, "error_type": "warning", "error_message": warning}
    if column.kind == "number" and column.low is not None:
        low, high = column.low, column.high
        between = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        said = labels.say("worksheets.error.range", language, low=f"{low:g}", high=f"{high:g}")
        return between | {"error_message": said}
    if column.kind == "date":
        said = labels.say("worksheets.error.date", language)
        since = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        return since | {"error_message": said}
    return {}
