"""Databases: the same book as from files, in bounded memory, and no secret in any word."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kamlib import engagement, intake
from kamlib.intake import reading
from kamlib.intake.files import database
from kamlib.intake.files.parts import BATCH
from tests.intake.files import postgres

#: A client's tables as the database holds them: ids with zeros, cents, no key, times, blanks.
ORDERS = [
    ("0007", "A-1", "2024-01-05", "0.10", "P1", True, "2024-01-05 00:30:00"),
    ("0007", "A-1", "2024-01-05", "1234567.89", "P2", False, "2024-01-05 23:30:00"),
    ("0042", "A-2", "2024-02-29", "-19.99", None, None, "2024-02-29 12:00:00"),
    (None, "A-3", "2024-03-01", "5.00", "P1", True, "2024-03-01 00:00:00"),
    ("0100", "A-4", "2024-12-31", "100.00", "重点; 'x'", True, "2024-12-31 23:59:59"),
    ("0042", "A-5", "2024-12-31", "0.01", "100%", True, "2024-12-31 08:00:00"),
]
NAMES = ("customer", "order_no", "day", "amount", "product", "paid", "stamp")
CUSTOMERS = [("0007", "Bond & Co", "0100"), ("0042", "答案公司", None), ("0100", "Höchst", None)]
MAPPED = {"customer_id": "customer", "order_id": "order_no", "date": "day", "amount": "amount"}
MAPPED |= {"product_id": "product", "type": "paid"}
LIST = {"customer_id": "no", "customer_name": "name", "parent_id": "parent"}
QUERY = "SELECT * FROM order_lines ORDER BY order_no, day, amount"
LIST_QUERY = "SELECT * FROM customers ORDER BY no"
POSTGRES = "postgresql://${KAM_TEST_USER}:${KAM_TEST_PW}@127.0.0.1:%s/sales"


def in_sqlite(make, amounts="NUMERIC") -> str:
    with sqlite3.connect(make.folder / "sales.db") as connection:
        connection.execute(
            "CREATE TABLE order_lines (customer TEXT, order_no TEXT, day TEXT, "
            f"amount {amounts}, product TEXT, paid BOOLEAN, stamp TEXT, scan BLOB)"
        )
        connection.execute("CREATE TABLE customers (no TEXT, name TEXT, parent TEXT)")
        for row in ORDERS:
            cells = ", ".join("?" * 8)
            connection.execute(f"INSERT INTO order_lines VALUES ({cells})", (*row, b"\xff\x00"))
        connection.executemany("INSERT INTO customers VALUES (?, ?, ?)", CUSTOMERS)
    return "sqlite:///sales.db"


def in_files() -> dict[str, str]:
    def line(cells) -> str:
        words = {None: "", True: "TRUE", False: "FALSE"}
        return ",".join(words.get(cell, f'"{cell}"') for cell in cells)

    return {
        "orders.csv": "\n".join(line(row) for row in [NAMES, *ORDERS]) + "\n",
        "customers.csv": "\n".join(line(row) for row in [("no", "name", "parent"), *CUSTOMERS])
        + "\n",
    }


def from_database(make, address: str, **more):
    listed = {"database": address, "query": LIST_QUERY, "columns": LIST}
    source = {"database": address, "query": QUERY, "columns": MAPPED} | more
    return make(sources={"customers": listed}, **source)


def canonical(make) -> list[tuple]:
    lines = make.orders().astype(object)
    lines = lines.where(lines.notna(), None)
    return [tuple(row) for row in lines.itertuples(index=False)]


def from_files(make) -> tuple[list, dict, list]:
    listed = {"customers": {"path": "customers.csv", "columns": LIST}}
    make("orders.csv", files=in_files(), sources=listed, columns=MAPPED)
    return canonical(make), make.steps(), make.book().members.to_dict("records")


@pytest.fixture(scope="module")
def server():
    """The port of a server with the tables; its zone is not ours."""
    if reason := postgres.lacking():
        pytest.skip(reason)
    with postgres.server() as port:
        with postgres.connect(port) as connection:
            connection.execute("CREATE DATABASE sales")
            connection.execute("ALTER DATABASE sales SET timezone TO 'Asia/Shanghai'")
        with postgres.connect(port, "sales") as connection:
            _fill(connection)
        yield port


def _fill(connection) -> None:
    connection.execute(
        "CREATE TABLE order_lines (customer varchar(8), order_no text, day date, "
        "amount numeric(12, 2), product text, paid boolean, stamp timestamptz, scan bytea)"
    )
    connection.execute("CREATE TABLE customers (no char(4), name text, parent varchar)")
    connection.execute("CREATE SEQUENCE counter")
    cells = ", ".join(["%s"] * 8)
    for row in ORDERS:
        connection.execute(f"INSERT INTO order_lines VALUES ({cells})", (*row, b"\xff\x00"))
    for row in CUSTOMERS:
        connection.execute("INSERT INTO customers VALUES (%s, %s, %s)", row)


@pytest.fixture
def login(server, monkeypatch) -> str:
    """The address of the server's database; its login is in the environment."""
    monkeypatch.setenv("KAM_TEST_USER", postgres.USER)
    monkeypatch.setenv("KAM_TEST_PW", postgres.PASSWORD)
    return POSTGRES % server


