"""What every answer passes through."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from importlib.util import find_spec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from datashift.kit.problem import Problem
from datashift.web.collect.storage.folder import PATIENCE, TryLater

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing of ours asks for these; a page that is tricked into asking gets nothing.
POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

_TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_BROTLI = 5  # of 11: as small as the sixth within a hundredth, in half the time
_WORTH_IT = 200  # bytes
PACKED = ("application/zip", "application/vnd.", "font/", "image/png", "image/jpeg")


def without_nul(answer: Answer) -> Answer:
    """Leave out of what a page is asked with the one letter that PostgreSQL takes in no text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return answer(request)

    return middleware


def quiet_browser(answer: Answer) -> Answer:
    """Switch off what no page needs, and keep pages of signed-in people out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if hasattr(request, "user") and request.session.accessed and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class _Exact(GZipMiddleware):
    """By gzip, as small as it gets."""

    max_random_bytes = 0


class Squeeze(GZipMiddleware):
    """Compress what gets smaller by it: text, and never what is packed already.

    Pages for everybody go by Brotli to whoever takes it: a seventh less, so that a page is whole in
    the first flight of TCP, and by gzip to others. The rest go by gzip whose length Django blurs: they
    may hold secrets.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self._exact = _Exact(answer)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return _as_it_was_sent(request, response)
        kind = response.headers.get("Content-Type", "")
        # What was filled up to hide its size would show it again.
        if kind.startswith(PACKED) or hasattr(response, "is_padded"):
            return response
        if isinstance(response, HttpResponse) and _goes_by_brotli(request, response):
            return _by_brotli(response)
        if _is_for_everybody(response):
            return self._exact.process_response(request, response)
        return super().process_response(request, response)


def _as_it_was_sent(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Word that nothing changed, with the tag that the whole has: another's is not taken by caches.

    RFC 9111, 4.3.4. What was sent squeezed has a weak tag, which the asker gives back.
    """
    tag = response.headers.get("ETag", "")
    if tag.startswith('"') and f"W/{tag}" in request.headers.get("If-None-Match", ""):
        response.headers["ETag"] = f"W/{tag}"
        patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _goes_by_brotli(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        find_spec("brotli") is not None
        and _TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")) is not None
        and _is_for_everybody(response)
        and not response.has_header("Content-Encoding")
        and len(response.content) >= _WORTH_IT
    )


def _is_for_everybody(response: HttpResponseBase) -> bool:
    return "public" in response.headers.get("Cache-Control", "")


def _by_brotli(response: HttpResponse) -> HttpResponse:
    import brotli  # type: ignore[import-untyped]

    response.content = brotli.compress(
        response.content, mode=brotli.MODE_TEXT, quality=_BROTLI, lgwin=18
    )
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "br"
    patch_vary_headers(response, ("Accept-Encoding",))
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"  # the same page, other bytes
    return response


class PlainProblems:
    """Input that cannot be used becomes a plain page, wherever in the library it was noticed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *rest: object) -> None:
        """No address with this letter leads anywhere; Central's interface says so by itself."""
        found = request.resolver_match
        if "\x00" in request.path and found is not None and found.app_name != "central":
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TryLater):
            response = render(request, "try_later.html", status=503)
            response.headers["Retry-After"] = str(PATIENCE)
            return response
        if not isinstance(exception, Problem):
            return None
        return render(request, "problem.html", {"problem": exception}, status=400)
