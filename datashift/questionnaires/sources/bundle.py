"""What was brought: one file, a folder, or a zip of them, looked over before it is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from datashift.kit.problem import Problem
from datashift.kit.zipped import DAMAGED
from datashift.tables.archive import entries

_BLOCK = 1 << 20
MOST_FILES = 200_000
MOST_BYTES = 8 << 30  # unpacked, photographs included
MOST_IN_MEMORY = 512 << 20  # of one table
MOST_RATIO = 400  # unpacked to packed, of a file of some size
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Bundle:
    """Files by the name that they have inside what was brought.

    Args:
        path: where it is on this machine; never shown to anybody.
        name: its name as the person knows it.
    """

    path: Path
    name: str

    @cached_property
    def _zip(self) -> zipfile.ZipFile | None:
        if self.path.is_dir() or not self._begins(b"PK"):
            return None
        if entries(self.path) > MOST_FILES:
            raise _bomb(self.name)
        try:
            found = zipfile.ZipFile(self.path)
        except DAMAGED as error:
            raise self._damaged() from error
        if any(name.startswith("xl/") or name == "content.xml" for name in found.namelist()):
            found.close()
            return None  # a spreadsheet is a zip too
        _look_over(found, self.name)
        return found

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Names of the files, in order."""
        if self.path.is_dir():
            found = [each for each in self.path.rglob("*") if each.is_file()]
            names = [each.relative_to(self.path).as_posix() for each in found]
        elif self._zip is not None:
            names = [name for name in self._zip.namelist() if name and name[-1] != "/"]
        else:
            return (self.name,)
        return tuple(sorted(name for name in names if not _is_litter(name)))

    def size(self, part: str) -> int:
        """Bytes of a file, unpacked."""
        if self._zip is not None:
            return self._zip.getinfo(part).file_size
        return self._place(part).stat().st_size

    def blocks(self, part: str) -> Iterator[bytes]:
        """The bytes of a file, block by block.

        Raises:
            Problem: it is damaged.
        """
        try:
            opened = self._zip.open(part) if self._zip is not None else self._place(part).open("rb")
            with opened as file:
                while block := file.read(_BLOCK):
                    yield block
        except DAMAGED as error:
            raise self._damaged() from error
        except RuntimeError as error:  # zipfile's way of saying that a password is needed
            raise _locked(self.name) from error

    def read(self, part: str) -> bytes:
        """A whole file.

        Raises:
            Problem: it is damaged, or too large to be held at once.
        """
        if self.size(part) > MOST_IN_MEMORY:
            raise Problem(
                f"The file has {self.size(part) >> 20:,} MB; at most {MOST_IN_MEMORY >> 20:,} MB "
                "can be read at once",
                file=PurePosixPath(part).name,
                do="Export it in parts, by date for instance",
                code="source.too_large",
            )
        return b"".join(self.blocks(part))

    def head(self, part: str, size: int = 4096) -> bytes:
        """The beginning of a file."""
        return next(self.blocks(part), b"")[:size]

    def close(self) -> None:
        """Let go of the file."""
        if self._zip is not None:
            self._zip.close()

    def _place(self, part: str) -> Path:
        return self.path / part if self.path.is_dir() else self.path

    def _begins(self, magic: bytes) -> bool:
        try:
            with self.path.open("rb") as file:
                return file.read(len(magic)) == magic
        except FileNotFoundError as error:
            raise Problem("There is no such file", file=self.name, code="file.missing") from error

    def _damaged(self) -> Problem:
        return Problem(
            "The archive is damaged or cut off",
            file=self.name,
            do="Export it or copy it again",
            code="source.damaged",
        )


def _look_over(found: zipfile.ZipFile, name: str) -> None:
    infos = found.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise _bomb(name)
    for info in infos:
        if info.flag_bits & 1:
            raise _locked(name)
        if info.file_size > _BLOCK and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _bomb(name)
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Problem(
                "The archive tries to write outside its own folder, so it was not opened",
                file=name,
                code="source.unsafe",
            )


def _bomb(name: str) -> Problem:
    return Problem(
        "The archive would unpack to far more than an export holds, so it was not opened",
        file=name,
        do="Export it again, without photographs if need be",
        code="source.bomb",
    )


def _locked(name: str) -> Problem:
    return Problem(
        "The archive is protected by a password",
        file=name,
        do="Export it without one",
        code="source.locked",
    )


def _is_litter(name: str) -> bool:
    """What operating systems leave in archives."""
    parts = name.lower().split("/")
    return any(part in _LITTER or part.startswith("._") for part in parts)
