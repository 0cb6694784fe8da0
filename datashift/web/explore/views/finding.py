"""One finding, for ever at its address, and the files it can be checked with."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datashift.web.evidence.models import Finding, Release
from datashift.web.explore import http
from datashift.web.explore.http import (
    HOUR,
    YEAR,
    absolute,
    below_finding,
    below_release,
    finding_address,
    finding_or_404,
    for_everybody,
    public,
    release_address,
    release_or_404,
)
from datashift.web.explore.queries import (
    citation,
    comparison,
    described,
    held,
    methods,
    places,
    published,
)
from datashift.web.explore.templatetags.bodies import written
from datashift.web.explore.views.embed import card_of_finding
from datashift.web.explore.views.withdrawn import withdrawn

_DOWNLOADS = (
    ("observations.csv", _("All figures, as a table")),
    ("differences.csv", _("All differences, as a table")),
    ("points.geojson", _("Where people were asked, each place moved")),
    ("report.html", _("The whole report, to print")),
    ("study.yaml", _("How it was computed")),
    ("findings.json", _("Findings, for machines")),
    ("release.json", _("Origin and hashes")),
)
# What the page says around its body; whatever else a context of Django's holds is freed late.
_OF_FRAME = ("finding", "canonical", "address", "oembed", "dataset", "place", "current")


@public
def finding(
    request: HttpRequest, organisation: str, study: str, number: int, key: str
) -> HttpResponse:
    found = finding_or_404(organisation, study, number, key)
    if found.release.withdrawn_at is not None:
        return withdrawn(request, found.release, found)
    shown = _shown(request, found)
    body = written("explore/bodies/finding.html.j2", request, **shown)
    framed = {name: shown[name] for name in _OF_FRAME}
    return render(request, "explore/finding.html", framed | {"body": body})


def _shown(request: HttpRequest, found: Finding) -> dict[str, Any]:
    prefetch_related_objects([found], "areas")
    told = published.told(found)
    page = methods.page_of(told.method_page)
    versions = held.versions(found)
    standing = (one.finding for one in versions if one.release.withdrawn_at is None)
    newest = next(filter(None, standing), found)
    address = absolute(request, finding_address(found))
    shared = absolute(request, finding_address(found), spoken=True)
    return {
        "finding": found,
        "told": told,
        "release": found.release,
        "organisation": found.release.study.organisation,
        "place": places.place_of(found),
        "sections": published.sections(
            found,
            place=places.called(found),
            period=places.when(found),
            method_link=http.address("explore:method", page) if page else "",
            indicator_link=http.address("explore:indicator", found.sdg) if found.sdg else "",
        ),
        "compared": _compared(request, found),
        "versions": versions,
        "newest": newest,
        "address": address,
        "shared": shared,
        "canonical": finding_address(newest),
        "release_address": release_address(found.release),
        "address_of_formats": below_finding(found, "finding_formats"),
        "sizes": published.sizes(found.release),
        "dataset": described.finding(found, partial(absolute, request)),
        "frame": card_of_finding(request, found).frame(),
        "oembed": f"{absolute(request, http.address('explore:oembed'))}?{urlencode({'url': shared})}",
        "cited": citation.cite(found, address=address if "://" in address else ""),
        "downloads": [
            (below_release(found.release, "download", name), name, words)
            for name, words in _DOWNLOADS
            if name in published.files(found.release)
        ],
        "current": "findings",
    }


def _compared(request: HttpRequest, found: Finding) -> list[tuple[str, int | str]]:
    """Whom it can be compared with. A page of files names those of its release, which never change;
    its indicator's page leads to the others."""
    if hasattr(request, "static_site"):
        own = comparison.of_release(found)
        return [(one.figure.source or one.figure.what, one.key) for one in own]
    return comparison.offices(found)


@public
def latest(request: HttpRequest, organisation: str, study: str, key: str) -> HttpResponse:
    """Lead to the finding of the newest release that stands, or else to why none does."""
    same = Finding.objects.select_related("release__study__organisation").filter(
        release__study__organisation__slug=organisation, release__study__slug=study, key=key
    )
    found = same.filter(latest=True).first() or same.order_by("-release__number").first()
    if found is None:
        raise Http404
    return redirect(finding_address(found))


@require_safe
def download(
    request: HttpRequest, organisation: str, study: str, number: int, file: str
) -> HttpResponseBase:
    """A file of a release, byte for byte as it was published."""
    release = release_or_404(organisation, study, number)
    if file not in published.files(release):
        raise Http404
    if release.withdrawn_at is not None:
        return withdrawn(request, release)
    etag = f'"{published.hashes(release)[file]}"'
    known = get_conditional_response(request, etag=etag)
    response = known if known is not None else _attached(release, file)
    response.headers["ETag"] = etag
    # It never changes, but it may be withdrawn: caches that many share ask again.
    patch_cache_control(response, public=True, max_age=YEAR, s_maxage=HOUR, immutable=True)
    return for_everybody(response)


def _attached(release: Release, file: str) -> FileResponse:
    return FileResponse(
        (release.folder / file).open("rb"),
        as_attachment=True,
        filename=f"{release.study.slug}-{release.number}-{file}",
        content_type=published.FILES[file],
    )
