"""So many submissions a second for so many minutes: is one lost or doubled, and how long do they wait?

An open loop: each submission has its moment, and its waiting counts from that moment, whether or
not the phone was still busy with the one before (no coordinated omission). Every second phone adds
a photograph to each fifth submission. The loader runs on the same cores.

    python benchmarks/collect/steady.py [--rate 300] [--minutes 10] [--phones 16] [--postgresql]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from loader import processor_of  # noqa: E402
from postgresql import server as postgresql  # noqa: E402
from web.collect.live import Phone, Sender, counted, served, set_up, text_of  # noqa: E402

PHOTO = bytes(range(256)) * 200  # 51 kB, as a phone shrinks it


def phone(number: int, port: int, key: Phone, moments: range, every: float, told: Any) -> None:
    """Send at the moments, each `every` seconds apart; report how long each waited."""
    sender, waits, bad, began = Sender(port, key), [], 0, time.perf_counter()
    for at in moments:
        due = began + at * every
        time.sleep(max(0.0, due - time.perf_counter()))
        photo = PHOTO + b"%d %d" % (number, at) if number % 2 and at % 5 == 0 else None
        bad += sender.send(text_of(number, at), photo) not in {201, 202}
        waits.append(time.perf_counter() - due)
    told.put((waits, bad))


def measure(rate: float, seconds: float, phones: int, database: str | None) -> dict[str, float]:
    """The figures of one run."""
    with served(database) as server:
        keys, every = set_up(phones), phones / rate
        context = multiprocessing.get_context("fork")
        queue = context.Queue()
        moments = range(round(seconds / every))
        before, began = processor_of(server.pids), time.perf_counter()
        children = [
            context.Process(target=phone, args=(each, server.port, key, moments, every, queue))
            for each, key in enumerate(keys)
        ]
        for child in children:
            child.start()
        results = [queue.get() for _ in children]
        for child in children:
            child.join()
        wall, used = time.perf_counter() - began, processor_of(server.pids) - before
        kept = counted()
    waits = sorted(wait for found, _ in results for wait in found)
    return {
        "asked_per_second": rate,
        "per_second": round(len(waits) / wall, 1),
        "sent": len(waits),
        "refused": sum(bad for _, bad in results),
        "lost": len(waits) - len(kept.ids),
        "doubled": kept.instances - len(kept.ids),
        "lost_files": kept.lost,
        "log_broken_at": kept.broken or 0,
        "p50_ms": round(waits[len(waits) // 2] * 1000, 2),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2),
        "longest_ms": round(waits[-1] * 1000),
        "cpu_ms_each": round(used / len(waits) * 1000, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=300)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--phones", type=int, default=16)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql(settings=())) if options.postgresql else None
        found = measure(options.rate, options.minutes * 60, options.phones, address)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
