"""How people are protected, and how numbers are made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from datashift.web.explore.http import public
from datashift.web.explore.queries import methods as pages


@public
def trust(request: HttpRequest) -> HttpResponse:
    return render(request, "explore/trust.html", {"current": "trust"})


@public
def methods(request: HttpRequest) -> HttpResponse:
    context = {"methods": pages.methods().values(), "current": "trust"}
    return render(request, "explore/methods.html", context)


@public
def method(request: HttpRequest, method: str) -> HttpResponse:
    found = pages.methods().get(method)
    if found is None:
        raise Http404
    return render(request, "explore/method.html", {"method": found, "current": "trust"})
