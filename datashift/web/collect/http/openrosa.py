"""Requests and answers of OpenRosa, apart from what carries them.

The same answer goes out through Django and through `front`, which leaves out what a phone that
sends does not need.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import trans_real
from django.utils.translation.trans_real import parse_accept_lang_header

from datashift.web.collect.http.digest import Asked

VERSION = {"X-OpenRosa-Version": "1.0"}
# What stock ODK Collect puts into one POST: about one photograph, so that a line that dies costs
# one photograph and not all of them. Larger files are taken all the same.
MOST_AT_ONCE = 2_000_000
XML = "text/xml; charset=utf-8"
_COMMON = {
    **VERSION,
    "Content-Type": XML,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
PER_SECOND, AT_ONCE = 300.0, 3_000.0  # requests of one phone


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def complete(self, *, now: float) -> Answer:
        """With what every answer of OpenRosa carries."""
        return replace(self, headers=self.whole_headers(now=now))

    def whole_headers(self, *, now: float) -> dict[str, str]:
        """The headers with those that every answer of OpenRosa carries."""
        return {**_COMMON, "Date": _date(int(now)), **self.headers}

    def written(self, *, now: float) -> bytes:
        """The bytes of the answer in HTTP/1.1."""
        headers = self.whole_headers(now=now) | {"Content-Length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {REASONS[self.status]}\r\n{lines}\r\n".encode("latin-1") + self.body


@lru_cache(maxsize=4)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def asked(request: HttpRequest, device: UUID) -> Asked:
    """What a Django request says of itself."""
    meta = request.META
    return Asked(
        device=device,
        authorization=meta.get("HTTP_AUTHORIZATION", ""),
        method=request.method or "",
        path=meta.get("SCRIPT_NAME", "") + meta.get("PATH_INFO", ""),
        query=meta.get("QUERY_STRING", ""),
        safe=is_safe(secure=request.is_secure(), host=meta.get("HTTP_HOST", "")),
    )


def is_safe(*, secure: bool, host: str) -> bool:
    """Whether a password may stand in the request: it is encrypted, or does not leave here."""
    name = host.rpartition(":")[0] or host
    return secure or name in {"localhost", "127.0.0.1", "[::1]"}


@lru_cache(maxsize=256)
def language_of(accepted: str) -> str:
    """The first of our languages among those that the header asks for."""
    for code, _quality in parse_accept_lang_header(accepted[:200].lower()):
        try:
            return trans_real.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class Pace:
    """A phone may come often, not without end: a bucket of `AT_ONCE` that fills again."""

    def __init__(self, per_second: float = PER_SECOND, at_once: float = AT_ONCE) -> None:
        self._per_second, self._at_once = per_second, at_once
        self._left: dict[object, tuple[float, float]] = {}
        self._lock = Lock()

    def lets(self, who: object, moment: float | None = None) -> bool:
        """Whether one more request is let through now."""
        moment = time.monotonic() if moment is None else moment
        with self._lock:
            if len(self._left) > 10_000:
                self._left.clear()
            left, last = self._left.get(who, (self._at_once, moment))
            left += (moment - last) * self._per_second
            if left > self._at_once:
                left = self._at_once
            self._left[who] = (left - 1 if left >= 1 else left, moment)
            return left >= 1
