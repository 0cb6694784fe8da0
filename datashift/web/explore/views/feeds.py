"""Atom feeds: what was published, for those who want to hear of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datashift import sdg
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import absolute, finding_address, public_data
from datashift.web.explore.queries import catalogue, citation, said
from datashift.web.explore.queries import places as known

_MOST = 50
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """A feed that was last changed when its newest entry was; never when somebody asks."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_LONG_AGO)


@public_data
def feed(request: HttpRequest) -> HttpResponse:
    """All findings."""
    title = _("What citizens count")
    return _answer(request, title, reverse("explore:findings"), catalogue.findings())


@public_data
def organisation_feed(request: HttpRequest, organisation: str) -> HttpResponse:
    found = get_object_or_404(catalogue.organisations(), slug=organisation)
    title = _("What %(name)s counted") % {"name": found.name}
    findings = catalogue.findings().filter(release__study__organisation=found)
    return _answer(request, title, reverse("explore:organisation", args=[found.slug]), findings)


@public_data
def indicator_feed(request: HttpRequest, indicator: str) -> HttpResponse:
    try:
        found = sdg.indicator(indicator)
    except KeyError:
        raise Http404 from None
    title = _("Indicator %(code)s: %(name)s") % {
        "code": found.code,
        "name": found.name(get_language() or "en").text,
    }
    findings = catalogue.findings().filter(sdg=found.code)
    return _answer(request, title, reverse("explore:indicator", args=[found.code]), findings)


@public_data
def place_feed(request: HttpRequest, place: str) -> HttpResponse:
    found = known.place(place)
    if found is None:
        raise Http404
    title = _("What people counted in %(name)s") % {"name": found.name}
    findings = known.findings_of(found)
    return _answer(request, title, reverse("explore:place", args=[found.slug]), findings)


def _answer(
    request: HttpRequest, title: str, page: str, findings: QuerySet[Finding]
) -> HttpResponse:
    made = _Feed(
        title=f"{title} · DataShift",
        link=absolute(request, page, spoken=True),
        description=_("Findings, each with its range and its origin."),
        language=get_language(),
        author_name="DataShift",
        feed_url=absolute(request, request.path, spoken=True),
        feed_guid=absolute(request, request.path),
    )
    for finding in findings[:_MOST]:
        _add(made, request, finding)
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _add(made: _Feed, request: HttpRequest, finding: Finding) -> None:
    release = finding.release
    address = absolute(request, finding_address(finding))
    made.add_item(
        title=said.headline(finding),
        link=absolute(request, finding_address(finding), spoken=True),
        description=escape(citation.summary(finding)),  # Django gives it out as HTML
        unique_id=address,
        author_name=release.producer or release.study.organisation.name,
        pubdate=release.published_at,
        updateddate=release.published_at,
        categories=[f"SDG {finding.sdg}"] if finding.sdg else [],
        item_copyright=release.licence or None,
    )
