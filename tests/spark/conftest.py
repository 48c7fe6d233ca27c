"""A local Spark session, started once; tests that ask for it are skipped where it cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


def java() -> str:
    """The Java that Spark would take, or nothing."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java") or ""


def lacking() -> str:
    """Why Spark cannot run here; empty where it can."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: make spark"
    if not java():
        return "Spark needs Java 17 or newer, and none was found"
    told = subprocess.run([java(), "-version"], capture_output=True, text=True, check=False)
    return "" if told.returncode == 0 else f"Java does not start: {told.stderr.strip()[:200]}"


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session of two threads on this machine, without web pages, bound to no outer address."""
    if reason := lacking():
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "local"))
        builder = SparkSession.builder.master("local[2]").appName("kam-tests")
        for name, value in settings(folder).items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def settings(folder: Path) -> dict[str, str]:
    """Small and quiet: two partitions, no web pages, every file in a folder of the tests."""
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


@pytest.fixture(params=["ansi", "lenient"])
def session(spark, request):
    """The session with errors for impossible sums and casts, and with nulls in their place."""
    before = spark.conf.get("spark.sql.ansi.enabled")
    spark.conf.set("spark.sql.ansi.enabled", str(request.param == "ansi").lower())
    yield spark
    spark.conf.set("spark.sql.ansi.enabled", before)
