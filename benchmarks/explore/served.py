"""The platform as `./run` serves it, for what asks it for pages."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served(folder: Path | None = None) -> Iterator[tuple[int, int]]:
    """Its port and process, while it serves the data of a folder, or the demonstration."""
    with tempfile.TemporaryDirectory() as own:
        port = free_port()
        surroundings = {**os.environ, "DATASHIFT_DATA": str(folder or own), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "datashift.web", "serve", "--port", str(port)]
        with subprocess.Popen(
            command, env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stdout
                for line in server.stdout:
                    if "is ready" in line:
                        break
                yield port, server.pid
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def key_pages(port: int) -> list[str]:
    """The eight pages that most people come to, of the demonstration."""
    return [
        "/",
        "/goals/6/",
        "/indicators/6-1-1/",
        a_finding(port),
        "/places/ruvela/",
        "/findings/",
        "/search/",
        "/about/trust/",
    ]


def a_finding(port: int) -> str:
    """The address of the newest finding, from the list of findings."""
    request = f"GET /findings/ HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as other:
        other.sendall(request.encode())
        text = b"".join(iter(lambda: other.recv(65536), b"")).decode()
    found = re.search(r'href="(/findings/[^/"]+/[^/"]+/\d+/[^/"]+/)"', text)
    if found is None:
        raise SystemExit("There is no finding.")
    return found[1]
