"""Goals, indicators and areas."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.params.functions import Query

from datashift import sdg
from datashift.web.explore.api import schemas
from datashift.web.explore.http import public_data
from datashift.web.explore.queries import catalogue

router = Router()
_LANGUAGE = Query("en", description=f"One of {', '.join(sdg.LANGUAGES)}; else English")


@router.get("/goals", response=list[schemas.Goal], summary="The 17 goals", url_name="goals")
@decorate_view(public_data)
def goals(request: HttpRequest, language: str = _LANGUAGE) -> list[dict[str, Any]]:
    counted = catalogue.number_by_goal()
    return [
        {
            "code": one.code,
            "name": one.name(language).text,
            "short": one.short(language).text,
            "colour": one.colour,
            "findings": counted.get(int(one.code), 0),
            "page": reverse("explore:goal", args=[one.code]),
        }
        for one in sdg.goals()
    ]


@router.get(
    "/indicators",
    response={200: list[schemas.Indicator], 422: schemas.Trouble},
    summary="The indicators of the global framework",
    url_name="indicators",
)
@decorate_view(public_data)
def indicators(
    request: HttpRequest,
    goal: int | None = Query(None, ge=1, le=17, description="Only those of this goal"),
    language: str = _LANGUAGE,
) -> list[dict[str, Any]]:
    counted = catalogue.number_by_indicator(goal)
    return [
        _indicator(one, counted.get(one.code, 0), language) for one in sdg.indicators(goal=goal)
    ]


@router.get(
    "/indicators/{code}",
    response={200: schemas.IndicatorInFull, 404: schemas.Trouble},
    summary="One indicator with its names and series",
    url_name="indicator",
)
@decorate_view(public_data)
def indicator(request: HttpRequest, code: str, language: str = _LANGUAGE) -> dict[str, Any]:
    try:
        found = sdg.indicator(code)
    except KeyError:
        raise Http404 from None
    number = catalogue.number_by_indicator().get(code, 0)
    return _indicator(found, number, language) | {
        "names": [found.name(each) for each in sdg.LANGUAGES],
        "all_series": [sdg.series(each) for each in found.series],
        "note": found.note,
    }


@router.get(
    "/areas",
    response={200: list[schemas.Area], 404: schemas.Trouble},
    summary="Countries, or the first-level areas of one",
    url_name="areas",
)
@decorate_view(public_data)
def areas(
    request: HttpRequest,
    country: str = Query("", description="Code or name of a country; its areas are given"),
) -> list[sdg.Area]:
    try:
        return list(sdg.areas(country) if country else sdg.countries())
    except KeyError:
        raise Http404 from None


def _indicator(one: sdg.Indicator, findings: int, language: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "target": one.target,
        "goal": one.goal,
        "name": one.name(language),
        "series": list(one.series),
        "tier": one.tier,
        "custodians": list(one.custodians),
        "findings": findings,
        "page": reverse("explore:indicator", args=[one.code]),
    }
