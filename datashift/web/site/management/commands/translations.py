"""``translations``: bring the catalogues up to date, check them, count them, fill them."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from datashift.web.site.catalogues import files
from datashift.web.site.catalogues.check import faults

_UNUSABLE = 2


class Command(BaseCommand):
    help = "Keep the files that translators edit (see docs/languages.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "do",
            choices=("update", "check", "count", "missing", "fill"),
            help="update: from the source; check: blanks, plurals, tags; count: how far each is; "
            "missing: what to translate, as JSON; fill: take translations from a JSON file",
        )
        parser.add_argument("--language", choices=files.TRANSLATED, help="all if omitted")
        parser.add_argument("--file", type=Path, help="for fill: {message: translation}")
        parser.add_argument("--read", action="store_true", help="for fill: a person has read them")
        parser.add_argument("--most", type=int, help="for missing: no more than so many")
        parser.add_argument("--complete", action="store_true", help="for check: nothing is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = (options["language"],) if options["language"] else files.TRANSLATED
        getattr(self, f"do_{options['do']}")(chosen, options)

    def do_update(self, languages: tuple[str, ...], options: dict[str, Any]) -> None:
        for language in languages:
            files.update(language)
        self.do_count(languages, options)

    def do_count(self, languages: tuple[str, ...], options: dict[str, Any]) -> None:
        for language in languages:
            found = files.counted(language)
            self.stdout.write(
                f"{language}: {found.messages:,} messages, {found.words:,} words; "
                f"{found.missing:,} messages ({found.missing_words:,} words) are missing, "
                f"{found.unread:,} are machine-made and unread"
            )

    def do_check(self, languages: tuple[str, ...], options: dict[str, Any]) -> None:
        told = [
            f"{language}: {fault}"
            for language in languages
            for fault in faults(files.opened(language), complete=options["complete"])
        ]
        self.stdout.write("\n".join(told) or "Nothing is wrong.")
        if told:
            sys.exit(_UNUSABLE)

    def do_missing(self, languages: tuple[str, ...], options: dict[str, Any]) -> None:
        for language in languages:
            found = files.untranslated(language)[: options["most"]]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))

    def do_fill(self, languages: tuple[str, ...], options: dict[str, Any]) -> None:
        (language,) = languages
        told = json.loads(options["file"].read_text(encoding="utf-8"))
        number = files.fill(language, told, read=options["read"])
        self.stdout.write(f"{language}: {number:,} translations taken.")
