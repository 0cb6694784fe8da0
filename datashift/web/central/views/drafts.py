"""Questionnaires that programmes bring: a draft, its files, and then to the phones."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires.xlsform import Converted
from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.actions.forms import (
    LONGEST,
    bring_form,
    draft_again,
    publish_draft,
    read_form,
)
from datashift.web.central.http import Refused, blocks, body, success, unexpected
from datashift.web.central.queries.shapes import form_shape, media_shape
from datashift.web.central.views.door import Request, endpoint
from datashift.web.collect.actions.questionnaires import FilesMissing, bring_media
from datashift.web.collect.models import Questionnaire, Version

SUFFIXES = {
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
}
_CODES = {
    "questionnaire.version_taken": 409.6,
    "questionnaire.other_form": 400.8,
}


def create_form(request: Request, project: int) -> JsonResponse:
    """A new form: a draft, or at once for phones with ?publish=true."""
    found = access.project(request.user, project, to=Right.EDIT)
    converted = _converted(request)
    form_id = converted.questionnaire.id
    taken = Questionnaire.objects.filter(organisation=found, form_id=form_id)
    if taken.filter(versions__published_at__isnull=False).exists():
        words = _("There is a form %(form)s already. Send it as a new draft of that form.")
        told = {"fields": ["projectId", "xmlFormId"], "values": [project, form_id]}
        raise Refused(409.3, words % {"form": form_id}, **told)
    draft = _drafted(lambda: bring_form(found, converted, by=request.user, at=now()))
    if request.GET.get("publish", "").lower() == "true":
        draft = _published(request, draft, None)
    return JsonResponse(form_shape(draft.questionnaire, draft))


def _draft(request: Request, project: int, form: str) -> JsonResponse:
    found = access.draft(access.form(request.user, project, form, to=Right.SEE))
    return JsonResponse(form_shape(found.questionnaire, found))


def _create_draft(request: Request, project: int, form: str) -> JsonResponse:
    """With a definition; without one, a draft of what phones have now."""
    found = access.form(request.user, project, form, to=Right.EDIT)
    at = now()
    if request.headers.get("Content-Type", "").partition(";")[0].strip() in SUFFIXES:
        converted = _converted(request)
        _drafted(
            lambda: bring_form(found.organisation, converted, wanted=found, by=request.user, at=at)
        )
    else:
        newest = access.newest(found)
        _drafted(lambda: draft_again(found, newest, by=request.user, at=at))
    return success()


def _publish(request: Request, project: int, form: str) -> JsonResponse:
    found = access.draft(access.form(request.user, project, form, to=Right.EDIT))
    _published(request, found, request.GET.get("version"))
    return success()


def _draft_media(request: Request, project: int, form: str) -> JsonResponse:
    found = access.draft(access.form(request.user, project, form, to=Right.SEE))
    return JsonResponse([media_shape(each) for each in found.media.all()], safe=False)


def _bring_media(request: Request, project: int, form: str, name: str) -> JsonResponse:
    found = access.draft(access.form(request.user, project, form, to=Right.EDIT))
    file = get_object_or_404(
        found.media.select_related("version__questionnaire__organisation"), name=name
    )
    chunks = blocks(request, most=settings.UPLOAD_LIMIT)
    bring_media(file, chunks, by=request.user, at=now())
    return JsonResponse({"success": True, **media_shape(file)})


def _converted(request: HttpRequest) -> Converted:
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip()
    suffix = SUFFIXES.get(kind)
    if suffix is None:
        raise unexpected("Content-Type", kind, _("a form is XML, XLSX or XLS"))
    name = unquote(request.headers.get("X-XlsForm-FormId-Fallback", "")) or "form"
    content = body(request, most=LONGEST)
    try:
        return read_form(content, suffix=suffix, name=name[:100])
    except Problem as problem:
        raise Refused(400.15, str(problem), error=str(problem)) from problem


def _drafted(bring: Callable[[], Version]) -> Version:
    try:
        return bring()
    except Problem as problem:
        raise Refused(_CODES.get(problem.code, 400.15), str(problem)) from problem


def _published(request: Request, draft: Version, name: str | None) -> Version:
    try:
        return publish_draft(draft, name=name, by=request.user, at=now())
    except Problem as problem:
        raise Refused(_CODES.get(problem.code, 400.15), str(problem)) from problem
    except FilesMissing as error:
        words = _("The form does not work without these files: %(files)s.")
        names = ", ".join(error.names)
        raise Refused(409.0, words % {"files": names}, files=error.names) from error


draft = endpoint(GET=_draft, POST=_create_draft)
publish_draft_form = endpoint(POST=_publish)
draft_attachments = endpoint(GET=_draft_media)
draft_attachment = endpoint(POST=_bring_media)
