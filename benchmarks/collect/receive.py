"""How many submissions a second the receiver keeps, how long each waits, and what it costs.

Every request is authenticated by Digest, parsed, checked for being there already, written to the
log, and on the disk before it is answered: `loader`. As in the measurement of ODK Central that
stands beside it (`central.py`): a form of 14 fields, 1.1 kB, keep-alive, loopback, the loader on
the same cores.

    python benchmarks/collect/receive.py [--clients 8] [--seconds 20] [--postgresql] [--platform]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from loader import Line, measure  # noqa: E402
from web.collect.live import Phone, Sender, counted, served, set_up, text_of  # noqa: E402


class Ours:
    """Our server with its phones, for as many runs as are wanted.

    Args:
        clients: how many phones.
        database: address of PostgreSQL; None for SQLite.
        phones: through the door for phones, not the platform's server.
    """

    def __init__(self, clients: int, database: str | None = None, *, phones: bool) -> None:
        self._clients, self._database, self._phones = clients, database, phones
        self._sent = 0  # texts so far of each phone, at most

    @contextlib.contextmanager
    def running(self) -> Iterator[Ours]:
        with served(self._database, phones=self._phones) as server:
            self._port, self._keys = server.port, set_up(self._clients)
            self.pids = [*server.pids, *_postmaster(self._database)]
            yield self

    def run(self, seconds: float) -> dict[str, float]:
        """The figures of one run; all that was acknowledged in it is there."""
        before = counted().submissions
        found = measure(self._connect, self._clients, seconds, self.pids)
        self._sent += 1_000_000
        kept, sent = counted(), found["sent"] + self._clients
        assert (kept.submissions - before, kept.broken) == (sent, None), (kept, found)
        return found

    def _connect(self, count: int) -> Sequence[Line]:
        return [self._line(number, key, count) for number, key in enumerate(self._keys)]

    def _line(self, number: int, phone: Phone, count: int) -> Line:
        sender, first = Sender(self._port, phone), self._sent
        assert sender.send(text_of(number, first)) == 201  # it has its nonce now
        texts = (text_of(number, first + each) for each in range(1, count + 1))
        return Line(sender.stream, [sender.request(text) for text in texts])


def _postmaster(database: str | None) -> list[int]:
    """The process id of PostgreSQL where it is used."""
    if database is None:
        return []
    folder = parse_qs(urlsplit(database).query)["host"][0]
    return [int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])]


@contextlib.contextmanager
def database_of(*, postgresql: bool) -> Iterator[str | None]:
    """The address of an empty PostgreSQL that is durable, or None."""
    if not postgresql:
        yield None
        return
    from postgresql import server

    with server(settings=()) as address:
        yield address


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--platform", action="store_true", help="not through the door for phones")
    options = parser.parse_args()
    with database_of(postgresql=options.postgresql) as database:
        ours = Ours(options.clients, database, phones=not options.platform)
        with ours.running():
            print(json.dumps(ours.run(options.seconds)))


if __name__ == "__main__":
    main()