# --- the same book ---------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", ["NUMERIC", "REAL", "TEXT", "DECIMAL(12, 2)"])
def test_sqlite_gives_the_orders_of_the_files(make, amounts):
    expected = from_files(make)
    from_database(make, in_sqlite(make, amounts))
    assert canonical(make) == [_with_sqlite_truths(row) for row in expected[0]]
    assert make.steps() == expected[1]
    assert make.book().members.to_dict("records") == expected[2]


def _with_sqlite_truths(row: tuple) -> tuple:
    """SQLite has no truth values: it holds 1 and 0."""
    return tuple({"TRUE": "1", "FALSE": "0"}.get(c, c) if isinstance(c, str) else c for c in row)


@pytest.mark.parametrize("day", ["day", "stamp"])
def test_postgresql_gives_the_orders_of_the_files(make, login, day):
    """Dates, and instants on the day they have in the database's own zone."""
    expected = from_files(make)
    from_database(make, login, columns=MAPPED | {"date": day})
    assert canonical(make) == expected[0]
    assert make.steps() == expected[1]
    assert make.book().members.to_dict("records") == expected[2]
    rows, cents = len(ORDERS), sum(Decimal(row[3]) for row in ORDERS)
    assert make.steps()["in_files"] == (rows, float(cents))
    assert [str(d) for d in (make.book().since, make.book().as_of)] == ["2024-01-05", "2024-12-31"]


def test_kinds_of_postgresql(make, login):
    query = """
        SELECT 1234567890123456789 AS id, 'infinity'::float8 AS price,
            '2024-02-29'::timestamp AS day, 1e-7::numeric AS amount, '{"a": 1}'::jsonb AS name
        UNION ALL SELECT 2, 1.5, '2024-03-01 12:30', 0.1::numeric(30, 20), NULL"""
    columns = {"customer_id": "id", "date": "day", "amount": "amount", "product_name": "name"}
    make(database=login, query=query, columns=columns)
    lines = make.orders()
    assert lines["customer_id"].tolist() == ["1234567890123456789", "2"]
    assert lines["amount"].tolist() == [1e-7, 0.1]
    assert lines["date"].astype(str).tolist() == ["2024-02-29", "2024-03-01"]
    assert make(database=login, query=query, columns=columns | {"price": "price"}).fault().row == 2


@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_binary_data_are_refused_where_they_are_mapped(make, request, which):
    address = in_sqlite(make) if which == "sqlite" else request.getfixturevalue("login")
    assert from_database(make, address).check().usable  # not mapped: a picture does no harm
    from_database(make, address, columns=MAPPED | {"product_id": "scan"})
    fault = make.fault()
    assert (fault.code, fault.row, fault.column) == ("cell_binary", 2, "scan")


def test_a_percent_sign_in_a_query_is_no_place_to_fill(make, login):
    query = "SELECT * FROM order_lines WHERE product LIKE '100%' OR product = '%s';"
    from_database(make, login, query=query)
    assert make.orders()["product_id"].tolist() == ["100%"]


# --- what goes wrong -------------------------------------------------------------------------


def words(make, capsys) -> str:
    """Everything said, with the causes of what was raised."""
    found = make.check()
    assert not found.usable
    told = [f.message(lang) + f.mend(lang) for f in found.faults for lang in ("en", "zh")]
    with pytest.raises(Exception) as raised:  # noqa: B017, PT011
        intake.read(engagement.load(make.folder))
    cause = f"{raised.value.__cause__!r} {raised.value!r} {raised.value}"
    return " ".join([str(found.as_dict()), *told, cause, *capsys.readouterr()])


