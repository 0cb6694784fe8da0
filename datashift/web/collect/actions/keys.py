"""Keys of rows that come by hundreds a second."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

# RFC 9562, version 8: the bits that say so, and those that are left to chance.
_SAYS = 0x8 << 76 | 0b10 << 62
_CHANCE = (1 << 84) - 1 ^ 0xF << 76 ^ 0b11 << 62
_PARTS = 1 << 12  # of a second


def keys(count: int, at: datetime) -> list[UUID]:
    """So many new keys: when they were made, to a quarter of a millisecond, and 78 bits of chance.

    Those of one commit lie together in every index; keys of chance alone would each touch another
    page of it, and every page that is touched is written twice. Only for rows that say anyway when
    they came.
    """
    parts = int(at.timestamp() * _PARTS) & (1 << 44) - 1
    moment = parts << 84 | _SAYS
    chance = os.urandom(11 * count)
    return [
        UUID(int=moment | int.from_bytes(chance[start : start + 11]) & _CHANCE)
        for start in range(0, 11 * count, 11)
    ]
