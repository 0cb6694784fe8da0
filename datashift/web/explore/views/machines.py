"""What machines look for first."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from datashift import sdg
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
        "Disallow: /search/",
        f"Sitemap: {absolute(request, reverse('explore:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [absolute(request, path) for path in _paths()][:_MOST]
    return render(request, "explore/sitemap.xml", {"pages": pages}, content_type="application/xml")


def _paths() -> Iterator[str]:
    for name in ("home", "goals", "places", "findings", "trust", "methods", "interface"):
        yield reverse(f"explore:{name}")
    releases = {}
    for finding in catalogue.findings():
        releases[finding.release_id] = finding.release
        yield finding_address(finding)
    yield from (release_address(release) for release in releases.values())
    yield from (reverse("explore:place", args=[one.slug]) for one in places.places())
    yield from (reverse("explore:goal", args=[one.code]) for one in sdg.goals())
    yield from (reverse("explore:indicator", args=[one.code]) for one in sdg.indicators())
    yield from (reverse("explore:target", args=[one.code]) for one in sdg.targets())
    yield from (reverse("explore:method", args=[name]) for name in methods.methods())
