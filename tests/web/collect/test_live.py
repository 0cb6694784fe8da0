"""A server as it runs: many phones at once, killed in the middle, and no phone told an untruth."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from web.collect.killing import killed
from web.collect.live import Phone, Sender, Server, counted, served, set_up, text_of
from web.collect.reconnecting import EACH, reconnect, wanted

AT_ONCE, PHONES = 50, 5
COME_BACK = 12


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "phones_alone"),
    [("sqlite", False), ("sqlite", True), ("postgresql", True)],
    ids=["sqlite", "sqlite-phones", "postgresql-phones"],
)
def test_nothing_is_lost_or_doubled(
    kind: str, phones_alone: bool, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    with served(database, phones=phones_alone) as server:
        phones = set_up(PHONES)
        assert set(at_once(server, phones)) == {201}
        assert reconnect(server, phones, COME_BACK) == wanted(COME_BACK)
        if kind == "sqlite":
            told = killed(server, phones, kills=1, each=60, random=Random(1))
            acknowledged = set.union(*(each.acknowledged for each in told))
            assert len(acknowledged) == 60 * PHONES
        kept = counted()
        assert kept.submissions == kept.instances == len(kept.ids)
        assert (kept.lost, kept.broken) == (0, None)
        if kind == "sqlite":
            assert acknowledged <= kept.ids
        else:
            assert len(kept.ids) == AT_ONCE + 1 + COME_BACK * EACH


def at_once(server: Server, phones: list[Phone]) -> list[int]:
    """Fifty connections: the same submission twice by each, and one of its own."""

    def send(number: int) -> list[int]:
        sender = Sender(server.port, phones[number % PHONES])
        return [sender.send(text_of(999, each)) for each in (0, 0, 1 + number)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [status for several in pool.map(send, range(AT_ONCE)) for status in several]
