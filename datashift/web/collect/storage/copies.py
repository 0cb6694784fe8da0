"""What is known of copies in the store; none of it asks the store, but for bytes to bring back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet

from datashift.web.collect.models.copies import Copy
from datashift.web.collect.storage import folder
from datashift.web.collect.storage.store import Store, opened

SOME = 500
logger = logging.getLogger(__name__)


def wanted() -> bool:
    """Whether files are copied to a store."""
    return bool(settings.FILES)


def store() -> Store:
    """The store of the settings."""
    return opened(settings.FILES, settings.FILES_ENDPOINT)


def there(organisation: int) -> QuerySet[Copy]:
    """Copies that were read back with the hash that they should have."""
    return Copy.objects.filter(organisation=organisation, state=Copy.State.THERE)


def has(organisation: int, sha256: str) -> bool:
    """Whether the store has the bytes."""
    return wanted() and there(organisation).filter(sha256=sha256).exists()


def older(organisation: int, *, than: float) -> Iterator[str]:
    """Hashes of files that are only in the store, since before then."""
    before = there(organisation).filter(begun_at__lt=datetime.fromtimestamp(than, UTC))
    names, last = before.order_by("sha256").values_list("sha256", flat=True), ""
    while some := list(names.filter(sha256__gt=last)[:SOME]):
        last = some[-1]
        yield from (name for name in some if not folder.place(organisation, name).exists())


def leave(organisation: int, sha256: str) -> None:
    """Have the copy removed from the store."""
    mine = Copy.objects.filter(organisation=organisation, sha256=sha256)
    mine.exclude(state=Copy.State.LEAVING).update(state=Copy.State.LEAVING)


def bring_back(organisation: int, sha256: str) -> None:
    """Bring the bytes into the folder again; nothing happens where the store has none.

    Raises:
        TryLater: the store cannot be reached, or gives other bytes than it was given.
    """
    copy = there(organisation).filter(sha256=sha256).first() if wanted() else None
    if copy is None:
        return
    try:
        folder.keep(organisation, store().chunks(copy.name), expected=sha256)
    except folder.Spoilt as error:
        logger.exception("The store gives other bytes than it was given: %s", copy.name)
        raise folder.TryLater from error
