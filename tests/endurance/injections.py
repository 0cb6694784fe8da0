"""What is read of an address or of what is typed, each with 200 texts that try to be commands.

    python tests/endurance/injections.py [part of an address's name ...]

Every address of the table of roles is asked as an owner. What it reads, of its own address and of
the fields of a form, is found by watching it. Then each of these is given each text: the reply must
be no failure of ours, take no longer and no more statements than with a harmless word, name no
header that was smuggled in, and leave every row that it does not mean to write.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"

# Shapes after OWASP's cheat sheets: what ends a text, and what would then be done.
ENDS = ("", "'", '"', "')", '")', "1", "1)", "%'", "\\'", "'/*")
COMMANDS = (
    " OR 1=1-- ",
    "; DROP TABLE collect_submission;-- ",
    " UNION SELECT NULL,NULL,NULL-- ",
    " AND (SELECT count(*) FROM sqlite_master) > 0-- ",
    "||(SELECT hex(randomblob(200000000)))||",
    "; SELECT pg_sleep(9);-- ",
    " AND SLEEP(9)#",
    " WAITFOR DELAY '0:0:9'-- ",
    "]|//*|user[name='",
    "*)(uid=*))(|(uid=*",
    ";sleep 9;",
    "|sleep 9|",
    "`sleep 9`",
    "$(sleep 9)",
    "\r\nX-Smuggled: yes\r\n",
    "{{7*'7'}}{% debug %}${7*7}<%=7*7%>",
    "__class__.__mro__",
    "../../../../../../etc/passwd",
    "\x00.csv",
    '{"$gt": "", "$where": "sleep(9000)"}',
)
TEXTS = tuple(end + command for end, command in itertools.product(ENDS, COMMANDS))
HARMLESS = "harmless"
SLOWER = 2.0  # seconds of the processor more than with a harmless word
MOST_MORE = 3  # statements


@dataclass(frozen=True)
class Read:
    """One thing that an address reads."""

    name: str
    method: str
    address: str
    key: str


@dataclass(frozen=True)
class Reply:
    """What came of one request."""

    status: int
    statements: int
    seconds: float
    smuggled: bool


def asked(client: Any, read: Read, text: str) -> Reply:
    """Ask; nothing of it stays."""
    from django.db import connection, reset_queries, transaction
    from django.test.utils import CaptureQueriesContext

    address = read.address.replace("PATH", quote(text, safe="")) if read.key == "PATH" else (
        f"{read.address}?{read.key}={quote(text)}" if read.method == "GET" else read.address
    )  # fmt: skip
    body = {read.key: text} if read.method == "POST" else None
    began = time.process_time()
    reset_queries()  # 9,000 are remembered, and then no more counted
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        answer = getattr(client, read.method.lower())(address, body)
        took = time.process_time() - began
        transaction.set_rollback(True)
    smuggled = "X-Smuggled" in answer.headers
    return Reply(answer.status_code, len(statements), took, smuggled)


def reads(scene: Any, client: Any, named: list[str]) -> Iterator[Read]:
    """What each address reads."""
    from django.db import transaction
    from django.http import QueryDict
    from django.urls import NoReverseMatch, reverse
    from django.utils.datastructures import MultiValueDict
    from web import matrix
    from web.test_matrix import makers

    looked: set[str] = set()
    anything: Any = MultiValueDict
    one, several = anything.__getitem__, anything._getlist

    def seen(self: Any, key: str) -> Any:
        if isinstance(self, QueryDict):
            looked.add(key)
        return one(self, key)

    def all_seen(self: Any, key: str, *rest: Any, **more: Any) -> Any:
        if isinstance(self, QueryDict):
            looked.add(key)
        return several(self, key, *rest, **more)

    anything.__getitem__, anything._getlist = seen, all_seen
    made: dict[Any, Any] = {}
    for row in matrix.rows():
        if named and not any(part in row.name for part in named):
            continue
        wanted = makers(row.name)
        made |= {make: make(scene) for make in wanted.values() if make not in made}
        values = {each: made[make] for each, make in wanted.items()}
        address = reverse(row.name, kwargs=values)
        looked.clear()
        with transaction.atomic():
            getattr(client, row.method.lower())(address)
            transaction.set_rollback(True)
        for key in sorted(looked - {"csrfmiddlewaretoken"}):
            yield Read(row.name, row.method, address, key)
        for each in values if row.method == "GET" else ():
            try:
                path = reverse(row.name, kwargs={**values, each: "PATH"})
            except NoReverseMatch:  # it is a number or a key of chance, and nothing else
                continue
            yield Read(row.name, row.method, path, "PATH")


def faults(client: Any, read: Read) -> Iterator[str]:
    """What is wrong with how one thing is read."""
    usual = [asked(client, read, HARMLESS) for _ in range(2)][-1]
    for text in TEXTS:
        reply = asked(client, read, text)
        wrong = {
            f"answers {reply.status}": reply.status >= 500 and reply.status != usual.status,
            f"{reply.statements} statements for {usual.statements}": (
                read.method == "GET" and reply.statements > usual.statements + MOST_MORE
            ),
            f"{reply.seconds:.1f} s": reply.seconds > usual.seconds + SLOWER,
            "a header was smuggled in": reply.smuggled,
        }
        yield from (f"{read} {text!r}: {why}" for why, holds in wrong.items() if holds)


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import get_runner, setup_test_environment
    from people import make_scene

    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    began, scene = time.monotonic(), make_scene()
    client = Client(raise_request_exception=False)
    client.force_login(scene.people["owner"])
    count, found = 0, 0
    for read in list(reads(scene, client, sys.argv[1:])):
        count += 1
        for fault in faults(client, read):
            found += 1
            sys.stdout.write(f"{fault}\n")
    sys.stdout.write(
        f"{count} things read, {len(TEXTS)} texts each: {count * len(TEXTS)} requests, "
        f"{found} faults, {time.monotonic() - began:.0f} s\n"
    )
    runner.teardown_databases(databases)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
