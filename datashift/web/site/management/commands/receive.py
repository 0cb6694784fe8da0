"""``python -m datashift.web receive``: a door for phones alone, before the platform's server."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import uvloop
from django.core.management.base import BaseCommand, CommandParser

from datashift.web.collect.actions.connecting import make_room_for_commits
from datashift.web.collect.http.receiver import Connection, Gathering
from datashift.web.collect.http.tunnel import Tunnel
from datashift.web.site.garbage import leave_what_is_loaded

SWEEP = 5.0  # seconds between looks at who says nothing


class Command(BaseCommand):
    help = "Receive what phones send, and pass everything else on to the server behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--behind", type=int, required=True, help="port of the server behind")

    def handle(self, *args: Any, **options: Any) -> None:
        # The loop waits for the database on purpose: what comes meanwhile joins the next commit.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        make_room_for_commits()
        uvloop.run(served(options["host"], options["port"], options["behind"]))


async def served(host: str, port: int, behind: int) -> None:
    """Serve until asked to end; what has come by then is kept and answered."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    everyone: set[Connection] = set()
    gathering, tunnel = Gathering(loop), Tunnel("127.0.0.1", behind)
    leave_what_is_loaded()
    server = await loop.create_server(
        lambda: Connection(gathering, tunnel.take, everyone), host, port, backlog=1_024
    )
    while not asked.is_set():
        for silent in [each for each in everyone if each.is_silent]:
            silent.close()
        try:
            await asyncio.wait_for(asked.wait(), SWEEP)
        except TimeoutError:
            continue
    server.close()
    gathering.finish()
    for each in list(everyone):
        each.close()
