"""``backup``: everything that is kept, in one encrypted file; `datashift backup` starts it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from datashift.kit.problem import Problem
from datashift.web.keeping.management.backing import pipes, writing
from datashift.web.keeping.management.backing.elsewhere import elsewhere

_UNUSABLE = 2


class Command(BaseCommand):
    help = "Write everything that is kept into one file that only its recipients can open."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the file")
        parser.add_argument("--recipient", action="append", default=[], help="age1...")
        parser.add_argument("--new-key", type=Path, help="make a pair of keys, keep it there")
        parser.add_argument("--verify", action="store_true", help="restore it and compare")
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = self._new_key(options["new_key"]) if options["new_key"] else self._write(options)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(_UNUSABLE)
        if not options["quiet"]:
            self.stdout.write(said)

    def _write(self, options: dict[str, Any]) -> str:
        if not options["to"] or not options["recipient"]:
            raise Problem(
                "A backup needs a file to go to and somebody who can open it",
                do="Give --to FILE --recipient age1...; --new-key FILE makes a pair of keys",
                code="backup.incomplete",
            )
        written = writing.write(
            options["to"].resolve(),
            [pipes.recipient(text) for text in options["recipient"]],
            data=settings.DATA,
            database=settings.DATABASES["default"],
            secret=settings.SECRET_KEY,
            at=now(),
            verify=options["verify"],
            elsewhere=elsewhere(),
        )
        tried = " It was restored and compared: all of it is there." if options["verify"] else ""
        for name in written.spoilt:
            self.stderr.write(f"{name} is not what it was when it came: the disk may be failing.")
        return (
            f"{options['to']}: {written.files:,} files, {written.size:,} bytes, "
            f"{written.packed:,} encrypted.{tried}"
        )

    def _new_key(self, path: Path) -> str:
        import pyrage  # type: ignore[import-untyped]

        key = pyrage.x25519.Identity.generate()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise Problem(
                "The key could not be written there",
                file=path.name,
                do="Name a file that does not exist, in a folder that does",
                code="backup.key_file",
            ) from error
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"# public key: {key.to_public()}\n{key}\n")
        return (
            f"{path} opens the backups that are made for {key.to_public()}\n"
            "Keep it on another machine: whoever has it reads everything, and without it no backup "
            "can be opened."
        )
