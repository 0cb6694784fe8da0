"""An indicator: every voice over time, in each state of its address, and what one takes away."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from datashift import sdg
from datashift.figures.pictures.colours import Ground
from datashift.web.evidence.models import Finding
from datashift.web.explore import http
from datashift.web.explore.http import absolute, comparison_address, public, public_data
from datashift.web.explore.queries import comparison, coverage, held, maps, prepared, voices
from datashift.web.explore.queries import places as known
from datashift.web.explore.queries.maps import FindingMap
from datashift.web.explore.queries.voices import Asked, Picture
from datashift.web.explore.templatetags.bodies import written
from datashift.web.explore.views.card import Card

_SHOWN = 50
_MAP = 14_000  # letters of SVG
_HEIGHT = 590  # of the frame, in pixels: the picture and what stands around it, 280 wide
_OF_A_VOICE = 62  # three lines of the key


@public
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    found = _indicator(indicator)
    if settings.DEBUG or request.GET or hasattr(request, "static_site"):
        return _linked(request, _made(request, found))
    root = absolute(request, "/").rstrip("/")
    whole = prepared.page(found.code, root=root, make=lambda: _anywhere(request, found))
    return _linked(request, HttpResponse(whole))


def _linked(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """The page, saying where its card is to be had (oembed.com, 4); a header spares the HTML."""
    if b"&lt;iframe" in page.content:  # offered where there is a picture to embed
        there = absolute(request, request.get_full_path())
        card = absolute(request, reverse("explore:oembed"))
        page["Link"] = (
            f'<{card}?{urlencode({"url": there})}>; rel="alternate"; type="application/json+oembed"'
        )
    return page


def _anywhere(request: HttpRequest, found: sdg.Indicator) -> bytes:
    """The page for any address that the platform is reached by."""
    own = vars(request).get("root")
    request.root = prepared.ROOT  # type: ignore[attr-defined]
    try:
        return _made(request, found).content
    finally:  # what is not kept with the page has the address it was asked for by
        if own is None:
            del request.root  # type: ignore[attr-defined]


def _made(request: HttpRequest, found: sdg.Indicator) -> HttpResponse:
    asked = Asked.of(request.GET)
    findings = held.of_indicator(found.code)
    counted = voices.places_of(findings)
    picture = _picture(found, asked, findings, counted)
    shown = {
        "goal": sdg.goal(found.goal),
        "target": sdg.target(found.target),
        "indicator": found,
        "findings": sorted(findings, key=lambda one: (one.place, one.title))[:_SHOWN],
        "places": counted,
        "countries": voices.countries_of(found.code) if asked.place == "all" else (),
        "has_countries": partial(voices.has_countries, found.code),
        "asked": asked,
        "current": "explore",
        "lessons": (),
        "threads": (),
        "picture": None,
        **(_shown(request, found, asked, picture, findings) if picture is not None else {}),
    }
    body = written("explore/bodies/indicator.html.j2", request, **shown)
    # What the page says around its body; whatever else a context of Django's holds is freed late.
    framed = {name: shown[name] for name in ("indicator", "goal", "target", "current")}
    if picture is not None:
        framed |= {"place": picture.place, "said": picture.heading, "address": shown["address"]}
        framed |= {"mapped": bool(shown["maps"]), "leads": picture.lead is not None}
        framed |= {"state": asked.query}
    framed |= {"body": body}
    return render(request, "explore/indicator.html", framed)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_data
def indicator_embed(request: HttpRequest, indicator: str) -> HttpResponse:
    """The picture as a card for other people's pages, without any script."""
    found = _indicator(indicator)
    asked = Asked.of(request.GET)
    picture = _picture(found, asked, held.of_indicator(found.code))
    if picture is None:
        raise Http404
    context = {
        "indicator": found,
        "goal": sdg.goal(found.goal),
        "picture": picture,
        "address": absolute(request, _address(found, asked), spoken=True),
    }
    return render(request, "explore/indicator_embed.html", context)


def card_of_indicator(request: HttpRequest, indicator: str, said: Mapping[str, str]) -> Card:
    """In the language that is spoken now, and the state that an address says."""
    found, asked = _indicator(indicator), Asked.of(said)
    picture = _picture(found, asked, held.of_indicator(found.code))
    if picture is None:
        raise Http404
    return _card(request, found, asked, picture)


