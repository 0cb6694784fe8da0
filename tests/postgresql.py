"""A PostgreSQL server for tests: on a socket in a folder of its own, ended by its process id."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALL = "PostgreSQL is needed and is not installed: apt-get install postgresql"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def as_postgres(*command: str | Path) -> list[str]:
    """The command as the user postgres: the server refuses to run as root."""
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


@contextmanager
def server(settings: Sequence[str] = QUICK) -> Iterator[str]:
    """Address of an empty database, for as long as it is used; durable without `QUICK`."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.fail(INSTALL)
    folder = Path(tempfile.mkdtemp(prefix="datashift-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    make = as_postgres(
        bin_folder / "initdb", "--no-sync", "--auth=trust", "--username=datashift",
        "--encoding=UTF8", "--locale=C.UTF-8", "-D", data,
    )  # fmt: skip
    subprocess.run(make, check=True, capture_output=True, cwd=folder)
    serve = as_postgres(
        bin_folder / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
        *(word for one in settings for word in ("-c", one)),
    )  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(serve, stdout=log, stderr=log, cwd=folder)
    try:
        number = _when_ready(data / "postmaster.pid", process, folder / "log")
        yield f"postgresql:///postgres?host={folder}&user=datashift"
        os.kill(number, signal.SIGINT)  # ends connections that are still open
        process.wait(timeout=30)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(folder)


def _when_ready(file: Path, process: subprocess.Popen[bytes], log: Path) -> int:
    """The server's process id, once the last line of its file says that it is ready."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and process.poll() is None:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return int(lines[0])
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL server that lives as long as the tests."""
    with server() as address:
        yield address
