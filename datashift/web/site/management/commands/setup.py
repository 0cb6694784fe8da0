"""``python -m datashift.web setup``: bring database, files and demonstration up to date."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from datashift.exchange import tiles
from datashift.harmonise.outlines import build
from datashift.sdg import outlines
from datashift.web.accounts.models import Organisation
from datashift.web.site import stamps


class Command(BaseCommand):
    help = "Bring the database, the served files and the demonstration up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-demonstration", action="store_true", help="leave the invented country out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database = settings.DATABASES["default"]
        if stamps.is_done(settings.DATA, database):
            self.stdout.write("Everything is set up.")
            return
        self.say("Setting up the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.POSTGRESQL:
            call_command("createcachetable", verbosity=0)
        call_command("packfindings", stdout=StringIO())
        self.say("Collecting the files that are served ...")
        call_command("collectstatic", verbosity=0, interactive=False)
        self.say("Making the outlines of areas ...")
        self.make_outlines()
        if "loaddemo" in get_commands() and not options["without_demonstration"] and is_ours():
            self.say("Loading the demonstration ...")
            call_command("loaddemo")
            call_command("loadassessment")
            call_command("loadofficial")
            call_command("loadquestionnaire")
        self.say("Making pages ahead ...")
        stamps.mark_done(settings.DATA, database)  # before the pages, which are made of it
        call_command("preparepages", stdout=StringIO())
        self.say("Set up.")

    def make_outlines(self) -> None:
        """Outlines from the packages that are installed, and their tiles; without any, maps say so."""
        for built in build(settings.ROOT / "frontend" / "node_modules"):
            path = outlines.write(settings.DATA / "areas", built.outlines)
            if built.outlines.level:  # those of whole countries are made when somebody asks
                tiles.kept(settings.DATA / "tiles", outlines.read(path))

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def is_ours() -> bool:
    """Whether the demonstration may be loaded: not beside what was restored from a backup."""
    told = (settings.DATA / "demonstration.json").exists()
    return told or not Organisation.objects.exists()
