"""Findings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.params.functions import Query

from datashift.web.evidence.models import Finding
from datashift.web.explore.api import schemas
from datashift.web.explore.api.paging import PAGE, SIZE, paged
from datashift.web.explore.http import absolute, finding_address, public_data, release_path
from datashift.web.explore.queries import citation, listing, published
from datashift.web.explore.queries.listing import Filters

router = Router()


@router.get(
    "/findings",
    response={200: schemas.Page[schemas.Listed], 422: schemas.Trouble},
    summary="Findings that stand, newest first",
    url_name="findings",
)
@decorate_view(public_data)
def findings(
    request: HttpRequest,
    goal: int | None = Query(None, ge=1, le=17, description="Only those of this goal"),
    place: str = Query("", description="Last part of a place's address: tz, ruvela"),
    organisation: str = Query("", description="Last part of an organisation's address"),
    q: str = Query("", max_length=200, description="Words in the sentence, spelt as you like"),
    page: int = PAGE,
    size: int = SIZE,
) -> dict[str, Any]:
    filters = Filters(goal, place, organisation, q.strip())
    return paged(listing.findings(filters), page, size, listed)


@router.get(
    "/findings/{organisation}/{study}/{number}/{key}",
    response={
        200: schemas.Finding,
        404: schemas.Trouble,
        410: schemas.Trouble,
        422: schemas.Trouble,
    },
    summary="One finding with its groups, official figures and checks",
    url_name="finding",
)
@decorate_view(public_data)
def finding(
    request: HttpRequest, organisation: str, study: str, number: int, key: str
) -> dict[str, Any]:
    found = get_object_or_404(
        Finding.objects.select_related("release__study__organisation"),
        release__study__organisation__slug=organisation,
        release__study__slug=study,
        release__number=number,
        key=key,
    )
    if found.release.withdrawn_at is not None:
        raise schemas.Withdrawn(found.release)
    address = absolute(request, finding_address(found))
    cite = {"cite": citation.cite(found, address=address).text}
    return published.told(found).to_json() | listed(found) | cite


def listed(one: Finding) -> dict[str, Any]:
    """A finding as lists have it."""
    organisation, study, number = release_path(one.release)
    fields = (
        *(
            "key",
            "headline",
            "title",
            "range",
            "quantity",
            "value",
            "lower",
            "upper",
            "n",
        ),
        *("unit_words", "sdg", "series", "match", "place", "country", "period", "language"),
    )
    return {name: getattr(one, name) for name in fields} | {
        "withheld": one.hidden,
        "organisation": organisation,
        "study": study,
        "release": number,
        "published_at": one.release.published_at,
        "invented": one.release.invented,
        "page": finding_address(one),
        "address": reverse("explore:api:finding", args=[organisation, study, number, one.key]),
    }
