"""What the first tap on a chart or a map brings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from datashift.web.explore.http import public
from datashift.web.explore.templatetags.pictured import explored_with


@public
def explored(request: HttpRequest) -> HttpResponse:
    """The same for every page, so that none has to hold it."""
    return render(request, "explore/explored.html", explored_with(request))
