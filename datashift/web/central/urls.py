"""Addresses: ODK Central's interface, as its clients know it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from datashift.web.central.views import (
    drafts,
    entities,
    exports,
    files,
    forms,
    openrosa,
    projects,
    sessions,
    submissions,
    tables,
    unknown,
)

app_name = "central"

_submission: list[URLPattern | URLResolver] = [
    path("<str:instance>.xml", submissions.submission_xml, name="submission_xml"),
    path("<str:instance>", submissions.submission, name="submission"),
    path("<str:instance>/versions", submissions.submission_versions, name="submission_versions"),
    path(
        "<str:instance>/versions/<str:version>.xml",
        submissions.submission_version_xml,
        name="submission_version_xml",
    ),
    path("<str:instance>/comments", submissions.comments, name="comments"),
    path("<str:instance>/attachments", files.attachments, name="attachments"),
    path("<str:instance>/attachments/<str:name>", files.attachment, name="attachment"),
]
_form: list[URLPattern | URLResolver] = [
    path("<str:form>.svc", tables.table_service, name="table_service"),
    path("<str:form>.svc/$metadata", tables.table_metadata, name="table_metadata"),
    path("<str:form>.svc/<path:place>", tables.table, name="table"),
    path("<str:form>.xml", forms.form_xml, name="form_xml"),
    path("<str:form>", forms.form, name="form"),
    path("<str:form>/versions", forms.form_versions, name="form_versions"),
    path("<str:form>/versions/<str:version>.xml", forms.form_version_xml, name="form_version_xml"),
    path("<str:form>/versions/<str:version>", forms.form_version, name="form_version"),
    path("<str:form>/fields", forms.form_fields, name="form_fields"),
    path("<str:form>/attachments", forms.form_attachments, name="form_attachments"),
    path("<str:form>/attachments/<str:name>", forms.form_attachment, name="form_attachment"),
    path("<str:form>/draft", drafts.draft, name="draft"),
    path("<str:form>/draft/publish", drafts.publish_draft_form, name="publish_draft_form"),
    path("<str:form>/draft/attachments", drafts.draft_attachments, name="draft_attachments"),
    path(
        "<str:form>/draft/attachments/<str:name>",
        drafts.draft_attachment,
        name="draft_attachment",
    ),
    path("<str:form>/assignments/<str:role>/<int:actor>", projects.assignment, name="assignment"),
    path("<str:form>/submissions.csv", exports.submissions_csv, name="submissions_csv"),
    path("<str:form>/submissions.csv.zip", exports.submissions_zip, name="submissions_zip"),
    path("<str:form>/submissions", submissions.submissions, name="submissions"),
    path("<str:form>/submissions/", include(_submission)),
]
_dataset: list[URLPattern | URLResolver] = [
    path("<str:dataset>.svc/Entities", entities.dataset_table, name="dataset_table"),
    path("<str:dataset>", entities.dataset, name="dataset"),
    path("<str:dataset>/properties", entities.dataset_properties, name="dataset_properties"),
    path("<str:dataset>/entities.csv", entities.dataset_csv, name="dataset_csv"),
    path("<str:dataset>/entities", entities.entities, name="entities"),
    path("<str:dataset>/entities/<str:entity>", entities.entity, name="entity"),
    path(
        "<str:dataset>/entities/<str:entity>/versions",
        entities.entity_versions,
        name="entity_versions",
    ),
]
_phone: list[URLPattern | URLResolver] = [
    path("formList", openrosa.phone_form_list, name="phone_form_list"),
    path("submission", openrosa.phone_send, name="phone_send"),
    path("forms/<str:form>.xml", openrosa.phone_form, name="phone_form"),
    path("forms/<str:form>/manifest", openrosa.phone_manifest, name="phone_manifest"),
    path("forms/<str:form>/attachments/<str:name>", openrosa.phone_media, name="phone_media"),
]
_all: list[URLPattern | URLResolver] = [
    path("sessions", sessions.open_programme, name="open_programme"),
    path("sessions/restore", sessions.restore_programme, name="restore_programme"),
    path("sessions/current", sessions.close_programme, name="close_programme"),
    path("sessions/<str:token>", sessions.close_other_programme, name="close_other_programme"),
    path("users/current", sessions.current_person, name="current_person"),
    path("projects", projects.projects, name="projects"),
    path("projects/<int:project>", projects.project, name="project"),
    path("projects/<int:project>/app-users", projects.app_users, name="app_users"),
    path("projects/<int:project>/app-users/<int:app_user>", projects.app_user, name="app_user"),
    path("projects/<int:project>/forms", forms.forms, name="forms"),
    path("projects/<int:project>/forms/", include(_form)),
    path("projects/<int:project>/datasets", entities.datasets, name="datasets"),
    path("projects/<int:project>/datasets/", include(_dataset)),
    path("key/<str:token>/projects/<int:project>/", include(_phone)),
    path("<path:rest>", unknown.unknown, name="unknown"),
]
urlpatterns = [path("v1/", include(_all))]
