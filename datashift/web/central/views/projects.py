"""Organisations, which ODK calls projects, and the phones that were added by the API."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.timezone import now

from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.actions.app_users import assign_form, make_app_user
from datashift.web.central.http import missing, success, told, unexpected
from datashift.web.central.models import AppUser
from datashift.web.central.queries.shapes import app_user_shape, project_shape
from datashift.web.central.views.door import Request, endpoint
from datashift.web.collect.actions.devices import revoke_device

APP_USER_ROLE = ("2", "app-user")  # its number and its name in ODK Central


def more(request: Request) -> bool:
    """Whether the client asks for everything about each thing."""
    return request.headers.get("X-Extended-Metadata", "").lower() == "true"


def _list(request: Request) -> JsonResponse:
    shapes = [project_shape(each, more=more(request)) for each in access.projects(request.user)]
    return JsonResponse(shapes, safe=False)


def _get(request: Request, project: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.SEE)
    return JsonResponse(project_shape(found, more=more(request)))


def _list_app_users(request: Request, project: int) -> JsonResponse:
    # Who sees a token can send as that phone.
    found = access.project(request.user, project, to=Right.EDIT)
    phones = AppUser.objects.filter(device__organisation=found).select_related("device")
    return JsonResponse([app_user_shape(each) for each in phones], safe=False)


def _make_app_user(request: Request, project: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.EDIT)
    name: Any = told(request).get("displayName")
    if not isinstance(name, str) or not name.strip():
        raise missing("displayName")
    made = make_app_user(found, name=name.strip(), by=request.user, at=now())
    return JsonResponse(app_user_shape(made))


def _revoke_app_user(request: Request, project: int, app_user: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.EDIT)
    device = access.app_user(found, app_user).device
    revoke_device(device, by=request.user, at=now())
    return success()


def _assign(request: Request, project: int, form: str, role: str, actor: int) -> JsonResponse:
    questionnaire = access.form(request.user, project, form, to=Right.EDIT)
    if role not in APP_USER_ROLE:
        raise unexpected("role", role, "2")
    phone = access.app_user(questionnaire.organisation, actor)
    has = request.method == "POST"
    assign_form(phone, questionnaire, has=has, by=request.user, at=now())
    return success()


projects = endpoint(GET=_list)
project = endpoint(GET=_get)
app_users = endpoint(GET=_list_app_users, POST=_make_app_user)
app_user = endpoint(DELETE=_revoke_app_user)
assignment = endpoint(POST=_assign, DELETE=_assign)
