"""More than a door that is open to everybody takes in an hour: never refused, kept in a pile.

Counted in the memory of this process, door by door and hour by hour: nothing is written down, not
even for a moment, of when somebody reported, and nothing at all is known of who.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from datashift.web.collect.storage import TryLater

MOST_BYTES = 2_000_000_000  # of an hour; after it whoever sends is asked to wait
MOST_DOORS = 10_000


@dataclass
class _Hour:
    begun_at: datetime
    count: int = 0
    size: int = 0


_lock = threading.Lock()
_hours: dict[UUID, _Hour] = {}


def hour_of(at: datetime) -> datetime:
    """When the hour of this moment began."""
    return at.replace(minute=0, second=0, microsecond=0)


def is_full(door: UUID, *, at: datetime) -> bool:
    """Whether as many came in this hour as may count without being looked at."""
    with _lock:
        return _hour(door, at).count >= settings.DOOR_HOURLY


def count(door: UUID, *, at: datetime) -> bool:
    """Count one that came; whether the door is full by it."""
    with _lock:
        hour = _hour(door, at)
        hour.count += 1
        return hour.count == settings.DOOR_HOURLY


def weigh(door: UUID, size: int, *, at: datetime) -> None:
    """Count bytes that are about to be kept.

    Raises:
        TryLater: so many came in this hour that the disk might fill up.
    """
    with _lock:
        hour = _hour(door, at)
        if hour.size + size > MOST_BYTES:
            raise TryLater
        hour.size += size


def _hour(door: UUID, at: datetime) -> _Hour:
    begun_at = hour_of(at)
    if len(_hours) > MOST_DOORS:
        for other in [key for key, hour in _hours.items() if hour.begun_at != begun_at]:
            del _hours[other]
    if door not in _hours or _hours[door].begun_at != begun_at:
        _hours[door] = _Hour(begun_at)
    return _hours[door]
