"""How many submissions a second the receiver keeps, how long each waits, and what it costs.

A closed loop: each client is one phone that sends, waits for 201, and sends the next. Every request
is authenticated by Digest, parsed, checked for being there already, written to the log, and on the
disk before it is answered. As in the measurement of ODK Central that stands beside it
(research/performance.md, section 3): a form of 14 fields, 1.1 kB, keep-alive, loopback, the loader
on the same cores. The loader is one process that made its requests beforehand, so that it takes
little of the cores that it shares.

    python benchmarks/collect/receive.py [--clients 8] [--seconds 20] [--postgresql] [--platform]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import selectors
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
CENTRAL = "ODK Central 2026.2.2, same machine kind: 287 per s, p50 27, p99 50 ms, 5.9 ms CPU each"
MOST = 4_000  # submissions a second of all clients that are made beforehand

from web.collect.live import Phone, Sender, counted, served, set_up, text_of  # noqa: E402


class Client:
    """One phone with all that it is going to send."""

    def __init__(self, number: int, port: int, phone: Phone, count: int) -> None:
        sender = Sender(port, phone)
        assert sender.send(text_of(number, -1)) == 201  # it has its nonce now
        self.texts = iter([sender.request(text_of(number, each)) for each in range(count)])
        self.stream = sender.stream
        self.began = 0.0

    def send(self) -> None:
        text = next(self.texts)
        self.began = time.perf_counter()
        self.stream.sendall(text)

    def answered(self) -> bool:
        """Whether it is 201; what is answered is a few hundred bytes and comes as a whole."""
        return self.stream.recv(65536).startswith(b"HTTP/1.1 201 ")


def load(asked: Connection, port: int, phones: list[Phone], seconds: float) -> None:
    """Make all requests, wait until asked, send for so many seconds, and report."""
    count = int(seconds * MOST / len(phones))
    clients = [Client(number, port, phone, count) for number, phone in enumerate(phones)]
    ready = selectors.DefaultSelector()
    for client in clients:
        ready.register(client.stream, selectors.EVENT_READ, client)
    asked.send(None)
    asked.recv()
    waits, bad, sending = [], 0, len(clients)
    used, began = time.process_time(), time.perf_counter()
    for client in clients:
        client.send()
    while sending:
        for key, _ in ready.select():
            bad += not key.data.answered()
            now = time.perf_counter()
            waits.append(now - key.data.began)
            if now - began < seconds:
                key.data.send()
            else:
                sending -= 1
    wall, used = time.perf_counter() - began, time.process_time() - used
    waits.sort()
    told = {
        "clients": len(clients),
        "per_second": round(len(waits) / wall),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 2),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2),
        "loader_ms_each": round(used / len(waits) * 1000, 3),
        "sent": len(waits),
        "refused": bad,
    }
    asked.send(told)


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


def measure(
    clients: int, seconds: float, database: str | None = None, *, phones: bool
) -> dict[str, float]:
    """The figures of one run, through the door for phones or the platform's server."""
    with served(database, phones=phones) as server:
        context = multiprocessing.get_context("fork")
        loader, theirs = context.Pipe()
        arguments = (theirs, server.port, set_up(clients), seconds)
        child = context.Process(target=load, args=arguments)
        child.start()
        loader.recv()
        before = sum(map(cpu_of, server.pids))
        loader.send(None)
        found: dict[str, float] = loader.recv()
        used = sum(map(cpu_of, server.pids)) - before
        child.join()
        kept, sent = counted(), found["sent"]
        assert (kept.submissions, kept.broken) == (sent + clients, None), (kept, found)
        return {**found, "cpu_ms_each": round(used / sent * 1000, 3)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--platform", action="store_true", help="not through the door for phones")
    options = parser.parse_args()
    if options.postgresql:
        from postgresql import server

        with server(settings=()) as address:  # on the disk before it answers, as a real one
            print(
                json.dumps(
                    measure(options.clients, options.seconds, address, phones=not options.platform)
                )
            )
    else:
        print(json.dumps(measure(options.clients, options.seconds, phones=not options.platform)))
    print(CENTRAL)


if __name__ == "__main__":
    main()
