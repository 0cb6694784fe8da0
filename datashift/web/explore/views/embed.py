"""A finding as a card for other people's pages, without any script."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt

from datashift.kit.language import spoken
from datashift.kit.language.addresses import language_of
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import (
    absolute,
    embed_address,
    finding_address,
    finding_or_404,
    public_data,
)
from datashift.web.explore.queries.said import headline

# The card is as high as its frame: at this height all of it can be read, however narrow it is.
WIDTH, HEIGHT = 640, 420


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


@public_data
def oembed(request: HttpRequest) -> HttpResponse:
    """What a page needs to show a finding when somebody pastes its address (oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    asked = urlsplit(request.GET.get("url", ""))
    language = language_of(asked.path)
    with override(language), spoken(language):
        return _oembed(request, asked)


def _oembed(request: HttpRequest, asked: SplitResult) -> HttpResponse:
    """The same in the language of the address."""
    finding = _asked_for(request, asked)
    if finding.release.withdrawn_at is not None:
        return HttpResponse(status=410)
    width = _at_most(request.GET.get("maxwidth"), WIDTH)
    height = _at_most(request.GET.get("maxheight"), HEIGHT)
    organisation = finding.release.study.organisation
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": headline(finding),
            "author_name": finding.release.producer or organisation.name,
            "provider_name": "DataShift",
            "provider_url": absolute(request, "/"),
            "cache_age": 60 * 60 * 24,
            "width": width,
            "height": height,
            "html": frame(request, finding, width=str(width), height=height),
        }
    )


def frame(
    request: HttpRequest, finding: Finding, *, width: str = "100%", height: int = HEIGHT
) -> str:
    """The HTML to put into a page, in the language that is spoken now."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        absolute(request, embed_address(finding), spoken=True),
        headline(finding),
        width,
        height,
    )


def _asked_for(request: HttpRequest, asked: SplitResult) -> Finding:
    """The finding whose address was given, ours and no other."""
    if asked.netloc != urlsplit(absolute(request, "/")).netloc:
        raise Http404
    try:
        match = resolve(asked.path)
    except Resolver404:
        raise Http404 from None
    if match.view_name == "explore:latest":
        same = Finding.objects.filter(
            latest=True,
            release__study__organisation__slug=match.kwargs["organisation"],
            release__study__slug=match.kwargs["study"],
            key=match.kwargs["key"],
        ).select_related("release__study__organisation")
        found = same.first()
        if found is None:
            raise Http404
        return found
    if match.view_name not in {"explore:finding", "explore:embed"}:
        raise Http404
    return finding_or_404(**match.kwargs)


def _at_most(asked: str | None, usual: int) -> int:
    """The usual size, or less where less was asked for."""
    return min(usual, int(asked)) if asked and asked.isdecimal() and int(asked) > 0 else usual
