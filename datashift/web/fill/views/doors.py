"""The doors of the page's script: form and files out, submissions and their files in.

No session and no token, as at the page itself: an address of chance is all that is asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.templatetags.static import static
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datashift.kit.documents import json_of
from datashift.questionnaires.xml import Limits
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent
from datashift.web.collect.http.multipart import plain_name
from datashift.web.collect.storage import TryLater
from datashift.web.fill import access
from datashift.web.fill.actions import arriving
from datashift.web.fill.actions.arriving import Misplaced, TooLarge
from datashift.web.fill.actions.sending import send as keep
from datashift.web.fill.models import Arriving, Link
from datashift.web.fill.queries.script import WORKER, has_script, shell
from datashift.web.fill.queries.states import MOST_ASKED
from datashift.web.fill.queries.states import states as known_states

MOST_TEXT = Limits().bytes
KINDS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "csv": "text/csv",
         "mp3": "audio/mpeg", "m4a": "audio/mp4", "mp4": "video/mp4", "xml": "text/xml",
         "geojson": "application/geo+json", "gif": "image/gif", "webp": "image/webp"}  # fmt: skip
_HASH = re.compile(r"[0-9a-f]{64}")


@require_safe
def form(request: HttpRequest, key: str, version: UUID) -> HttpResponseBase:
    """The form; a version never changes."""
    found = access.version(key, version)
    answer = HttpResponse(bytes(found.xform), content_type="text/xml; charset=utf-8")
    return _for_good(answer, access.link(key))


@require_safe
def media(request: HttpRequest, key: str, version: UUID, name: str) -> HttpResponseBase:
    """A file of the form: a list of choices, a picture."""
    found = access.media(key, version, name)
    organisation = found.version.questionnaire.organisation_id
    kind = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    answer = FileResponse(storage.read(organisation, found.sha256), content_type=kind)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _for_good(answer, access.link(key))


@never_cache
@require_safe
def worker(request: HttpRequest, key: str) -> HttpResponse:
    """What keeps the page working without a network; its address bounds what it may touch."""
    link = access.link(key)
    text = "self.registration.unregister();\n"
    if has_script():
        files = json.dumps(shell(link, access.versions(link)))
        text = f"const FILES = {files};\nimportScripts({json.dumps(static(WORKER))});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@csrf_exempt
@never_cache
@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a filled questionnaire: the text, and the hashes of files that have come in pieces."""
    link = access.link(key)
    brought = request.FILES.get("submission")
    if not isinstance(brought, UploadedFile) or not brought.size:
        return JsonResponse({"problem": "submission"}, status=400)
    if brought.size > MOST_TEXT:
        return JsonResponse({"problem": "too large"}, status=413)
    try:
        files = _come(link, request.POST.get("files", "[]")) + _whole(link, request)
        text = brought.read()
        receipt = keep(link, text, files=files, at=now())
    except TryLater:
        return _later()
    return JsonResponse(
        {
            "instance": receipt.instance_id,
            "sha256": hashlib.sha256(text).hexdigest(),
            "quarantine": receipt.quarantine.value,
            "waiting": list(receipt.waiting),
        },
        status=202 if receipt.quarantine or receipt.waiting else 201,
    )


def _come(link: Link, told: str) -> list[Sent]:
    """Those of the files that have come whole, under this link."""
    try:
        names = {str(each["name"]): str(each["sha256"]) for each in json_of(told)}
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    here = {
        file.sha256: file
        for file in Arriving.objects.filter(link=link, sha256__in=set(names.values()), done=True)
        if arriving.is_here(file)
    }
    return [
        Sent(name, sha256, here[sha256].size, here[sha256].kind)
        for name, sha256 in names.items()
        if sha256 in here
    ]


def _whole(link: Link, request: HttpRequest) -> list[Sent]:
    """Files sent in one piece, by browsers that cannot make a hash of them."""
    organisation, found = link.questionnaire.organisation_id, []
    for file in request.FILES.getlist("file"):
        kept = storage.keep(organisation, file.chunks())
        name = plain_name(file.name or "")
        found.append(Sent(name, kept.sha256, kept.size, file.content_type or ""))
    return found


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, key: str, sha256: str) -> HttpResponse:
    """How much of a file is here (GET), or one more piece of it (POST, as it is).

    Whoever asks how much is here has a line that dies. The next piece goes over a connection of its
    own: what dies on one that was used before, browsers send once more by themselves.
    """
    link = access.link(key)
    if not _HASH.fullmatch(sha256):
        raise Http404
    if request.method == "GET":
        found = Arriving.objects.filter(link=link, sha256=sha256).first()
        answer = JsonResponse({"offset": arriving.offset_of(found) if found else 0})
        if request.META.get("SERVER_SOFTWARE", "").startswith("Granian"):
            answer["Connection"] = "close"  # other WSGI servers leave no connection to us
        return answer
    try:
        size, offset = int(request.GET["size"]), int(request.GET["offset"])
    except (KeyError, ValueError):
        return JsonResponse({"problem": "size"}, status=400)
    return _tried(lambda: _piece(request, link, sha256, size, offset))


def _piece(request: HttpRequest, link: Link, sha256: str, size: int, offset: int) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > arriving.LARGEST_PIECE:
        raise TooLarge
    kind = request.GET.get("kind", "")
    found = arriving.begin(link, sha256, size=size, kind=kind, at=now())
    here = arriving.add_piece(found, request.body, offset=offset)
    return JsonResponse({"offset": here})


def _tried(answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return answer()
    except Misplaced as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except TooLarge:
        return JsonResponse({"problem": "too large"}, status=413)
    except TryLater:
        return _later()


@csrf_exempt
@never_cache
@require_POST
def states(request: HttpRequest, key: str) -> HttpResponse:
    """How far submissions are; asked with ids that only the phone knows that made them."""
    link = access.link(key)
    try:
        ids = [str(each) for each in json_of(request.body)][:MOST_ASKED]
    except (ValueError, TypeError, RecursionError):
        return JsonResponse({"problem": "ids"}, status=400)
    return JsonResponse({"states": known_states(link.questionnaire, ids)})


def _later() -> HttpResponse:
    answer = JsonResponse({"problem": "later"}, status=503)
    answer["Retry-After"] = "60"
    return answer


def _for_good(answer: HttpResponseBase, link: Link) -> HttpResponseBase:
    # The page can empty what its worker keeps, but not what the browser does.
    kept = "no-store" if link.protects else "public, max-age=31536000, immutable"
    answer["Cache-Control"] = kept
    return answer
