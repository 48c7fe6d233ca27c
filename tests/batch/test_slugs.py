"""Folder names from hostile account ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib.batch.slugs import slug

HOSTILE = [
    "../../x",
    "..",
    ".",
    "",
    " ",
    "a/b",
    "a\\b",
    "a:b",
    "a b",
    "a_b",
    "A_B",
    "CON",
    "con",
    "NUL",
    "COM1",
    "LPT9",
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
    "🙂",
    "客户一号",
    "客户二号",
    "שלום",
    "x" * 300,
    "x" * 299 + "y",
    "é",
    "e\u0301",
    "-rf",
    "name.",
    "name ",
    "0",
    "00",
    "a\x00b",
    "\ud800",
]


def test_a_plain_id_is_its_own_folder():
    assert [slug(i) for i in ("C-0012", "ALFKI", "10023", "0010023")] == [
        "C-0012",
        "ALFKI",
        "10023",
        "0010023",
    ]


def test_a_name_keeps_a_readable_part():
    assert slug("La Rochelle Gifts").startswith("La-Rochelle-Gifts-")
    assert slug("Müller & Söhne GmbH").startswith("Muller-Sohne-GmbH-")


def test_no_two_ids_share_a_folder_on_any_file_system():
    slugs = [slug(i).casefold() for i in HOSTILE]
    assert len(set(slugs)) == len(HOSTILE)
    plain, hashed = "Abc", slug("Abc")
    assert len({slug(i).casefold() for i in (plain, "abc", "ABC", hashed, hashed.upper())}) == 5


@pytest.mark.parametrize("account_id", HOSTILE)
def test_every_folder_name_is_harmless(account_id):
    name = slug(account_id)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", name)
    assert name.upper() not in {"CON", "NUL", "COM1", "LPT9"}


@given(st.text(), st.text())
def test_different_ids_never_meet(one, other):
    assert (slug(one).casefold() == slug(other).casefold()) == (one == other)
