"""``python -m datashift.web files``: what lies in the store of files, whether it is whole."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Sum
from django.utils.timezone import now

from datashift.web.collect import storage
from datashift.web.collect.models import Copy
from datashift.web.collect.storage import copies, copying, folder

_AMISS = 1


class Command(BaseCommand):
    help = "Tell what lies in the store of files; copy, check or bring home all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--copy", action="store_true", help="copy now what is only here")
        what.add_argument("--check", action="store_true", help="read all of it, compare the hashes")
        what.add_argument("--home", action="store_true", help="bring all of it into the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        if not copies.wanted():
            self.stdout.write("No store is set: files lie in the data folder (DATASHIFT_FILES).")
            return
        try:
            amiss = self._do(options)
        except storage.TryLater as error:
            self.stderr.write(f"The store cannot be reached: {error.__cause__}")
            sys.exit(_AMISS)
        found = Copy.objects.filter(state=Copy.State.THERE)
        told = found.aggregate(count=Count("pk"), size=Sum("size"))
        self.stdout.write(
            f"{settings.FILES}: {told['count']:,} files, {told['size'] or 0:,} bytes; "
            f"{Copy.objects.filter(state=Copy.State.LEAVING).count():,} are still to be removed."
        )
        if amiss:
            sys.exit(_AMISS)

    def _do(self, options: dict[str, Any]) -> int:
        if options["copy"]:
            copying.tend(at=now(), seconds=float("inf"))
        if not (options["check"] or options["home"]):
            return 0
        amiss = 0
        for copy in Copy.objects.filter(state=Copy.State.THERE).order_by("pk").iterator():
            if options["home"] and not folder.place(copy.organisation_id, copy.sha256).exists():
                copies.bring_back(copy.organisation_id, copy.sha256)
            if options["check"] and not _whole(copy):
                amiss += 1
                self.stderr.write(f"{copy.name} is not what it was when it came.")
        return amiss


def _whole(copy: Copy) -> bool:
    try:
        return copies.store().sha256(copy.name) == copy.sha256
    except FileNotFoundError:
        return False
    except OSError as error:
        raise storage.TryLater from error
