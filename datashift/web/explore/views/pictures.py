"""Findings and indicators as pictures, cards, slides and briefs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from datashift import sdg
from datashift.kit.problem import Problem
from datashift.web.explore.http import absolute, finding_address, finding_or_404
from datashift.web.explore.queries import pictures
from datashift.web.explore.queries.exports import Export
from datashift.web.explore.queries.voices import Asked
from datashift.web.explore.views.exports import sent
from datashift.web.explore.views.withdrawn import withdrawn


@require_safe
def finding_picture(
    request: HttpRequest, organisation: str, study: str, number: int, key: str, picture: str
) -> HttpResponseBase:
    finding = finding_or_404(organisation, study, number, key)
    if finding.release.withdrawn_at is not None:
        return withdrawn(request, finding.release, finding)
    address = absolute(request, finding_address(finding), spoken=True)
    try:
        export = pictures.of_finding(finding, picture, address=address)
    except KeyError:
        raise Http404 from None
    return _drawn(request, export, for_ever=True, attached=picture != pictures.CARD)


@require_safe
def indicator_picture(request: HttpRequest, indicator: str, picture: str) -> HttpResponseBase:
    try:
        found = sdg.indicator(indicator)
        path = reverse("explore:indicator", args=[found.code])
        asked = Asked.of(request.GET)
        if picture == pictures.CARD:
            address = absolute(request, f"{path}?{asked.query}".rstrip("?"), spoken=True)
            export = pictures.card_of_indicator(found, asked, address=address)
        else:
            address = absolute(request, path, spoken=True)
            export = pictures.of_indicator(found, picture, address=address)
    except KeyError:
        raise Http404 from None
    return _drawn(request, export, attached=picture != pictures.CARD)


def _drawn(
    request: HttpRequest, export: Export, *, attached: bool, for_ever: bool = False
) -> HttpResponseBase:
    """The picture, or why there is none: plain text, for nobody takes a page for a picture."""
    try:
        return sent(request, export, for_ever=for_ever, attached=attached)
    except Problem as problem:
        status = 404 if problem.code == "pictures.none" else 400
        return HttpResponse(f"{problem}\n", status=status, content_type="text/plain; charset=utf-8")
