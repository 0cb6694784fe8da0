"""Keys that lie together where what came together lies together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from datashift.web.collect.actions.keys import keys

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_keys_are_of_their_moment_and_never_the_same() -> None:
    now, later = keys(2_000, NOON), keys(2_000, NOON + timedelta(milliseconds=1))
    assert len({*now, *later}) == 4_000
    assert max(now) < min(later)
    assert {(key.version, key.variant) for key in now} == {(8, RFC_4122)}
    assert {key.int >> 96 for key in now} == {int(NOON.timestamp())}
    varied = 0
    for key in now:
        varied |= key.int ^ now[0].int
    assert varied.bit_count() == 78
