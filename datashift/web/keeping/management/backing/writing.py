"""Write a backup: the database first, then every file, then the list of both with their hashes.

The database is copied before the files: whatever it names was on the disk before it was named. A
file that is erased meanwhile is missing from the backup, as it should be.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from datashift.kit.problem import Problem
from datashift.web.keeping.management.backing import snapshot
from datashift.web.keeping.management.backing.elsewhere import Elsewhere, Far, submissions
from datashift.web.keeping.management.backing.pipes import encrypting
from datashift.web.keeping.management.backing.reading import LIST, compare, forget_members

# Made anew by the set-up, or of this moment only
LEFT_OUT = {"static", "locale", "work", "areas", "tiles", "exports", "worker.lock", "set-up.json"}
DATABASE = ("datashift.sqlite3", "datashift.sqlite3-wal", "datashift.sqlite3-shm")
KEY = "secret-key"
CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Written:
    """What a backup holds.

    Args:
        files: how many, the database among them.
        size: bytes of all of them; `packed`: bytes of the backup.
        spoilt: names of those that are named by their hash and have another: the disk is failing.
    """

    files: int
    size: int
    packed: int
    spoilt: tuple[str, ...] = ()


def write(
    to: Path,
    recipients: Sequence[Any],
    *,
    data: Path,
    database: Mapping[str, Any],
    secret: str,
    at: datetime,
    verify: bool = False,
    elsewhere: Elsewhere | None = None,
) -> Written:
    """Write a backup of the data folder and the database, whole or not at all.

    Args:
        recipients: for whom it is encrypted; only they can open it.
        secret: the key that signs sessions and links.
        verify: restore it into a temporary place and compare, before it gets its name. It is then
            also encrypted for a key that lives no longer than this call.
        elsewhere: a store that has files of submissions which the folder has no more.

    Raises:
        Problem: there is something of that name, the disk is full, the store cannot be reached, or
            the comparison fails.
    """
    if to.exists():
        raise Problem(
            "There is a file of that name already", do="Choose another name", code="backup.exists"
        )
    handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}-")
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            check = _key() if verify else None
            everybody = [*recipients, *([check.to_public()] if check else [])]
            with tempfile.TemporaryFile() as text, encrypting(out, everybody) as plain:
                listed = _Listed(text)
                _pack(plain, listed, elsewhere, data=data, database=database, secret=secret, at=at)
            out.flush()
            os.fsync(out.fileno())
        if check:
            compare(incoming, [check], within=data / "work")
        incoming.replace(to)
    except OSError as error:
        raise Problem(
            "The backup could not be written: the disk is full or cannot be written to",
            safe="Nothing was changed",
            do="Make room, or choose another place",
            code="backup.disk",
        ) from error
    finally:
        incoming.unlink(missing_ok=True)
    return Written(listed.files, listed.size, to.stat().st_size, tuple(listed.spoilt))


def _key() -> Any:
    import pyrage  # type: ignore[import-untyped]

    return pyrage.x25519.Identity.generate()


class _Listed:
    """The list of what is in a backup, in the order in which it is; on the disk, not in memory."""

    def __init__(self, text: BinaryIO) -> None:
        self.files, self.size, self.text = 0, 0, text
        self.spoilt: list[str] = []

    def add(self, name: str, sha256: str, size: int) -> None:
        self.files += 1
        self.size += size
        self.text.write(f"{sha256} {size} {name}\n".encode())
        own = name.rpartition("/")[2]
        if _HASH.fullmatch(own) and own != sha256:
            self.spoilt.append(name)


def _pack(
    plain: BinaryIO,
    listed: _Listed,
    elsewhere: Elsewhere | None,
    *,
    data: Path,
    database: Mapping[str, Any],
    secret: str,
    at: datetime,
) -> None:
    work = data / "work"
    work.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        copy = snapshot.take(database, folder)
        with tarfile.open(fileobj=plain, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, listed, copy, copy.name, at)
            copy.unlink()  # it is as large as the database
            _add_bytes(tar, listed, secret.encode(), KEY, at)
            for path in _files(data, LEFT_OUT | ({"submissions"} if elsewhere else set())):
                with suppress(FileNotFoundError):  # erased meanwhile
                    _add(tar, listed, path, f"data/{path.relative_to(data).as_posix()}", at)
            for name, found in submissions(data, elsewhere) if elsewhere else ():
                _add_stored(tar, listed, found, name, at)
            listed.text.seek(0, io.SEEK_END)
            size = listed.text.tell()
            listed.text.seek(0)
            tar.addfile(_entry(LIST, size, at), listed.text)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _files(data: Path, left_out: Set[str]) -> Iterator[Path]:
    """Every file that is kept, in order; one folder in memory at a time."""
    for folder, folders, names in os.walk(data):
        top = Path(folder) == data
        folders[:] = sorted(name for name in folders if not (top and name in left_out))
        for name in sorted(names):
            passing = (
                name.startswith(".")
                or name in (KEY, *DATABASE, *LEFT_OUT)
                or name.endswith(".upload")
            )
            path = Path(folder) / name
            if not (passing if top else name.startswith(".incoming-")) and not path.is_symlink():
                yield path


def _add(tar: tarfile.TarFile, listed: _Listed, path: Path, name: str, at: datetime) -> None:
    with path.open("rb") as file:
        _add_file(tar, listed, file, os.fstat(file.fileno()).st_size, name, at)


def _add_stored(
    tar: tarfile.TarFile, listed: _Listed, found: BinaryIO | Far, name: str, at: datetime
) -> None:
    if isinstance(found, Far):
        _add_file(tar, listed, _Chunks(found.chunks()), found.size, name, at)
        return
    with found as file:
        _add_file(tar, listed, file, os.fstat(file.fileno()).st_size, name, at)


def _add_file(
    tar: tarfile.TarFile,
    listed: _Listed,
    file: BinaryIO | _Chunks,
    size: int,
    name: str,
    at: datetime,
) -> None:
    reading = _Hashed(file, size)
    tar.addfile(_entry(name, size, at), reading)
    forget_members(tar)
    listed.add(name, reading.digest.hexdigest(), size)


def _add_bytes(
    tar: tarfile.TarFile, listed: _Listed, content: bytes, name: str, at: datetime
) -> None:
    tar.addfile(_entry(name, len(content), at), io.BytesIO(content))
    listed.add(name, hashlib.sha256(content).hexdigest(), len(content))


def _entry(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(at.timestamp())
    return entry


class _Chunks:
    """What comes in chunks, read as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._here = chunks, b""

    def read(self, size: int) -> bytes:
        while len(self._here) < size and (chunk := next(self._chunks, b"")):
            self._here += chunk
        given, self._here = self._here[:size], self._here[size:]
        return given


class _Hashed(io.RawIOBase):
    """A file of so many bytes, hashed as it is read; what a log gains meanwhile is left out."""

    def __init__(self, file: BinaryIO | _Chunks, size: int) -> None:
        self._file, self._left = file, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(min(size if size >= 0 else CHUNK, self._left))
        self._left -= len(content)
        self.digest.update(content)
        return content
