"""Goals, targets and indicators, and the findings that speak to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from datashift import sdg
from datashift.web.explore.http import public
from datashift.web.explore.queries import catalogue

_SHOWN = 50


@public
def goals(request: HttpRequest) -> HttpResponse:
    counted = catalogue.number_by_goal()
    rows = [(one, counted.get(int(one.code), 0)) for one in sdg.goals()]
    return render(request, "explore/goals.html", {"goals": rows, "current": "explore"})


@public
def goal(request: HttpRequest, goal: int) -> HttpResponse:
    if not 1 <= goal <= len(sdg.goals()):
        raise Http404
    counted = catalogue.number_by_indicator(goal)
    targets = [
        (
            target,
            [(one, counted.get(one.code, 0)) for one in sdg.indicators(target.code)],
        )
        for target in sdg.targets(goal)
    ]
    context = {
        "goal": sdg.goal(goal),
        "targets": targets,
        "findings": catalogue.findings().filter(goal=goal)[:_SHOWN],
        "number": sum(counted.values()),
        "current": "explore",
    }
    return render(request, "explore/goal.html", context)


@public
def target(request: HttpRequest, target: str) -> HttpResponse:
    try:
        found = sdg.target(target)
    except KeyError:
        raise Http404 from None
    counted = catalogue.number_by_indicator(int(found.goal))
    context = {
        "goal": sdg.goal(found.goal),
        "target": found,
        "indicators": [(one, counted.get(one.code, 0)) for one in sdg.indicators(target)],
        "findings": catalogue.findings().filter(sdg__in=found.indicators)[:_SHOWN],
        "current": "explore",
    }
    return render(request, "explore/target.html", context)


@public
def definition(request: HttpRequest, indicator: str) -> HttpResponse:
    """The series of an indicator and its names: its own page tells how they can be trusted."""
    try:
        found = sdg.indicator(indicator)
    except KeyError:
        raise Http404 from None
    context = {
        "indicator": found,
        "goal": sdg.goal(found.goal),
        "target": sdg.target(found.target),
        "series": [sdg.series(code) for code in found.series],
        "names": [found.name(language) for language in sdg.LANGUAGES],
        "current": "explore",
    }
    return render(request, "explore/definition.html", context)
