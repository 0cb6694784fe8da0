"""MP3, AAC, WAV, AMR: sound with tags before, behind or between."""

from __future__ import annotations

from typing import BinaryIO

from datashift.web.collect.queries.recordings.playable import (
    MOST_PARTS,
    Change,
    Playable,
    broken,
)

_MOST_TAGS = 100
_WAV = {b"fmt ", b"data", b"fact"}


def read(file: BinaryIO, head: bytes, size: int) -> Playable | None:
    """The recording, if it is of one of these kinds."""
    if head.startswith(b"#!AMR"):
        return Playable("audio/amr", 0, size)  # frames and nothing else: RFC 4867
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _wav(file, size)
    return _frames(file, size)


def _wav(file: BinaryIO, size: int) -> Playable:
    changes: list[Change] = []
    start = 12
    for _ in range(MOST_PARTS):
        if start + 8 > size:
            return Playable("audio/wav", 0, min(start, size), tuple(changes))
        file.seek(start)
        kind, length = file.read(4), int.from_bytes(file.read(4), "little")
        end = min(start + 8 + length + length % 2, size)
        if kind not in _WAV:
            changes += [Change(start, start + 4, b"JUNK"), Change(start + 8, end)]
        start = end
    raise broken()


def _frames(file: BinaryIO, size: int) -> Playable | None:
    """MPEG frames between tags: ID3v2 before them, Lyrics3, APE and ID3v1 behind."""
    start = _after_tags(file)
    file.seek(start)
    first = file.read(2)
    if len(first) < 2 or first[0] != 0xFF or first[1] & 0xE0 != 0xE0:
        return None
    kind = "audio/aac" if first[1] & 0xF6 == 0xF0 else "audio/mpeg"
    return Playable(kind, start, max(start, _before_tags(file, size)))


def _after_tags(file: BinaryIO) -> int:
    start = 0
    for _ in range(_MOST_TAGS):
        file.seek(start)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            break
        length = 0
        for byte in head[6:]:  # 7 bits of each
            length = length << 7 | byte & 0x7F
        start += 10 + length + (10 if head[5] & 0x10 else 0)
    return start


def _before_tags(file: BinaryIO, end: int) -> int:
    for _ in range(_MOST_TAGS):
        file.seek(max(0, end - 128))
        tail = file.read(min(end, 128))
        if tail[:3] == b"TAG" and len(tail) == 128:
            end -= 128
        elif tail[-32:-24] == b"APETAGEX":
            length = int.from_bytes(tail[-20:-16], "little")
            headed = tail[-9] & 0x80
            end = max(0, end - length - (32 if headed else 0))
        elif tail[-9:] == b"LYRICS200" and tail[-15:-9].isdigit():
            end = max(0, end - 15 - int(tail[-15:-9]))
        else:
            break
    return end
