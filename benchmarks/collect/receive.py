"""How many submissions a second the receiver keeps, how long each waits, and what it costs.

A closed loop: each client is one phone that sends, waits for 201 or 202, and sends the next. Every
request is authenticated by Digest, parsed, checked for being there already, written to the log, and
on the disk before it is answered. As in the measurement of ODK Central that stands beside it
(research/performance.md, section 3): a form of 14 fields, 1.1 kB, keep-alive, loopback, the loader on
the same cores.

    python benchmarks/collect/receive.py [--clients 8] [--seconds 20] [--postgresql]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
CENTRAL = "ODK Central 2026.2.2, same machine kind: 287 per s, p50 27, p99 50 ms, 5.9 ms CPU each"

from web.collect.live import Phone, Sender, counted, served, set_up, text_of  # noqa: E402


def client(number: int, port: int, phone: Phone, seconds: float, told: object) -> None:
    """Send for so many seconds; report how long each took."""
    sender, waits, bad = Sender(port, phone), [], 0
    until, at = time.perf_counter() + seconds, 0
    while (began := time.perf_counter()) < until:
        bad += sender.send(text_of(number, at)) not in {201, 202}
        waits.append(time.perf_counter() - began)
        at += 1
    told.put((waits, bad))  # type: ignore[attr-defined]


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process and its children."""
    total = 0.0
    tick = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            own = int(stat.parent.name)
            if pid in {own, int(words[1])}:
                total += (int(words[11]) + int(words[12])) / tick
    return total


def measure(clients: int, seconds: float, database: str | None = None) -> dict[str, float]:
    """The figures of one run."""
    with served(database) as server:
        phones = set_up(clients)
        context = multiprocessing.get_context("fork")
        queue: object = context.Queue()
        before, began = cpu_of(server.pid), time.perf_counter()
        children = [
            context.Process(target=client, args=(number, server.port, phone, seconds, queue))
            for number, phone in enumerate(phones)
        ]
        for child in children:
            child.start()
        results = [queue.get() for _ in children]  # type: ignore[attr-defined]
        for child in children:
            child.join()
        wall, used = time.perf_counter() - began, cpu_of(server.pid) - before
        waits = sorted(wait for found, _ in results for wait in found)
        kept = counted()
        assert (kept.submissions, kept.broken) == (len(waits), None), (kept, len(waits))
        return {
            "clients": clients,
            "per_second": round(len(waits) / wall),
            "p50_ms": round(waits[len(waits) // 2] * 1000, 2),
            "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2),
            "cpu_ms_each": round(used / len(waits) * 1000, 3),
            "sent": len(waits),
            "refused": sum(bad for _, bad in results),
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    if options.postgresql:
        from postgresql import server

        with server(settings=()) as address:  # on the disk before it answers, as a real one
            print(json.dumps(measure(options.clients, options.seconds, address)))
    else:
        print(json.dumps(measure(options.clients, options.seconds)))
    print(CENTRAL)


if __name__ == "__main__":
    main()
