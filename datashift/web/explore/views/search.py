"""One field for indicators, places and findings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from datashift.web.explore.http import public
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
