"""`python -m kamlib.bench [--lines N ...] [--rounds N]`: the kit beside other ways, side by side.

Two comparisons: the metrics over order lines that stand ready (plain SQL, a bare scan, pandas),
and the whole way from a client's file to the metrics (DuckDB by hand, which checks nothing).
Each run is a process of its own, the ways take turns, and the best of the rounds counts:
what else the machine does at the time then weighs on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamlib import terminal
from kamlib.bench import from_files, ways

SIZES = (1_000_000, 10_000_000)
FULL = SIZES[-1]  # lines from which the limits hold
WAYS = ways.WAYS | from_files.WAYS
ONCE = ("pandas",)  # slow, and no limit hangs on it


@dataclass(frozen=True)
class Limit:
    """What a way may take: times of another way's seconds, and GB."""

    way: str
    base: str
    times: float | None
    memory: float


LIMITS = (
    Limit("kit", "sql", 1.1, 1.2),
    Limit("intake", "copy", 2.0, 2.0),
    Limit("intake_csv", "copy_csv", None, 2.0),
)
BASES = dict.fromkeys(ways.WAYS, "sql") | {limit.way: limit.base for limit in LIMITS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures with the limits beside them."""
    parser = argparse.ArgumentParser(prog="python -m kamlib.bench", description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=SIZES, help="order lines")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; pandas runs in one")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=[*WAYS], help="which ones")
    parser.add_argument("--once", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.once:
        way, path = asked.once
        terminal.line(json.dumps(once(way, Path(path))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for lines in asked.lines:
            path = Path(folder) / f"{lines}.parquet"
            ways.make_lines(path, lines)
            from_files.make_files(path)
            for text in report(lines, measured(path, asked.rounds, asked.ways)):
                terminal.line(text)
    return 0


def once(way: str, path: Path) -> dict:
    """One way timed, a few lines before it, so that what a first call loads is not measured."""
    few = path.with_name("few.parquet")
    if not few.exists():
        ways.make_lines(few, 3000)
        from_files.make_files(few)
    WAYS[way](few)
    return ways.timed(WAYS[way], path)


def measured(path: Path, rounds: int, which: Iterable[str] = WAYS) -> dict[str, dict]:
    """The best run of each way, the ways taking turns; all must find the same figures."""
    runs: dict[str, list[dict]] = {way: [] for way in which}
    for number in range(rounds):
        for way in runs:
            if way not in ONCE or number == 0:
                runs[way].append(_in_a_process(way, path))
    best = {way: min(found, key=lambda run: run["seconds"]) for way, found in runs.items()}
    for way, run in best.items():
        run["peak"] = max(r["peak"] for r in runs[way])
    return best


def report(lines: int, best: dict[str, dict]) -> list[str]:
    """The figures as lines of text."""
    texts = [
        f"{lines:,} order lines, {max(run.get('rows', 0) for run in best.values()):,} accounts"
    ]
    for way, run in best.items():
        base = BASES.get(way, way)
        ratio = f"{run['seconds'] / best[base]['seconds']:6.2f} x {base}" if base in best else ""
        texts.append(f"  {way:11}{run['seconds']:8.2f} s {run['peak']:6.2f} GB {ratio}".rstrip())
    for group in (ways.WAYS, from_files.WAYS):
        texts += _alike([best[way] for way in group if way in best])
    for limit in LIMITS if lines >= FULL else ():
        if limit.way in best and limit.base in best:
            texts += _kept(limit, best)
    return texts


def _alike(runs: list[dict]) -> list[str]:
    texts = []
    for column in ("revenue", "evenness"):
        sums = [run[column] for run in runs if column in run]
        if len(sums) > 1:
            alike = max(sums) - min(sums) <= 1e-6 * abs(sums[0])
            told = "the same in every way" if alike else f"DIFFERS: {sums}"
            texts.append(f"  {column}: {told}")
    return texts


def _kept(limit: Limit, best: dict[str, dict]) -> list[str]:
    run = best[limit.way]
    texts = []
    if limit.times:
        ratio = run["seconds"] / best[limit.base]["seconds"]
        verdict = _verdict(ratio, limit.times)
        texts.append(f"  {limit.way} / {limit.base} {ratio:.2f}, limit {limit.times}: {verdict}")
    verdict = _verdict(run["peak"], limit.memory)
    texts.append(f"  {limit.way} memory {run['peak']:.2f} GB, limit {limit.memory} GB: {verdict}")
    return texts


def _verdict(value: float, limit: float) -> str:
    return "kept" if value <= limit else "EXCEEDED"


def _in_a_process(way: str, path: Path) -> dict:
    command = [sys.executable, "-m", "kamlib.bench", "--once", way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
