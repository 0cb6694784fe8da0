"""``python -m datashift.web packfindings``: pack findings that were published before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from datashift.web.evidence.actions.releases import pack_released


class Command(BaseCommand):
    help = "Pack the published findings by area, where that was not done when they were published."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{pack_released()} findings packed.")
