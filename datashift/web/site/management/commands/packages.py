"""``packages``: the bill of materials, and what advisories say of it (see docs/safety.md)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.web.site.management.packages import advisories
from datashift.web.site.management.packages.bill import BILL, made

_VULNERABLE, _UNUSABLE = 1, 2
PATIENCE = 7  # days


class Command(BaseCommand):
    help = "Print what is pinned as CycloneDX, or ask a copy of a database of advisories about it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "do",
            choices=("bill", "renew", "check"),
            help="bill: print the bill of materials; renew: make it again from the pins of this "
            "checkout; check: tell which packages advisories name",
        )
        parser.add_argument(
            "advisories", nargs="*", type=Path, help="for check: OSV's ZIP files, or folders"
        )
        parser.add_argument(
            "--at", type=date.fromisoformat, help="for check: the day to count from, if not today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"do_{options['do']}")(options)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(_UNUSABLE)

    def do_bill(self, options: dict[str, Any]) -> None:
        self.stdout.write(BILL.read_text(encoding="utf-8"), ending="")

    def do_renew(self, options: dict[str, Any]) -> None:
        BILL.write_text(made(settings.ROOT), encoding="utf-8")

    def do_check(self, options: dict[str, Any]) -> None:
        today = options["at"] or localdate()
        pinned = advisories.packages(json.loads(BILL.read_text(encoding="utf-8")))
        told = advisories.known(pinned, options["advisories"])
        for each in told.known:
            self.stdout.write(_said(each, today))
        held = "; ".join(
            f"{how_many(count, 'advisory', 'advisories')} about {ecosystem}, "
            f"the newest of {told.newest.get(ecosystem, 'no day')}"
            for ecosystem, count in told.advisories.items()
        )
        old = [each for each in told.known if _is_late(each, today)]
        self.stdout.write(
            f"{how_many(len(pinned), 'package', 'packages')} pinned; {held}. "
            f"Known to be vulnerable: {len(told.known)}, "
            f"{len(old)} of them for more than {PATIENCE} days."
        )
        if old:
            sys.exit(_VULNERABLE)
        for ecosystem, count in told.advisories.items():
            if not count:
                raise Problem(
                    f"There is no advisory about {ecosystem} packages in what was named",
                    do="Fetch the advisories of PyPI and of npm, and name both",
                    code="packages.no_advisories",
                )
            if today - told.newest.get(ecosystem, date.min) > timedelta(days=PATIENCE):
                raise Problem(
                    f"These advisories about {ecosystem} are too old to tell",
                    do="Fetch them again",
                    code="packages.old_advisories",
                )


def _is_late(each: advisories.Known, today: date) -> bool:
    days = each.days(today)
    return days is None or days > PATIENCE


def _said(each: advisories.Known, today: date) -> str:
    package, days = each.package, each.days(today)
    since = "on no day that it says" if days is None else f"{each.since}, {days} days ago"
    mended = f"; mended in {', '.join(each.mended)}" if each.mended else "; mended in no version"
    sure = "" if each.sure else "; whether it is about this version cannot be read from it"
    return (
        f"{package.name} {package.version} ({package.ecosystem}; {', '.join(package.where)}): "
        f"{', '.join(each.names)}: {each.summary} (made known {since}{mended}{sure})"
    )