def test_a_server_that_is_down_is_said_at_once(make, monkeypatch, capsys):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("KAM_TEST_USER", postgres.USER)
    monkeypatch.setenv("KAM_TEST_PW", postgres.PASSWORD)
    from_database(make, POSTGRES % 1)
    assert {f.code for f in make.faults()} == {"database_failed"}
    assert "hunter2" not in words(make, capsys)


def test_a_server_that_is_silent_is_given_up(make, monkeypatch):
    """It takes the connection and says nothing."""
    import socket

    pytest.importorskip("psycopg")
    monkeypatch.setitem(database._OPTIONS, "psycopg", {"connect_timeout": 2})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        make(database=f"postgresql://me@127.0.0.1:{silent.getsockname()[1]}/x", query="SELECT 1")
        assert make.fault().values == {"said": "ConnectionTimeout"}


def test_a_wrong_password_is_refused_and_not_repeated(make, login, monkeypatch, capsys):
    monkeypatch.setenv("KAM_TEST_PW", "swordfish@/:%")
    from_database(make, login)
    assert {f.code for f in make.faults()} == {"database_failed"}
    assert "swordfish" not in words(make, capsys)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nothing FROM order_lines", 'UndefinedColumn: column "nothing" does not exist'),
        ("SELECT * FROM nowhere", 'UndefinedTable: relation "nowhere" does not exist'),
        ("SELECT 1 +", "SyntaxError: syntax error at end of input"),
        ("SELECT 1 / (amount - amount) FROM order_lines", "DivisionByZero: division by zero"),
        ("WITH gone AS (DELETE FROM customers RETURNING no) SELECT * FROM gone", ""),
    ],
)
def test_a_wrong_query_is_told_in_the_words_of_the_database(make, login, capsys, query, said):
    make(database=login, query=query)
    fault = make.fault()
    assert fault.code == "query_failed"
    assert fault.values["said"].startswith(said)
    assert "hunter2" not in words(make, capsys)


def test_words_that_repeat_a_secret_are_kept_back(make, login, monkeypatch):
    make(database=login, query="SELECT * FROM hunter2")
    assert "hunter2" in make.fault().values["said"]
    monkeypatch.setenv("KAM_TEST_APP", "hunter2")
    make(database=f"{login}?application_name=${{KAM_TEST_APP}}", query="SELECT * FROM hunter2")
    assert make.fault().values == {"said": "UndefinedTable"}


def test_a_write_finds_a_session_that_only_reads(make, login):
    make(database=login, query="SELECT nextval('counter') AS id")
    assert make.fault().values["said"].startswith("ReadOnlySqlTransaction: cannot execute")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM order_lines",
        "drop table order_lines",
        "SELECT 1; DROP TABLE order_lines",
        "-- SELECT\nUPDATE order_lines SET amount = 0",
        "/* SELECT */ INSERT INTO order_lines DEFAULT VALUES",
        ";",
        "",
    ],
)
def test_a_query_that_does_not_read_is_refused_unasked(make, query):
    make(database=in_sqlite(make), query=query or " ")
    assert make.fault().code == "query_not_select"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM order_lines ;  ",
        "-- lines; all of them\nSELECT * FROM order_lines",
        "with some as (select * from order_lines where product <> ';') select * from some",
    ],
)
def test_queries_that_read(make, query):
    from_database(make, in_sqlite(make), query=query)
    assert make.check().usable


def test_a_driver_that_is_missing_is_named(make):
    make(database="mysql+pymysql://host/db", query="SELECT 1")
    fault = make.fault()
    assert (fault.code, fault.value) == ("driver_missing", "pymysql")
    assert 'pip install "pymysql"' in fault.mend("en")


def test_a_small_database(make):
    path = _lines(make)
    make(database="sqlite:///sales.db", query="SELECT * FROM lines ORDER BY day")
    assert make.orders()["customer_id"].tolist() == ["007", "008"]
    assert make.steps() == {"in_files": (3, 13.5), "no_customer": (1, 1), "analysed": (2, 12.5)}
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE lines SET money = 'x' WHERE id = '008'")
    fault = make.fault()
    assert (fault.file, fault.row, fault.column) == ("sqlite:///sales.db", 3, "money")


def _lines(make) -> Path:
    path = make.folder / "sales.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE lines (id TEXT, day TEXT, money REAL)")
        rows = [("007", "2024-01-05", 10.5), ("008", "2024-02-01", 2), (None, "2024-02-02", 1)]
        connection.executemany("INSERT INTO lines VALUES (?, ?, ?)", rows)
    return path


