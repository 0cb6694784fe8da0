"""The short way for a phone that sends: before Django's middleware, which it does not need.

Whatever is not plainly such a request goes on to Django, where the same view answers it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from datashift.web.collect.http.digest import Asked
from datashift.web.collect.http.openrosa import REASONS, Answer, is_safe
from datashift.web.collect.views.openrosa.sending import (
    IN_MEMORY,
    LANGUAGE,
    SHORT,
    is_text,
    sent,
    sent_soon,
)

_ADDRESS = re.compile(r"/collect/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/submission")

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Respond = Callable[[int, list[tuple[str, str]], bytes], object]  # status, headers, body


class Front:
    """WSGI around the platform's own."""

    def __init__(self, platform: Application) -> None:
        self._platform = platform

    def __call__(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        told = asked_by(environment)
        if told is None:
            return self._platform(environment, start)
        body = environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
        try:
            answer = sent(
                told, environment.get("CONTENT_TYPE", ""), body, environment.get(LANGUAGE, "")
            )
        finally:
            # A pooled connection goes back; SQLite's stays with its thread.
            if settings.POSTGRESQL:
                connection.close()
        length = ("Content-Length", str(len(answer.body)))
        headers = answer.whole_headers(now=time.time())
        start(REASONS[answer.status], [*headers.items(), length])
        return [answer.body]

    def takes(self, environment: Environment, respond: Respond) -> bool:
        """Whether the request will be answered by `respond`, later and from another thread.

        Only a text without files is taken; whatever else there is can still be answered by a call.
        """
        told = asked_by(environment)
        if told is None or int(environment["CONTENT_LENGTH"]) > SHORT:
            return False
        body = environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
        if not is_text(body):
            environment["wsgi.input"] = BytesIO(body)
            return False

        def then(answer: Answer) -> None:
            headers = answer.whole_headers(now=time.time())
            respond(answer.status, list(headers.items()), answer.body)

        sent_soon(
            told, environment.get("CONTENT_TYPE", ""), body, environment.get(LANGUAGE, ""), then
        )
        return True


def asked_by(environment: Environment) -> Asked | None:
    """What a request says of itself, if it may go the short way; None if Django must answer it."""
    device = _device_of(environment)
    if device is None:
        return None
    return Asked(
        device=device,
        authorization=environment.get("HTTP_AUTHORIZATION", ""),
        method="POST",
        path=environment.get("SCRIPT_NAME", "") + environment["PATH_INFO"],
        query=environment.get("QUERY_STRING", ""),
        safe=is_safe(secure=_is_secure(environment), host=environment.get("HTTP_HOST", "")),
    )


def _device_of(environment: Environment) -> UUID | None:
    """The phone's key in the address, if the request may go the short way."""
    if environment["REQUEST_METHOD"] != "POST":
        return None
    found = _ADDRESS.fullmatch(environment["PATH_INFO"])
    length = environment.get("CONTENT_LENGTH") or ""
    if found is None or not length.isdecimal() or not 0 < int(length) <= IN_MEMORY:
        return None
    if settings.HTTPS and not _is_secure(environment):
        return None  # Django sends it on to https
    return UUID(found[1])


def _is_secure(environment: Environment) -> bool:
    name, value = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("", "")
    if name:
        return bool(environment.get(name, "").split(",")[0].strip() == value)
    return bool(environment["wsgi.url_scheme"] == "https")
