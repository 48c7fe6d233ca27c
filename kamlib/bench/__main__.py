"""`python -m kamlib.bench [--lines N ...] [--rounds N]`: the metrics in four ways, side by side.

Each run is a process of its own, the ways take turns, and the best of the rounds counts:
what else the machine does at the time then weighs on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kamlib import terminal
from kamlib.bench import ways

MOST_TIME, MOST_MEMORY = 1.1, 1.2  # of the hand-written SQL; GB, at ten million lines
SIZES = (1_000_000, 10_000_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures with the limits beside them."""
    parser = argparse.ArgumentParser(prog="python -m kamlib.bench", description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=SIZES, help="order lines")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; pandas runs in one")
    parser.add_argument("--once", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.once:
        way, path = asked.once
        terminal.line(json.dumps(ways.timed(way, Path(path))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for lines in asked.lines:
            path = Path(folder) / f"{lines}.parquet"
            ways.make_lines(path, lines)
            for text in report(lines, measured(path, asked.rounds)):
                terminal.line(text)
    return 0


def measured(path: Path, rounds: int) -> dict[str, dict]:
    """The best run of each way, the ways taking turns; all must find the same figures."""
    runs: dict[str, list[dict]] = {way: [] for way in ways.WAYS}
    for number in range(rounds):
        for way in ways.WAYS:
            if way != "pandas" or number == 0:
                runs[way].append(_once(way, path))
    best = {way: min(found, key=lambda run: run["seconds"]) for way, found in runs.items()}
    for way, run in best.items():
        run["peak"] = max(r["peak"] for r in runs[way])
    return best


def report(lines: int, best: dict[str, dict]) -> list[str]:
    """The figures as lines of text."""
    base = best["sql"]
    texts = [f"{lines:,} order lines, {base['rows']:,} accounts"]
    for way, run in best.items():
        ratio = run["seconds"] / base["seconds"]
        texts.append(f"  {way:7}{run['seconds']:8.2f} s {ratio:6.2f} x sql {run['peak']:6.2f} GB")
    for column in ("revenue", "evenness"):
        sums = [run[column] for run in best.values() if column in run]
        alike = max(sums) - min(sums) <= 1e-6 * abs(base[column])
        texts.append(f"  {column}: {'the same in every way' if alike else f'DIFFERS: {sums}'}")
    if lines >= SIZES[-1]:
        kit = best["kit"]
        ratio = kit["seconds"] / base["seconds"]
        texts.append(f"  kit / sql {ratio:.2f}, limit {MOST_TIME}: {_verdict(ratio, MOST_TIME)}")
        texts.append(
            f"  kit memory {kit['peak']:.2f} GB, limit {MOST_MEMORY} GB: "
            f"{_verdict(kit['peak'], MOST_MEMORY)}"
        )
    return texts


def _verdict(value: float, limit: float) -> str:
    return "kept" if value <= limit else "EXCEEDED"


def _once(way: str, path: Path) -> dict:
    command = [sys.executable, "-m", "kamlib.bench", "--once", way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
