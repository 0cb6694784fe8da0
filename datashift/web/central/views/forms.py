"""Questionnaires and their versions, which ODK calls forms."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.questionnaires.odata.schema import Field
from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.http import told, unexpected
from datashift.web.central.queries.shapes import form_shape, forms_of, media_shape
from datashift.web.central.queries.tables import form_schema
from datashift.web.central.views.door import Request, endpoint
from datashift.web.central.views.drafts import create_form
from datashift.web.central.views.projects import more
from datashift.web.collect import storage
from datashift.web.collect.actions.questionnaires import (
    NothingToOpen,
    close_questionnaire,
    open_questionnaire,
)
from datashift.web.collect.models import Version

XML = "application/xml; charset=utf-8"


def _list(request: Request, project: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.SEE)
    return JsonResponse(forms_of(found, more=more(request)), safe=False)


def _get(request: Request, project: int, form: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return JsonResponse(form_shape(found, access.newest(found), more=more(request)))


def _turn(request: Request, project: int, form: str) -> JsonResponse:
    """Open or close it."""
    found = access.form(request.user, project, form, to=Right.EDIT)
    state: Any = told(request).get("state")
    if state == "open":
        try:
            open_questionnaire(found, by=request.user, at=now())
        except NothingToOpen as error:
            raise unexpected("state", state, _("no version of it was published")) from error
    elif state in {"closed", "closing"}:
        close_questionnaire(found, by=request.user, at=now())
    elif state is not None:
        raise unexpected("state", str(state), _("a form is open, closing or closed"))
    found.refresh_from_db()
    return JsonResponse(form_shape(found, access.newest(found)))


def _xml(request: Request, project: int, form: str) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return _as_xml(access.newest(found))


def _versions(request: Request, project: int, form: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    published = found.versions.exclude(published_at=None).defer("xform")
    return JsonResponse([form_shape(found, each) for each in published], safe=False)


def _version(request: Request, project: int, form: str, version: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return JsonResponse(form_shape(found, access.version(found, version)))


def _version_xml(request: Request, project: int, form: str, version: str) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return _as_xml(access.version(found, version))


def _fields(request: Request, project: int, form: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return JsonResponse([_field(each) for each in form_schema(found).walk()], safe=False)


def _media(request: Request, project: int, form: str) -> JsonResponse:
    found = access.newest(access.form(request.user, project, form, to=Right.SEE))
    return JsonResponse([media_shape(each) for each in found.media.all()], safe=False)


def _media_file(request: Request, project: int, form: str, name: str) -> FileResponse:
    found = access.newest(access.form(request.user, project, form, to=Right.SEE))
    file = get_object_or_404(found.media.exclude(sha256=""), name=name)
    content = storage.read(project, file.sha256)
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(
        content,
        content_type="application/octet-stream",
        headers=headers,
        as_attachment=True,
        filename=file.name,
    )


def _field(each: Field) -> dict[str, Any]:
    return {
        "path": "/" + "/".join(each.path),
        "name": each.name,
        "type": each.type,
        "binary": True if each.type == "binary" else None,
        "selectMultiple": True if each.type == "select" else None,
    }


def _as_xml(version: Version) -> HttpResponse:
    return HttpResponse(bytes(version.xform), content_type=XML)


forms = endpoint(GET=_list, POST=create_form)
form = endpoint(GET=_get, PATCH=_turn)
form_xml = endpoint(GET=_xml)
form_versions = endpoint(GET=_versions)
form_version = endpoint(GET=_version)
form_version_xml = endpoint(GET=_version_xml)
form_fields = endpoint(GET=_fields)
form_attachments = endpoint(GET=_media)
form_attachment = endpoint(GET=_media_file)
