"""Remove files that lost their last name.

In two steps: the hashes are noted in the transaction that erases the rows; the bytes go in another,
under the locks of all who could name them again. Between the two nothing can be lost.
"""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from datashift.web.collect import storage
from datashift.web.collect.actions.erasing import lock_all, unneeded
from datashift.web.keeping.models import Freed

SOME = 500


def free(organisation: int, files: Collection[str]) -> None:
    """Note files that may have lost their last name."""
    Freed.objects.bulk_create(
        [Freed(organisation_id=organisation, sha256=sha256) for sha256 in files],
        ignore_conflicts=True,
    )


def remove_freed(organisation: int) -> None:
    """Remove those of the freed files that nothing names; a backup that is being made waits not.

    While one is being made nothing is removed: the next sweep does.
    """
    with nobody_copies() as alone:
        while alone and _remove_some(organisation):
            pass


@transaction.atomic
def _remove_some(organisation: int) -> bool:
    lock_all(organisation)
    mine = Freed.objects.filter(organisation=organisation)
    some = list(mine.values_list("sha256", flat=True)[:SOME])
    for sha256 in unneeded(organisation, some):
        storage.remove(organisation, sha256)
    mine.filter(sha256__in=some).delete()
    return bool(some)


@contextmanager
def nobody_copies() -> Iterator[bool]:
    """Whether no backup is being made; none begins to copy files inside."""
    with lock_file().open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def copying() -> Iterator[None]:
    """No file is removed inside."""
    with lock_file().open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def lock_file() -> Path:
    return Path(settings.DATA) / "backup.lock"
