"""`python -m kamlib.bench.who_is_key`: what it costs to say how sure the key list is.

The chances of a place over 10,000 weightings of 12 criteria for 10,000 accounts, beside the
bare product of the same two matrices; and the whole identification of 100,000 accounts, from
order lines that stand ready to the last sentence about the list. A process each.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import numpy as np

from kamlib import terminal
from kamlib.bench import ways

ACCOUNTS, CRITERIA, DRAWS, PLACES = 10_000, 12, 10_000, 35
TIMES, MEMORY = 10, 0.2  # of the bare product's seconds; GB over the input
BOOK, SECONDS = 100_000, 10
BOOK_LINES = 15 * BOOK


def correlated(accounts: int) -> np.ndarray:
    """Criteria that agree as those of real accounts do: half of each is common to all."""
    rng = np.random.default_rng(7)
    common, own = rng.standard_normal((accounts, 1)), rng.standard_normal((accounts, CRITERIA))
    return 1 / (1 + np.exp(-(common + own) / np.sqrt(2)))


def unrelated(accounts: int) -> np.ndarray:
    """Criteria that have nothing to do with one another: few accounts beat few others."""
    return np.random.default_rng(7).random((accounts, CRITERIA))


def alike(accounts: int) -> np.ndarray:
    """Accounts that hardly differ: every place hangs on the last digits."""
    return 0.5 + 1e-6 * unrelated(accounts)


SHAPES = {"correlated": correlated, "unrelated": unrelated, "alike": alike}


def chances(shape: str, accounts: int = ACCOUNTS, draws: int = DRAWS) -> dict:
    """Seconds of the bare product and of the doubt, and the memory this took over it, GB."""
    from kamlib.identification import robustness, weight_space  # noqa: PLC0415

    scaled = SHAPES[shape](accounts)
    within = weight_space.space([str(i) for i in range(CRITERIA)])
    weights = weight_space.draws(within, draws, seed=7)
    held = ways.peak()
    start, across = perf_counter(), np.ascontiguousarray(scaled.T)
    for first in range(0, draws, 100):  # as a whole it would not fit
        weights[first : first + 100] @ across
    bare = perf_counter() - start
    start = perf_counter()
    _, rows, copies = robustness.alike(scaled, within)
    places = robustness.chances(rows, copies, PLACES, weights)[0].sum() / draws
    seconds = perf_counter() - start
    return {"bare": bare, "seconds": seconds, "over": ways.peak() - held, "places": places}


def whole(lines: int, folder: Path) -> dict:
    """Seconds of each step of identification, and how many accounts there were."""
    os.environ["KAM_CACHE"] = str(folder / "cache")
    from kamlib.analysis import accounts  # noqa: PLC0415
    from kamlib.analysis import identification as found  # noqa: PLC0415
    from kamlib.analysis.identification import (  # noqa: PLC0415
        doubt,
        evaluation,
        findings,
        methods,
        negative_value,
        traits,
        what_if,
    )

    ways.make_lines(folder / "lines.parquet", lines, accounts=lines // 13)
    study, took = _opened(folder / "lines.parquet"), {}
    for name, step in (
        ("figures", accounts.accounts),
        ("scores", found.score_parts),
        ("draws", found.choice),
        ("key list", found.key_accounts),
        ("flips", doubt.flips),
        ("central weights", doubt.central_weights),
        ("rule lists", found.lists_side_by_side),
        ("what if", what_if.doubled),
        ("methods", methods.method_agreement),
        ("traits", traits.traits),
        ("takes value", negative_value.negative_value),
        ("evaluation", evaluation.evaluation),
        ("answer", findings.answer),
    ):
        start = perf_counter()
        step(study)
        took[name] = perf_counter() - start
    return {"accounts": len(accounts.accounts(study)), "took": took, "peak": ways.peak()}


def _opened(lines: Path):
    from kamlib.study import open_study  # noqa: PLC0415

    columns = {"customer_id": "account_id"} | {
        c: c for c in ("order_id", "date", "product_id", "amount", "cost")
    }
    content = {
        "name": "Bench",
        "level": "site",
        "since": str(ways.SINCE),
        "as_of": str(ways.AS_OF),
        "sources": {"orders": {"path": str(lines), "columns": columns}},
    }
    (lines.parent / "engagement.yaml").write_text(json.dumps(content), encoding="utf-8")
    return open_study(lines.parent)


def report(accounts: int = ACCOUNTS, draws: int = DRAWS, lines: int = BOOK_LINES) -> list[str]:
    """The figures as lines of text, with the limits beside them."""
    texts = [f"{accounts:,} accounts, {CRITERIA} criteria, {draws:,} weightings, {PLACES} places"]
    for shape in SHAPES:
        run = _in_a_process(chances, shape, accounts, draws)
        times = run["seconds"] / run["bare"]
        texts.append(
            f"  {shape:11}{run['seconds']:7.2f} s {times:6.2f} x the bare product, limit {TIMES}"
            f"; {run['over']:.2f} GB over it, limit {MEMORY}: "
            + _word(times <= TIMES and run["over"] <= MEMORY)
        )
    with tempfile.TemporaryDirectory() as folder:
        run = _in_a_process(whole, lines, Path(folder))
    total = sum(run["took"].values())
    texts.append(
        f"identification of {run['accounts']:,} accounts: {total:.1f} s, limit {SECONDS} for"
        f" {BOOK:,}: {_word(total <= SECONDS)}; {run['peak']:.2f} GB"
    )
    return texts + [f"  {name:15}{seconds:7.2f} s" for name, seconds in run["took"].items()]


def _word(kept: bool) -> str:
    return "kept" if kept else "EXCEEDED"


def _in_a_process(run, *asked) -> dict:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, *asked).result()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures."""
    for text in report():
        terminal.line(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
