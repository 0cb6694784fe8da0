"""What an XLS file says of itself, looked at before a native parser opens it.

calamine follows a chain of sectors that runs in a circle until there is no more memory, and takes
seconds over a cell far to the right. Sources: [MS-CFB] 2 (the file), [MS-XLS] 2.4 (the workbook).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from datashift.tables import archive

COLUMNS = 256  # [MS-XLS] 2.5.198.4: no sheet has more
_SHIFTS = {9: 512, 12: 4096}  # how long a sector is
_SHORT = 64  # and one of a short stream
_END = 0xFFFFFFFE  # of a chain; what is free is beyond it
_NAMES = ("Workbook", "Book")
_LISTED = range(76, 512, 4)  # where the header tells the first sectors of the table
_ENTRY = struct.Struct("<64sHB49xIQ")
_STREAM, _ROOT = 2, 5
_RECORD = struct.Struct("<2H")
_BOUNDSHEET, _EOF = 0x85, 0x0A
_CELLS = {0x06, 0xBD, 0xFD, 0x203, 0x204, 0x205, 0x27E}  # formula, numbers, texts, truths, errors


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


@dataclass(frozen=True)
class _Compound:
    """A file of chained sectors."""

    content: bytes
    sector: int
    table: array[int]

    def chain(self, start: int, table: array[int] | None = None) -> Iterator[int]:
        """The sectors of a chain."""
        table = self.table if table is None else table
        for _ in range(len(table)):
            if start == _END:
                return
            yield start
            start = table[start]
        if start != _END:
            raise archive.damaged()

    def joined(self, start: int) -> bytes:
        """What stands in the sectors of a chain."""
        return b"".join(self.at(place) for place in self.chain(start))

    def at(self, place: int) -> bytes:
        """A sector; one beyond the file is empty."""
        begin = (place + 1) * self.sector
        return self.content[begin : begin + self.sector].ljust(self.sector, b"\0")


def check(content: bytes) -> None:
    """Look at the chains and cells of an XLS file.

    Raises:
        Problem: a chain without an end, a stream longer than the file, a cell where none can be,
            two sheets that are one.
    """
    try:
        for stream in _workbooks(content):
            _check_cells(stream)
    except (struct.error, LookupError, ValueError) as error:
        raise archive.damaged() from error


def _workbooks(content: bytes) -> Iterator[bytes]:
    """The streams that hold a workbook, each unfolded."""
    shift, minor = struct.unpack_from("<2H", content, 30)
    first, short, short_start = struct.unpack_from("<I4x2I", content, 48)
    if minor != 6:
        raise archive.damaged()
    compound = _Compound(content, _SHIFTS[shift], array("I"))
    for place in _of_table(compound):
        compound.table.frombytes(compound.at(place))
    entries = list(_entries(compound.joined(first), wide=shift != 9))
    for entry in entries:
        if entry.kind in {_STREAM, _ROOT} and entry.size > max(len(content), short):
            raise archive.damaged()
    held = compound.joined(entries[0].start) if entries[0].size else b""
    shorts = array("I", compound.joined(short_start) if short_start < _END else b"")
    named = {entry.name: entry for entry in reversed(entries)}
    for entry in (named[name] for name in _NAMES if name in named):
        if entry.size < short:
            places = [place * _SHORT for place in compound.chain(entry.start, shorts)]
            yield b"".join(held[place : place + _SHORT] for place in places)[: entry.size]
        else:
            yield compound.joined(entry.start)[: entry.size]


def _of_table(compound: _Compound) -> Iterator[int]:
    """The sectors that hold the table of sectors: 109 are told by the header, others by a chain."""
    listed = [int.from_bytes(compound.content[at : at + 4], "little") for at in _LISTED]
    (more,) = struct.unpack_from("<I", compound.content, 68)
    for _ in range(len(compound.content) // compound.sector):
        if more >= _END:
            break
        *others, more = array("I", compound.at(more))
        listed += others
    if more < _END:
        raise archive.damaged()
    yield from dict.fromkeys(place for place in listed if place < _END)


def _entries(directory: bytes, *, wide: bool) -> Iterator[_Entry]:
    for name, _, kind, start, size in _ENTRY.iter_unpack(directory):
        shown = name.decode("utf-16-le", "replace").partition("\0")[0]
        yield _Entry(shown, kind, start, size if wide else size & 0xFFFFFFFF)


def _check_cells(stream: bytes) -> None:
    starts = [
        int.from_bytes(stream[at : at + 4], "little")
        for kind, at, _ in _records(stream, 0)
        if kind == _BOUNDSHEET
    ]
    seen = bytearray(len(stream))
    for start in starts:
        for kind, at, _ in _records(stream, start):
            far = int.from_bytes(stream[at + 2 : at + 4], "little") >= COLUMNS
            if seen[at] or (far and kind in _CELLS):
                raise archive.damaged()
            seen[at] = 1


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """The kind, place and length of what is in every record, to the end of the part."""
    while at + _RECORD.size < len(stream):
        kind, length = _RECORD.unpack_from(stream, at)
        at += _RECORD.size
        if kind == _EOF or at >= len(stream):
            return
        yield kind, at, length
        at += length
