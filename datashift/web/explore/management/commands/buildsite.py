"""``buildsite``: the public pages as a folder of files; `datashift site build` starts it."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from datashift.kit.problem import Problem
from datashift.web.evidence.models import Release
from datashift.web.explore.http import release_path
from datashift.web.explore.management.building.folder import Written
from datashift.web.explore.management.building.processes import available
from datashift.web.explore.management.building.site import build, build_figures
from datashift.web.explore.queries import catalogue
from datashift.web.explore.queries.formats import FORMS

_UNUSABLE = 2
_EVERY = 0.2  # seconds between two words of progress


class Command(BaseCommand):
    help = "Write the public pages as files that need no server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the folder")
        parser.add_argument("--release", action="append", default=[], help="ORGANISATION/STUDY[/N]")
        parser.add_argument(
            "--address", default=settings.PUBLIC_ADDRESS, help="where it will stand"
        )
        parser.add_argument("--processes", type=int, default=available(), help="how many at once")
        parser.add_argument("--pictures", action="store_true", help="cards, charts and maps too")
        parser.add_argument("--language", action="append", help="beside English; all if not given")
        parser.add_argument("--figures", action="append", help="in this format, and no pages")
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with catalogue.only(_chosen(options["release"])):
                written = self._built(options)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(_UNUSABLE)
        if not options["quiet"]:
            self.stdout.write(
                f"{options['out']}: {written.made} files made, {written.kept} kept, "
                f"{written.removed} removed." + ("" if options["figures"] else " Open index.html.")
            )

    def _built(self, options: Mapping[str, Any]) -> Written:
        progress = None if options["quiet"] else self._progress()
        if options["figures"]:
            return build_figures(
                options["out"],
                _formats(options["figures"]),
                processes=options["processes"],
                progress=progress,
            )
        languages = options["language"]
        return build(
            options["out"],
            root=options["address"].rstrip("/"),
            pictures=options["pictures"],
            languages=languages and _languages(languages),
            processes=options["processes"],
            progress=progress,
        )

    def _progress(self) -> Any:
        last = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal last
            if done < total and time.monotonic() - last < _EVERY:
                return
            last = time.monotonic()
            self.stderr.write(f"\r{done} of {total} files", ending="\n" if done == total else "")
            self.stderr.flush()

        return tell


def _formats(names: list[str]) -> list[str]:
    """Those formats.

    Raises:
        Problem: one is not offered here.
    """
    offered = list(FORMS)
    for to in names:
        if to not in offered:
            raise Problem(
                f"There is no format {to}",
                do=f"Choose from {', '.join(offered)}",
                code="export.no_format",
            )
    return names


def _languages(names: list[str]) -> list[str]:
    """Those languages.

    Raises:
        Problem: the platform does not speak one of them.
    """
    offered = dict(settings.LANGUAGES)
    for one in names:
        if one not in offered:
            raise Problem(
                f"The pages are not offered in {one}",
                do=f"Choose from {', '.join(offered)}",
                code="site.language",
            )
    return names


def _chosen(names: list[str]) -> list[Release] | None:
    """The releases of these names; None for all.

    Raises:
        Problem: there is none of a name, or it was withdrawn.
    """
    if not names:
        return None
    known = {"/".join(map(str, release_path(one))): one for one in catalogue.releases()}
    newest = {"/".join(map(str, release_path(one)[:2])): one for one in catalogue.standing()}
    chosen = []
    for name in names:
        found = known.get(name.strip("/")) or newest.get(name.strip("/"))
        if found is None or found.withdrawn_at is not None:
            raise Problem(
                f"There is no release {name} that stands",
                do="Name it as in its address: ORGANISATION/STUDY or ORGANISATION/STUDY/NUMBER",
                code="site.no_release",
            )
        chosen.append(found)
    return chosen
