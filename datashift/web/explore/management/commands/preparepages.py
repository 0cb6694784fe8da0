"""``python -m datashift.web preparepages``: make the pages of indicators before anybody asks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from datashift.web.explore.tasks import prepare


class Command(BaseCommand):
    help = "Make the pages of indicators that changed, before anybody asks for them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="*", default=["en"])

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{prepare(options['languages']).pages} pages are ready.")
