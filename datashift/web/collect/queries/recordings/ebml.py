"""WebM and Matroska: elements, RFC 9559. Browsers write clusters whose size they do not know."""

from __future__ import annotations

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

_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_SEEK, _INFO, _TRACKS, _CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B
_TAGS, _FILES, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_TRACK, _TRACK_KIND, _NAME = 0xAE, 0x83, 0x536E
_TOP = {_SEEK, _INFO, _TRACKS, _CUES, _CLUSTER}
_LEVEL_ONE = {*_TOP, _TAGS, _FILES, _CHAPTERS}
_SCALE, _LENGTH = 0x2AD7B1, 0x4489
_PROGRAMMES = {0x4D80, 0x5741}  # which programmes wrote it: they must be there, and may be empty
_VOID = 0xEC
_PICTURE_OR_SOUND = {1, 2}


@dataclass(frozen=True)
class _Element:
    kind: int
    start: int
    inside: int
    end: int


def read(file: BinaryIO, head: bytes, size: int) -> Playable | None:
    """The recording, if it is of this kind."""
    if int.from_bytes(head[:4], "big") != _EBML:
        return None
    found = _Found(file)
    end = 0
    for element in found.elements(0, size):
        if element.kind == _SEGMENT:
            found.segment(element)
        elif element.kind != _EBML:
            break
        end = element.end
    if not found.tracks:
        raise broken()
    if found.tracks - _PICTURE_OR_SOUND:
        raise telling()
    kind = "video/webm" if 1 in found.tracks else "audio/webm"
    return Playable(kind, 0, end, tuple(sorted(found.changes, key=lambda each: each.start)))


class _Found:
    """What was met on the way through the elements."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_PARTS
        self.changes: list[Change] = []
        self.tracks: set[int] = set()

    def segment(self, segment: _Element) -> None:
        for element in self.elements(segment.inside, segment.end):
            if element.kind not in _TOP:
                self._blank(element)
            elif element.kind == _INFO:
                self._info(element)
            elif element.kind == _TRACKS:
                self._tracks(element)

    def _info(self, info: _Element) -> None:
        for element in self.elements(info.inside, info.end):
            if element.kind in _PROGRAMMES:
                self.changes.append(Change(element.inside, element.end))
            elif element.kind not in (_SCALE, _LENGTH):
                self._blank(element)

    def _tracks(self, tracks: _Element) -> None:
        for track in self.elements(tracks.inside, tracks.end):
            if track.kind != _TRACK:
                self._blank(track)
                continue
            for element in self.elements(track.inside, track.end):
                if element.kind == _NAME:
                    self._blank(element)
                elif element.kind == _TRACK_KIND:
                    self._file.seek(element.inside)
                    content = self._file.read(min(8, element.end - element.inside))
                    self.tracks.add(int.from_bytes(content, "big"))

    def elements(self, start: int, end: int) -> Iterator[_Element]:
        """The elements in order; what is cut off at the end of the file ends with it."""
        while start < end:
            element = self._element(start, end)
            yield element
            start = element.end

    def _element(self, start: int, end: int) -> _Element:
        self._left -= 1
        self._file.seek(start)
        kind, _ = self._number(marked=True)
        length, width = self._number(marked=False)
        inside = self._file.tell()
        if self._left < 0 or inside > end:
            raise broken()
        if length == (1 << 7 * width) - 1:  # unknown
            if kind == _CLUSTER:
                return _Element(kind, start, inside, self._end_of_cluster(inside, end))
            if kind != _SEGMENT:
                raise broken()
            return _Element(kind, start, inside, end)
        return _Element(kind, start, inside, min(inside + length, end))

    def _end_of_cluster(self, start: int, end: int) -> int:
        """Where an element of the level above begins."""
        while start < end:
            self._file.seek(start)
            kind, _ = self._number(marked=True)
            if kind in _LEVEL_ONE:
                return start
            start = self._element(start, end).end
        return end

    def _number(self, *, marked: bool) -> tuple[int, int]:
        """A number of variable width, with its mark or without; and its width in bytes."""
        first = self._file.read(1)
        if not first or not first[0]:
            raise broken()
        width = 9 - first[0].bit_length()
        rest = self._file.read(width - 1)
        if len(rest) != width - 1:
            raise broken()
        number = int.from_bytes(first + rest, "big")
        return (number if marked else number & ((1 << 7 * width) - 1)), width

    def _blank(self, element: _Element) -> None:
        """An element of the same length that says nothing."""
        length = element.end - element.start
        if length - 2 <= 126:
            head = bytes([_VOID, 0x80 | (length - 2)])
        else:
            head = bytes([_VOID]) + ((1 << 56) | (length - 9)).to_bytes(8, "big")
        self.changes.append(Change(element.start, element.end, head))
