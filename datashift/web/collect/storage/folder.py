"""The folder in which files lie by their hash: what every other promise about files rests on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PATIENCE = 30  # seconds after which a phone is asked to try again


class TryLater(Exception):
    """The disk, the database or the store refuses: nothing was kept, or nothing can be read now."""


class Spoilt(Exception):
    """The bytes are not those that their name says."""


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


def keep(organisation: int, chunks: Iterable[bytes], *, expected: str = "") -> Kept:
    """Write bytes under their hash, durable before it returns: file first, then its folder's entry.

    Args:
        expected: the hash that they must have.

    Raises:
        TryLater: the disk is full or broken.
        Spoilt: they have another hash than expected; nothing was kept.
    """
    try:
        return _keep(root(organisation), chunks, expected)
    except OSError as error:
        raise TryLater from error


def _keep(root: Path, chunks: Iterable[bytes], expected: str) -> Kept:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    _make_folder(root)
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
        if expected not in ("", sha256.hexdigest()):
            raise Spoilt(expected)
        place = _place(root, sha256.hexdigest())
        _make_folder(place.parent)
        incoming.chmod(0o440)
        incoming.replace(place)
        # Also when the same bytes were there: whoever wrote them may not have come this far.
        _sync_folder(place.parent)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    return Kept(sha256.hexdigest(), md5.hexdigest(), size)


def place(organisation: int, sha256: str) -> Path:
    """Where the bytes lie, if they are here."""
    return _place(root(organisation), sha256)


def files(organisation: int) -> Iterator[Path]:
    """Every file of the organisation that is here, in order."""
    for part in sorted(root(organisation).glob("[0-9a-f][0-9a-f]")):
        yield from sorted(part.iterdir())


def organisations() -> list[int]:
    """Those that have a folder."""
    found = root(0).parent.glob("[0-9]*")
    return sorted(int(each.name) for each in found if each.name.isdecimal())


def older(organisation: int, *, than: float) -> Iterator[str]:
    """Hashes of files that nobody has written since then, a time of `time.time`."""
    for file in files(organisation):
        if file.stat().st_mtime < than:
            yield file.name


def remove(organisation: int, sha256: str) -> None:
    """Remove the bytes from the folder."""
    found = place(organisation, sha256)
    found.unlink(missing_ok=True)
    if found.parent.exists():
        _sync_folder(found.parent)


def root(organisation: int) -> Path:
    """The folder of an organisation."""
    return Path(settings.DATA) / "submissions" / str(organisation)


def _place(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def _make_folder(folder: Path) -> None:
    """Make it, durable with every folder above it up to that of the data.

    That it exists says nothing: whoever made it may not have synced its entry yet.
    """
    if folder in _durable and folder.exists():
        return
    if folder.parent != Path(settings.DATA):
        _make_folder(folder.parent)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sync_folder(folder.parent)
    _durable.add(folder)


_durable: set[Path] = set()  # folders whose entry this process has synced: 257 an organisation


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
