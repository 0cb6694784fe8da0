"""The files of official figures in what somebody brings: one file, a folder, or a ZIP."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from datashift.kit.problem import Problem
from datashift.kit.zipped import UNREADABLE
from datashift.tables.limits import Limits

_SUFFIXES = {".csv", ".tsv", ".json", ".xml", ".xlsx", ".xls", ".ods", ".parquet", ".txt"}


@contextmanager
def official_files(path: Path, limits: Limits | None = None) -> Iterator[Iterator[Path]]:
    """The files to be read, in order of their names; those of a ZIP are unpacked for the while.

    Raises:
        Problem: there is nothing, or the ZIP is damaged or unpacks to too much.
    """
    if path.is_dir():
        yield iter(_chosen(path))
    elif path.is_file() and path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as name:
            _unpack(path, Path(name), limits or Limits())
            yield iter(_chosen(Path(name)))
    else:
        yield iter([path])


def _chosen(folder: Path) -> list[Path]:
    found = sorted(
        each for each in folder.rglob("*") if each.is_file() and each.suffix.lower() in _SUFFIXES
    )
    if not found:
        raise Problem(
            "There is no table in it",
            file=folder.name,
            safe="Nothing was kept",
            do="Bring CSV, JSON, SDMX or spreadsheet files",
            code="official.nothing",
        )
    return found


def _unpack(path: Path, folder: Path, limits: Limits) -> None:
    """Unpack the tables, whatever they are called inside; each into a folder of its own number."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [
                info
                for info in archive.infolist()
                if PurePosixPath(info.filename).suffix.lower() in _SUFFIXES and not info.is_dir()
            ]
            if len(inside) > limits.entries or sum(i.file_size for i in inside) > limits.unpacked:
                raise _too_much(path)
            for number, info in enumerate(sorted(inside, key=lambda one: one.filename)):
                target = folder / f"{number:05d}"
                target.mkdir()
                name = PurePosixPath(info.filename).name
                with archive.open(info) as source, (target / name).open("wb") as file:
                    shutil.copyfileobj(_Bounded(source, info.file_size, path), file)
    except UNREADABLE as error:
        raise Problem(
            "The ZIP is damaged, or locked with a password",
            file=path.name,
            safe="Nothing was kept",
            do="Download it again",
            code="file.damaged",
        ) from error


class _Bounded:
    """A part that may not unpack to more than it declares."""

    def __init__(self, source: IO[bytes], size: int, path: Path) -> None:
        self.source, self.left, self.path = source, size, path

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(min(size, self.left + 1) if size > 0 else self.left + 1)
        self.left -= len(block)
        if self.left < 0:
            raise _too_much(self.path)
        return block


def _too_much(path: Path) -> Problem:
    return Problem(
        "The ZIP unpacks to more than can be read",
        file=path.name,
        safe="Nothing was kept",
        do="Bring fewer files at a time",
        code="file.too_large",
    )