def _card(request: HttpRequest, indicator: sdg.Indicator, asked: Asked, picture: Picture) -> Card:
    path = http.address("explore:indicator_embed", indicator.code)
    return Card(
        address=absolute(request, f"{path}?{asked.query}" if asked.query else path, spoken=True),
        title=picture.heading,
        author=", ".join(dict.fromkeys(one.who for one in picture.voices)),
        height=_HEIGHT + _OF_A_VOICE * len(picture.voices),
    )


@public_data
def indicator_voices(request: HttpRequest, indicator: str) -> HttpResponse:
    """The figures of the picture, the voices kept apart."""
    found = _indicator(indicator)
    picture = _picture(found, Asked.of(request.GET), held.of_indicator(found.code))
    if picture is None:
        raise Http404
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(voices.COLUMNS)
    writer.writerows(voices.rows(picture))
    answer = HttpResponse(table.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{found.code.replace('.', '-')}-{picture.place.slug}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public_data
def indicator_chart(request: HttpRequest, indicator: str) -> HttpResponse:
    """The picture as a Vega-Lite specification, which holds its figures."""
    found = _indicator(indicator)
    asked = Asked.of(request.GET)
    picture = _picture(found, asked, held.of_indicator(found.code))
    light: Ground = "dark" if request.GET.get("ground") == "dark" else "light"
    address = absolute(request, _address(found, asked))
    spec = picture and voices.charted(picture, address=address, light=light)
    if spec is None:
        raise Http404
    return JsonResponse(spec, json_dumps_params={"ensure_ascii": False})


def _indicator(code: str) -> sdg.Indicator:
    try:
        return sdg.indicator(code)
    except KeyError:
        raise Http404 from None


def _picture(
    indicator: sdg.Indicator,
    asked: Asked,
    findings: list[Finding],
    counted: list[known.Place] | None = None,
) -> Picture | None:
    """The picture of the state that was asked for."""
    try:
        return voices.stated(indicator.code, asked, findings, counted)
    except KeyError:
        raise Http404 from None


def _shown(
    request: HttpRequest,
    indicator: sdg.Indicator,
    asked: Asked,
    picture: Picture,
    findings: list[Finding],
) -> dict[str, Any]:
    here = absolute(request, _address(indicator, asked))
    leading = picture.lead.seen[-1].finding if picture.lead is not None else None
    whole = not picture.asked.group
    return {
        "picture": picture,
        "compared": _compared(picture, leading) if whole and not asked.area else [],
        "maps": _map(known.about(picture.place, findings), leading) if whole else [],
        "limits": voices.cannot_tell(picture.shown),
        "matches": {one.told.match for one in picture.shown if one.told is not None} - {""},
        "towards": voices.assessed(indicator.code, picture.shown),
        # Whoever has a figure of the indicator has one of its goal.
        "measured": bool(picture.every) or int(indicator.goal) in coverage.goals_of(picture.place),
        "address": absolute(request, _address(indicator, asked), spoken=True),
        "state": asked.query,
        "cited": voices.cited(indicator.code, picture, here),
        "frame": _card(request, indicator, asked, picture).frame(),
    }


def _compared(picture: Picture, leading: Finding | None) -> list[tuple[str, str]]:
    """Each office in the picture, and where the leading finding stands beside it."""
    if leading is None:
        return []
    keys = ((one.who, comparison.key_beside(leading, one)) for one in picture.shown)
    return [(who, comparison_address(leading, key)) for who, key in keys if key is not None]


def _map(findings: list[Finding], leading: Finding | None) -> list[FindingMap]:
    """The map of the heading's voice, or of another: one that leaves the page in its first flight;
    the page of the finding shows the others."""
    ordered = sorted(findings, key=lambda one: one != leading)
    prefetch_related_objects(ordered, "areas")
    found = maps.on_maps(ordered, 1)
    return [one for one in found if len(one.shapes) + len(one.map.svg) <= _MAP]


def _address(indicator: sdg.Indicator, asked: Asked) -> str:
    path = http.address("explore:indicator", indicator.code)
    return f"{path}?{asked.query}" if asked.query else path
