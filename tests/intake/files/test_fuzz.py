"""Broken and hostile files: the readers answer with a check or with faults, never otherwise."""

from __future__ import annotations

import gzip
import io
import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.files import dirty_layouts as dirty
from tests.intake.files.dirty_layouts import COLUMNS, DATA, HEAD

QUICK = settings(
    max_examples=20, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True
)
PIECES = [
    "a",
    "1",
    "2024-01-05",
    "合计",
    "注：",
    ",",
    '"',
    "\n",
    "\r\n",
    "\x00",
    "\ufeff",
    ";",
    "\t",
]
PIECES += ["id,day,money\n", "A,2024-01-05,1\n", "'", "\\", "\x1f", "{", "NULL", "=1+1"]
NAMES = ["a.csv", "a.xlsx", "a.xls", "a.parquet", "a.csv.gz", "a.txt"]
STARTS = [
    b"",
    b"PK\x03\x04",
    b"PAR1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1f\x8b",
    b"\xff\xfe",
]
STARTS += [b"<html><table><tr><td>", b"<?xml version='1.0'?>", b"%PDF-"]


def answered(make, name: str, content: bytes, **more) -> None:
    """What `kam check` says of a file, which must say something."""
    found = make(name, files={name: content}, **more).check()
    assert found.usable or found.faults
    found.as_dict()


def parquet() -> bytes:
    frame = pd.DataFrame({"id": ["A", "B"], "day": [date(2024, 1, 5)] * 2, "money": [1.5, 2]})
    memory = io.BytesIO()
    frame.to_parquet(memory)
    return memory.getvalue()


WHOLE = {
    "a.xlsx": dirty.as_xlsx([HEAD, *DATA]),
    "a.parquet": parquet(),
    "a.csv.gz": gzip.compress(dirty.as_csv([HEAD, *DATA])),
}


@given(st.sampled_from(NAMES), st.sampled_from(STARTS), st.binary(max_size=200))
@QUICK
def test_random_bytes_under_any_name(make, name, start, content):
    answered(make, name, start + content)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@QUICK
def test_random_text(make, text):
    answered(make, "a.csv", text.encode("utf-8"))
    answered(make, "a.csv", b"id,day,money\n" + text.encode("utf-8"), BAD_ROWS="drop")


@pytest.mark.parametrize("name", list(WHOLE))
@given(st.randoms(use_true_random=False))
@QUICK
def test_files_cut_short_or_spoilt(make, name, random_):
    content = bytearray(WHOLE[name])
    if random_.random() < 0.5:
        content = content[: random_.randrange(len(content))]
    for _ in range(random_.randrange(4)):
        if content:
            content[random_.randrange(len(content))] = random_.randrange(256)
    answered(make, name, bytes(content), columns=COLUMNS if "parquet" not in name else None)


INSIDE = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
INSIDE += ["xl/_rels/workbook.xml.rels", "[Content_Types].xml"]


def spoilt(text: bytes, random_: random.Random) -> bytes:
    """XML with a piece taken out, doubled, or replaced by what an attacker would write."""
    start = random_.randrange(len(text))
    end = min(start + random_.randrange(1, 60), len(text))
    hostile = [b"", text[start:end] * 3, b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", b"99999999999"]
    hostile += [
        b'r="ZZZZZZ1048577"',
        b"-1",
        b"\x00",
        b'hidden="1" min="0" max="99999999"',
        b"<row>",
    ]
    return text[:start] + random_.choice(hostile) + text[end:]


@given(st.sampled_from(INSIDE), st.randoms(use_true_random=False))
@QUICK
def test_workbooks_with_spoilt_xml(make, name, random_):
    content = dirty.with_xml_changed(WHOLE["a.xlsx"], name, lambda text: spoilt(text, random_))
    answered(make, "a.xlsx", content, columns=COLUMNS)


@given(
    st.lists(
        st.sampled_from(
            ["<table>", "<tr>", "<td>", "</td>", "</table>", "id", "&#0;", "<!--"]
            + ['<td colspan="9999999">', '<td rowspan="-1">', "<![CDATA[", "<td rowspan=50>"]
        ),
        max_size=40,
    )
)
@QUICK
def test_random_pages(make, pieces):
    answered(make, "a.xls", f"<html><table>{''.join(pieces)}".encode())
