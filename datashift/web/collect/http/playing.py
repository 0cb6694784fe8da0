"""A recording over HTTP: whole, or the part that a player asks for (RFC 9110, 14.2)."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from datashift.web.collect.queries import recordings

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def played(request: HttpRequest, path: Path) -> HttpResponseBase:
    """The recording without what it tells of the phone and the place.

    Raises:
        Problem: see `recordings.shown`.
    """
    found = recordings.shown(path)
    first, last = 0, found.size - 1
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is not None and not any(asked.groups()):
        asked = None
    if asked:
        if asked[1]:
            first, last = int(asked[1]), min(int(asked[2] or last), last)
        else:  # the last so many bytes
            first = max(0, found.size - int(asked[2]))
        if first > last:
            return _private(
                HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
            )
    answer = StreamingHttpResponse(
        found.read(path, first, last), status=206 if asked else 200, content_type=found.kind
    )
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    if answer.status_code == 206:
        answer["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return _private(answer)


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
