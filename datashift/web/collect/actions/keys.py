"""Keys of rows that come by hundreds a second."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

# RFC 9562, version 8: the bits that say so, and those that are left to us.
_SAYS = 0x8 << 76 | 0b10 << 62
_OURS = (1 << 96) - 1 ^ 0xF << 76 ^ 0b11 << 62


def keys(count: int, at: datetime) -> list[UUID]:
    """So many new keys: the second in which they were made, and 90 bits of chance.

    Those of one second lie together in every index; keys of chance alone would each touch another
    page of it, and every page that is touched is written twice. Only for rows that say anyway when
    they came.
    """
    second = (int(at.timestamp()) & 0xFFFFFFFF) << 96
    chance = os.urandom(12 * count)
    return [
        UUID(int=second | int.from_bytes(chance[start : start + 12]) & _OURS | _SAYS)
        for start in range(0, 12 * count, 12)
    ]
