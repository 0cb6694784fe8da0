"""Who measures what in a country, and where nobody does."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from datashift import sdg
from datashift.web.explore.http import public
from datashift.web.explore.queries import coverage as queries
from datashift.web.explore.queries import places


@public
def coverage(request: HttpRequest, place: str, goal: int) -> HttpResponse:
    found = places.place(place)
    named = next((one for one in sdg.goals() if one.code == str(goal)), None)
    if found is None or named is None:
        raise Http404
    context = {
        "place": found,
        "goal": named,
        "grids": queries.grids(found, goal),
        "goals": queries.goals_of(found),
        "current": "places",
    }
    return render(request, "explore/coverage.html", context)
