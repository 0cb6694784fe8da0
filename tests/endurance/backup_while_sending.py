"""Backups of a server to which phones send all the while; each is restored and held against them.

    PYTHONPATH=.:tests python tests/endurance/backup_while_sending.py [--backups 20] [--phones 4]

Whatever a phone was told is received before a backup began must be in it, with its photograph.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from random import Random

from web.collect.live import ROOT, Sender, Server, id_of, served, set_up, text_of


class Phones:
    """Phones that send without end, and what they were told."""

    def __init__(self, server: Server, count: int) -> None:
        self.told: dict[str, str] = {}  # the hash of the photograph, or "", by instance id
        self._end = threading.Event()
        phones = set_up(count)
        self._threads = [
            threading.Thread(target=self._send, args=(Sender(server.port, phone), number))
            for number, phone in enumerate(phones)
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _send(self, sender: Sender, client: int) -> None:
        chance, number = Random(client), 0
        while not self._end.is_set():
            number += 1
            photo = chance.randbytes(40_000) if number % 5 == 0 else None
            if sender.send(text_of(client, number), photo) == 201:
                hashed = hashlib.sha256(photo).hexdigest() if photo else ""
                self.told[id_of(client, number)] = hashed


def command(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "datashift.web", *words], cwd=ROOT, check=True)


def missing_from(folder: Path, told: dict[str, str]) -> list[str]:
    """Those that were acknowledged and are not in the restored folder, whole."""
    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        ids = {row[0] for row in here.execute("SELECT instance_id FROM collect_instance")}
    kept = {path.name: path for path in (folder / "submissions").rglob("*") if path.is_file()}
    return [
        one
        for one, photo in told.items()
        if one not in ids
        or (photo and photo not in kept)
        or (photo and hashlib.sha256(kept[photo].read_bytes()).hexdigest() != photo)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--phones", type=int, default=4)
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name, served() as server:
        place = Path(name)
        os.environ["PYTHONPATH"] = str(ROOT)
        command("backup", "--new-key", str(place / "key"), "--quiet")
        recipient = (place / "key").read_text().split()[3]
        phones = Phones(server, options.phones)
        try:
            for number in range(options.backups):
                time.sleep(1)
                told, begun = dict(phones.told), time.monotonic()
                backup, folder = str(place / f"{number}.age"), place / f"{number}"
                command("backup", "--to", backup, "--recipient", recipient, "--quiet")
                took = time.monotonic() - begun
                command(
                    "restore",
                    backup,
                    "--identity",
                    str(place / "key"),
                    "--to",
                    str(folder),
                    "--quiet",
                )
                missing = missing_from(folder, told)
                failed += len(missing)
                print(f"{len(told)} told before, {len(missing)} missing, {took:.1f} s")  # noqa: T201
        finally:
            phones.end()
        print(f"{len(phones.told)} told in all")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
