"""Pages of indicators as they were made last, for as long as nothing changes that they say.

A page is made once after a change and not once for every reader. What it is made of is asked for
each time, in four short queries, so that nothing withdrawn, renamed or put aside is ever shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings

from datashift.kit import language
from datashift.web.explore.queries import catalogue
from datashift.web.explore.queries.kept import kept
from datashift.web.official import queries as official
from datashift.web.reports.queries.inbox import any_open

# Stands in what is kept for the address that the platform is reached by: it has several.
ROOT = "https://platform.invalid"
_NAMES = ("pk", "release__title", "release__study__slug", "release__study__organisation__slug",
          "release__study__organisation__name")  # fmt: skip
_READ = {".py", ".html", ".j2", ".css", ".js", ".po", ".json", ".svg", ".csv"}


def page(indicator: str, *, root: str, make: Callable[[], bytes]) -> bytes:
    """The page of an indicator as it is without a choice, in the reader's language.

    Args:
        root: the address of the platform, without a slash at its end.
        make: makes it, with ROOT for the platform's address.
    """
    said = language.current()

    def write(out: BinaryIO) -> None:
        out.write(make())

    place = kept(_state(indicator, said), write, squeeze=False, sole=f"pages/{said}/{indicator}")
    html = place.read_bytes()
    for at, there in ((ROOT, root), (quote(ROOT, safe=""), quote(root, safe=""))):
        html = html.replace(at.encode(), there.encode())
    return html


def _state(indicator: str, said: str) -> str:
    """What a page is made of, as one key."""
    findings = catalogue.findings().filter(sdg=indicator).order_by("pk")
    told = (
        *(indicator, said, _code()),
        catalogue.state(),  # the names of places and their parts come from other findings too
        list(findings.values_list(*_NAMES)),
        official.newest(),
        any_open(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def _code() -> str:
    """Our files and what the set-up brought: another version of ours makes other pages."""
    here = Path(settings.ROOT) / "datashift"
    ours = [
        f"{path.relative_to(here)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in sorted(here.rglob("*"))
        if path.suffix in _READ and path.is_file()
    ]
    brought = [settings.DATA / "set-up.json", settings.STATIC_ROOT / "staticfiles.json"]
    ours += [path.read_text(encoding="utf-8") for path in brought if path.exists()]
    ours += [repr(settings.LANGUAGES)]
    return hashlib.sha256("\n".join(ours).encode()).hexdigest()
