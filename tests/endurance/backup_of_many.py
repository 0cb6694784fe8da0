"""A backup of a million submissions, made, tried and restored: how long, how large, all there.

python tests/endurance/backup_of_many.py [--submissions 1000000] [--photographs 10000]
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
AT_ONCE = 1_000
PHOTOGRAPH = 20_000


def fill(photographs: int) -> None:
    """Receive so many, a thousand in a commit; in a process whose settings are the folder's."""
    import django

    django.setup()
    from people import NOW, person
    from web.collect.live import text_of
    from web.collect.wells import wells

    from datashift.web.accounts import actions
    from datashift.web.collect import storage
    from datashift.web.collect.actions.receive import Sent, durable, opened, settled
    from datashift.web.collect.models import Door

    amina = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=amina, at=NOW)
    wells(organisation, amina)
    chance = Random(1)
    for first in range(0, photographs, AT_ONCE):
        deliveries = []
        for number in range(first, min(first + AT_ONCE, photographs)):
            kept = storage.keep(organisation.pk, [chance.randbytes(PHOTOGRAPH)])
            deliveries.append(
                opened(
                    text_of(0, number),
                    organisation=organisation.pk,
                    door=Door.OPENROSA,
                    at=NOW,
                    files=[Sent("p.jpg", kept.sha256, kept.size, "image/jpeg")],
                )
            )
        with durable():
            settled(deliveries)


def multiply(database: Path, times: int) -> None:
    """Copy each submission with its instance, under ids that begin with the number of the copy."""
    with closing(sqlite3.connect(database)) as here, here:
        for copy in range(1, times):
            for table in ("submission", "instance"):
                columns = [each[1] for each in here.execute(f"PRAGMA table_info(collect_{table})")]
                values = ", ".join(_copied(column, copy) for column in columns)
                old = f"SELECT {values} FROM collect_{table} WHERE id >= '01'"
                here.execute(f"INSERT INTO collect_{table} ({', '.join(columns)}) {old}")


def _copied(column: str, copy: int) -> str:
    if column in {"id", "submission_id"}:
        return f"'00{copy:04x}' || substr({column}, 7)"
    if column in {"instance_id", "root_instance_id", "root"}:
        return f"'copy {copy}: ' || {column}"
    return column


def command(*words: str) -> tuple[float, float, float]:
    """Run it; seconds by the clock and of the processor, and the largest memory of any so far."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, used, after.ru_maxrss / 1024


def told(what: str, took: tuple[float, float, float]) -> None:
    clock, used, memory = took
    sys.stdout.write(f"{what}: {clock:.0f} s, {used:.0f} s of the processor, {memory:.0f} MB\n")
    sys.stdout.flush()


def size(folder: Path) -> float:
    """Megabytes of all files."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6


def rows(folder: Path) -> tuple[int, int]:
    """Submissions, and photographs that lie in their place."""
    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        (count,) = here.execute("SELECT count(*) FROM collect_submission").fetchone()
        named = here.execute("SELECT sha256 FROM collect_attachment").fetchall()
    kept = {each.name for each in (folder / "submissions").rglob("*") if each.is_file()}
    return count, sum(sha256 in kept for (sha256,) in named)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1_000_000)
    parser.add_argument("--photographs", type=int, default=10_000)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
        fill(options.photographs)
        return 0
    platform = ("-m", "datashift.web")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        place = Path(name)
        (data := place / "data").mkdir()
        os.environ |= {"DATASHIFT_DATA": str(data), "DATASHIFT_DATABASE": ""}
        key, backup, restored = place / "key", place / "whole.age", place / "restored"
        subprocess.run([sys.executable, "tests/unmigrated.py"], cwd=ROOT, check=True)
        told("received", command(__file__, "--fill", f"--photographs={options.photographs}"))
        multiply(data / "datashift.sqlite3", options.submissions // options.photographs)
        command(*platform, "backup", "--new-key", str(key), "--quiet")
        recipient = key.read_text().split()[3]
        to = ("backup", "--to", str(backup), "--recipient", recipient, "--verify", "--quiet")
        told("backed up and tried", command(*platform, *to))
        back = ("restore", str(backup), "--identity", str(key), "--to", str(restored), "--quiet")
        told("restored", command(*platform, *back))
        same = rows(data) == rows(restored)
        sys.stdout.write(
            f"{rows(restored)} submissions and photographs are there, the same as before: {same}; "
            f"{size(data):,.0f} MB became {backup.stat().st_size / 1e6:,.0f} MB\n"
        )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
