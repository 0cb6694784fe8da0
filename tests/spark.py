"""A Spark Connect server for tests: local, on a loopback port, ended by its process id.

pyspark is not among the packages of the tests (450 MB, and it needs Java): `./test --spark`
installs it beside them and runs the tests marked `spark`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def program() -> Path | None:
    """What starts a server: it is in pyspark, and not in pyspark-client."""
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "bin" / "spark-submit"
    return path if path.exists() else None


@contextmanager
def server(submit: Path) -> Iterator[str]:
    """Address of a Spark on this machine, for as long as it is used."""
    folder = Path(tempfile.mkdtemp(prefix="datashift-spark-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "spark.master": "local[2]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.local.dir": str(folder),
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [submit, "--class", SERVER, *given, "spark-internal"],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "SPARK_HOME": str(submit.parents[1]), "SPARK_LOCAL_IP": "127.0.0.1"},
        )
    try:
        _wait(port, process, folder / "log")
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Spark did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def spark() -> Iterator[str]:
    """Address of a Spark Connect server that lives as long as the tests."""
    submit = program()
    if submit is None:
        pytest.skip("pyspark is not installed: ./test --spark installs it")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")
    with server(submit) as address:
        yield address
