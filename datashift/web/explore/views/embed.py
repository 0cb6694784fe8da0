"""A finding as a card for other people's pages, without any script."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from datashift.web.evidence.models import Finding
from datashift.web.explore.http import (
    absolute,
    embed_address,
    finding_address,
    finding_or_404,
    public_data,
)
from datashift.web.explore.queries.said import headline
from datashift.web.explore.views.card import Card

_HEIGHT = 420


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_data
def embed(
    request: HttpRequest, organisation: str, study: str, number: int, key: str
) -> HttpResponse:
    found = finding_or_404(organisation, study, number, key)
    gone = found.release.withdrawn_at is not None
    context = {
        "finding": found,
        "release": found.release,
        "organisation": found.release.study.organisation,
        "gone": gone,
        "address": absolute(request, finding_address(found), spoken=True),
    }
    return render(request, "explore/embed.html", context, status=410 if gone else 200)


def card_of_finding(request: HttpRequest, finding: Finding) -> Card:
    """In the language that is spoken now."""
    return Card(
        address=absolute(request, embed_address(finding), spoken=True),
        title=headline(finding),
        author=finding.release.producer or finding.release.study.organisation.name,
        height=_HEIGHT,
    )
