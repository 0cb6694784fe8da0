"""Lists of findings: all, an organisation's, a study's, a release's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift import sdg
from datashift.web.evidence.models import Release
from datashift.web.explore.forms import Narrow
from datashift.web.explore.http import absolute, public, release_or_404
from datashift.web.explore.queries import catalogue, described, listing, published
from datashift.web.explore.queries.places import places
from datashift.web.explore.views.withdrawn import withdrawn

WHAT: Mapping[str, str | Promise] = {
    "observations.csv": _("Every published figure, one to a row"),
    "differences.csv": _("The differences the study asked for, each with its range"),
    "study.yaml": _("How it was computed, to compute it again"),
    "release.json": _("Where it comes from: inputs, versions, hashes"),
    "findings.json": _("The findings, for machines"),
    "quality.json": _("What the checks noticed, and what was decided"),
    "report.html": _("The whole report in one file, to read or print offline"),
}


@public
def findings(request: HttpRequest) -> HttpResponse:
    form = Narrow(request.GET)
    filters = form.filters()
    page = Paginator(listing.findings(filters), listing.PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "kept": rest.urlencode(),
        "goals": sdg.goals(),
        "places": places(),
        "organisations": catalogue.organisations(),
        "current": "findings",
    }
    return render(request, "explore/findings.html", context)


@public
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    found = get_object_or_404(catalogue.organisations(), slug=organisation)
    context = {
        "organisation": found,
        "studies": catalogue.studies_of(found),
        "findings": catalogue.findings().filter(release__study__organisation=found)[:100],
        "country": sdg.country(found.country) if found.country else None,
        "current": "findings",
    }
    return render(request, "explore/organisation.html", context)


@public
def study(request: HttpRequest, organisation: str, study: str) -> HttpResponse:
    found = get_object_or_404(catalogue.organisations(), slug=organisation)
    releases = list(
        catalogue.releases()
        .filter(study__organisation=found, study__slug=study)
        .order_by("-number")
    )
    newest = get_object_or_404(catalogue.releases(), pk__in=[one.pk for one in releases[:1]])
    context = {
        "organisation": found,
        "newest": newest,
        "releases": releases,
        "findings": catalogue.findings().filter(release__study=newest.study).order_by("position"),
        "current": "findings",
    }
    return render(request, "explore/study.html", context)


@public
def release(request: HttpRequest, organisation: str, study: str, number: int) -> HttpResponse:
    found = release_or_404(organisation, study, number)
    if found.withdrawn_at is not None:
        return withdrawn(request, found)
    findings = found.findings.select_related("release__study__organisation").order_by("position")
    context = {
        "release": found,
        "organisation": found.study.organisation,
        "findings": findings,
        "dataset": described.release(found, partial(absolute, request)),
        "manifest": published.manifest(found),
        "files": files(found),
        "current": "findings",
    }
    return render(request, "explore/release.html", context)


def files(release: Release) -> list[dict[str, object]]:
    """What can be taken away: name, what it is, size, hash."""
    hashes, sizes = published.hashes(release), published.sizes(release)
    return [
        {"name": name, "what": WHAT[name], "size": sizes[name], "sha256": hashes[name]}
        for name in published.files(release)
    ]
