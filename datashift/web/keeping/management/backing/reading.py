"""Read a backup: into an empty folder, or only to see that it is whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from datashift.kit.problem import Problem
from datashift.web.keeping.management.backing import snapshot
from datashift.web.keeping.management.backing.pipes import damaged, decrypting

LIST = "list.txt"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Restored:
    """What came out of a backup.

    Args:
        files: how many; `size`: bytes of all of them.
        dump: PostgreSQL's, where it was one; None where the database is a file in its place.
    """

    files: int
    size: int
    dump: Path | None


def restore(backup: Path, keys: Sequence[Any], to: Path) -> Restored:
    """Restore a backup into a folder that is missing or empty; whole or not at all.

    Raises:
        Problem: the folder holds something, the key is another, the backup is damaged, or the disk
            is full. The folder is then as it was.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Problem(
            "There is something in that folder already",
            safe="Nothing was changed",
            do="Name a folder that is empty or does not exist",
            code="backup.not_empty",
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    incoming = Path(tempfile.mkdtemp(dir=to.parent, prefix=".restoring-"))
    try:
        found = _unpack(backup, keys, incoming)
        os.sync()
        incoming.replace(to)
    except OSError as error:
        raise Problem(
            "The backup could not be read, or there is no room for what is in it",
            safe="Nothing was changed",
            do="See that the file is there, and make room",
            code="backup.disk",
        ) from error
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    dump = to / snapshot.POSTGRESQL
    return Restored(*found, dump=dump if dump.exists() else None)


def compare(backup: Path, keys: Sequence[Any], *, within: Path) -> Restored:
    """Restore a backup into a temporary place, compare everything, and remove it.

    Args:
        within: a folder that may hold what is in the backup in the clear, and has room for it.

    Raises:
        Problem: as `restore`.
    """
    within.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=within) as folder:
        return restore(backup, keys, Path(folder) / "data")


def _unpack(backup: Path, keys: Sequence[Any], folder: Path) -> tuple[int, int]:
    """Unpack everything and hold it against the backup's own list; how many files and bytes."""
    files, size, listed = 0, 0, None
    with backup.open("rb") as source, tempfile.TemporaryFile() as seen:
        with decrypting(source, keys) as plain:
            try:
                with tarfile.open(fileobj=plain, mode="r|") as tar:
                    for entry in tar:
                        content = tar.extractfile(entry)
                        if content is None or listed:
                            raise damaged()
                        if entry.name == LIST:
                            listed = _copy(content, folder / LIST)[0]
                        else:
                            sha256, length = _copy(content, _place(folder, entry.name))
                            seen.write(f"{sha256} {length} {entry.name}\n".encode())
                            files, size = files + 1, size + length
                        forget_members(tar)
                while plain.read(CHUNK):  # to the last block, which says that it is the last
                    pass
            except tarfile.TarError as error:
                raise damaged() from error
        seen.seek(0)
        if listed != hashlib.file_digest(seen, "sha256").hexdigest():
            raise damaged()
    (folder / LIST).unlink()
    database = folder / snapshot.SQLITE
    if database.exists():
        if not snapshot.whole(database):
            raise damaged()
        database.rename(folder / "datashift.sqlite3")
    return files, size


def forget_members(tar: tarfile.TarFile) -> None:
    """Drop what tarfile remembers of every entry, or memory would grow with them."""
    tar.members.clear()  # type: ignore[attr-defined]


def _place(folder: Path, name: str) -> Path:
    """Where an entry goes, never outside the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise damaged()
    place = folder.joinpath(*(parts[1:] if parts[0] == "data" else parts))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _copy(content: Any, place: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += file.write(chunk)
    return digest.hexdigest(), size
