"""Rows beside the data: the quick way to tell a blank cell says what the slow one does."""

import duckdb

from kamlib.intake.files import asides
from kamlib.intake.values.cells import BLANKS

NOTHING = ("", "-", "--", "/", "—")


def test_a_cell_is_blank_whatever_sign_it_begins_with():
    signs = [chr(code) for code in range(1, 0xD800)]
    texts = [None, *NOTHING, *(sign + more for sign in signs for more in ("", "-", "  "))]
    texts += [blank + nothing for blank in BLANKS for nothing in NOTHING]
    with duckdb.connect() as connection:
        sql = f"SELECT {asides._blank('c')} FROM (SELECT unnest(?::VARCHAR[]) AS c)"
        found = [blank for (blank,) in connection.execute(sql, [texts]).fetchall()]
    assert found == [(text or "").strip(BLANKS) in NOTHING for text in texts]
    assert any(found) and not all(found)
