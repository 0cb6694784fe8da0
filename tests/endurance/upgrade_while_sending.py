"""An upgrade while phones send: from the first version that received, to the one that is here.

    python tests/endurance/upgrade_while_sending.py [--phones 8] [--seconds 10] [--earlier b526ded]

The earlier version is taken from the history of the repository, makes its own database, and serves.
The database is migrated while it goes on serving; then it is ended, and the newer one begins in its
place, with the door for phones before it. Phones try each submission until it is received; half of
them change to the new door. What they were told is then held against what is there.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from web.collect.live import Phone, Sender, Server, counted, id_of, text_of  # noqa: E402


@dataclass
class Door:
    """Where a phone sends; none while the server is being changed."""

    port: int = 0


@dataclass
class Told:
    """What phones were told: answers in each part of the upgrade, and ids that are received."""

    part: str = ""
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    received: set[str] = field(default_factory=set)
    over: bool = False


def send(door: Door, number: int, phone: Phone, told: Told) -> None:
    """One phone, until it is over; what is not received is sent again."""
    sender: tuple[int, Sender] | None = None
    at = 0
    while not told.over:
        answer = "no answer"
        try:
            if sender is None or sender[0] != door.port:
                sender = door.port, Sender(door.port, phone)
            photo = f"photo {number} {at}".encode() if at % 5 == 0 else None
            answer = str(sender[1].send(text_of(number, at), photo))
        except (OSError, TypeError):  # nobody is there, or was ended in the middle of a word
            sender = None
            time.sleep(0.1)
        told.answers[told.part, answer] += 1
        if answer in {"201", "202"}:
            told.received.add(id_of(number, at))
            at += 1


def command(version: Path, *words: str) -> str:
    """What a command of that version says."""
    os.environ["PYTHONPATH"] = str(version)
    told = subprocess.run(
        [sys.executable, *words], cwd=version, check=True, capture_output=True, text=True
    )
    return told.stdout


def taken(earlier: str, to: Path) -> Path:
    """The files of an earlier version."""
    packed = subprocess.run(["git", "archive", earlier], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(to, filter="data")
    return to


def started(version: Path, server: Server, *, door: bool) -> Server:
    """The server of that version; a new one has the door for phones before it."""
    os.environ["PYTHONPATH"], before = str(version), Path.cwd()
    os.chdir(version)
    found = Server(server.folder, phones=door)
    found.start()
    os.chdir(before)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10, help="before, between and after")
    parser.add_argument("--earlier", default="b526ded")
    options = parser.parse_args()
    told, doors = Told("before"), [Door() for _ in range(options.phones)]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (data := place / "data").mkdir()
        os.environ |= {"DATASHIFT_DATA": str(data), "DATASHIFT_DATABASE": ""}
        earlier = taken(options.earlier, place / "earlier")
        command(earlier, "-m", "datashift.web", "migrate", "--verbosity", "0")
        made = command(earlier, "tests/web/collect/live.py", str(options.phones))
        phones = [Phone(*words) for words in json.loads(made)]
        server = started(earlier, Server(data), door=False)
        threads = []
        for number, (door, phone) in enumerate(zip(doors, phones, strict=True)):
            door.port = server.port
            threads.append(threading.Thread(target=send, args=(door, number, phone, told)))
            threads[-1].start()
        time.sleep(options.seconds)
        told.part, began = "while it is migrated", time.monotonic()
        command(ROOT, "-m", "datashift.web", "migrate", "--verbosity", "0")
        migrated = time.monotonic() - began
        told.part = "migrated, the earlier version serves"
        time.sleep(options.seconds)
        told.part, began = "nobody serves", time.monotonic()
        server.kill()
        server = started(ROOT, server, door=True)
        closed = time.monotonic() - began
        told.part = "the newer version serves"
        for number, door in enumerate(doors):
            door.port = server.port if number % 2 else server.behind
        time.sleep(options.seconds)
        told.over = True
        for thread in threads:
            thread.join()
        kept = counted()
        server.kill()
    missing, doubled = told.received - kept.ids, kept.instances - len(kept.ids)
    for (part, answer), count in told.answers.items():
        sys.stdout.write(f"{part}: {answer} {count} times\n")
    sys.stdout.write(
        f"{len(told.received)} received, missing {len(missing)}, doubled {doubled}, files lost "
        f"{kept.lost}, log broken at {kept.broken}; migrated in {migrated:.1f} s, closed for "
        f"{closed:.1f} s\n"
    )
    return bool(missing or doubled or kept.lost or kept.broken)


if __name__ == "__main__":
    sys.exit(main())
