"""Workbooks as Excel 97 wrote them (XLS), small, for what reads them.

Sources: [MS-XLS] 2.4 (records), [MS-CFB] 2 (the file around them).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Rows = Sequence[Sequence[str | float | None]]

_BOF, _EOF, _CODEPAGE, _BOUNDSHEET, _NUMBER, _LABEL = 0x809, 0x0A, 0x42, 0x85, 0x203, 0x204
_GLOBALS, _SHEET = 5, 16  # what a BOF begins
_SECTOR = 512
_LEAST = 4096  # a shorter stream is kept among the short ones
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An XLS file with these sheets."""
    parts = [_sheet(rows) for rows in sheets.values()]
    at = len(_globals(dict.fromkeys(sheets, 0)))
    places = {}
    for name, part in zip(sheets, parts, strict=True):
        places[name] = at
        at += len(part)
    return _compound(b"".join([_globals(places), *parts]))


def _globals(places: Mapping[str, int]) -> bytes:
    listed = [
        _record(_BOUNDSHEET, struct.pack("<IBB", at, 0, 0) + _text("<B", name))
        for name, at in places.items()
    ]
    return b"".join(
        [_begin(_GLOBALS), _record(_CODEPAGE, b"\xb0\x04"), *listed, _record(_EOF, b"")]
    )


def _sheet(rows: Rows) -> bytes:
    cells = []
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<3H", at, column, 0)
            if isinstance(value, str):
                cells.append(_record(_LABEL, place + _text("<H", value)))
            elif value is not None:
                cells.append(_record(_NUMBER, place + struct.pack("<d", value)))
    return b"".join([_begin(_SHEET), *cells, _record(_EOF, b"")])


def _begin(kind: int) -> bytes:
    return _record(_BOF, struct.pack("<4H2I", 0x600, kind, 0, 1996, 0, 6))


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<2H", number, len(content)) + content


def _text(length: str, text: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _compound(stream: bytes) -> bytes:
    """The file: a sector that chains the others, one of names, and those of the stream."""
    size = max(len(stream), _LEAST)
    sectors = -(-size // _SECTOR)
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    assert len(chain) <= _SECTOR // 4
    chain += [_FREE] * (_SECTOR // 4 - len(chain))
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, _LEAST, _END, 0, _END, 0,
    )  # fmt: skip
    places = struct.pack("<109I", 0, *[_FREE] * 108)
    names = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, size)
    return b"".join(
        [head, places, struct.pack("<128I", *chain), names.ljust(_SECTOR, b"\0"),
         stream.ljust(sectors * _SECTOR, b"\0")]
    )  # fmt: skip


def _entry(name: str, kind: int, begin: int, size: int, child: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBB3I36xIQ", written, len(written), kind, 1, _FREE, _FREE, child, begin, size
    )
