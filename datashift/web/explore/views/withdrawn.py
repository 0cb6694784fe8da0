"""A release that no longer stands: its address stays and says so; its figures are shown no more.

An organisation may take a release back because somebody could be hurt by it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from datashift.web.evidence.models import Finding, Release
from datashift.web.explore.queries import catalogue


def withdrawn(
    request: HttpRequest, release: Release, finding: Finding | None = None
) -> HttpResponse:
    """Say that it was withdrawn, when and why, and what stands in its place."""
    instead = catalogue.findings().filter(release__study=release.study_id)
    context = {
        "release": release,
        "finding": finding,
        "organisation": release.study.organisation,
        "instead": instead.filter(key=finding.key).first() if finding else instead.first(),
        "current": "findings",
    }
    return render(request, "explore/withdrawn.html", context, status=410)
