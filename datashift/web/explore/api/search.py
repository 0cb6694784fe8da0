"""The search, for machines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.params.functions import Query

from datashift import sdg
from datashift.web.accounts.models import Organisation
from datashift.web.evidence.models import Finding
from datashift.web.explore.api import schemas
from datashift.web.explore.http import comparison_address, finding_address, public_data
from datashift.web.explore.queries import search as index
from datashift.web.explore.queries.methods import Method
from datashift.web.explore.queries.places import Part, Place

router = Router()


@router.get(
    "/search",
    response={200: schemas.Found, 422: schemas.Trouble},
    summary="Search everything public",
    url_name="search",
)
@decorate_view(public_data)
def search(
    request: HttpRequest,
    q: str = Query("", max_length=200, description="Words in any of the languages"),
    language: str = Query("en", description=f"One of {', '.join(sdg.LANGUAGES)}; else English"),
    limit: int = Query(10, ge=1, le=50, description="How many of each kind"),
) -> dict[str, Any]:
    found = index.search(q, language=language, limit=limit)
    return {
        "count": found.number,
        "groups": [
            {"kind": name, "count": group.number, "items": [_item(one) for one in group.items]}
            for name, group in found.groups.items()
        ],
        "meant": found.meant,
    }


def _item(one: object) -> dict[str, str]:
    """What it is called, where its page is, and what tells it from others of that name."""
    match one:
        case sdg.Hit():
            path = reverse(f"explore:{one.kind}", args=[one.code])
            return {"name": one.name.text, "page": path, "about": one.code}
        case Part():
            path = reverse("explore:area", args=[one.place.slug, one.slug])
            return {"name": one.name, "page": path, "about": one.place.name}
        case Place():
            return {"name": one.name, "page": reverse("explore:place", args=[one.slug])}
        case Finding():
            return {"name": one.headline, "page": finding_address(one), "about": one.place}
        case index.Compared():
            path = comparison_address(one.finding, one.number)
            return {"name": one.finding.title, "page": path, "about": one.official.source}
        case Organisation():
            return {"name": one.name, "page": reverse("explore:organisation", args=[one.slug])}
        case Method():
            return {"name": one.title, "page": reverse("explore:method", args=[one.slug])}
    raise TypeError(type(one))
