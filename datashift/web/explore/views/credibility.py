"""How credible a release was found: a page, the form of an office, and the same as data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from datashift.exchange import credibility as written
from datashift.exchange import dated, read_release
from datashift.exchange.sdmx import metadata
from datashift.exchange.sdmx.carried import carried
from datashift.web.credibility.queries import facts
from datashift.web.credibility.queries import standing as queries
from datashift.web.evidence.models import Release
from datashift.web.explore.http import absolute, public, public_data, release_address
from datashift.web.explore.queries import catalogue
from datashift.web.explore.views.withdrawn import withdrawn


def _of_release(
    view: Callable[[HttpRequest, Release], HttpResponse],
) -> Callable[[HttpRequest, str, str, int], HttpResponse]:
    """Answer with the release that stands; of a withdrawn one, with why it does not."""

    @wraps(view)
    def found(request: HttpRequest, organisation: str, study: str, number: int) -> HttpResponse:
        release = get_object_or_404(
            catalogue.releases(),
            study__organisation__slug=organisation,
            study__slug=study,
            number=number,
        )
        if release.withdrawn_at is not None:
            return withdrawn(request, release)
        return view(request, release)

    return found


@public
@_of_release
def credibility(request: HttpRequest, release: Release) -> HttpResponse:
    return render(request, "explore/credibility.html", _shown(release))


@public
@_of_release
def credibility_form(request: HttpRequest, release: Release) -> HttpResponse:
    """Everything in the order in which a statistical office takes it, to print."""
    return render(request, "explore/credibility_form.html", _shown(release))


def _shown(release: Release) -> dict[str, object]:
    study = release.study
    return {
        "release": release,
        "organisation": study.organisation,
        "card": queries.card_of(release),
        "panels": queries.panels_of(study),
        "handed_over": queries.handed_over(release.run),
        "kinds": facts.KINDS,
        "documents": facts.documents_of(study),
        "fieldwork": queries.fieldwork_words(release.run),
        "findings": release.findings.order_by("position"),
        "may": {},
        "current": "findings",
    }


@public_data
@_of_release
def credibility_json(request: HttpRequest, release: Release) -> HttpResponse:
    standing = queries.standing_of(release, address=absolute(request, release_address(release)))
    return HttpResponse(written.document(standing), content_type="application/json")


@public_data
@_of_release
def credibility_sdmx(request: HttpRequest, release: Release) -> HttpResponse:
    """The reference metadata of the release, with its standing in the attributes for quality."""
    address = absolute(request, release_address(release))
    standing = queries.standing_of(release, address=address)
    published = dated(read_release(release.folder), release.published_at.date())
    message = metadata.text(carried(published), written.attributes(standing))
    return HttpResponse(message, content_type="application/xml")


@public_data
def credibility_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written.SCHEMA.read_bytes(), content_type="application/schema+json")
