"""How many public pages a second one server gives to readers, and how long each waits.

Usage: PYTHONPATH=. python benchmarks/explore/pages.py [seconds] [readers] [folder]

Serves the data of a folder that `filled.py` made, or the demonstration, as `./run` does, and asks
for its pages over connections that stay open, without cookies, as a reader does: every indicator
when nothing of it is kept, then again, then the main pages for some seconds. Prints the wait of a
page, pages a second, the server's processor time for each, and its most memory. The readers take a
part of the same processors.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from served import a_finding, served

PAGES = ["/", "/indicators/6-1-1/", "/places/ke/", "/goals/6/", "/findings/", "/about/trust/"]
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


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


def first_waits(port: int, pages: list[str]) -> list[float]:
    """The wait of each page that nobody asked for before, in milliseconds, the longest last."""
    waits = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for path in pages:
            begun = time.perf_counter()
            ask(connection, port, path)
            waits.append(1000 * (time.perf_counter() - begun))
    return sorted(waits)


def indicator_pages() -> list[str]:
    from datashift import sdg

    return [f"/indicators/{one.code.replace('.', '-')}/" for one in sdg.indicators()]


def measure(port: int, seconds: float, readers: int, server: int) -> None:
    pages = [*PAGES, a_finding(port)]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for path in pages:
            ask(connection, port, path)  # what is read once for all pages is read
    pids = servers_of(server)
    before = sum(map(processor, pids))
    waits = first_waits(port, indicator_pages()[5:])
    used = 1000 * (sum(map(processor, pids)) - before) / len(waits)
    print(
        f"{len(waits)} indicator pages that nobody asked for before: p50 "
        f"{waits[len(waits) // 2]:.1f} ms, p95 {waits[len(waits) * 95 // 100]:.1f} ms; "
        f"{used:.1f} ms of the server's processor each; load {os.getloadavg()[0]:.1f}"
    )
    again = first_waits(port, indicator_pages()[5:])
    print(f"the same again: p50 {again[len(again) // 2]:.2f} ms, "
          f"p95 {again[len(again) * 95 // 100]:.2f} ms")  # fmt: skip
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


def main(seconds: float, readers: int, folder: Path | None) -> None:
    with served(folder) as (port, server):
        measure(port, seconds, readers, server)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        float(given[0]) if given else 10.0,
        int(given[1]) if len(given) > 1 else 2,
        Path(given[2]).resolve() if len(given) > 2 else None,
    )
