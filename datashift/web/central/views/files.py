"""Files of submissions."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, JsonResponse
from django.utils.timezone import now

from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.actions.submissions import add_file
from datashift.web.central.http import blocks, success
from datashift.web.central.queries.submissions import files
from datashift.web.central.views.door import Request, endpoint
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent


def _list(request: Request, project: int, form: str, instance: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    told = files(access.submission(found, instance))
    shapes = [{"name": name, "exists": file is not None} for name, file in told.items()]
    return JsonResponse(shapes, safe=False)


def _get(request: Request, project: int, form: str, instance: str, name: str) -> FileResponse:
    """The file as it came, with what a phone wrote into it: as in the workspace, for editors."""
    found = access.form(request.user, project, form, to=Right.EDIT)
    file = files(access.submission(found, instance)).get(name)
    if file is None:
        raise Http404
    return FileResponse(
        storage.read(found.organisation_id, file.sha256),
        content_type=file.kind or "application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
        as_attachment=True,
        filename=file.name,
    )


def _add(request: Request, project: int, form: str, instance: str, name: str) -> JsonResponse:
    found = access.form(request.user, project, form, to=Right.EDIT)
    submission = access.submission(found, instance)
    if name not in files(submission):
        raise Http404  # no answer names it
    kept = storage.keep(found.organisation_id, blocks(request, most=settings.UPLOAD_LIMIT))
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip()
    file = Sent(name, kept.sha256, kept.size, kind[:100])
    add_file(submission, file, by=request.user, at=now())
    return success()


attachments = endpoint(GET=_list)
attachment = endpoint(GET=_get, POST=_add)
