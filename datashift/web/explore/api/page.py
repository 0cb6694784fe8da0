"""What can be asked for: told to people, and to machines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from datashift.web.explore.api import described, openapi
from datashift.web.explore.http import absolute, public, public_data
from datashift.web.explore.queries import catalogue


@public
def interface(request: HttpRequest) -> HttpResponse:
    context = {
        "endpoints": described(),
        "root": absolute(request, reverse("explore:interface")),
        "example": catalogue.findings().first(),
        "current": "explore",
    }
    return render(request, "explore/interface.html", context)


@public_data
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(openapi())
