"""What every door for phones does first, and how it answers when something is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from html import escape
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from datashift.web.collect import access
from datashift.web.collect.access import Pass
from datashift.web.collect.actions.devices import see_device
from datashift.web.collect.http.digest import Asked, Unproven, challenge
from datashift.web.collect.http.openrosa import Answer, Pace, asked
from datashift.web.collect.storage import PATIENCE, TryLater

SEEN_EVERY = 60  # seconds

_pace = Pace()
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, UUID, Rest], HttpResponseBase]


class Refused(Exception):
    """The phone is not let in; what it is told instead, in the language that is spoken then.

    Args:
        blanks: fill the words.
    """

    def __init__(
        self,
        status: int,
        words: str | Promise,
        headers: dict[str, str] | None = None,
        blanks: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._told = status, words, headers, blanks

    @property
    def answer(self) -> Answer:
        status, words, headers, blanks = self._told
        return said(status, str(words) % blanks if blanks else words, headers)


def let_in(request: Asked, *, now: float) -> Pass:
    """The phone that asks.

    Raises:
        Refused: it did not show its password, or comes without end.
    """
    try:
        held = access.phone(request, now=now)
    except Unproven as unproven:
        told = challenge(request.device, now=now, stale=unproven.stale)
        words = _("This phone is not known here. Scan its code again, or ask for a new one.")
        raise Refused(401, words, {"WWW-Authenticate": told}) from unproven
    if not _pace.lets(held.device):
        words = _("This phone sends more often than any phone needs to. Wait a little.")
        raise Refused(429, words, {"Retry-After": str(PATIENCE)})
    if now - held.seen > SEEN_EVERY:
        see_device(held.device, at=datetime.fromtimestamp(now, UTC))
    return held


def said(status: int, words: str | Promise, headers: dict[str, str] | None = None) -> Answer:
    """A sentence for whoever holds the phone."""
    return Answer(status, response(str(words)), headers or {})


def response(words: str, nature: str = "", more: str = "") -> bytes:
    """An OpenRosaResponse."""
    nature = f' nature="{nature}"' if nature else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message{nature}>{escape(words)}</message>{more}</OpenRosaResponse>"
    ).encode()


def try_later() -> Answer:
    """Nothing was kept, so the phone keeps it."""
    words = _("We could not keep this now. It is still on your phone: send it again later.")
    return said(503, words, {"Retry-After": str(PATIENCE)})


def answered(work: Callable[[], Answer], *, language: str | None = None) -> Answer:
    """The work's answer; what stops it is told in words, in the language or that of the page."""
    try:
        return work()
    except Refused as refused:
        with override(language or get_language()):
            return refused.answer
    except (TryLater, OperationalError, InterfaceError):
        with override(language or get_language()):
            return try_later()


def through_django(answer: Answer) -> HttpResponse:
    """The answer as Django sends it."""
    whole = answer.complete(now=time.time())
    return HttpResponse(whole.body, status=whole.status, headers=whole.headers)


def openrosa_door(
    view: Callable[Concatenate[HttpRequest, Pass, Rest], HttpResponseBase],
) -> View[Rest]:
    """A view for phones: it is called with the phone's pass."""

    @csrf_exempt
    @wraps(view)
    def door(
        request: HttpRequest, device: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        try:
            held = let_in(asked(request, device), now=time.time())
            return view(request, held, *args, **kwargs)
        except Refused as refused:
            return through_django(refused.answer)
        except (TryLater, OperationalError, InterfaceError):
            return through_django(try_later())

    return cast(View[Rest], door)
