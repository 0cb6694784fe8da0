"""What machines look for first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from datashift import sdg
from datashift.kit.language.addresses import in_language
from datashift.web.evidence.models import Release
from datashift.web.explore.http import absolute, finding_address, public, release_address
from datashift.web.explore.queries import catalogue, methods, places

# The most that one sitemap may list (sitemaps.org).
_MOST = 50_000


@public
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /account/",
        "Disallow: /workspace/",
        "Disallow: /today/",
        "Disallow: /organisations/",
        "Disallow: /invitations/",
        "Disallow: /search/?",
        f"Sitemap: {absolute(request, reverse('explore:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [
        (absolute(request, path), changed, _alternates(request, path))
        for path, changed in islice(_paths(served=not hasattr(request, "static_site")), _MOST)
    ]
    return render(request, "explore/sitemap.xml", {"pages": pages}, content_type="application/xml")


def _alternates(request: HttpRequest, path: str) -> list[tuple[str, str]]:
    """The same page in the other languages, and in this one."""
    offered = [code for code, _ in settings.LANGUAGES]
    languages = getattr(request, "languages", offered)  # a site of files may have fewer
    if len(languages) < 2:
        return []
    return [
        (code, absolute(request, in_language(path, code), spoken=True))
        for code in offered
        if code in languages
    ]


def _paths(*, served: bool) -> Iterator[tuple[str, datetime | None]]:
    """Every page, and when it last changed where that is known.

    Args:
        served: by a server: files have no interface for machines.
    """
    releases: dict[UUID, Release] = {}
    newest: dict[str, datetime] = {}
    for finding in catalogue.findings():
        release = releases.setdefault(finding.release_id, finding.release)
        for page in ("home", "findings", finding.sdg):
            newest.setdefault(page, release.published_at)
        yield finding_address(finding), release.published_at
    for name in (
        "home",
        "goals",
        "places",
        "findings",
        "trust",
        "outcomes",
        "methods",
        *(["interface"] if served else []),
    ):
        yield reverse(f"explore:{name}"), newest.get(name)
    for release in releases.values():
        yield release_address(release), release.published_at
    yield from _undated(places.places(), "place", "slug")
    yield from _undated(sdg.goals(), "goal", "code")
    for one in sdg.indicators():
        yield reverse("explore:indicator", args=[one.code]), newest.get(one.code)
    yield from _undated(sdg.targets(), "target", "code")
    yield from ((reverse("explore:method", args=[name]), None) for name in methods.methods())


def _undated(things: Iterable[Any], name: str, key: str) -> Iterator[tuple[str, None]]:
    return ((reverse(f"explore:{name}", args=[getattr(one, key)]), None) for one in things)
