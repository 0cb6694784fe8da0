"""One field for everything that is public, and how browsers learn of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from datashift.web.explore.http import absolute, public
from datashift.web.explore.queries import search as index


@public
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "words": words,
        "found": index.search(words, language=get_language() or "en"),
        "current": "explore",
    }
    return render(request, "explore/search.html", context)


@public
def opensearch(request: HttpRequest) -> HttpResponse:
    """The search for a browser's own field, in the language of the address (OpenSearch 1.1)."""
    addresses = {
        "page": reverse("explore:search"),
        "data": reverse("explore:api:search"),
        "here": request.path,
    }
    return render(
        request,
        "explore/opensearch.xml",
        {name: absolute(request, path, spoken=True) for name, path in addresses.items()},
        content_type="application/opensearchdescription+xml",
    )
