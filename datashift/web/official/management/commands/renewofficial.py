"""``renewofficial``: ask the publishers of official figures for their newest."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.timezone import now

from datashift.kit.problem import Problem
from datashift.web.official import actions
from datashift.web.official.actions.fetching import asked


class Command(BaseCommand):
    help = (
        "Ask the publishers of official figures for their newest, as DATASHIFT_OFFICIAL lists them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="HOURS", help="go on for ever, so often")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            self.once()
            if options["every"] is None:
                return
            close_old_connections()
            time.sleep(options["every"] * 60 * 60)

    def once(self) -> None:
        actions.catalogue_holdings(at=now())
        if not settings.OFFICIAL_SOURCES:
            self.stdout.write("No source is listed; docs/settings.md says how.")
            return
        try:
            sources = asked(Path(settings.OFFICIAL_SOURCES))
        except Problem as problem:
            self.stderr.write(str(problem))
            return
        for one in sources:
            renewal = actions.renew(one, at=now())
            self.stdout.write(f"{one.source}: {renewal.problem or 'asked, and it answered.'}")
