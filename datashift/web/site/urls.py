"""Every address of the platform."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from datashift.web.site import views

# The language is the beginning of an address; English has none (site/languages.py).
urlpatterns = i18n_patterns(
    path("", include("datashift.web.explore.urls")),
    path("", include("datashift.web.keeping.urls")),
    path("", include("datashift.web.builder.urls")),
    path("", include("datashift.web.fill.urls")),
    path("", include("datashift.web.reports.urls")),
    path("", include("datashift.web.gateways.urls")),
    path("", include("datashift.web.imports.urls")),
    path("", include("datashift.web.central.urls")),
    path("", include("datashift.web.review.urls")),
    path("", include("datashift.web.collect.urls")),
    path("", include("datashift.web.credibility.urls")),
    path("", include("datashift.web.evidence.urls")),
    path("", include("datashift.web.official.urls")),
    path("", include("datashift.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    prefix_default_language=False,
)
urlpatterns += [
    path("language/<str:language>/", views.language, name="language"),
    path("well/", views.well, name="well"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
