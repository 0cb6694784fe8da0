"""The part of a file that somebody asks for over HTTP."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # no file has a longer number of bytes


def asked_part(header: str, size: int) -> range | None:
    """The bytes that a Range header asks for; None for the whole file.

    Empty where the file has none of them. Several parts at once count as the whole, as does what is
    no range: a server may ignore it (RFC 9110, 14.2).

    Args:
        header: as it came, "" for none.
        size: of the file, in bytes.
    """
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or not any(asked.groups()):
        return None
    if not asked[1]:  # the last so many bytes
        return range(max(0, size - int(asked[2])), size)
    return range(int(asked[1]), min(int(asked[2] or size - 1) + 1, size))
