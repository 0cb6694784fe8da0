"""The power goes while phones send: whatever they were told is received must be there afterwards.

    python tests/endurance/power_cut.py [--seconds 10] [--cuts 500] [--phones 8] [--seed 1]
        [--postgresql] [--unsynced]

Needs strace. It records what the door for phones and the platform's server behind it write and
sync; then the folder is made again as it may be after a cut at many moments (`recorded_disk`):
what was synced, and any part of the rest. SQLite opens it, says whether it is sound, and it is held
against what had been acknowledged at that moment. One in five submissions has a photograph.

With `--postgresql` the database is a cluster of its own (`recorded_cluster`) whose processes are
recorded too; after the cut it recovers by itself. With `--unsynced` the syncs of the database are
taken out of the record: then something must be missing, or this would notice nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from endurance.recorded_cluster import Cluster, kept  # noqa: E402
from endurance.recorded_disk import STRACE, Call, Disk, calls, cuts  # noqa: E402
from web.collect.live import Phone, Sender, Server, id_of, served, set_up, text_of  # noqa: E402

from datashift.web.site import serve  # noqa: E402


@dataclass
class Told:
    """What phones were told is received: when, the id, and the hash of its photograph or ""."""

    lines: list[tuple[float, str, str]] = field(default_factory=list)

    def before(self, moment: float) -> dict[str, str]:
        return {one: photo for at, one, photo in self.lines if at < moment}


@dataclass(frozen=True)
class Found:
    """What is wrong after one cut."""

    unsound: str
    missing: int
    files: int

    def __bool__(self) -> bool:
        return bool(self.unsound or self.missing or self.files)


def send(server: Server, number: int, phone: Phone, until: float, told: Told) -> None:
    """One phone."""
    sender, chance, at = Sender(server.port, phone), Random(number), 0
    while time.monotonic() < until:
        at += 1
        photo = chance.randbytes(20_000) if at % 5 == 0 else None
        if sender.send(text_of(number, at), photo) == 201:
            hashed = hashlib.sha256(photo).hexdigest() if photo else ""
            told.lines.append((time.time(), id_of(number, at), hashed))


def looked_at(folder: Path, cluster: Cluster | None, acknowledged: dict[str, str]) -> Found:
    """Open what is left; what is wrong with it."""
    here = {each.name: each for each in (folder / "submissions").rglob("*") if each.is_file()}
    unsound, ids, named = kept(cluster) if cluster else _in_sqlite(folder)
    photos = named | {photo for photo in acknowledged.values() if photo}
    lost = [one for one in photos if one not in here or _hash(here[one]) != one]
    return Found(unsound, len(set(acknowledged) - ids), len(lost))


def _in_sqlite(folder: Path) -> tuple[str, set[str], set[str]]:
    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        (sound,) = here.execute("PRAGMA integrity_check").fetchone()
        ids = {row[0] for row in here.execute("SELECT instance_id FROM collect_instance")}
        named = {row[0] for row in here.execute("SELECT sha256 FROM collect_attachment")} - {""}
    return "" if sound == "ok" else str(sound), ids, named


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def record(seconds: float, phones: int, place: Path, cluster: Cluster | None) -> tuple[Path, Told]:
    """Let phones send to servers that are recorded; their folder, and what the phones were told."""
    told = Told()
    for name in ("strace", "strace-cluster"):
        (place / name).mkdir()
    if cluster:
        cluster.make()
        cluster.start()
    with served(cluster.address if cluster else None, phones=True) as server:
        listed = set_up(phones)
        server.kill()
        shutil.copytree(server.folder, place / "before")
        if cluster:
            cluster.stop()
            shutil.copytree(cluster.data, place / "before-cluster")
            cluster.start(strace=place / "strace-cluster")
        started = serve.start
        strace = (*STRACE, "-o", str(place / "strace" / "t"))
        serve.start = lambda *command: started(*strace, *command)
        server.start()
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=send, args=(server, number, phone, until, told))
            for number, phone in enumerate(listed)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.kill()
        if cluster:
            cluster.kill()
    return server.folder, told


def unsynced(recorded: list[Call]) -> list[Call]:
    """Without the syncs of the database."""
    return [
        call
        for call in recorded
        if not (call.name in {"fsync", "fdatasync"} and b"/submissions" not in _path(call))
    ]


def _path(call: Call) -> bytes:
    return call.words[0] if isinstance(call.words[0], bytes) else b""


def _made(place: Path, number: int) -> Path:
    (folder := place / f"left-{number}").mkdir()
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--unsynced", action="store_true")
    options = parser.parse_args()
    chance, failed, began = Random(options.seed), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)  # postgres goes through it
        cluster = None
        if options.postgresql:
            (place / "cluster").mkdir()
            cluster = Cluster(place / "cluster")
        folder, told = record(options.seconds, options.phones, place, cluster)
        disks = [(Disk(place / "before", called=folder), calls(place / "strace"))]
        if cluster:
            data = cluster.data
            recorded = calls(place / "strace-cluster", within=data)
            disks.append((Disk(place / "before-cluster", called=data), recorded))
        first, last = told.lines[0][0] - 0.5, max(at for at, *_ in told.lines)
        moments = sorted(chance.uniform(first, last) for _ in range(options.cuts))
        if options.unsynced:
            disks = [(disk, unsynced(of)) for disk, of in disks]
        playing = [
            cuts(disk, of, moments, _made(place, number), chance)
            for number, (disk, of) in enumerate(disks)
        ]
        for (moment, left), *rest in zip(*playing, strict=True):
            again = None
            for _, found_there in rest:
                again = Cluster(found_there.parent)
                found_there.rename(again.data)
            if found := looked_at(left, again, told.before(moment)):
                failed += 1
                sys.stdout.write(f"{moment - first:.3f} s: {found}\n")
                sys.stdout.flush()
            shutil.rmtree(left)
            if again:
                shutil.rmtree(again.data)
        for disk, of in disks[1:]:
            for call in of:
                if call.ended > moments[-1]:
                    disk.play(call)
            if different := disk.differs(data):
                raise AssertionError(f"The record is not what was written: {different[:9]}")
    count = sum(len(of) for _, of in disks)
    sys.stdout.write(
        f"{len(told.lines)} acknowledged, {count} calls, {options.cuts} cuts, "
        f"{failed} with something missing or unsound, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
