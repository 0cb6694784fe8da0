"""Files of submissions and questionnaires: bytes by their hash, durable before anything names them.

A folder for each organisation: what is erased for one never depends on another. Whoever removes
files holds the locks that `actions.receive` takes, so no row is left without its file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

PATIENCE = 30  # seconds after which a phone is asked to try again


class TryLater(Exception):
    """What came could not be made durable: the disk or the database refuses. Nothing was kept."""


@dataclass(frozen=True)
class Kept:
    """Bytes that are on the disk for good.

    Args:
        sha256, md5: of the bytes, as hexadecimal text; OpenRosa's manifests ask for MD5.
        size: how many.
    """

    sha256: str
    md5: str
    size: int


def keep(organisation: int, chunks: Iterable[bytes]) -> Kept:
    """Write bytes under their hash, durable before it returns: file first, then its folder's entry.

    Raises:
        TryLater: the disk is full or broken.
    """
    try:
        return _keep(_root(organisation), chunks)
    except OSError as error:
        raise TryLater from error


def _keep(root: Path, chunks: Iterable[bytes]) -> Kept:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=root, prefix=".incoming-")
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                sha256.update(chunk)
                md5.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        place = _place(root, sha256.hexdigest())
        if not place.parent.exists():
            place.parent.mkdir(exist_ok=True)
            _sync_folder(root)
        incoming.chmod(0o440)
        incoming.replace(place)
        # Also when the same bytes were there: whoever wrote them may not have come this far.
        _sync_folder(place.parent)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    return Kept(sha256.hexdigest(), md5.hexdigest(), size)


def path(organisation: int, sha256: str) -> Path:
    """Where the bytes lie."""
    return _place(_root(organisation), sha256)


def has(organisation: int, sha256: str) -> bool:
    """Whether the bytes are there."""
    return path(organisation, sha256).exists()


def read(organisation: int, sha256: str) -> BinaryIO:
    """The bytes, to be closed by whoever reads them."""
    return path(organisation, sha256).open("rb")


def older(organisation: int, *, than: float) -> Iterator[str]:
    """Hashes of files that nobody has written since then, a time of `time.time`."""
    root = _root(organisation)
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        for place in sorted(folder.iterdir()):
            if place.stat().st_mtime < than:
                yield place.name


def remove(organisation: int, sha256: str) -> None:
    """Remove the bytes for good; only under the locks of `actions.receive`."""
    place = path(organisation, sha256)
    place.unlink(missing_ok=True)
    if place.parent.exists():
        _sync_folder(place.parent)


def _root(organisation: int) -> Path:
    return Path(settings.DATA) / "submissions" / str(organisation)


def _place(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
