"""What a page needs to show a card of ours when somebody pastes its address (oembed.com)."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import override

from datashift.kit.language import spoken
from datashift.kit.language.addresses import language_of
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import absolute, finding_or_404, public_data
from datashift.web.explore.views.card import WIDTH, Card
from datashift.web.explore.views.embed import card_of_finding
from datashift.web.explore.views.indicator import card_of_indicator


@public_data
def oembed(request: HttpRequest) -> HttpResponse:
    """The card of the finding or indicator whose address is given, in that address' language."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    asked = urlsplit(request.GET.get("url", ""))
    language = language_of(asked.path)
    with override(language), spoken(language):
        card = _card(request, asked)
        return HttpResponse(status=410) if card is None else _told(request, card)


def _told(request: HttpRequest, card: Card) -> HttpResponse:
    width = _at_most(request.GET.get("maxwidth"), WIDTH)
    height = _at_most(request.GET.get("maxheight"), card.height)
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": card.title,
            "author_name": card.author,
            "provider_name": "DataShift",
            "provider_url": absolute(request, "/"),
            "cache_age": 60 * 60 * 24,
            "width": width,
            "height": height,
            "html": card.frame(width=str(width), height=height),
        }
    )


def _card(request: HttpRequest, asked: SplitResult) -> Card | None:
    """The card of an address of ours and no other; None where it was withdrawn."""
    if asked.netloc != urlsplit(absolute(request, "/")).netloc:
        raise Http404
    try:
        match = resolve(asked.path)
    except Resolver404:
        raise Http404 from None
    if match.view_name in {"explore:indicator", "explore:indicator_embed"}:
        return card_of_indicator(request, match.kwargs["indicator"], QueryDict(asked.query))
    finding = _finding(match)
    gone = finding.release.withdrawn_at is not None
    return None if gone else card_of_finding(request, finding)


def _finding(match: ResolverMatch) -> Finding:
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
    number = int(asked) if asked and asked.isdecimal() and len(asked) < 10 else 0
    return min(usual, number or usual)
