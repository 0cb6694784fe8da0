"""Files of submissions and questionnaires: bytes by their hash, durable before anything names them.

A folder for each organisation: what is erased for one never depends on another. Whoever removes
files holds the locks that `actions.receive` takes, so no row is left without its file.

With a store (`settings.FILES`) the folder still comes first: what is acknowledged is on the disk.
A copy goes to the store later (`copying`), and only what has been read back from there may leave
the folder. What is asked for and has left comes back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from datashift.web.collect.storage import copies, folder
from datashift.web.collect.storage.folder import PATIENCE, Kept, TryLater

__all__ = ["PATIENCE", "Kept", "TryLater", "has", "keep", "older", "path", "read", "remove"]


def keep(organisation: int, chunks: Iterable[bytes]) -> Kept:
    """Write bytes under their hash, durable before it returns: file first, then its folder's entry.

    Raises:
        TryLater: the disk is full or broken.
    """
    return folder.keep(organisation, chunks)


def path(organisation: int, sha256: str) -> Path:
    """Where the bytes lie, for a while; brought back where they had left the folder.

    Raises:
        TryLater: only the store has them, and it cannot be reached.
    """
    place = folder.place(organisation, sha256)
    if copies.wanted():
        try:
            os.utime(place)  # the longest unused leave first
        except FileNotFoundError:
            copies.bring_back(organisation, sha256)
    return place


def has(organisation: int, sha256: str) -> bool:
    """Whether the bytes are kept, here or in the store."""
    return folder.place(organisation, sha256).exists() or copies.has(organisation, sha256)


def read(organisation: int, sha256: str) -> BinaryIO:
    """The bytes, to be closed by whoever reads them.

    Raises:
        TryLater: as `path`.
    """
    return path(organisation, sha256).open("rb")


def older(organisation: int, *, than: float) -> Iterator[str]:
    """Hashes of files that nobody has written since then, a time of `time.time`."""
    yield from folder.older(organisation, than=than)
    yield from copies.older(organisation, than=than)


def remove(organisation: int, sha256: str) -> None:
    """Remove the bytes for good; only under the locks of `actions.receive`.

    A copy in the store goes once this is committed: `copying.remove_leaving`.
    """
    folder.remove(organisation, sha256)
    copies.leave(organisation, sha256)
