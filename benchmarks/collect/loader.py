"""A closed loop: each line is one phone that sends, waits for its answer, and sends the next.

One process for all lines, whose requests were made beforehand, so that it takes little of the
cores that it shares with what it measures.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

MOST = 4_000  # submissions a second of all lines that are made beforehand
_COUNTED = slice(11, 15)  # in /proc/<pid>/stat: its own time and its ended children's


@dataclass
class Line:
    """One phone's connection, and all that it is going to send on it."""

    stream: socket.socket
    requests: Sequence[bytes]
    sent: int = 0
    began: float = 0.0

    def send(self) -> None:
        request = self.requests[self.sent]
        self.sent += 1
        self.began = time.perf_counter()
        self.stream.sendall(request)

    def answered(self) -> bool:
        """Whether it is 201; what is answered is a few hundred bytes and comes as a whole."""
        return self.stream.recv(65536).startswith(b"HTTP/1.1 201 ")


Connect = Callable[[int], Sequence[Line]]  # lines with so many requests each


def measure(
    connect: Connect, clients: int, seconds: float, pids: Iterable[int]
) -> dict[str, float]:
    """The figures of one run, with the processor time of the processes and of their children."""
    context = multiprocessing.get_context("fork")
    loader, theirs = context.Pipe()
    count = int(seconds * MOST / clients)
    child = context.Process(target=_load, args=(theirs, connect, count, seconds))
    child.start()
    loader.recv()
    chosen = set(pids)
    before = processor_of(chosen)
    loader.send(None)
    found: dict[str, float] = loader.recv()
    used = processor_of(chosen) - before
    child.join()
    return {**found, "cpu_ms_each": round(used / found["sent"] * 1000, 3)}


def processor_of(pids: Iterable[int]) -> float:
    """Seconds of processor time of processes and their children, ended ones too."""
    total, chosen = 0, set(pids)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            if chosen & {int(stat.parent.name), int(words[1])}:
                total += sum(map(int, words[_COUNTED]))
    return total / os.sysconf("SC_CLK_TCK")


def _load(asked: Connection, connect: Connect, count: int, seconds: float) -> None:
    """Make all requests, wait until asked, send for so many seconds, and report."""
    lines = connect(count)
    asked.send(None)
    asked.recv()
    used, began = time.process_time(), time.perf_counter()
    waits, bad = _sent(lines, began + seconds)
    wall, used = time.perf_counter() - began, time.process_time() - used
    waits.sort()
    asked.send(
        {
            "clients": len(lines),
            "per_second": round(len(waits) / wall),
            "p50_ms": round(waits[len(waits) // 2] * 1000, 2),
            "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2),
            "loader_ms_each": round(used / len(waits) * 1000, 3),
            "sent": len(waits),
            "refused": bad,
        }
    )


def _sent(lines: Sequence[Line], until: float) -> tuple[list[float], int]:
    """How long each answer took, and how many were not 201."""
    ready = selectors.DefaultSelector()
    for line in lines:
        ready.register(line.stream, selectors.EVENT_READ, line)
        line.send()
    waits, bad, sending = [], 0, len(lines)
    while sending:
        for key, _ in ready.select():
            bad += not key.data.answered()
            now = time.perf_counter()
            waits.append(now - key.data.began)
            if now < until:
                key.data.send()
            else:
                sending -= 1
    return waits, bad
