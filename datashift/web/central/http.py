"""Answers in ODK Central's words, and bodies that come without saying how long they are.

https://docs.getodk.org/central-api/ ; codes as in the `Problem`s of getodk/central-backend.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from datashift.kit.documents import json_of

_BLOCK = 1 << 16


class Refused(Exception):
    """The request is not done; the answer's status is the whole part of the code."""

    def __init__(self, code: float, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details


def refusal(code: float, message: str, details: Any = None) -> JsonResponse:
    """An error as Central's clients read it."""
    told: dict[str, Any] = {"message": message, "code": code}
    if details:
        told["details"] = details
    return JsonResponse(told, status=int(code))


def success() -> JsonResponse:
    return JsonResponse({"success": True})


def blocks(request: HttpRequest, *, most: int) -> Iterator[bytes]:
    """The body in pieces, also where it is chunked (RFC 9112, 7.1): Django takes that for empty.

    Raises:
        Refused: it is longer than `most`.
    """
    stream: Any = request
    if "CONTENT_LENGTH" not in request.META and "HTTP_TRANSFER_ENCODING" in request.META:
        stream = request.META["wsgi.input"]
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > most:
            words = _("This is more than %(most)s MB at once.") % {"most": most // 1_000_000}
            raise Refused(413.0, words)
        yield block


def body(request: HttpRequest, *, most: int) -> bytes:
    """The whole body; raises as `blocks` does."""
    return b"".join(blocks(request, most=most))


def told(request: HttpRequest, *, most: int = 1_000_000) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Refused: it is none.
    """
    text = body(request, most=most)
    if b"\\u0000" in text:  # PostgreSQL keeps no such letter
        raise unreadable("json", len(text))
    try:
        found = json_of(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise unreadable("json", len(text)) from error
    if not isinstance(found, dict):
        raise unreadable("json", len(text))
    return found


def unreadable(kind: str, length: int) -> Refused:
    words = _("The %(length)s bytes that came cannot be read as %(format)s.")
    return Refused(400.1, words % {"length": length, "format": kind}, format=kind, rawLength=length)


def missing(field: str) -> Refused:
    words = _("The parameter %(field)s is missing.")
    return Refused(400.2, words % {"field": field}, field=field)


def unexpected(field: str, value: str, reason: str) -> Refused:
    words = _("%(value)s cannot be the %(field)s: %(reason)s.")
    told = {"field": field, "value": value, "reason": reason}
    return Refused(400.8, words % told, **told)
