"""Interviews that the clock or the map excludes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from datashift.quality.fieldwork import Fieldwork, Look, look
from datashift.quality.fieldwork.impossible import kilometres

FIELDWORK = Fieldwork(
    "who", started="started", ended="ended", longitude="longitude", latitude="latitude"
)


def looked_at(minutes: list[float], lengths: list[float], degrees: list[float]) -> Look:
    """The interviews of Amina, beside five of another interviewer far in the past."""
    start = datetime(2026, 1, 10, 8, tzinfo=UTC)
    begun = [start + timedelta(minutes=minute) for minute in minutes]
    past = [start - timedelta(days=day) for day in range(30, 35)]
    ends = [at + timedelta(minutes=length) for at, length in zip(begun, lengths, strict=True)]
    table = pa.table(
        {
            "who": ["Amina"] * len(begun) + ["Bruno"] * 5,
            "started": begun + past,
            "ended": ends + [at + timedelta(minutes=20) for at in past],
            "longitude": degrees + [34.7] * 5,
            "latitude": [0.0] * len(begun) + [-0.1] * 5,
        }
    )
    return look(table, FIELDWORK, chance=np.random.default_rng(0), draws=19)


def test_two_interviews_at_once() -> None:
    found = looked_at([0, 10, 60, 120, 180], [30, 30, 30, 30, 30], [34.7] * 5)
    assert [(one.check, one.interviewer, one.rows) for one in found.impossible] == [
        ("overlap", "Amina", (1,))
    ]


def test_a_short_interview_inside_a_long_one_is_seen_after_it() -> None:
    found = looked_at([0, 10, 40, 120, 180], [60, 5, 5, 30, 30], [34.7] * 5)
    assert found.impossible[0].rows == (1, 2)


def test_travel_faster_than_a_car() -> None:
    """One degree at the equator is 111 km: possible in an hour, not in ten minutes."""
    fast = looked_at([0, 40, 50, 120, 180], [5] * 5, [34.7, 34.7, 35.7, 35.7, 35.7])
    assert [(one.check, one.rows) for one in fast.impossible] == [("speed", (2,))]
    slow = looked_at([0, 40, 100, 160, 220], [5] * 5, [34.7, 34.7, 35.7, 35.7, 35.7])
    assert slow.impossible == ()


def test_a_jump_within_the_error_of_a_phone_is_no_travel() -> None:
    still = looked_at([0, 6, 12, 18, 24], [5] * 5, [34.7, 34.705, 34.7, 34.705, 34.7])
    assert still.impossible == ()


def test_a_degree_along_the_equator() -> None:
    """2 pi 6371.0088 km / 360 (IUGG mean radius)."""
    zero, one = np.zeros(1), np.ones(1)
    assert kilometres(zero, zero, one, zero)[0] == pytest.approx(111.195, abs=1e-3)
