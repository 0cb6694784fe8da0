"""A server as it runs: many phones at once, and none of them is told what is not so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from web.collect.live import Phone, Sender, counted, served, set_up, text_of

AT_ONCE, PHONES = 50, 10


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_fifty_at_once_are_one_row(kind: str, request: pytest.FixtureRequest) -> None:
    database = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    with served(database) as (port, _, _), ThreadPoolExecutor(AT_ONCE) as pool:
        phones = set_up(PHONES)

        def send(number: int) -> list[int]:
            phone: Phone = phones[number % PHONES]
            sender = Sender(port, phone)
            return [sender.send(text_of(0, each)) for each in (0, 0, 1 + number)]

        answers = [status for several in pool.map(send, range(AT_ONCE)) for status in several]
        assert set(answers) == {201}
        assert counted() == (AT_ONCE + 1, AT_ONCE + 1, 0, "")
