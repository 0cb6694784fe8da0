"""multipart/form-data (RFC 7578) that fits in memory, parsed within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

_BOUNDARY = re.compile(
    r'multipart/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE
)
_FIELD = re.compile(
    rb'(?:^|[;\s])(name|filename|filename\*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))'
)
MOST_PARTS = 1_000
LONGEST_HEAD = 4_000


class Malformed(Exception):
    """The body is not what its header says."""


@dataclass(frozen=True)
class Part:
    """One part.

    Args:
        name: of the field.
        file: name of the file, without folders, or "".
        kind: media type, or "".
        content: the bytes.
    """

    name: str
    file: str
    kind: str
    content: bytes


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that the header names; None when it is of another type."""
    found = _BOUNDARY.match(content_type.strip())
    return (found[1] or found[2]).encode() if found else None


def parts(body: bytes, boundary: bytes) -> list[Part]:
    """The parts in order.

    Raises:
        Malformed: it does not end, a part has no head, or there are too many.
    """
    mark = b"--" + boundary
    start = body.find(mark)
    if start < 0 or (start > 0 and body[start - 2 : start] != b"\r\n"):
        raise Malformed
    found: list[Part] = []
    position = start + len(mark)
    while body[position : position + 2] == b"\r\n":
        head_end = body.find(b"\r\n\r\n", position, position + LONGEST_HEAD)
        end = body.find(b"\r\n" + mark, head_end + 2)
        if head_end < 0 or end < 0 or len(found) == MOST_PARTS:
            raise Malformed
        found.append(_part(body[position + 2 : head_end], body[head_end + 4 : end]))
        position = end + 2 + len(mark)
    if body[position : position + 2] != b"--":
        raise Malformed
    return found


def _part(head: bytes, content: bytes) -> Part:
    return Part(*_described(head), content)


@lru_cache(maxsize=256)
def _described(head: bytes) -> tuple[str, str, str]:
    """Name, file and media type; each client writes the head of its text the same every time."""
    fields: dict[str, str] = {}
    kind = ""
    for line in head.split(b"\r\n"):
        label, _, value = line.partition(b":")
        match label.strip().lower():
            case b"content-disposition":
                for name, quoted, plain in _FIELD.findall(value):
                    raw = re.sub(rb"\\([\"\\])", rb"\1", quoted) or plain
                    fields[name.decode()] = raw.decode("utf-8", "replace")
            case b"content-type":
                kind = value.strip().decode("ascii", "replace")
    if "name" not in fields:
        raise Malformed
    file = fields.get("filename", "")
    if extended := fields.get("filename*"):
        file = unquote(extended.rpartition("'")[2])
    return fields["name"], plain_name(file), kind


def plain_name(written: str) -> str:
    """A file's name without folders."""
    return re.split(r"[/\\]", written.replace("\x00", ""))[-1]
