"""Copy files to the store, read them back, let the folder forget the longest unused.

Done in the background, over and over; any step may be cut, and is taken up again. What the store
does not answer for stays in the folder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from datashift.web.collect.models import Media
from datashift.web.collect.models.copies import Copy
from datashift.web.collect.storage import copies, folder
from datashift.web.collect.storage.folder import TryLater

SOME = 500
LONGEST_COPY = timedelta(hours=1)  # after it, nobody writes on a copy that was begun
JUST_USED = 600  # seconds for which a file stays where somebody was told that it lies


@dataclass(frozen=True)
class Tended:
    """What was done.

    Args:
        copied, removed: files in the store; `left`: files that left the folder.
        done: whether nothing remains to be copied.
    """

    copied: int
    removed: int
    left: int
    done: bool


def tend(*, at: datetime, seconds: float) -> Tended:
    """Bring store and folder to where they should be; begin no copy after so many seconds.

    Raises:
        TryLater: the store cannot be reached.
    """
    until, copied = time.monotonic() + seconds, 0
    removed = remove_leaving(at=at)
    for organisation, file in _only_here():
        if time.monotonic() >= until:
            return Tended(copied, removed, 0, done=False)
        copied += _copy(organisation, file, at=at)
    return Tended(copied, removed, make_room(at=at), done=True)


def remove_leaving(*, at: datetime) -> int:
    """Remove from the store what was erased here; how many files that were.

    Raises:
        TryLater: the store cannot be reached.
    """
    count = 0
    for copy in Copy.objects.filter(state=Copy.State.LEAVING).iterator():
        try:
            copies.store().delete(copy.name)
        except OSError as error:
            raise TryLater from error
        count += 1
        # Whoever was writing it when it was erased may still be: it is looked for once more.
        if copy.begun_at < at - LONGEST_COPY or copy.read_back_at:
            copy.delete()
    return count


def _only_here() -> Iterator[tuple[int, Path]]:
    """Files of the folder that the store does not have."""
    for organisation in folder.organisations():
        some: list[Path] = []
        for file in folder.files(organisation):
            some.append(file)
            if len(some) == SOME:
                yield from _missing(organisation, some)
                some = []
        yield from _missing(organisation, some)


def _missing(organisation: int, some: list[Path]) -> Iterator[tuple[int, Path]]:
    names = [file.name for file in some]
    found = copies.there(organisation).filter(sha256__in=names)
    known = set(found.values_list("sha256", flat=True))
    yield from ((organisation, file) for file in some if file.name not in known)


def _copy(organisation: int, file: Path, *, at: datetime) -> bool:
    """Copy a file and read it back; False when it was erased meanwhile."""
    store = copies.store()
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        return False
    copy, _ = Copy.objects.exclude(state=Copy.State.LEAVING).get_or_create(
        organisation_id=organisation, sha256=file.name, defaults={"size": size, "begun_at": at}
    )
    Copy.objects.filter(pk=copy.pk).update(begun_at=at)
    try:
        store.write(copy.name, file)
        whole = store.sha256(copy.name) == file.name
    except OSError as error:
        if file.exists():
            raise TryLater from error
        copies.leave(organisation, file.name)  # erased before its row could tell
        return False
    mine = Copy.objects.filter(pk=copy.pk, state=Copy.State.COMING)
    return whole and bool(mine.update(state=Copy.State.THERE, read_back_at=at))


def make_room(*, at: datetime) -> int:
    """Let files leave the folder until the rest fits; how many left.

    The longest unused go first. What phones fetch with a form stays: a form must be had when the
    store is away.

    Raises:
        TryLater: the store cannot be reached.
    """
    here = [
        (status.st_mtime, status.st_size, organisation, file)
        for organisation in folder.organisations()
        for file in folder.files(organisation)
        for status in [file.stat()]
    ]
    over = sum(size for _, size, _, _ in here) - settings.FILES_ROOM
    left = 0
    for used_at, size, organisation, file in sorted(here):
        if over <= 0 or used_at > at.timestamp() - JUST_USED:
            break
        if _is_for_phones(organisation, file.name) or not _is_safe(organisation, file.name):
            continue
        if file.exists() and file.stat().st_mtime == used_at:  # else somebody uses it again
            file.unlink(missing_ok=True)
            over, left = over - size, left + 1
    return left


def _is_for_phones(organisation: int, sha256: str) -> bool:
    mine = Media.objects.filter(version__questionnaire__organisation=organisation)
    return mine.filter(sha256=sha256).exists()


def _is_safe(organisation: int, sha256: str) -> bool:
    """Whether the store has it, asked now; a copy that got lost there is made again."""
    copy = copies.there(organisation).filter(sha256=sha256).first()
    if copy is None:
        return False
    try:
        found = copies.store().size(copy.name)
    except OSError as error:
        raise TryLater from error
    if found != copy.size:
        lost = Copy.objects.filter(pk=copy.pk, state=Copy.State.THERE)
        lost.update(state=Copy.State.COMING, read_back_at=None)
    return found == copy.size
