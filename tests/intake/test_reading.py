"""The book is read once for each state of its files, and `kam check` stays light."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from kamlib import engagement, intake, paths
from kamlib.intake import canonical, reading

TEXT = "id,day,money\nA,2024-01-05,1\nB,2024-02-05,2\n"


def test_a_second_read_reads_no_file(make, monkeypatch):
    make(TEXT)
    first = make.book()

    def never(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(canonical, "make", never)
    again = make.book()
    assert again.fingerprint == first.fingerprint
    assert again.reconciliation.equals(first.reconciliation)
    assert make.check().tables["orders"]["sample_ids"] == ["A", "B"]


def test_decisions_of_other_wings_do_not_read_again(make, monkeypatch):
    make(TEXT)
    make.book()
    monkeypatch.setattr(canonical, "make", None)
    intake.read(engagement.load(make.folder, {"identification.capacity": 3, "language": "zh"}))


def test_faults_are_found_again_each_time(make):
    make(TEXT + "C,x,1\n")
    assert make.fault().row == 4
    assert make.fault().row == 4
    assert make(TEXT).check().usable


def test_a_kept_book_that_is_broken_is_read_anew(make):
    make(TEXT)
    make.book()
    folder, *_ = reading.prepare(engagement.load(make.folder))
    (folder / reading.NOTES).write_text("{", encoding="utf-8")
    assert make.book().as_of.month == 2
    (folder / reading.NOTES).unlink()
    assert make.book().as_of.month == 2


def test_two_may_read_the_same_at_once(make):
    make(TEXT)
    loaded = engagement.load(make.folder)
    with ThreadPoolExecutor(4) as pool:
        books = list(pool.map(intake.read, [loaded] * 8))
    assert {book.fingerprint for book in books} == {books[0].fingerprint}
    folder, *_ = reading.prepare(loaded)
    assert [p.name for p in folder.parent.iterdir()] == ["book"]


def test_a_check_of_small_files_loads_no_pandas(make):
    make(TEXT)
    code = (
        "import sys; from kamlib import intake;"
        f"assert intake.check({str(make.folder)!r}).usable;"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'sqlalchemy', 'matplotlib'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_demo_is_usable():
    found = intake.check(paths.DEMO)
    assert found.usable, found.faults
    assert found.tables["orders"]["accounts"] == 60
    for table in {line["table"] for line in found.reconciliation}:
        lines = [line for line in found.reconciliation if line["table"] == table]
        assert lines[0]["rows"] - sum(x["rows"] for x in lines[1:-1]) == lines[-1]["rows"]
        if lines[0]["amount"] is not None:
            left = lines[0]["amount"] - sum(x["amount"] for x in lines[1:-1])
            assert abs(left - lines[-1]["amount"]) < 0.005
