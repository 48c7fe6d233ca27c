"""The data dictionary, data/README.md, written from the vocabulary.

`python -m kamlib.reports.dictionary` writes it anew; a test keeps it in step.
"""

from __future__ import annotations

from kamlib import labels, paths, results, tables, worksheets
from kamlib.tables import Column, Table

HEAD = """# Data dictionary

Made by `python -m kamlib.reports.dictionary` from `kamlib/tables.py`,
`kamlib/worksheets/sheets.py` and `kamlib/results/`; change those, not this page.

- `demo/` is the bundled engagement: an invented supplier with a known truth, told in
  [demo/truth.md](demo/truth.md). `make_demo.py` makes its files from `demo_plan/`.
- **Client tables** are what a client's files are translated into; `engagement.yaml` says which
  of its columns is which. Only `orders` is needed.
- **Worksheets** are the sheets of the workbook that people fill in.
- **Result tables** are what a run leaves in `reports/<engagement>/tables/`, as Parquet and CSV.

An id is text: leading zeros count. A value that is not known is empty, never zero. Dates are
ISO. Money is in the currency of the engagement. A column in bold must not be empty.
"""
SECTIONS = {
    "Client tables": tables.SOURCES,
    "Worksheets": worksheets.SHEETS,
    "Result tables": results.RESULTS,
}


def dictionary() -> str:
    """Every table and column: kind, unit, meaning, Chinese name, allowed values."""
    parts = [HEAD]
    for title, group in SECTIONS.items():
        parts += [f"## {title}\n", *(_section(t) for t in group.values())]
    return "\n".join(parts)


def _section(table: Table) -> str:
    key = f"One row per {', '.join(f'`{name}`' for name in table.key)}.\n" if table.key else ""
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f"### {table.name}\n\n{table.meaning[0].upper()}{table.meaning[1:]}.\n{key}\n"
        "| column | 中文 | kind | unit | meaning |\n|---|---|---|---|---|\n"
        f"{rows}\n"
    )


def _row(column: Column) -> str:
    named = column.allowed or column.words
    allowed = f" ({', '.join(named)})" if named else ""
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    meaning = f"{column.meaning}{allowed}".replace("|", "\\|")
    head = labels.say(f"columns.{column.name}", "zh")
    return f"| {name} | {head} | {column.kind} | {column.unit} | {meaning} |"


if __name__ == "__main__":
    target = paths.PROJECT / "data" / "README.md"
    target.write_text(dictionary(), encoding="utf-8", newline="\n")
