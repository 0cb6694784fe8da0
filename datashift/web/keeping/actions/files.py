"""Remove files that lost their last name.

In two steps: the hashes are noted in the transaction that erases the rows; the bytes go in another,
under the locks of all who could name them again. Between the two nothing can be lost.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from django.db import transaction

from datashift.web.collect import storage
from datashift.web.collect.actions.erasing import lock_all, unneeded
from datashift.web.collect.models import Copy
from datashift.web.collect.storage import copying
from datashift.web.keeping.models import Freed

SOME = 500


def free(organisation: int, files: Collection[str]) -> None:
    """Note files that may have lost their last name."""
    Freed.objects.bulk_create(
        [Freed(organisation_id=organisation, sha256=sha256) for sha256 in files],
        ignore_conflicts=True,
    )


def remove_freed(organisation: int) -> None:
    """Remove those of the freed files that nothing names."""
    while _remove_some(organisation):
        pass


def are_gone(*, at: datetime) -> bool:
    """Remove from the store what was removed here; whether nothing is left of it.

    A store that cannot be reached is asked again every minute, and by the next sweep.
    """
    try:
        copying.remove_leaving(at=at)
    except storage.TryLater:
        return False
    return not Copy.objects.filter(state=Copy.State.LEAVING).exists()


def remove_unnamed(organisation: int, *, than: float) -> int:
    """Remove what nothing names and nobody has written since then; how many files that were.

    Such as the earlier content of a list, or a photograph whose submission never came.
    """
    count = 0
    everything = storage.older(organisation, than=than)
    while some := list(islice(everything, SOME)):
        if not unneeded(organisation, some):
            continue
        with transaction.atomic():
            lock_all(organisation)
            gone = unneeded(organisation, some)
            for sha256 in gone:
                storage.remove(organisation, sha256)
            count += len(gone)
    return count


@transaction.atomic
def _remove_some(organisation: int) -> bool:
    lock_all(organisation)
    mine = Freed.objects.filter(organisation=organisation)
    some = list(mine.values_list("sha256", flat=True)[:SOME])
    for sha256 in unneeded(organisation, some):
        storage.remove(organisation, sha256)
    mine.filter(sha256__in=some).delete()
    return bool(some)
