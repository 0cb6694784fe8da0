"""Every address of the platform."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.site import views

urlpatterns = [
    path("", include("datashift.web.explore.urls")),
    path("", include("datashift.web.credibility.urls")),
    path("", include("datashift.web.evidence.urls")),
    path("", include("datashift.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("language/<str:language>/", views.language, name="language"),
    path("well/", views.well, name="well"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
