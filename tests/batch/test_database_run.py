"""A whole run over a database: read once, and no secret in anything it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kamlib import paths
from kamlib.batch import run
from kamlib.batch.run import Options
from tests.batch.test_run import Watched
from tests.intake.files import postgres
from tests.intake.files.test_databases import (  # noqa: F401  fixtures
    LIST,
    LIST_QUERY,
    MAPPED,
    QUERY,
    login,
    server,
)


@pytest.fixture
def client(tmp_path, login):  # noqa: F811
    """An engagement over the server's tables."""
    listed = {"database": login, "query": LIST_QUERY, "columns": LIST}
    lines = {"database": login, "query": QUERY, "columns": MAPPED}
    content = {"name": "Acme", "currency": "EUR", "sources": {"orders": lines, "customers": listed}}
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "engagement.yaml").write_text(json.dumps(content), "utf-8")
    return folder


def scans(port: int) -> int:
    """How often the order lines were read so far."""
    with postgres.connect(port, "sales") as connection:
        query = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'order_lines'"
        return connection.execute(query).fetchone()[0]


@pytest.mark.slow
def test_a_run_reads_the_database_once_and_tells_no_secret(client, tmp_path, server, monkeypatch):  # noqa: F811
    monkeypatch.setenv("KAM_CACHE", str(tmp_path / "cache"))
    before = scans(server)
    options = Options(out=tmp_path / "reports", only=["00_intake", "01_identification"])
    (outcome,) = run.run([str(client)], options, Watched())
    assert outcome.good, outcome.faults or outcome.crash or [r.error for r in outcome.results]
    assert scans(server) == before + 1
    left = [p for folder in ("reports", "cache") for p in (tmp_path / folder).rglob("*")]
    left = [p for p in left if p.is_file()]
    assert {"00_intake.html", "01_identification.html", "manifest.json", "orders.parquet"} <= {
        p.name for p in left
    }
    holding = [p.name for p in left if _holds(p.read_bytes())]
    assert holding == []
    manifest = json.loads((tmp_path / "reports" / "acme" / "manifest.json").read_text("utf-8"))
    read = [i for i in manifest["inputs"] if i["table"] in ("orders", "customers")]
    assert [(i["file"], len(i["sha256"]), i["rows"]) for i in read] == [
        ("postgresql", 64, 6),
        ("postgresql", 64, 3),
    ]


def _holds(content: bytes) -> bool:
    secrets = (postgres.PASSWORD, postgres.USER, "hunter2", "127.0.0.1")
    return any(secret.encode() in content for secret in secrets)


def test_a_run_that_is_refused_the_login_tells_no_secret(client, tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KAM_TEST_PW", "swordfish@/:%")
    code = "from kamlib.cli import main; main()"
    command = [sys.executable, "-c", code, "run", str(client), "--out", str(tmp_path / "out")]
    told = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "OperationalError" in told.stderr
    assert "swordfish" not in told.stdout + told.stderr
    logs = list((tmp_path / "cache").rglob("*.log"))
    assert [p for p in logs if "swordfish" in p.read_text("utf-8")] == []
    assert list((tmp_path / "out").iterdir()) == []
