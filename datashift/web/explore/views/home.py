"""The start page: one live sentence, what is new, and where to look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from datashift import sdg
from datashift.figures import leading_figure
from datashift.web.explore.http import public
from datashift.web.explore.queries import catalogue, published

_NEW = 3
_LOOKED_AT = 24


@public
def home(request: HttpRequest) -> HttpResponse:
    newest = list(catalogue.findings()[:_LOOKED_AT])
    first = next((one for one in newest if leading_figure(published.told(one))), None)
    told = published.told(first) if first is not None else None
    counted = catalogue.number_by_goal()
    context = {
        "first": first,
        "told": told,
        "figure": leading_figure(told) if told is not None else None,
        "newest": [one for one in newest if one != first][:_NEW],
        "goals": [(one, counted.get(int(one.code), 0)) for one in sdg.goals()],
        "current": "explore",
    }
    return render(request, "explore/home.html", context)
