"""Submissions: sent, read, edited, decided about, commented."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import workers
from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.actions import submissions as actions
from datashift.web.central.http import Refused, body, missing, told, unexpected
from datashift.web.central.queries.shapes import comment_shape
from datashift.web.central.queries.submissions import (
    DECIDED,
    listed,
    submission_shape,
    versions_of,
    with_now,
)
from datashift.web.central.views.door import Request, endpoint
from datashift.web.central.views.projects import more
from datashift.web.collect.access import sees_workers
from datashift.web.collect.models import Instance, Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import workers_in
from datashift.web.review.actions.deciding import comment, decide
from datashift.web.review.models import Decision

LONGEST_TEXT = 32_000_000
XML = "application/xml; charset=utf-8"


def _list(request: Request, project: int, form: str) -> JsonResponse:
    found = listed(access.form(request.user, project, form, to=Right.SEE))
    shapes = [submission_shape(each, more=more(request)) for each in found]
    return JsonResponse(shapes, safe=False)


def _create(request: Request, project: int, form: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.EDIT)
    text = body(request, most=LONGEST_TEXT)
    receipt = actions.create_submission(found, text, by=request.user, at=now())
    return _shown(Submission.objects.get(pk=receipt.submission), request)


def _get(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return _shown(access.submission(found, instance), request)


def _edit(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.submission(access.form(request.user, project, form, to=Right.EDIT), instance)
    text = body(request, most=LONGEST_TEXT)
    receipt = actions.edit_submission(found, text, by=request.user, at=now())
    return _shown(Submission.objects.get(pk=receipt.submission), request)


def _review(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.submission(access.form(request.user, project, form, to=Right.REVIEW), instance)
    said: dict[str, Any] = told(request)
    if "reviewState" in said:
        wanted = said["reviewState"]
        if not (wanted is None or isinstance(wanted, str)) or wanted not in DECIDED:
            reason = _("it is approved, hasIssues, rejected, edited or null")
            raise unexpected("reviewState", str(wanted), reason)
        if found.state == Submission.State.QUARANTINED:
            raise Refused(409.0, _("It was set aside when it came; let it out of there first."))
        decide(
            found.questionnaire,
            [found.pk],
            state=DECIDED[wanted],
            # Central asks for no reason; what is said about it comes as a comment.
            because=Decision.Because.OTHER if wanted in {"hasIssues", "rejected"} else "",
            by=request.user,
            at=now(),
        )
    return _shown(found, request)


def _xml(request: Request, project: int, form: str, instance: str) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    current = access.submission(found, instance).instances.get(current=True)
    return HttpResponse(_text(current, found, request), content_type=XML)


def _text(instance: Instance, found: Questionnaire, request: Request) -> bytes:
    """As it came; for who only looks, without what tells of who carried the phone.

    Raises:
        PermissionDenied: what cannot be read cannot be told without it.
    """
    text = bytes(instance.xml)
    if sees_workers(request.user, found):
        return text
    try:
        return workers.without(text, workers_in(found))
    except Problem as problem:
        raise PermissionDenied(str(problem)) from problem


def _versions(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    return JsonResponse(versions_of(access.submission(found, instance)), safe=False)


def _version_xml(
    request: Request, project: int, form: str, instance: str, version: str
) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    texts = access.submission(found, instance).instances.order_by("-current", "-received_at")
    one = texts.filter(instance_id=version).first()
    named = get_object_or_404(texts, pk=one and one.pk)
    return HttpResponse(_text(named, found, request), content_type=XML)


def _comments(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    said = access.submission(found, instance).comments.select_related("by").order_by("-at")
    return JsonResponse([comment_shape(each) for each in said], safe=False)


def _comment(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.submission(access.form(request.user, project, form, to=Right.REVIEW), instance)
    words: Any = told(request).get("body")
    if not isinstance(words, str) or not words.strip():
        raise missing("body")
    made = comment(found, words.strip(), by=request.user, at=now())
    return JsonResponse(comment_shape(made))


def _shown(found: Submission, request: Request) -> JsonResponse:
    one = with_now(Submission.objects.filter(pk=found.pk)).get()
    return JsonResponse(submission_shape(one, more=more(request)))


submissions = endpoint(GET=_list, POST=_create)
submission = endpoint(GET=_get, PUT=_edit, PATCH=_review)
submission_xml = endpoint(GET=_xml)
submission_versions = endpoint(GET=_versions)
submission_version_xml = endpoint(GET=_version_xml)
comments = endpoint(GET=_comments, POST=_comment)
