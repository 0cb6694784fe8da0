"""A recording over HTTP: whole, or the part that a player asks for (RFC 9110, 14.2)."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from datashift.kit.byte_range import asked_part
from datashift.web.collect.queries import recordings


def played(request: HttpRequest, path: Path) -> HttpResponseBase:
    """The recording without what it tells of the phone and the place.

    Raises:
        Problem: see `recordings.shown`.
    """
    found = recordings.shown(path)
    asked = asked_part(request.headers.get("range", ""), found.size)
    if asked is not None and not asked:
        return _private(
            HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
        )
    part = range(found.size) if asked is None else asked
    answer = StreamingHttpResponse(
        found.read(path, part.start, part.stop - 1),
        status=200 if asked is None else 206,
        content_type=found.kind,
    )
    answer["Content-Length"] = str(len(part))
    answer["Accept-Ranges"] = "bytes"
    if asked is not None:
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{found.size}"
    return _private(answer)


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
