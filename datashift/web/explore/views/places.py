"""Countries, their areas, and the places that only findings know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from datashift import sdg
from datashift.kit.language.territories import country_called
from datashift.kit.text import fold
from datashift.web.explore.http import public
from datashift.web.explore.queries import coverage, maps, voices
from datashift.web.explore.queries import places as known

_SHOWN = 100
_MAPS = 2  # on one page: a map weighs 10 KB
_LOOKED_AT = 24


@public
def places(request: HttpRequest) -> HttpResponse:
    found = known.places()
    countries = sorted(sdg.countries(), key=lambda one: fold(country_called(one.code, one.name)))
    context = {
        "places": found,
        "mapped": [one for one in countries if sdg.areas(one.code)],
        "countries": countries,
        "current": "places",
    }
    return render(request, "explore/places.html", context)


@public
def place(request: HttpRequest, place: str) -> HttpResponse:
    found = known.place(place)
    if found is None:
        raise Http404
    findings = known.findings_of(found).order_by("goal", "sdg", "position")
    shown = list(findings[:_SHOWN])
    parts = known.parts(found)
    context = {
        "place": found,
        "findings": shown,
        "number": findings.count(),
        "beside": voices.beside(shown, found),
        "parts": [one for one in parts if not one.waits],
        "parts_counted": sum(bool(one.written) for one in parts),
        "smaller": [one for one in parts if one.waits],
        "measured": coverage.goals_of(found),
        "maps": maps.on_maps(list(findings.prefetch_related("areas")[:_LOOKED_AT]), _MAPS),
        "current": "places",
    }
    return render(request, "explore/place.html", context)


@public
def area(request: HttpRequest, place: str, area: str) -> HttpResponse:
    whole = known.place(place)
    part = known.part(whole, area) if whole is not None else None
    if part is None:
        raise Http404
    figures = known.figures_of(part)
    about = list({one.finding_id: one.finding for one in figures}.values())
    rows = {one.finding_id: maps.row_of(one) for one in figures}
    codes = [part.area.code] if part.area is not None else [code for code, _ in part.written]
    context = {
        "place": whole,
        "area": part,
        "figures": figures,
        "beside": voices.beside(about, whole, part=part, rows=rows) if whole else {},
        "offices": voices.of_area(part),
        "where": maps.where(
            *(codes[0], part.place.area.code if part.place.area is not None else ""),
            *(part.name, part.place.called),
            about,
        ),
        "current": "places",
    }
    return render(request, "explore/area.html", context)
