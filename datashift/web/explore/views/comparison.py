"""A finding beside an official figure, at an address for ever."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from datashift.web.explore.http import (
    absolute,
    comparison_address,
    finding_or_404,
    public,
)
from datashift.web.explore.queries import comparison as queries
from datashift.web.explore.queries import places
from datashift.web.explore.views.withdrawn import withdrawn


@public
def comparison(
    request: HttpRequest, organisation: str, study: str, number: int, key: str, official: int
) -> HttpResponse:
    """Beside an official figure of its own release, by its number."""
    return _shown(request, (organisation, study, number, key), official)


@public
def comparison_with(
    request: HttpRequest, organisation: str, study: str, number: int, key: str, office: str
) -> HttpResponse:
    """Beside an official series that is held here, by its name: its figure of the nearest year."""
    return _shown(request, (organisation, study, number, key), office)


def _shown(
    request: HttpRequest, path: tuple[str, str, int, str], official: int | str
) -> HttpResponse:
    finding = finding_or_404(*path)
    if finding.release.withdrawn_at is not None:
        return withdrawn(request, finding.release, finding)
    own, held = queries.of_release(finding), queries.held(finding)
    picked = next((one for one in (*own, *held) if one.key == official), None)
    if picked is None:
        raise Http404
    context = {
        "finding": finding,
        "release": finding.release,
        "organisation": finding.release.study.organisation,
        "place": places.place_of(finding),
        "compared": (compared := queries.compared(finding, picked)),
        "near": compared.near,
        "ranges": compared.ranges,
        "others": [one for one in (*own, *held) if one.key != official],
        "address": absolute(request, comparison_address(finding, official)),
        "current": "findings",
    }
    return render(request, "explore/comparison.html", context)
