"""How pages for reporters are asked for and answered: no cookie, no session, nothing on the disk.

Every page of theirs is filled up to the same few sizes, so that who watches the line cannot tell
from it whether something was read, refused or sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from datashift.questionnaires.sealing import Busy
from datashift.web.collect.storage import PATIENCE, TryLater
from datashift.web.reports.models.boxes import ELSEWHERE

MOST = 24_000_000  # bytes of a request
SMALLEST = 32 << 10  # bytes of a page
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

View = Callable[..., HttpResponse]


class OnlyInMemory(MemoryFileUploadHandler):
    """Photographs are never written down before they are sealed."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig
        self.activated = True


def in_memory(view: View) -> View:
    """Whatever is uploaded to the view stays in memory."""

    @wraps(view)
    def bounded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        request.upload_handlers = [OnlyInMemory(request)]
        return view(request, **arguments)

    return bounded


def for_reporters(view: View) -> View:
    """A page for somebody who must not be known."""

    @csrf_exempt  # no cookie, so no other site could use anybody's: docs/safety.md
    @require_http_methods(["GET", "HEAD", "POST"])
    @in_memory
    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
        request.keeps_nothing = True  # type: ignore[attr-defined]
        try:
            response = view(request, **arguments)
        except (TryLater, Busy):
            context = {"elsewhere": ELSEWHERE}
            response = render(request, "reports/try_later.html", context, status=503)
            response.headers["Retry-After"] = str(PATIENCE)
        for name, value in SAFE.items():
            response.headers[name] = value
        return padded(response)

    return answered


def padded(response: HttpResponse) -> HttpResponse:
    """Fill a page up to the next power of two with what cannot be compressed."""
    size, room = SMALLEST, len(response.content) + len("<!---->")
    while size < room:
        size *= 2
    filling = secrets.token_hex((size - room + 1) // 2)[: size - room]
    response.content += f"<!--{filling}-->".encode()
    response.is_padded = True  # type: ignore[attr-defined]
    return response
