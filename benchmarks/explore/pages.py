"""How many public pages a second one server gives to readers, and how long each waits.

Usage: PYTHONPATH=. python benchmarks/explore/pages.py [seconds] [readers]

Serves the demonstration as `./run` does, in a folder of its own, and asks for its pages over
connections that stay open, without cookies, as a reader does: once each when nothing is kept, then
for some seconds. Prints pages a second, the wait of each page, the server's processor time for
each, and its memory. The readers take a part of the same processors.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/", "/indicators/6-1-1/", "/places/ruvela/", "/goals/6/", "/findings/", "/about/trust/"]
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ask(connection: socket.socket, port: int, path: str) -> tuple[bytes, int]:
    """One answer: its status line and the bytes of its body."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n"
        "Accept-Encoding: gzip\r\n\r\n"
    )
    connection.sendall(request.encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    length = int(found[1]) if found else 0
    got = len(body)
    while got < length:
        got += len(connection.recv(65536))
    return head.split(b"\r\n", 1)[0], length


def read(port: int, seconds: float, pages: list[str]) -> list[float]:
    """One reader: the wait of every page, in seconds."""
    waits: list[float] = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            status, _ = ask(connection, port, pages[len(waits) % len(pages)])
            if b"200" not in status:
                raise SystemExit(f"{pages[len(waits) % len(pages)]}: {status.decode()}")
            waits.append(time.perf_counter() - begun)
    return waits


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Its most memory so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1000 if found else 0.0


def servers_of(parent: int) -> list[int]:
    """The web server's processes."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if b"granian" in words or b"multiprocessing" in words:
            found.append((int(entry.name), int(fields[1])))
    known = {parent}
    for _ in range(3):
        known |= {pid for pid, above in found if above in known}
    return sorted(known - {parent})


def main(seconds: float, readers: int) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "DATASHIFT_DATA": folder, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "datashift.web", "serve", "--port", str(port)]
        with subprocess.Popen(
            command, env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stdout
                for line in server.stdout:
                    if "is ready" in line:
                        break
                measure(port, seconds, readers, server.pid)
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(30)


def measure(port: int, seconds: float, readers: int, server: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        finding = find_a_finding(port)
        pages = [*PAGES, finding]
        print(f"{'page':<60}{'first, ms':>10}{'again, ms':>10}{'bytes':>8}")
        for path in pages:
            waits = []
            for _ in range(2):
                begun = time.perf_counter()
                _, size = ask(connection, port, path)
                waits.append(1000 * (time.perf_counter() - begun))
            print(f"{path:<60}{waits[0]:>10.1f}{waits[1]:>10.2f}{size:>8}")
    pids = servers_of(server)
    before = sum(map(processor, pids))
    with ProcessPoolExecutor(readers) as pool:
        asked = [pool.submit(read, port, seconds, pages) for _ in range(readers)]
        waits = sorted(wait for each in asked for wait in each.result())
    used = sum(map(processor, pids)) - before
    print(
        f"{readers} readers, {seconds:g} s: {len(waits) / seconds:,.0f} pages a second; "
        f"p50 {1000 * waits[len(waits) // 2]:.2f} ms, p95 {1000 * waits[len(waits) * 95 // 100]:.2f}"
        f" ms; {1e6 * used / len(waits):,.0f} µs of the server's processor each; "
        f"{max(map(memory, pids), default=0):,.0f} MB; load {os.getloadavg()[0]:.1f}"
    )


def find_a_finding(port: int) -> str:
    """The address of the demonstration's newest finding, from the list of findings."""
    request = f"GET /findings/ HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as other:
        other.sendall(request.encode())
        text = b"".join(iter(lambda: other.recv(65536), b"")).decode()
    found = re.search(r'href="(/findings/[^/"]+/[^/"]+/\d+/[^/"]+/)"', text)
    if found is None:
        raise SystemExit("The demonstration has no finding.")
    return found[1]


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else 10.0, int(given[1]) if len(given) > 1 else 2)
