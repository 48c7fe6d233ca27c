"""Engagements made of a few lines of text, checked and read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamlib import engagement, intake
from kamlib.faults import Fault

COLUMNS = {"customer_id": "id", "date": "day", "amount": "money"}
ORDERS = "id,day,money\n007,2024-01-05,10.5\n008,2024-02-01,-2\n007,2024-03-01,4\n"


class Maker:
    """Writes files and an engagement around them into a folder of its own."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, orders="orders.csv", *, files=None, sources=None, columns=None, **more):
        """`orders`: content of orders.csv, or the name of one of `files`; `more`: its source.

        Upper-case names of `more` are decisions of the engagement, in lower case.
        """
        files = dict(files or {})
        if isinstance(orders, bytes) or "\n" in orders or not orders:
            files["orders.csv"], orders = orders, "orders.csv"
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        decisions = {k.lower(): v for k, v in more.items() if k.isupper()}
        source = {k: v for k, v in more.items() if not k.isupper()}
        if "database" not in source:
            source = {"path": orders} | source
        source["columns"] = columns or COLUMNS
        content = {"name": "Test", "sources": {"orders": source} | (sources or {})} | decisions
        (self.folder / "engagement.yaml").write_text(json.dumps(content), encoding="utf-8")
        return self

    def check(self):
        """What `kam check` finds."""
        return intake.check(self.folder)

    def book(self):
        """The book, which must be readable."""
        return intake.read(engagement.load(self.folder))

    def orders(self):
        """The lines analysed, as a frame in the order of the files."""
        return self.book().orders.collect("pandas").to_pandas()

    def faults(self) -> list[Fault]:
        """Every fault of an engagement that must have some."""
        found = self.check()
        assert not found.usable
        assert found.faults
        for fault in found.faults:
            assert fault.message("en")
            assert fault.mend("zh")
        return found.faults

    def fault(self) -> Fault:
        """The one fault there must be."""
        (fault,) = self.faults()
        return fault

    def steps(self) -> dict[str, tuple]:
        """The reconciliation of the orders: step to rows and amount, which must add up."""
        lines = [r for r in self.check().reconciliation if r["table"] == "orders"]
        rows = [r["rows"] for r in lines]
        amounts = [r["amount"] for r in lines]
        assert rows[0] - sum(rows[1:-1]) == rows[-1]
        assert abs(amounts[0] - sum(amounts[1:-1]) - amounts[-1]) < 0.005
        return {r["step"]: (r["rows"], round(r["amount"], 6)) for r in lines}

    def notes(self, kind: str) -> dict[str, int]:
        """Repairs or questions: rule to rows."""
        found = self.check()
        assert found.usable, found.faults
        name = {"repairs": "rule", "questions": "question"}[kind]
        return {note[name]: note["rows"] for note in getattr(found, kind)}


@pytest.fixture
def make(tmp_path) -> Maker:
    """Make an engagement in a folder of its own; see Maker."""
    folder = tmp_path / "acme"
    folder.mkdir()
    return Maker(folder)
