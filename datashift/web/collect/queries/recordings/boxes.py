"""MP4, M4A, 3GP, MOV: boxes, ISO/IEC 14496-12. Phones write the place into `udta` and `meta`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from datashift.web.collect.queries.recordings.playable import (
    MOST_PARTS,
    Change,
    Playable,
    broken,
    telling,
)

# What playing needs; all other boxes are blanked
_TABLES = {
    *(b"stsd", b"stts", b"ctts", b"stss", b"stsc", b"stsz", b"stz2", b"stco", b"co64"),
    *(b"sgpd", b"sbgp", b"subs", b"sdtp", b"padb", b"cslg", b"saiz", b"saio", b"stsh"),
}
_INSIDE: dict[bytes, set[bytes]] = {
    b"": {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"free", b"wide"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"mvex": {b"trex", b"mehd"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": _TABLES,
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", *_TABLES},
    b"mfra": {b"tfra", b"mfro"},
}
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_ENCODER = slice(50, 82)  # of a picture's sample entry: which programme made it


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    inside: int  # where its content begins
    end: int


def read(file: BinaryIO, head: bytes, size: int) -> Playable | None:
    """The recording, if it is of this kind."""
    if head[4:8] != b"ftyp":
        return None
    found = _Found(file)
    end = found.walk(b"", 0, size)
    if not found.tracks:
        raise broken()
    if found.tracks - {b"vide", b"soun"}:
        raise telling()
    kind = "video/mp4" if b"vide" in found.tracks else "audio/mp4"
    return Playable(kind, 0, end, tuple(sorted(found.changes, key=lambda each: each.start)))


class _Found:
    """What was met on the way through the boxes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_PARTS
        self.changes: list[Change] = []
        self.tracks: set[bytes] = set()

    def walk(self, parent: bytes, start: int, end: int) -> int:
        """Look at the boxes of a box; where the last whole one ends."""
        for box in self._boxes(start, end, whole=bool(parent)):
            if box.kind not in _INSIDE[parent] or box.kind in (b"free", b"wide"):
                self._blank(box)
            elif box.kind in _INSIDE:
                self.walk(box.kind, box.inside, box.end)
            else:
                self._look(box)
            start = box.end
        return start

    def _boxes(self, start: int, end: int, *, whole: bool) -> Iterator[_Box]:
        """The boxes in order; at the top, what is no box after the last is left off."""
        while start + 8 <= end:
            self._left -= 1
            self._file.seek(start)
            length, kind = struct.unpack(">I4s", self._file.read(8))
            inside = start + 8
            if length == 1:
                inside, length = start + 16, int.from_bytes(self._file.read(8), "big")
            elif length == 0:
                length = end - start
            if length < inside - start or start + length > end or self._left < 0:
                if whole or self._left < 0:
                    raise broken()
                return
            yield _Box(kind, start, inside, start + length)
            start += length

    def _blank(self, box: _Box) -> None:
        self.changes.append(Change(box.start + 4, box.start + 8, b"free"))
        self.changes.append(Change(box.inside, box.end))

    def _look(self, box: _Box) -> None:
        if box.kind in _DATED:
            self._file.seek(box.inside)
            long = self._file.read(1) == b"\x01"
            self.changes.append(Change(box.inside + 4, box.inside + (20 if long else 12)))
        elif box.kind == b"hdlr":
            self._file.seek(box.inside + 8)
            self.tracks.add(self._file.read(4))
            self.changes.append(Change(box.inside + 24, max(box.end, box.inside + 24)))
        elif box.kind == b"stsd":
            self._forget_encoder(box)

    def _forget_encoder(self, box: _Box) -> None:
        entry = box.inside + 8
        self._file.seek(entry)
        length = int.from_bytes(self._file.read(4), "big")
        if length > _ENCODER.stop and self._is_picture(entry):
            self.changes.append(Change(entry + _ENCODER.start, entry + _ENCODER.stop))

    def _is_picture(self, entry: int) -> bool:
        self._file.seek(entry + 4)
        return self._file.read(4) in {
            *(b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"s263", b"h263", b"av01", b"vp08"),
            b"vp09",
        }
