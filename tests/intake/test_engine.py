"""Lines alike are found however many there are, and in whatever slices."""

from collections import Counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlib.intake import engine as engines
from kamlib.intake.engine import DuckEngine

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1), st.booleans()), max_size=30)


@pytest.fixture(scope="module")
def connection():
    """One connection for all cases: to open one takes longer than a case."""
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    ("small", "most", "named", "placed"),
    [
        (500_000, 4, 1000, 50),
        (500_000, 4, 0, 50),
        (0, 20_000_000, 1000, 50),
        (0, 4, 1000, 1),
        (0, 4, 1000, 0),
        (0, 4, 0, 0),
    ],
)
@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_every_line_but_the_first_of_those_alike_is_found(
    connection, rows, small, most, named, placed
):
    """rows: quick digest, exact digest, in use. Quick digests may tie where rows differ."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "_SMALL", small)
        patched.setattr(engines, "_SLICE", most)
        patched.setattr(engines, "_NAMED", named)
        patched.setattr(engines, "_PLACED", placed)
        connection.execute(
            "CREATE OR REPLACE TABLE v "
            "(_part INT, _row BIGINT, _line UBIGINT, _text UBIGINT, used BOOLEAN)"
        )
        if rows:
            lines = (
                f"({at // 4}, {at % 4}, {2**63 + line}, {text}, {used})"
                for at, (line, text, used) in enumerate(rows)
            )
            connection.execute(f"INSERT INTO v VALUES {', '.join(lines)}")
        join, again = DuckEngine(connection).again("v", "used")
        found = connection.execute(f"SELECT p._part, p._row FROM v p {join} WHERE {again}")
        found = sorted(found.fetchall())
    seen, expected = Counter(), []
    for place, (line, text, used) in enumerate(rows):
        seen[line, text] += used
        if used and seen[line, text] > 1:
            expected.append((place // 4, place % 4))
    assert found == expected
