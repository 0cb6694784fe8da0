"""Addresses of collection: the doors for phones, and the workspace."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.collect.views import bringing, devices, openrosa, questionnaires, submissions

app_name = "collect"
urlpatterns = [
    path("collect/<uuid:device>/formList", openrosa.form_list, name="form_list"),
    path("collect/<uuid:device>/submission", openrosa.send, name="send"),
    path("collect/<uuid:device>/forms/<uuid:version>/form.xml", openrosa.form, name="form"),
    path("collect/<uuid:device>/forms/<uuid:version>/manifest", openrosa.manifest, name="manifest"),
    path(
        "collect/<uuid:device>/forms/<uuid:version>/media/<str:name>", openrosa.media, name="media"
    ),
    path("collect/", questionnaires.questionnaires, name="questionnaires"),
    path(
        "collect/organisations/<slug:organisation>/bring/",
        bringing.bring_questionnaire,
        name="bring_questionnaire",
    ),
    path("collect/reading/<uuid:xlsform>/", bringing.reading, name="reading"),
    path(
        "collect/organisations/<slug:organisation>/phones/",
        include(
            [
                path("", devices.devices, name="devices"),
                path("new/", devices.make_device, name="make_device"),
            ]
        ),
    ),
    path("collect/phones/<uuid:device>/revoke/", devices.revoke_device, name="revoke_device"),
    path(
        "collect/questionnaires/<uuid:questionnaire>/",
        include(
            [
                path("", questionnaires.questionnaire, name="questionnaire"),
                path("bring/", bringing.bring_version, name="bring_version"),
                path("close/", questionnaires.close_questionnaire, name="close_questionnaire"),
                path("open/", questionnaires.open_questionnaire, name="open_questionnaire"),
                path("submissions/", submissions.submissions, name="submissions"),
                path("release/", submissions.release_submissions, name="release_submissions"),
                path("<int:number>/", questionnaires.preview, name="preview"),
                path(
                    "<int:number>/publish/", questionnaires.publish_version, name="publish_version"
                ),
                path(
                    "<int:number>/files/<uuid:media>/",
                    questionnaires.bring_media,
                    name="bring_media",
                ),
            ]
        ),
    ),
    path(
        "collect/submissions/<uuid:submission>/",
        include(
            [
                path("", submissions.submission, name="submission"),
                path("files/<uuid:file>/", submissions.photo, name="photo"),
                path("files/<uuid:file>/original/", submissions.original, name="original"),
            ]
        ),
    ),
]
