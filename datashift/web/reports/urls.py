"""Addresses: anonymous reports, sealed. Those of reporters say nothing of what they are for."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.reports.views import boxes, encrypted, keys, reading, reporters

app_name = "reports"
urlpatterns = [
    path("q/", reporters.choose, name="choose"),
    path("q/number/", reporters.follow, name="follow"),
    path("q/<uuid:box>/", reporters.ask, name="ask"),
    path(
        "collect/reports/",
        include(
            [
                path("", boxes.boxes, name="boxes"),
                path("key/", keys.make_key, name="make_key"),
                path("key/passphrase/", keys.change_passphrase, name="change_passphrase"),
                path("key/lock/", keys.lock, name="lock"),
                path("<uuid:box>/", reading.inbox, name="inbox"),
                path("<uuid:box>/unlock/", keys.unlock, name="unlock"),
                path("one/<uuid:report>/", reading.report, name="report"),
                path("one/<uuid:report>/answer/", reading.answer, name="answer"),
                path("one/<uuid:report>/aside/", reading.set_aside, name="set_aside"),
                path("one/<uuid:report>/destroy/", reading.destroy, name="destroy"),
            ]
        ),
    ),
    path(
        "collect/questionnaires/<uuid:questionnaire>/",
        include(
            [
                path("reports/", boxes.box, name="box"),
                path("reports/open/", boxes.open_box, name="open_box"),
                path("reports/close/", boxes.close_box, name="close_box"),
                path("reports/readers/", boxes.add_reviewer, name="add_reviewer"),
                path(
                    "reports/readers/<uuid:reviewer>/remove/",
                    boxes.remove_reviewer,
                    name="remove_reviewer",
                ),
                path(
                    "reports/readers/<uuid:reviewer>/share/",
                    boxes.share_reports,
                    name="share_reports",
                ),
                path("encrypted/", encrypted.encrypted, name="encrypted"),
            ]
        ),
    ),
]
