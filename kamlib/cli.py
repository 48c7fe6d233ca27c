"""The `kam` command.

Exit codes: 0 all went well; 1 an engagement cannot be used, or some report failed; 2 the
command itself was wrong. Whatever goes wrong, no traceback: the kit's own faults end in one
line that names a log file. Heavy imports wait until a command needs them.
"""

from __future__ import annotations

import inspect
import os
import re
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kamlib import paths, tables, terminal
from kamlib.faults import InputError
from kamlib.terminal import say

if TYPE_CHECKING:
    from kamlib.batch.report import Outcome
    from kamlib.intake.checking import Check

FAILED, USAGE, STOPPED = 1, 2, 130
_LATER_FORMATS = ("xlsx", "pptx", "pdf")
_REPORTS = Path("reports")
_NOTHING: dict[str, Any] = {"tables": {}, "repairs": [], "questions": []}
_NOWHERE = {"file": "", "sheet": "", "row": None, "column": "", "value": "", "mend": ""}

app = typer.Typer(
    help=say("help.app"),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_Text = list[str] | None
_Engagement = Annotated[str, typer.Argument(metavar="ENGAGEMENT", help=say("help.engagement"))]
_Engagements = Annotated[
    list[str], typer.Argument(metavar="ENGAGEMENT", help=say("help.engagement"))
]
_Json = Annotated[bool, typer.Option("--json", help=say("help.json"))]
_Only = Annotated[_Text, typer.Option("--only", metavar="NAME", help=say("help.only"))]
_Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help=say("help.out"))]
_Jobs = Annotated[int, typer.Option("--jobs", min=0, max=512, help=say("help.jobs"))]
_Set = Annotated[_Text, typer.Option("--set", metavar="NAME=VALUE", help=say("help.set"))]
_Formats = Annotated[str, typer.Option("--formats", metavar="html", help=say("help.formats"))]
_Fresh = Annotated[bool, typer.Option("--fresh", help=say("help.fresh"))]
_Cluster = Annotated[str, typer.Option("--cluster", metavar="ADDRESS", help=say("help.cluster"))]


class Usage(Exception):
    """The command line itself is wrong."""


def main() -> None:
    """Run the command line; always leaves through SystemExit."""
    terminal.use_utf8()
    # JupyterLab's schema checks build large parsers at import; nothing here needs them.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        app()
    except Usage as error:
        terminal.line(str(error), err=True)
        sys.exit(USAGE)
    except InputError as error:
        terminal.faults(error)
        sys.exit(FAILED)
    except Exception as error:  # a fault of the kit
        log = terminal.crash_log(traceback.format_exc())
        terminal.line(say("crash", said=type(error).__name__, log=log), err=True)
        sys.exit(FAILED)


@app.command(help=say("help.check"))
def check(engagement: _Engagement, as_json: _Json = False) -> None:
    """Read everything and say what was found."""
    from kamlib import intake, terminal_check  # noqa: PLC0415  pydantic and more

    try:
        with terminal.reading():
            found = _with_weights(intake.check(engagement), engagement)
    except Exception as error:
        if not as_json:
            raise
        log = terminal.crash_log(traceback.format_exc())
        message = say("crash", said=type(error).__name__, log=log)
        terminal.as_json({"usable": False, **_NOTHING, "faults": [_NOWHERE | {"message": message}]})
        sys.exit(FAILED)
    if as_json:
        terminal.as_json(found.as_dict())
    else:
        terminal_check.show(found, engagement)
    sys.exit(0 if found.usable else FAILED)


def _with_weights(found: Check, where: str) -> Check:
    """What was found, and what is wrong with weights that rest on judges and data.

    These are known only once the book is analysed, which weights as written spare the check.
    """
    from kamlib import engagement as engagements  # noqa: PLC0415  pydantic and more
    from kamlib.settings.weighting import used  # noqa: PLC0415

    if not found.usable:
        return found
    decided = engagements.load(paths.engagement_path(where)).identification
    if set(used(decided.weighting)) == {"direct"}:
        return found
    from kamlib.analysis.identification import weighting  # noqa: PLC0415  pandas, seconds
    from kamlib.study import open_study  # noqa: PLC0415

    wrong = weighting.faults(open_study(where))
    return replace(found, usable=not wrong, faults=wrong)


@app.command(help=say("help.run"))
def run(  # noqa: PLR0913  one for each option
    engagement: _Engagements,
    only: _Only = None,
    out: _Out = _REPORTS,
    jobs: _Jobs = 0,
    settings: _Set = None,
    formats: _Formats = "html",
    fresh: _Fresh = False,
    cluster: _Cluster = "",
) -> None:
    """Run notebooks over engagements."""
    _refuse_later(formats, cluster)
    options = {"only": only or (), "out": out, "workers": jobs, "settings": _settings(settings)}
    with _cache_of_its_own(fresh):
        _run(engagement, options)


