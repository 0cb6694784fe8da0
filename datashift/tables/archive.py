"""Zipped spreadsheets looked over before any parser sees them."""

from __future__ import annotations

import copy
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from datashift.kit.problem import Problem
from datashift.kit.zipped import DAMAGED
from datashift.tables.limits import Limits
from datashift.tables.raw import Request

_BLOCK = 1 << 20
_END = 66_000  # bytes within which a zip file's last record begins, a comment included
_PROLOG = 1 << 20  # bytes within which a document's first element must begin
_ROOT = re.compile(rb"<[A-Za-z_]")
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".geojson", ".sav", ".dta")


@dataclass(frozen=True)
class Archive:
    """A zip file that is safe to unpack.

    Args:
        kind: "xlsx", "xlsb" or "ods".
        names: the files inside.
    """

    zip: zipfile.ZipFile
    kind: str
    names: tuple[str, ...]

    def blocks(self, name: str) -> Iterator[bytes]:
        """One file inside, unpacked block by block.

        Raises:
            Problem: it is damaged, or unpacks to more than it declares.
        """
        info = self.zip.getinfo(name)
        declared = info.file_size
        honest = copy.copy(info)
        honest.file_size = declared + 1  # zipfile stops at what is declared; look one byte beyond
        done = 0
        try:
            with self.zip.open(honest) as part:
                while block := part.read(_BLOCK):
                    done += len(block)
                    if done > declared:
                        raise _bomb()
                    yield block
        except DAMAGED as error:
            raise damaged() from error
        except RuntimeError as error:  # zipfile's way of saying that a password is needed
            raise locked() from error


def open_safely(request: Request) -> Archive:
    """Open a zipped spreadsheet after checking everything that can be checked without parsing.

    Raises:
        Problem: a bomb, a document type declaration, a password, or no spreadsheet at all.
    """
    _check_entries(entries(request.path), request.limits)
    try:
        zipped = zipfile.ZipFile(request.path)
    except DAMAGED as error:
        raise damaged() from error
    infos = zipped.infolist()
    _check_sizes(infos, request.limits)
    archive = Archive(zipped, _kind(zipped, infos), tuple(info.filename for info in infos))
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels")):
            _check_prolog(archive, name)
    return archive


def check_whole(archive: Archive, name: str) -> None:
    """Refuse XML that is not well-formed, as a file that was cut off is not.

    calamine waits for ever for the end of a table of ODS that has none.

    Raises:
        Problem: it is damaged.
    """
    from lxml import etree

    parser = etree.XMLParser(target=_Unbuilt(), resolve_entities=False, no_network=True)
    try:
        for block in archive.blocks(name):
            parser.feed(block)
        parser.close()
    except etree.LxmlError as error:
        raise damaged() from error


class _Unbuilt:
    """What is read is only checked; no tree is made of it."""

    def close(self) -> None:
        """There is nothing to hand out."""


def entries(path: Path) -> int:
    """How many files an archive says it holds; its directory, which may be long, is not read."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _END), os.SEEK_END)
        end = file.read()
    if (wide := end.rfind(b"PK\6\6")) >= 0:  # the end of a directory of more than 65,535
        return int.from_bytes(end[wide + 32 : wide + 40], "little")
    at = end.rfind(b"PK\5\6")
    return int.from_bytes(end[at + 10 : at + 12], "little") if at >= 0 else 0


def _check_entries(count: int, limits: Limits) -> None:
    if count > limits.entries:
        raise Problem(
            f"The file holds {count:,} files inside, far more than a spreadsheet has",
            code="file.bomb",
        )


def _check_sizes(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    _check_entries(len(infos), limits)
    if any(info.flag_bits & 1 for info in infos):
        raise locked()
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise _bomb()
    for info in infos:
        packed = max(info.compress_size, 1)
        if info.file_size > _BLOCK and info.file_size / packed > limits.unpacked_ratio:
            raise _bomb()
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Problem(
                "The file tries to write outside its own folder, so it was not opened",
                code="file.unsafe",
            )


def _kind(zipped: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> str:
    names = {info.filename for info in infos}
    if "xl/workbook.xml" in names or any(name.endswith("/workbook.xml") for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        mimetype = zipped.getinfo("mimetype")
        if mimetype.file_size < 200 and b"spreadsheet" in _read_small(zipped, mimetype):
            return "ods"
    tables = [name for name in names if name.lower().endswith(_TABLE_SUFFIXES)]
    inside = f" with {len(tables)} tables" if len(tables) > 1 else ""
    raise Problem(
        f"The file is an archive{inside}, not a table",
        do="Unpack it first and bring one of the files inside",
        code="file.not_a_table",
    )


def _read_small(zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return zipped.read(info)
    except DAMAGED as error:
        raise damaged() from error


def _check_prolog(archive: Archive, name: str) -> None:
    """Refuse a document type declaration, which can only stand before the first element."""
    prolog = b""
    for block in archive.blocks(name):
        prolog += block
        if _ROOT.search(prolog) or len(prolog) >= _PROLOG:
            break
    root = _ROOT.search(prolog)
    before = prolog[: root.start()] if root else prolog
    if _DECLARATION.search(before) or prolog.startswith(_WIDE) or len(before) >= _PROLOG:
        raise Problem(
            "The spreadsheet carries declarations that a spreadsheet never needs, so it was not "
            "opened",
            do="Save it again with a spreadsheet program",
            code="file.unsafe",
        )


def damaged() -> Problem:
    """The spreadsheet cannot be unpacked."""
    return Problem(
        "The spreadsheet is damaged or cut off",
        do="Copy or save it again",
        code="file.damaged",
    )


def locked() -> Problem:
    """The spreadsheet is encrypted."""
    return Problem(
        "The spreadsheet is protected by a password",
        do="Save a copy without the password and bring that",
        code="file.locked",
    )


def _bomb() -> Problem:
    return Problem(
        "The spreadsheet would unpack to far more than any spreadsheet holds, so it was not opened",
        do="Save it again with a spreadsheet program, or bring it as CSV",
        code="file.bomb",
    )
