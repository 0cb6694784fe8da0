"""What organisations ask for with their findings: nothing yet, and the page says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from datashift.web.explore.http import public
from datashift.web.explore.queries import catalogue


@public
def campaigns(request: HttpRequest) -> HttpResponse:
    context = {"newest": catalogue.findings()[:3], "current": "findings"}
    return render(request, "explore/campaigns.html", context)
