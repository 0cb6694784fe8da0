"""Files that come in pieces: what was cut off goes on where it stopped."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from datashift.web.collect import storage
from datashift.web.collect.actions import crowds
from datashift.web.collect.storage import TryLater
from datashift.web.fill.models import Arriving, Link

LARGEST_FILE = 100_000_000
LARGEST_PIECE = 2_000_000
KEPT_FOR = timedelta(days=30)  # a file that was begun and not ended
READ = 1 << 20


class Misplaced(Exception):
    """The piece does not reach from where the file ends; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class TooLarge(Exception):
    """The file, or the piece, is larger than is taken."""


def begin(link: Link, sha256: str, *, size: int, kind: str, at: datetime) -> Arriving:
    """The file that is announced; the same when it was begun before.

    Raises:
        TooLarge: it is larger than is taken.
        TryLater: too many bytes came through the link in this hour.
    """
    if not 0 < size <= LARGEST_FILE:
        raise TooLarge
    drop_stale(at=at)
    if not Arriving.objects.filter(link=link, sha256=sha256).exists():
        crowds.weigh(link.pk, size, at=at)
    found, _ = Arriving.objects.get_or_create(
        link=link,
        sha256=sha256,
        defaults={"size": size, "kind": kind[:100], "begun_at": at},
    )
    return found


def offset_of(file: Arriving) -> int:
    """How much of it is here."""
    if is_here(file):
        return file.size
    place = path(file)
    return place.stat().st_size if place.exists() else 0


def is_here(file: Arriving) -> bool:
    """Whether all of it is kept."""
    return file.done and storage.has(file.link.questionnaire.organisation_id, file.sha256)


def add_piece(file: Arriving, piece: bytes, *, offset: int) -> int:
    """Write what is new of a piece, and the whole to its place when it is complete.

    A browser sends a piece again by itself when its line died; a part of it may be here by then.

    Returns:
        How much is here now: 0 when it was all here and was not what it had been said to be.

    Raises:
        Misplaced: it belongs elsewhere.
        TooLarge: it is larger than is taken, or than what is missing.
        TryLater: the disk refuses.
    """
    if is_here(file):
        return file.size
    if len(piece) > LARGEST_PIECE or offset + len(piece) > file.size:
        raise TooLarge
    try:
        return _written(file, piece, offset)
    except OSError as error:
        raise TryLater from error


def _written(file: Arriving, piece: bytes, offset: int) -> int:
    place = path(file)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("ab") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        here = os.fstat(out.fileno()).st_size
        if not offset <= here <= offset + len(piece):
            raise Misplaced(here)
        new = piece[here - offset :]
        out.write(new)
        out.flush()
        os.fsync(out.fileno())
        if here + len(new) < file.size:
            return here + len(new)
        return _finished(file, place)


def _finished(file: Arriving, place: Path) -> int:
    """Keep the file for good if it has the hash that was announced; else begin again."""
    digest = hashlib.sha256()
    for chunk in _chunks(place):
        digest.update(chunk)
    if digest.hexdigest() != file.sha256:
        place.unlink()
        return 0
    storage.keep(file.link.questionnaire.organisation_id, _chunks(place))
    Arriving.objects.filter(pk=file.pk).update(done=True)
    place.unlink()
    return file.size


def _chunks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while chunk := file.read(READ):
            yield chunk


def drop_stale(*, at: datetime) -> None:
    """Forget files that nobody went on with."""
    for file in Arriving.objects.filter(begun_at__lt=at - KEPT_FOR)[:20]:
        file.delete()


def drop_orphans() -> None:
    """Remove bytes whose row went, where something was cut before they could go with it."""
    for place in _folder().glob("*-*"):
        if not Arriving.objects.filter(pk=place.name).exists():
            place.unlink(missing_ok=True)


def remove_with(sender: object, instance: Arriving, **signal: Any) -> None:
    """The bytes go with their row, whatever it goes with: a link, a questionnaire, a submission."""
    place = path(instance)  # now: Django takes the key away from what is deleted
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def path(file: Arriving) -> Path:
    """Where its bytes lie until all are here."""
    return _folder() / str(file.pk)


def _folder() -> Path:
    return Path(settings.DATA) / "arriving"
