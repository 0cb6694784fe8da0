"""Releases, their files and their observations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.params.functions import Query

from datashift.web.evidence.models import Release
from datashift.web.explore.api import schemas
from datashift.web.explore.api.paging import PAGE, SIZE, paged
from datashift.web.explore.http import public_data, release_address, release_path
from datashift.web.explore.queries import catalogue, observed, published

router = Router()


@router.get(
    "/releases",
    response={200: schemas.Page[schemas.ReleaseListed], 422: schemas.Trouble},
    summary="Every release, newest first; withdrawn ones say why",
    url_name="releases",
)
@decorate_view(public_data)
def releases(
    request: HttpRequest,
    organisation: str = Query("", description="Last part of an organisation's address"),
    page: int = PAGE,
    size: int = SIZE,
) -> dict[str, Any]:
    found = catalogue.releases()
    if organisation:
        found = found.filter(study__organisation__slug=organisation)
    return paged(found, page, size, _listed)


@router.get(
    "/releases/{organisation}/{study}/{number}",
    response={
        200: schemas.ReleaseInFull,
        404: schemas.Trouble,
        410: schemas.Trouble,
        422: schemas.Trouble,
    },
    summary="One release with its files and their hashes",
    url_name="release",
)
@decorate_view(public_data)
def release(request: HttpRequest, organisation: str, study: str, number: int) -> dict[str, Any]:
    found = _standing(organisation, study, number)
    hashes, sizes = published.hashes(found), published.sizes(found)
    return _listed(found) | {
        "findings": list(found.findings.order_by("position").values_list("key", flat=True)),
        "files": [
            {
                "name": name,
                "size": sizes[name],
                "sha256": hashes[name],
                "address": reverse("explore:download", args=[*release_path(found), name]),
            }
            for name in published.files(found)
        ],
    }


@router.get(
    "/releases/{organisation}/{study}/{number}/observations",
    response={
        200: schemas.Page[schemas.Observation],
        404: schemas.Trouble,
        410: schemas.Trouble,
        422: schemas.Trouble,
    },
    summary="Its published figures, one to a row, as in observations.csv",
    url_name="observations",
)
@decorate_view(public_data)
def observations(
    request: HttpRequest,
    organisation: str,
    study: str,
    number: int,
    indicator: str = Query("", description="Only those of this indicator of the study"),
    page: int = PAGE,
    size: int = SIZE,
) -> dict[str, Any]:
    found = _standing(organisation, study, number)
    rows = observed.observations(found, indicator=indicator)
    count = len(rows)
    return {
        "count": count,
        "page": page,
        "pages": max(1, -(-count // size)),
        "items": rows[(page - 1) * size : page * size],
    }


def _standing(organisation: str, study: str, number: int) -> Release:
    found = get_object_or_404(
        catalogue.releases(),
        study__organisation__slug=organisation,
        study__slug=study,
        number=number,
    )
    if found.withdrawn_at is not None:
        raise schemas.Withdrawn(found)
    return found


def _listed(one: Release) -> dict[str, Any]:
    organisation, study, number = release_path(one)
    fields = ("title", "producer", "licence", "language", "invented")
    dates = ("published_at", "withdrawn_at", "withdrawn_because", "withdrawn_language")
    return {name: getattr(one, name) for name in (*fields, *dates)} | {
        "organisation": organisation,
        "study": study,
        "number": number,
        "page": release_address(one),
    }
