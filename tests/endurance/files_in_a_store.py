"""Photographs go to a store that is away now and then; every one is read back, then erased there.

    AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=... AWS_ENDPOINT_URL=http://127.0.0.1:5600 \
    PYTHONPATH=.:tests python tests/endurance/files_in_a_store.py s3://bucket/prefix \
        [--files 1000] [--away "kill -STOP 123" --back "kill -CONT 123"]

The bucket must exist and the prefix be empty. Exit code 1: something was lost, or was left behind.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from random import Random

ROUNDS = 4  # in the middle of the second, the store goes away; after the third it is back


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--away", default="true", help="a command that takes the store away")
    parser.add_argument("--back", default="true", help="a command that brings it back")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATASHIFT_DATA": folder,
            "DATASHIFT_FILES": options.store,
            "DATASHIFT_FILES_MEGABYTES": "0",
            "DJANGO_SETTINGS_MODULE": "datashift.web.site.settings",
        }
        import django

        django.setup()
        return _try(options)


def _try(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from datashift.web.accounts.models import Organisation
    from datashift.web.collect import storage
    from datashift.web.collect.models import Copy
    from datashift.web.collect.storage import copies, copying, folder

    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(
        name="Kisima Watch", slug="kisima", country="KE", created_at=datetime.now(UTC)
    ).pk
    chance, kept, refused = Random(4410), set(), 0

    def later(seconds: float = 30) -> copying.Tended:
        at = datetime.fromtimestamp(time.time() + 7200, UTC)
        return copying.tend(at=at, seconds=seconds)

    begun = time.perf_counter()
    for number in range(ROUNDS):
        for _ in range(options.files // ROUNDS):
            kept.add(
                storage.keep(organisation, [chance.randbytes(chance.randint(1, 400_000))]).sha256
            )
        if number == 1:
            later(seconds=0.5)
            subprocess.run(options.away, shell=True, check=True)
        try:
            later(seconds=float("inf"))
        except storage.TryLater as error:
            refused += 1
            sys.stdout.write(f"away: {str(error.__cause__)[:160]}\n")
        if number == 2:
            subprocess.run(options.back, shell=True, check=True)
    took = time.perf_counter() - begun
    here = len(list(folder.files(organisation)))
    lost = sum(not _is_whole(storage, organisation, sha256) for sha256 in kept)
    for sha256 in kept:
        storage.remove(organisation, sha256)
    for _ in range(ROUNDS):
        try:
            copying.remove_leaving(at=datetime.now(UTC))
        except storage.TryLater as error:  # the worker asks again, too
            sys.stdout.write(f"slow: {str(error.__cause__)[:160]}\n")
    names = copies.store().filesystem
    from pyarrow import fs

    left = [
        each.path
        for each in names.get_file_info(fs.FileSelector(copies.store().root, recursive=True))
        if each.type == fs.FileType.File
    ]
    sys.stdout.write(
        f"{len(kept)} files, {took:.1f} s, the store away {refused} times; in the folder after it "
        f"{here}; lost {lost}; left in the store after erasing {len(left)}, rows {Copy.objects.count()}\n"
    )
    return int(bool(lost or left or Copy.objects.exists()))


def _is_whole(storage: object, organisation: int, sha256: str) -> bool:
    import hashlib

    with storage.read(organisation, sha256) as file:  # type: ignore[attr-defined]
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


if __name__ == "__main__":
    sys.exit(main())
