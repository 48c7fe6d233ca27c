"""What the command line prints: lines, tables, progress, and where a crash is written down."""

from __future__ import annotations

import json
import locale
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from kamlib import __version__, labels
from kamlib.faults import InputError, place_and_message


def language() -> str:
    """The language of the command line itself: Chinese where the system speaks it."""
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((n for n in names if n), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


LANGUAGE = language()


def say(key: str, /, **values: Any) -> str:
    """Words of labels/cli.toml in the language of the command line."""
    return labels.say(f"cli.{key}", LANGUAGE, **values)


def use_utf8() -> None:
    """Write UTF-8 whatever the code page, and never fail on a letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def line(text: str, *, err: bool = False) -> None:
    """Print one line; what steers a terminal is taken out of it."""
    typer.echo(harmless(text), err=err)


def harmless(text: str) -> str:
    """`text` without control characters: a customer's name may hold some."""
    return "".join(c if c.isprintable() or c == " " else " " for c in text)


def faults(error: InputError) -> None:
    """Print every fault, one a line: where, what, how to mend it."""
    for fault in error.faults:
        line(place_and_message(fault, error.language), err=True)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, err: bool = False) -> None:
    """Print rows below heads; columns of figures are set right."""
    from rich import box  # noqa: PLC0415  only where a table is printed
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, cells in zip(heads, zip(*rows, strict=True), strict=True):
        figures = all(re.fullmatch(r"[-0-9,.]*", cell) for cell in cells)
        made.add_column(head, justify="right" if figures else "left")
    for row in rows:
        made.add_row(*(Text(harmless(cell), overflow="fold") for cell in row))
    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() else 120
    Console(file=stream, width=width, highlight=False, markup=False).print(made)


def as_json(content: dict) -> None:
    """Print one object: JSON, so no NaN, and nothing beside it."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False, default=str))


def crash_log(trace: str) -> Path:
    """Write a traceback down and say where it stands."""
    from kamlib.paths import cache_folder  # noqa: PLC0415

    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for folder in (cache_folder() / "logs", Path(tempfile.gettempdir())):
        path = folder / f"kam-{stamp}-{os.getpid()}.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"kam kit {__version__}, Python {sys.version}\n{trace}\n")
        except OSError:
            continue
        return path
    return Path(os.devnull)


@contextmanager
def reading() -> Iterator[None]:
    """A bar of the table being read, while a person looks on; on stderr, gone afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    from kamlib.intake import progress as steps  # noqa: PLC0415

    columns = (progress.TextColumn("{task.description}", markup=False), progress.BarColumn())
    elapsed = progress.TimeElapsedColumn()
    console = Console(file=sys.stderr, highlight=False, markup=False)
    bar = progress.Progress(*columns, elapsed, console=console, transient=True)
    task = bar.add_task(say("reading"), total=None)

    def tell(table: str, step: str, share: float | None) -> None:
        bar.update(task, description=say(f"step.{step}", table=table), total=1, completed=share)
        if share is None:
            bar.update(task, total=None)

    with bar, steps.told_to(tell):
        yield


class Progress:
    """A bar while a person looks on, else a line per job; on stderr."""

    def __init__(self) -> None:
        from rich import progress  # noqa: PLC0415
        from rich.console import Console  # noqa: PLC0415

        console = Console(file=sys.stderr, highlight=False, markup=False)
        self._live = console.is_terminal
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not self._live,
        )
        self._task = self._bar.add_task(say("reading"), total=None)
        self._total = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def reading(self, table: str, step: str, share: float | None) -> None:
        """A table is being read, before its engagement's jobs are known."""
        far = "" if share is None else f" {share:.0%}"
        self._bar.update(self._task, description=say(f"step.{step}", table=table) + far)

    def stop(self) -> None:
        """Take the bar off the screen."""
        self._bar.stop()

    def expect(self, jobs: int) -> None:
        """So many more jobs are to come."""
        self._total += jobs
        self._bar.update(self._task, total=self._total, description=say("running"))

    def done(self, engagement: str, result: Any) -> None:
        """A job has ended; its Result tells how."""
        self._bar.update(self._task, advance=1)
        failed = result.status != "ok"
        if self._live and not failed:
            return
        told = say(
            "done_failed" if failed else "done",
            id=engagement,
            job=result.job.name,
            seconds=result.seconds,
            error=result.error,
        )
        if self._live:
            self._bar.console.print(harmless(told))
        else:
            line(told, err=True)
