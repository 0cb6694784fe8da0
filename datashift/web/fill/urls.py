"""Addresses: filling a questionnaire in a browser, and the links for it."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.fill.views import doors, links, page

app_name = "fill"
urlpatterns = [
    path(
        "fill/<str:key>/",
        include(
            [
                path("", page.fill, name="fill"),
                path("submission", doors.send, name="send"),
                path("states", doors.states, name="states"),
                path("worker.js", doors.worker, name="worker"),
                path("files/<str:sha256>", doors.file, name="file"),
                path("<uuid:version>/form.xml", doors.form, name="form"),
                path("<uuid:version>/media/<str:name>", doors.media, name="media"),
            ]
        ),
    ),
    path(
        "collect/questionnaires/<uuid:questionnaire>/links/",
        include(
            [
                path("", links.links, name="links"),
                path("public/", links.make_public_link, name="make_public_link"),
                path("single/", links.make_single_links, name="make_single_links"),
            ]
        ),
    ),
    path("collect/links/<uuid:link>/revoke/", links.revoke_link, name="revoke_link"),
    path("collect/links/sheets/<uuid:batch>/", links.sheet, name="sheet"),
    path("collect/links/sheets/<uuid:batch>/links.csv", links.links_csv, name="links_csv"),
    path("collect/links/sheets/<uuid:batch>/revoke/", links.revoke_sheet, name="revoke_sheet"),
]
