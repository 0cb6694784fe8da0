"""The doors of phones that were added by the API: OpenRosa, with the token in the address."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from datashift.web.central import access
from datashift.web.central.access import NotSignedIn
from datashift.web.collect.access import Pass, forms_for
from datashift.web.collect.actions.devices import see_device
from datashift.web.collect.http.openrosa import MOST_AT_ONCE, Answer, Pace
from datashift.web.collect.models import Version
from datashift.web.collect.storage import PATIENCE, TryLater
from datashift.web.collect.views.openrosa.door import (
    SEEN_EVERY,
    Refused,
    said,
    through_django,
    try_later,
)
from datashift.web.collect.views.openrosa.lists import file_given, files_listed, forms_listed
from datashift.web.collect.views.openrosa.sending import brought_by, taken

View = Callable[..., HttpResponseBase]
_pace = Pace()


def door(**methods: View) -> View:
    """One address for phones: a view for each method, called with the phone's pass."""
    if "GET" in methods:
        methods.setdefault("HEAD", methods["GET"])

    @csrf_exempt
    def view(request: HttpRequest, token: str, project: int, **more: Any) -> HttpResponseBase:
        try:
            if "\x00" in request.path:
                raise Http404
            held = _let_in(token, project)
            wanted = methods.get(request.method or "")
            if wanted is None:
                return through_django(said(405, _("This cannot be done here.")))
            return wanted(request, held, token=token, **more)
        except Refused as refused:
            return through_django(refused.answer)
        except Http404:
            return through_django(said(404, _("There is no such thing here.")))
        except (TryLater, OperationalError, InterfaceError):
            return through_django(try_later())

    return view


def _let_in(token: str, project: int) -> Pass:
    try:
        held = access.phone(token)
    except NotSignedIn as error:
        words = _("This phone is not known here. Scan its code again, or ask for a new one.")
        raise Refused(401, words) from error
    if held.organisation != project:
        raise Http404
    if not _pace.lets(held.device):
        words = _("This phone sends more often than any phone needs to. Wait a little.")
        raise Refused(429, words, {"Retry-After": str(PATIENCE)})
    moment = time.time()
    if moment - held.seen > SEEN_EVERY:
        see_device(held.device, at=datetime.fromtimestamp(moment, UTC))
    return held


def _form_list(request: HttpRequest, held: Pass, token: str) -> HttpResponse:
    return forms_listed(request, held, partial(_address, request, held, token))


def _form(request: HttpRequest, held: Pass, token: str, form: str) -> HttpResponse:
    return through_django(Answer(200, bytes(_version(request, held, form).xform)))


def _manifest(request: HttpRequest, held: Pass, token: str, form: str) -> HttpResponse:
    version = _version(request, held, form)
    return files_listed(version, held, partial(_address, request, held, token))


def _media(request: HttpRequest, held: Pass, token: str, form: str, name: str) -> HttpResponseBase:
    found = _version(request, held, form).media.exclude(sha256="")
    return file_given(get_object_or_404(found, name=name), held)


def _ready(request: HttpRequest, held: Pass, token: str) -> HttpResponse:
    most = {"X-OpenRosa-Accept-Content-Length": str(MOST_AT_ONCE)}
    answer = Answer(204, headers={"Location": request.build_absolute_uri(), **most})
    return through_django(answer)


def _send(request: HttpRequest, held: Pass, token: str) -> HttpResponse:
    return through_django(taken(held, brought_by(request), now=time.time()))


def _version(request: HttpRequest, held: Pass, form: str) -> Version:
    """The newest version that the phone may have, or the one that ?version names."""
    found = forms_for(held).filter(questionnaire__form_id=form).order_by("-number")
    if "version" in request.GET:
        return get_object_or_404(found, name=request.GET["version"])
    newest = found.first()
    if newest is None:
        raise Http404
    return newest


def _address(
    request: HttpRequest, held: Pass, token: str, name: str, version: Version, *more: str
) -> str:
    form = version.questionnaire.form_id
    place = reverse(f"central:phone_{name}", args=[token, held.organisation, form, *more])
    # Of several versions the phone may ask for an older one.
    return request.build_absolute_uri(place) + "?" + urlencode({"version": version.name})


phone_form_list = door(GET=_form_list)
phone_form = door(GET=_form)
phone_manifest = door(GET=_manifest)
phone_media = door(GET=_media)
phone_send = door(GET=_ready, POST=_send)