def test_an_address_from_the_environment(make, monkeypatch):
    path = _lines(make)
    make(database="${KAM_TEST_DB}", query="SELECT * FROM lines")
    assert make.fault().code == "environment_missing"
    monkeypatch.setenv("KAM_TEST_DB", f"sqlite:///{path}")
    assert make.check().usable


@pytest.mark.parametrize(
    ("address", "query", "code"),
    [
        ("sqlite:///sales.db", "SELECT * FROM nowhere", "query_failed"),
        ("sqlite:///sales.db", "DROP TABLE lines", "query_not_select"),
        ("sqlite:///gone.db", "SELECT 1", "file_missing"),
        ("nothing://me:${KAM_TEST_PW}@host/db", "SELECT 1", "database_failed"),
        ("mysql+pymysql://me:${KAM_TEST_PW}@127.0.0.1:1/db", "SELECT 1", "driver_missing"),
    ],
)
def test_no_fault_shows_a_password(make, monkeypatch, address, query, code):
    path = _lines(make)
    monkeypatch.setenv("KAM_TEST_PW", "hunter2@/x")
    make(database=address, query=query)
    found = make.check()
    assert [f.code for f in found.faults] == [code]
    assert found.faults[0].file == address
    assert "hunter2" not in str(found.as_dict())
    assert not (make.folder / "gone.db").exists()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM lines").fetchone() == (3,)


def test_a_password_in_the_options_of_an_address_is_refused(make):
    make(database="postgresql://host/db?user=me&password=hunter2", query="SELECT 1")
    assert "hunter2" not in str(make.check().as_dict())
    assert make.fault().column == "sources.orders"


# --- read once, in bounded memory -------------------------------------------------------------


def test_rows_come_in_batches(make):
    in_sqlite(make)
    query = f"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {3 * BATCH})
        SELECT 'K' || (i % 7) AS customer, i AS order_no, '2024-01-05' AS day, 1 AS amount FROM n"""
    loaded = engagement.load(make(database="sqlite:///sales.db", query=query).folder)
    (part,) = database.read(loaded, loaded.sources["orders"])
    rows = part.rows()
    assert next(rows) == (2, ["K1", "1", "2024-01-05", "1"])
    assert part.digest == ""
    assert sum(1 for _ in rows) == 3 * BATCH - 1
    assert len(part.digest) == 64


def test_a_run_reads_once_and_others_read_anew(make, monkeypatch):
    from_database(make, in_sqlite(make))
    read = []
    monkeypatch.setattr(database, "_rows", _counting(database._rows, read))

    def amounts() -> float:
        return make.orders()["amount"].sum()

    def change(amount: float) -> None:
        with sqlite3.connect(make.folder / "sales.db") as connection:
            connection.execute("UPDATE order_lines SET amount = ? WHERE order_no = 'A-4'", [amount])

    alone = amounts()
    before = make.book().fingerprint
    assert len(read) == 4  # two tables, two times
    change(200)
    assert amounts() == alone + 100
    assert make.book().fingerprint != before
    monkeypatch.setenv(reading.RUN, "one")
    first = amounts()
    count = len(read)
    change(300)
    assert amounts() == first
    assert len(read) == count
    monkeypatch.setenv(reading.RUN, "two")
    assert amounts() == first + 100
    monkeypatch.delenv(reading.RUN)
    change(100)
    assert amounts() == alone
    assert make.book().fingerprint == before  # the same rows: results found again


def _counting(rows, read: list):
    def counted(*arguments):
        read.append(1)
        yield from rows(*arguments)

    return counted


def test_rows_that_change_places_without_changing_sums_are_other_rows(make):
    from_database(make, in_sqlite(make))
    before = make.book()
    with sqlite3.connect(make.folder / "sales.db") as connection:
        connection.execute("UPDATE order_lines SET customer = '0042' WHERE order_no = 'A-4'")
        connection.execute("UPDATE order_lines SET customer = '0100' WHERE order_no = 'A-5'")
        connection.execute("UPDATE order_lines SET customer = '0100' WHERE order_no = 'A-2'")
    after = make.book()
    assert after.reconciliation.equals(before.reconciliation)
    assert after.fingerprint != before.fingerprint
    assert after.inputs["sha256"].tolist()[0] != before.inputs["sha256"].tolist()[0]
    assert before.orders.collect("pandas").to_pandas()["customer_id"].tolist()[-1] == "0042"
    assert str(after.as_of) == str(date(2024, 12, 31))