@app.command(help=say("help.demo"))
def demo(  # noqa: PLR0913  one for each option
    only: _Only = None,
    out: _Out = _REPORTS,
    jobs: _Jobs = 0,
    settings: _Set = None,
    formats: _Formats = "html",
    fresh: _Fresh = False,
) -> None:
    """Run notebooks over the bundled engagement."""
    run([str(paths.DEMO)], only, out, jobs, settings, formats, fresh)


@app.command(help=say("help.course"), context_settings={"ignore_unknown_options": True})
def course(rest: Annotated[_Text, typer.Argument(hidden=True)] = None) -> None:
    """Build the course: not yet."""
    raise Usage(say("later", what="kam course"))


def new(folder: str, **files: list[str] | None) -> None:
    """Propose an engagement from the client's files."""
    from kamlib.intake.new import propose  # noqa: PLC0415  reads files

    try:
        named = {t: f for t, f in files.items() if f}
        proposal = propose.new(Path(folder), named, language=terminal.LANGUAGE)
    except InputError as error:
        terminal.faults(error)
        sys.exit(USAGE)
    for line in proposal.text.splitlines():
        terminal.line(line)


def _new_options() -> inspect.Signature:
    """The folder, and an option for every table a client can bring."""
    kinds = inspect.Parameter
    folder = Annotated[str, typer.Argument(metavar="DIR", help=say("help.folder"))]
    options = [kinds("folder", kinds.POSITIONAL_OR_KEYWORD, annotation=folder)]
    for name in tables.SOURCES:
        option = typer.Option(
            f"--{name.replace('_', '-')}", metavar="FILE", help=say(f"help.table.{name}")
        )
        annotation = Annotated[list[str] | None, option]
        options.append(kinds(name, kinds.KEYWORD_ONLY, default=None, annotation=annotation))
    return inspect.Signature(options)


new.__signature__ = _new_options()
new.__annotations__ = {o.name: o.annotation for o in new.__signature__.parameters.values()}
app.command(help=say("help.new"))(new)


def _run(where: Sequence[str], options: dict[str, Any]) -> None:
    from kamlib.batch import run as batch  # noqa: PLC0415  pandas, a second or two
    from kamlib.batch.jobs import JobError  # noqa: PLC0415
    from kamlib.intake.progress import told_to  # noqa: PLC0415

    with _terminated_like_ctrl_c(), terminal.Progress() as progress:
        try:
            with told_to(progress.reading):
                outcomes = batch.run(where, batch.Options(**options), progress)
        except JobError as error:
            progress.stop()
            terminal.faults(error)
            sys.exit(USAGE)
        except KeyboardInterrupt:
            progress.stop()
            terminal.line(say("stopped"), err=True)
            sys.exit(STOPPED)
    _tell(outcomes)
    sys.exit(0 if all(outcome.good for outcome in outcomes) else FAILED)


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Where the reports are, and what failed."""
    for outcome in outcomes:
        if outcome.faults:
            count = len(outcome.faults.faults)
            terminal.line(say("unusable", id=outcome.id, n=count), err=True)
            terminal.faults(outcome.faults)
        elif outcome.crash:
            log = terminal.crash_log(outcome.crash)
            terminal.line(say("crash_in", id=outcome.id, log=log), err=True)
        else:
            page = outcome.target / "index.html"
            terminal.line(say("report", id=outcome.id, page=page))
    failed = [
        (outcome.id, result.job.name, result.error)
        for outcome in outcomes
        for result in outcome.results
        if result.status != "ok"
    ]
    if failed:
        terminal.line(say("failures"), err=True)
        heads = [say(f"head.{name}") for name in ("engagement", "job", "error")]
        terminal.table(heads, failed, err=True)


def _refuse_later(formats: str, cluster: str) -> None:
    """What the design names and a later version brings."""
    for name in (part.strip() for part in formats.split(",")):
        if name in _LATER_FORMATS:
            raise Usage(say("later", what=f"--formats {name}"))
        if name != "html":
            raise Usage(say("unknown_format", what=name))
    if cluster:
        raise Usage(say("later", what="--cluster"))


def _settings(texts: Sequence[str] | None) -> dict[str, Any]:
    """Values by dotted name from `name=value` texts; the value is read as in the yaml."""
    from kamlib.engagement_yaml import read_value  # noqa: PLC0415

    settings = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not re.fullmatch(r"\w+(\.\w+)*", name.strip()):
            raise Usage(say("bad_set", text=text))
        try:
            settings[name.strip()] = read_value(value)
        except ValueError as error:
            raise Usage(say("set_not_yaml", text=text)) from error
    return settings


@contextmanager
def _cache_of_its_own(wanted: bool) -> Iterator[None]:
    """While it lasts, results are kept in an empty folder, and forgotten afterwards."""
    if not wanted:
        yield
        return
    before = os.environ.get("KAM_CACHE")
    with tempfile.TemporaryDirectory(prefix="kam-fresh-", ignore_cleanup_errors=True) as folder:
        os.environ["KAM_CACHE"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["KAM_CACHE"]
            else:
                os.environ["KAM_CACHE"] = before


@contextmanager
def _terminated_like_ctrl_c() -> Iterator[None]:
    """A scheduler's SIGTERM ends a run as Ctrl-C does: kernels ended, old reports kept."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
