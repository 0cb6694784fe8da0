"""`./run` really serves: set up once, answer, do background work, end in order."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow
SERVE = [sys.executable, "-m", "datashift.web", "serve"]
ENQUEUE = (
    "import django, sys; django.setup(); "
    "from web.site.errands import leave_a_note; leave_a_note.enqueue(*sys.argv[1:])"
)


def surroundings(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATASHIFT_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "datashift.web.site.settings",
        "PYTHONPATH": str(ROOT / "tests"),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.1)
    return held


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is set up."""
    folder = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-m", "datashift.web", "setup", "--without-demonstration"]
    subprocess.run(command, check=True, cwd=ROOT, env=surroundings(folder), capture_output=True)
    return folder


@contextlib.contextmanager
def serving(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """The running command, its port, and what it said when it was ready."""
    port = free_port()
    command = [*SERVE, "--port", str(port), *options]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            said = ""
            assert process.stdout is not None
            for line in process.stdout:
                said += line
                if "Ctrl-C" in line:
                    break
            yield process, port, said
        finally:
            process.terminate()


def test_it_serves_works_and_ends(data: Path, tmp_path: Path) -> None:
    with serving(data) as (process, port, said):
        assert f"http://127.0.0.1:{port}/" in said
        assert "Setting up" not in said
        home = get(port, "/", **{"Accept-Encoding": "gzip"})
        assert (home.status, home.getheader("Content-Encoding")) == (200, "gzip")
        assert get(port, "/", Host="elsewhere.example").status == 400

        note = tmp_path / "note"
        errand = [sys.executable, "-c", ENQUEUE, str(note), "done"]
        subprocess.run(errand, check=True, cwd=ROOT, env=surroundings(data))
        assert eventually(note.exists)

        taken = subprocess.run(
            [*SERVE, "--port", str(port)],
            cwd=ROOT,
            env=surroundings(data),
            capture_output=True,
            text=True,
            check=False,
        )
        assert taken.returncode == 2
        assert taken.stderr.count("\n") == 1
        assert "Choose another with --port" in taken.stderr

        children = children_of(process.pid)
        assert len(children) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_the_children_do_not_outlive_a_killed_parent(data: Path) -> None:
    with serving(data) as (process, port, _):
        children = children_of(process.pid)
        process.kill()
        assert eventually(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
        with pytest.raises(ConnectionRefusedError):
            get(port, "/")


def test_what_a_dead_worker_had_begun_is_done_by_the_next(data: Path, tmp_path: Path) -> None:
    note = tmp_path / "note"
    lost = (
        ENQUEUE + "; from django_tasks_db.models import DBTaskResult;"
        "DBTaskResult.objects.filter(status='READY').update(status='RUNNING')"
    )
    errand = [sys.executable, "-c", lost, str(note), "done"]
    subprocess.run(errand, check=True, cwd=ROOT, env=surroundings(data))
    with serving(data):
        assert eventually(note.exists)
