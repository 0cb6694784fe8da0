"""A recording to be played: which bytes of the file, and which of them are others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datashift.kit.problem import Problem

CHUNK = 1 << 16
MOST_PARTS = 200_000  # boxes, elements, pages of one file


def broken() -> Problem:
    """It cannot be played here."""
    return Problem(
        "The recording is of no kind that can be played here, or it is damaged",
        safe="It is kept as it came",
        do="Fetch the original",
        code="recording.unknown",
    )


def telling() -> Problem:
    """It holds more than may be shown."""
    return Problem(
        "The recording holds more than sound and picture, such as a path",
        safe="It is kept as it came",
        do="Fetch the original",
        code="recording.telling",
    )


@dataclass(frozen=True)
class Change:
    """Bytes of the file from `start` up to `end` that are others: `content`, then zeros."""

    start: int
    end: int
    content: bytes = b""

    def piece(self, start: int, end: int) -> bytes:
        """What stands from one place of the file up to another, both inside."""
        begun = self.content[start - self.start : end - self.start]
        return begun + bytes(end - start - len(begun))


@dataclass(frozen=True)
class Playable:
    """What is played of a file.

    Args:
        kind: media type.
        start, end: which bytes of the file.
        changes: those that are others, in order, none over another.
    """

    kind: str
    start: int
    end: int
    changes: tuple[Change, ...] = ()

    @property
    def size(self) -> int:
        return self.end - self.start

    def read(self, path: Path, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The bytes from the first up to the last, both counted from 0 and included."""
        until = self.end if last is None else min(self.end, self.start + last + 1)
        with path.open("rb") as file:
            here = self.start + first
            file.seek(here)
            while here < until and (chunk := file.read(min(CHUNK, until - here))):
                yield self._changed(chunk, here)
                here += len(chunk)

    def _changed(self, chunk: bytes, here: int) -> bytes:
        end, out = here + len(chunk), bytearray(chunk)
        position = max(0, bisect_right(self.changes, here, key=lambda each: each.start) - 1)
        for change in self.changes[position:]:
            if change.start >= end:
                break
            start, stop = max(change.start, here), min(change.end, end)
            if start < stop:
                out[start - here : stop - here] = change.piece(start, stop)
        return bytes(out)
