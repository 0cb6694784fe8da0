"""What every answer passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from datashift.kit.problem import Problem

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing of ours asks for these; a page that is tricked into asking gets nothing.
POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

PACKED = ("application/zip", "application/vnd.", "font/", "image/png", "image/jpeg")


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


class Squeeze(GZipMiddleware):
    """Compress what gets smaller by it: text, and never what is packed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        # What was filled up to hide its size would show it again.
        if kind.startswith(PACKED) or hasattr(response, "is_padded"):
            return response
        return super().process_response(request, response)


class PlainProblems:
    """Input that cannot be used becomes a plain page, wherever in the library it was noticed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        return render(request, "problem.html", {"problem": exception}, status=400)
