"""Laws that hold for any file: every row and cent is accounted for, and what is written is read.

Dirty order lines are made up, counted here row by row in plain Python, written in every form
that files have, and read. Steps, rows, money and the lines left must be the same.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.intake.conftest import Maker

FIELDS = ("id", "nr", "day", "code", "kind", "money")
COLUMNS = {
    "customer_id": "id",
    "order_id": "nr",
    "date": "day",
    "product_id": "code",
    "type": "kind",
    "amount": "money",
}
LIST = "id,role\nA,distributor\n007,agent\n重点客户,distributor\n"
BAD_DAY, BAD_MONEY = "someday", "a few"

DAYS = st.sampled_from(["2024-01-05", "2024-02-01", "2024-02-29", "2024-12-31"])
MONEY = st.integers(-99_999, 99_999).map(lambda cents: Decimal(cents) / 100)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["A", "007", "重点客户", "stranger", ""]),
            "nr": st.sampled_from(["N1", "N2"]),
            "day": st.one_of(DAYS, DAYS, DAYS, st.sampled_from([BAD_DAY, ""])),
            "code": st.sampled_from(["X1", "X2", "POST"]),
            "kind": st.sampled_from(["sale", "sale", "return"]),
            "money": st.one_of(MONEY, MONEY, MONEY, st.sampled_from([BAD_MONEY, ""])),
        }
    ),
    min_size=1,
    max_size=40,
)
GOOD_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["A", "007", "重点客户", 'O\'Neil; "Sons", Ltd', "a|b\tc"]),
            "nr": st.sampled_from(["N1", "0002"]),
            "day": DAYS,
            "code": st.sampled_from(["X1", "库-2", ""]),
            "kind": st.just("sale"),
            "money": MONEY,
        }
    ),
    min_size=1,
    max_size=20,
)
DECISIONS = st.fixed_dictionaries(
    {
        "where": st.sampled_from([None, ["X1", "POST"]]),
        "leave_out": st.sampled_from([None, ["POST"]]),
        "duplicates": st.sampled_from(["keep", "drop"]),
        "returns": st.sampled_from(["net", "exclude"]),
        "roles": st.sampled_from([[], ["distributor"]]),
        "since": st.sampled_from([None, "2024-02-01"]),
        "as_of": st.sampled_from([None, "2024-02-29"]),
    }
)
TEXT_FORMS = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
        "separator": st.sampled_from([",", ";", "\t", "|"]),
        "point": st.sampled_from([".", ","]),
        "end": st.sampled_from(["\n", "\r\n"]),
    }
)
quick = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes a reading a step
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


# --- the count in plain Python --------------------------------------------------------------


def expected(rows: list[dict], decided: dict, rate: Decimal = Decimal(0)) -> tuple[dict, list]:
    """Steps with rows and money, and the lines left: (id, day, money), in order."""
    lines = [dict(row) for row in rows]
    for line in lines:
        readable = isinstance(line["money"], Decimal)
        line["money"] = line["money"] / (1 + rate) if readable else None
        line["written"] = line["money"]
    early = [_early(row, decided) for row in rows]
    turned = _turn_returns(lines, early)
    usable = [
        line["day"] for line, step in zip(lines, early, strict=True) if not step and line["id"]
    ]
    first = decided["since"] or min(usable, default="")
    last = decided["as_of"] or max(usable, default="")
    seen: Counter = Counter()
    steps: dict[str, list] = {}
    left = []
    for row, line, step in zip(rows, lines, early, strict=True):
        step = step or _late(row, line, decided, (seen, first, last))
        found = steps.setdefault(step or "analysed", [0, Decimal(0)])
        found[0] += 1
        found[1] += line["money"] or 0
        if not step:
            left.append((line["id"], line["day"], float(line["money"])))
    written = sum((line["written"] or 0 for line in lines), Decimal(0))
    if rate and written * rate:
        steps["tax"] = [0, written * rate]
    if turned:
        steps["returns_signed"] = [0, turned]
    steps["in_files"] = [len(rows), written * (1 + rate)]
    return {step: (n, round(float(money), 2)) for step, (n, money) in steps.items()}, left


def _early(row: dict, decided: dict) -> str:
    if decided["where"] and row["code"] not in decided["where"]:
        return "where"
    if decided["leave_out"] and row["code"] in decided["leave_out"]:
        return "left_out"
    bad = row["day"] == BAD_DAY or row["money"] == BAD_MONEY
    empty = row["id"] and not (row["day"] and row["money"] != "")
    return "unreadable" if bad or empty else ""


def _turn_returns(lines: list[dict], early: list[str]) -> Decimal:
    """Returns without a sign become negative, unless some have one; the money this changes."""
    returns = [
        line["money"]
        for line, step in zip(lines, early, strict=True)
        if line["kind"] == "return" and not step and line["id"]
    ]
    if any(m < 0 for m in returns) or not any(m > 0 for m in returns):
        return Decimal(0)
    turned = Decimal(0)
    for line in lines:
        if line["kind"] == "return" and line["money"] is not None and line["money"] > 0:
            turned += 2 * line["money"]
            line["money"] = -line["money"]
    return turned


def _late(row: dict, line: dict, decided: dict, counted: tuple) -> str:
    seen, first, last = counted
    again = tuple(str(row[field]) for field in FIELDS)
    seen[again] += 1
    if decided["duplicates"] == "drop" and seen[again] > 1:
        return "duplicate"
    if not line["id"]:
        return "no_customer"
    if line["day"] < first:
        return "before_since"
    if line["day"] > last:
        return "after_as_of"
    if decided["roles"] and line["id"] not in ("A", "重点客户"):
        return "role"
    if decided["returns"] == "exclude" and (line["kind"] == "return" or line["money"] < 0):
        return "return"
    return ""


# --- the forms of files ---------------------------------------------------------------------


def as_text(rows: list[dict], form: dict) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form["separator"], lineterminator=form["end"])
    writer.writerow(FIELDS)
    for row in rows:
        cells = [f"{v:.2f}" if isinstance(v, Decimal) else v for v in (row[f] for f in FIELDS)]
        cells[-1] = cells[-1].replace(".", form["point"])
        writer.writerow(cells)
    return out.getvalue().encode(form["encoding"])


def as_workbook(rows: list[dict], path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, FIELDS)
        for at, row in enumerate(rows, 1):
            for place, (name, value) in enumerate((f, row[f]) for f in FIELDS):
                if name == "money":
                    sheet.write_number(at, place, float(value))
                elif name == "day":
                    sheet.write_datetime(at, place, date.fromisoformat(value), day)
                else:
                    sheet.write_string(at, place, value)


def as_parquet(rows: list[dict], path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t (id VARCHAR, nr VARCHAR, day DATE, code VARCHAR, kind VARCHAR, "
            "money DECIMAL(12, 2))"
        )
        for row in rows:
            connection.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [row[f] for f in FIELDS])
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")


def left_of(make: Maker) -> list[tuple]:
    lines = make.orders()
    texts = zip(lines["customer_id"], lines["date"].astype(str), lines["amount"], strict=True)
    return [(who, day[:10], round(money, 6)) for who, day, money in texts]


def made(folder: str, rows: list[dict], decided: dict, form: dict, **more) -> Maker:
    own = {"customer_id": "id", "role": "role"}
    named = {k.upper(): v for k, v in decided.items() if k not in ("where", "leave_out") and v}
    rules = {k: {"code": decided[k]} for k in ("where", "leave_out") if decided[k]}
    return Maker(Path(folder))(
        "o.csv",
        files={"o.csv": as_text(rows, form), "list.csv": LIST},
        columns=COLUMNS,
        sources={"customers": {"path": "list.csv", "columns": own}},
        BAD_ROWS="drop",
        **named,
        **rules,
        **more,
    )


# --- the laws -------------------------------------------------------------------------------

PLAIN = {"encoding": "utf-8", "separator": ",", "point": ".", "end": "\n"}


@quick
@given(rows=ROWS, decided=DECISIONS, form=TEXT_FORMS)
def test_every_row_and_cent_is_accounted_for(rows, decided, form):
    with tempfile.TemporaryDirectory() as folder:
        make = made(folder, rows, decided, form)
        steps, left = expected(rows, decided)
        if not left:
            assert not make.check().usable
            return
        assert {k: (n, round(m, 2)) for k, (n, m) in make.steps().items()} == steps
        assert left_of(make) == left


@quick
@given(rows=ROWS, decided=DECISIONS)
def test_they_are_with_tax_taken_out_too(rows, decided):
    with tempfile.TemporaryDirectory() as folder:
        make = made(folder, rows, decided, PLAIN, tax_included=0.25)
        steps, left = expected(rows, decided, Decimal("0.25"))
        if left:
            assert _close(make.steps(), steps)


def _close(got: dict, steps: dict) -> bool:
    return got.keys() == steps.keys() and all(
        got[k][0] == steps[k][0] and abs(got[k][1] - steps[k][1]) < 0.011 for k in steps
    )


@quick
@given(rows=GOOD_ROWS, form=TEXT_FORMS)
def test_what_is_written_as_text_is_read(rows, form):
    with tempfile.TemporaryDirectory() as folder:
        make = Maker(Path(folder))
        make("o.csv", files={"o.csv": as_text(rows, form)}, columns=COLUMNS)
        assert left_of(make) == [(r["id"], r["day"], float(r["money"])) for r in rows]


@quick
@given(rows=GOOD_ROWS, kind=st.sampled_from(["xlsx", "parquet"]))
def test_what_is_written_with_kinds_is_read(rows, kind):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"o.{kind}"
        {"xlsx": as_workbook, "parquet": as_parquet}[kind](rows, path)
        make = Maker(Path(folder))(path.name, columns=COLUMNS)
        assert left_of(make) == [(r["id"], r["day"], float(r["money"])) for r in rows]
