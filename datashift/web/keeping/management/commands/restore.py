"""``restore``: a backup back into an empty folder; `datashift restore` starts it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from datashift.kit.problem import Problem
from datashift.web.keeping.management.backing import pipes, reading, snapshot

_UNUSABLE = 2


class Command(BaseCommand):
    help = "Bring a backup back into a folder that is empty or does not exist, or try it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the file")
        parser.add_argument("--identity", type=Path, required=True, help="file of the key")
        parser.add_argument("--to", type=Path, help="the folder")
        parser.add_argument("--database", default="", help="postgresql://... to fill, empty")
        parser.add_argument("--verify", action="store_true", help="compare, and keep nothing")
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = self._restore(options)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(_UNUSABLE)
        if not options["quiet"]:
            self.stdout.write(said)

    def _restore(self, options: dict[str, Any]) -> str:
        backup, keys = options["backup"].resolve(), pipes.identities(options["identity"])
        if not backup.is_file():
            raise Problem("There is no such file", file=backup.name, code="backup.missing")
        if options["verify"]:
            found = reading.compare(backup, keys, within=settings.DATA / "work")
            return f"The backup is whole: {found.files:,} files, {found.size:,} bytes."
        if options["to"] is None:
            raise Problem(
                "It is not said where to", do="Give --to FOLDER, or --verify", code="backup.where"
            )
        to = options["to"].resolve()
        found = reading.restore(backup, keys, to)
        if found.dump is None:
            return f"{found.files:,} files are back. Serve them: DATASHIFT_DATA={to} ./run"
        if not options["database"]:
            return (
                f"{found.files:,} files are back; the database waits in {found.dump.name}. "
                "Load it into an empty one with pg_restore."
            )
        snapshot.load(found.dump, options["database"])
        found.dump.unlink()
        return f"{found.files:,} files and the database are back."
