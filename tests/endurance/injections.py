"""What is read of a request, each with 200 texts that try to be commands.

    python tests/endurance/injections.py [part of an address's name ...]

Every address of the table of roles is asked as somebody whom it answers; what it reads of its own
address, of fields, of files and of headers is found by watching it (`read_of_requests`). Then each
of these is given each text: the reply must be no failure of ours, take no longer and no more
statements than with a harmless word, name no header that was smuggled in, show nothing of a file or
of a template that was evaluated; no statement may hold a part of the text but in its values, and
nothing is written that the harmless word does not write where it is only asked for something.
Afterwards every table has the rows that it had. Times are of the processor, but for `sleep`.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    "{{7*'z'}}{% debug %}${7*7}<%=7*7%>",
    "__class__.__mro__",
    "../../../../../../etc/passwd",
    "\x00.csv",
    '{"$gt": "", "$where": "sleep(9000)"}',
)
TEXTS = tuple(end + command for end, command in itertools.product(ENDS, COMMANDS))
# Seven digits would come by chance: reporters' pages end with 30,000 hexadecimal ones.
EVALUATED = (b"zzzzzzz", b"root:x:0:0")
WRITES = re.compile(
    r"\s*(INSERT INTO|UPDATE|DELETE FROM|DROP|CREATE|ALTER|ATTACH) *(\S*)", re.IGNORECASE
)
SLOWER = 2.0  # seconds of the processor more than with a harmless word
ASLEEP = 8.0  # seconds by the clock, and again
MOST_MORE = 3  # statements


@dataclass(frozen=True)
class Reply:
    """What came of one request.

    Args:
        foreign: a statement that holds a part of the text outside its values, or "".
        seconds, clock: of the processor, and by the clock.
    """

    status: int
    statements: int
    writes: frozenset[tuple[str, str]]
    foreign: str
    seconds: float
    clock: float
    smuggled: bool
    evaluated: bool


def asked(visitors: Any, asking: Any, text: str) -> Reply:
    """Ask; nothing of it stays."""
    from django.db import connection

    statements: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    clock, began = time.monotonic(), time.process_time()
    with connection.execute_wrapper(noted):
        answer = visitors.ask(asking)
    seconds, clock = time.process_time() - began, time.monotonic() - clock
    parts = {text, text.strip(), text.replace("%", "%%")} if len(text) > 6 else set()
    return Reply(
        status=answer.status_code,
        statements=len(statements),
        writes=frozenset(
            (str(found[1]), str(found[2])) for sql in statements if (found := WRITES.match(sql))
        ),
        foreign=next((sql for sql in statements if any(each in sql for each in parts)), ""),
        seconds=seconds,
        clock=clock,
        smuggled="X-Smuggled" in answer.headers,
        evaluated=any(each in answer.content for each in EVALUATED),
    )


def faults(visitors: Any, read: Any) -> Iterator[str]:
    """What is wrong with how one thing is read."""
    from endurance.read_of_requests import HARMLESS

    plain = [read.given(HARMLESS), read.given(HARMLESS)]
    if read.where != "part of the address":
        plain.append(read.asking)
    usual = [asked(visitors, each, "") for each in plain][1:]
    most = max(each.statements for each in usual)
    outcomes = {each.status for each in usual}  # what is taken in is more work than what is not
    writes = frozenset[tuple[str, str]]().union(*(each.writes for each in usual))
    longest = max(each.seconds for each in usual)
    if failed := [each.status for each in usual if _is_failure(each.status)]:
        yield f"{read} answers {failed[0]} to a harmless word"
    for text in TEXTS:
        reply = asked(visitors, read.given(text), text)
        wrong = {
            f"answers {reply.status}": _is_failure(reply.status) and not failed,
            f"{reply.statements} statements for {most}": (
                reply.status in outcomes
                and reply.statements > most + MOST_MORE
                and _again(visitors, read.given(text)).statements > most + MOST_MORE
            ),
            f"writes {sorted(reply.writes - writes)}": (
                read.asking.method == "GET" and not reply.writes <= writes
            ),
            f"is in {reply.foreign[:200]}": bool(reply.foreign),
            f"{reply.seconds:.1f} s of the processor": reply.seconds > longest + SLOWER,
            "sleeps": reply.clock > ASLEEP and _again(visitors, read.given(text)).clock > ASLEEP,
            "a header was smuggled in": reply.smuggled,
            "shows a file or what was evaluated": reply.evaluated,
        }
        yield from (f"{read} {text!r}: {why}" for why, holds in wrong.items() if holds)


def _is_failure(status: int) -> bool:
    return status >= 500 and status != 501  # which says that a form of answer is not to be had


def _again(visitors: Any, asking: Any) -> Reply:
    """The lesser of two more: some requests clear up after others, or have to wait."""
    return min((asked(visitors, asking, "") for _ in range(2)), key=lambda reply: reply.statements)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = int(cursor.fetchone()[0])
    return found


def main() -> int:
    import django

    django.setup()
    logging.disable()  # of refusals
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment
    from endurance.read_of_requests import Visitors, reads
    from people import make_scene

    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    scene = make_scene()
    visitors = Visitors(scene)
    things, found = list(reads(scene, visitors, sys.argv[1:])), 0
    before = rows()
    for read in things:
        began = time.process_time()
        for fault in faults(visitors, read):
            found += 1
            sys.stdout.write(f"{fault}\n")
        sys.stdout.write(f"{read}: {time.process_time() - began:.1f} s\n")
        sys.stdout.flush()
    changed = {name for name, _ in before.items() ^ rows().items()}
    sys.stdout.write("".join(f"{name} has other rows\n" for name in sorted(changed)))
    kinds = Counter(read.where for read in things)
    sys.stdout.write(
        f"{len(things)} things read ({', '.join(f'{of} {kind}' for kind, of in kinds.items())}) by "
        f"{len({(each.asking.name, each.asking.method) for each in things})} addresses, "
        f"{len(TEXTS)} texts each: {len(things) * len(TEXTS)} requests, "
        f"{found + len(changed)} faults, {time.process_time():.0f} s of the processor\n"
    )
    runner.teardown_databases(databases)
    return 1 if found or changed else 0


if __name__ == "__main__":
    sys.exit(main())
