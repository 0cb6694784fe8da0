"""What became of it: the theory of change, counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from datashift.web.collect.actions.counting import count_week
from datashift.web.explore.http import public
from datashift.web.explore.queries import outcomes as queries
from datashift.web.explore.queries import places


@public
def outcomes(request: HttpRequest) -> HttpResponse:
    slug = request.GET.get("place", "")
    known = places.places()
    place = next((one for one in known if one.slug == slug), None)
    invented = all(one.invented for one in known) if place is None else place.invented
    context = {
        "told": queries.outcomes(place, invented=invented),
        "place": place,
        "places": known,
        "invented": invented,
        "arrived": count_week(now()),
        "current": "trust",
    }
    return render(request, "explore/outcomes.html", context)
