"""The addresses of a site of files: every public page, and none of the platform's other rooms.

What a page says of the interface and of one's own work needs a server: it has an address here, so
that a template may name it, and no page, so that the link to it is left out.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from datashift.web.explore.views.addresses import PAGES


def nothing(request: HttpRequest) -> HttpResponse:
    """Files have no such page.

    Raises:
        Http404: always.
    """
    raise Http404


urlpatterns = i18n_patterns(
    path("", include(([*PAGES, path("api/", nothing, name="interface")], "explore"))),
    path("", include(([path("today/", nothing, name="today")], "evidence"))),
    prefix_default_language=False,
)
