"""Addresses of collection: the doors for phones, and the workspace."""

from __future__ import annotations

from django.urls import path

from datashift.web.collect.views import openrosa

app_name = "collect"
urlpatterns = [
    path("collect/<uuid:device>/formList", openrosa.form_list, name="form_list"),
    path("collect/<uuid:device>/submission", openrosa.submission, name="submission"),
    path("collect/<uuid:device>/forms/<uuid:version>/form.xml", openrosa.form, name="form"),
    path("collect/<uuid:device>/forms/<uuid:version>/manifest", openrosa.manifest, name="manifest"),
    path(
        "collect/<uuid:device>/forms/<uuid:version>/media/<str:name>", openrosa.media, name="media"
    ),
]
