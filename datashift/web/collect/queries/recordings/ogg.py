"""Ogg with Opus, as browsers record it: RFC 3533, RFC 7845. Its tags are one packet."""

from __future__ import annotations

from typing import BinaryIO

from datashift.web.collect.queries.recordings.playable import (
    MOST_PARTS,
    Change,
    Playable,
    broken,
)

_POLYNOMIAL = 0x04C11DB7
_HEAD = 27  # bytes of a page before its table of segments
_EMPTY = b"OpusTags" + bytes(8)  # no vendor, no comments; zeros after them are padding


def read(file: BinaryIO, head: bytes, size: int) -> Playable | None:
    """The recording, if it is of this kind; Vorbis has no room for padding and is not played."""
    if head[:4] != b"OggS":
        return None
    first, start = _page(file, 0, size)
    if not first[_HEAD + first[26] :].startswith(b"OpusHead"):
        raise broken()
    changes: list[Change] = []
    wanted = _EMPTY
    for _ in range(MOST_PARTS):
        page, end = _page(file, start, size)
        table = page[_HEAD : _HEAD + page[26]]
        content = _HEAD + len(table)
        if not changes and not page[content:].startswith(b"OpusTags"):
            raise broken()
        empty = wanted[: len(page) - content]
        wanted = wanted[len(empty) :]
        bare = page[:22] + bytes(4) + page[26:content] + empty.ljust(len(page) - content, b"\0")
        changes.append(Change(start, end, bare[:22] + _checksum(bare) + bare[26:]))
        start = end
        if not table or table[-1] < 255:  # the packet ends, and with it its last page
            if any(length < 255 for length in table[:-1]):
                raise broken()
            return Playable("audio/ogg", 0, size, tuple(changes))
    raise broken()


def _page(file: BinaryIO, start: int, size: int) -> tuple[bytes, int]:
    """A page, and where it ends."""
    file.seek(start)
    head = file.read(_HEAD)
    if len(head) < _HEAD or head[:4] != b"OggS":
        raise broken()
    table = file.read(head[26])
    length = sum(table)
    content = file.read(length)
    if len(content) < length:
        raise broken()
    return head + table + content, start + _HEAD + len(table) + length


def _checksum(page: bytes) -> bytes:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ _POLYNOMIAL if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value.to_bytes(4, "little")
