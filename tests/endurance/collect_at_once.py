"""The same submission by fifty connections at once, a thousand times over: a thousand rows.

python tests/endurance/collect_at_once.py [--rounds 1000] [--connections 50] [--postgresql]
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgresql import server as postgresql  # noqa: E402
from web.collect.live import Phone, Sender, Server, counted, served, set_up, text_of  # noqa: E402


def rounds_of(server: Server, phones: list[Phone], rounds: int, connections: int) -> Counter[int]:
    """How often each status was answered."""
    together = Barrier(connections)

    def send(number: int) -> Counter[int]:
        sender, told = Sender(server.port, phones[number % len(phones)]), Counter[int]()
        for each in range(rounds):
            together.wait()
            told[sender.send(text_of(0, each))] += 1
        return told

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(send, range(connections)), Counter[int]())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql()) if options.postgresql else None
        server = stack.enter_context(served(address))
        phones, began = set_up(8), time.monotonic()
        told = rounds_of(server, phones, options.rounds, options.connections)
        kept = counted()
    sys.stdout.write(
        f"rounds {options.rounds} of {options.connections}, answers {dict(told)}, submissions "
        f"{kept.submissions}, instances {kept.instances}, log broken at {kept.broken}, "
        f"{time.monotonic() - began:.0f} s\n"
    )
    whole = set(told) == {201} and kept.submissions == kept.instances == options.rounds
    return 0 if whole and kept.broken is None else 1


if __name__ == "__main__":
    sys.exit(main())
