"""``loadofficial``: what the invented country's office and its pump sensors published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from datashift import demonstration
from datashift.web.official import actions
from datashift.web.official.models import Source


class Command(BaseCommand):
    help = "Load the invented official figures of the demonstration. Does nothing when they are."

    def handle(self, *args: Any, **options: Any) -> None:
        told = (
            (demonstration.OFFICE, Source.Kind.OFFICIAL, "office.csv", demonstration.office()),
            (demonstration.SENSORS, Source.Kind.BIG, "pumps.csv", demonstration.sensors()),
        )
        for source, kind, name, text in told:
            if Source.objects.filter(name=source).exists():
                continue
            at = now()
            arrival = actions.bring(
                [text.encode()],
                name=name,
                source=source,
                kind=kind,
                licence="CC0-1.0",
                by=None,
                at=at,
                later=False,
            )
            actions.read_arrival(arrival, at=at)
