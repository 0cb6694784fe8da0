"""Which language a page is in: its address says so, and nothing else does.

English stands at the permanent address, every other language behind a prefix of its own:
`/findings/…`, `/es/findings/…`. So a page can be kept in any cache and never comes out in the wrong
language. A language that was chosen is remembered in a cookie, and leads from an address without
prefix to the page in that language (docs/decisions/0004-language-in-the-address.md).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from datashift.kit.language import spoken
from datashift.kit.language.addresses import in_language, language_of

Answer = Callable[[HttpRequest], HttpResponse]


def answer_in_language(answer: Answer) -> Answer:
    """Let site and library speak the language of the address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        if language not in dict(settings.LANGUAGES):
            language = "en"  # where no address begins like that
        wanted = _wanted(request) if language == "en" else language
        if wanted != language:
            with translation.override(wanted):
                if is_valid_path(in_language(request.path_info, wanted)):
                    return _lead(request, wanted)
        with translation.override(language), spoken(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        if language == "en" and _may_lead(request):
            patch_vary_headers(response, _asked(request))
        return response

    return middleware


def _may_lead(request: HttpRequest) -> bool:
    """Whether somebody opens a page here, for whom another language could be better."""
    return (
        len(settings.LANGUAGES) > 1
        and request.method in {"GET", "HEAD"}
        and "text/html" in request.headers.get("Accept", "")
        and "HX-Request" not in request.headers
    )


def _wanted(request: HttpRequest) -> str:
    """The language that was chosen once; at the start page also what the browser asks for."""
    if not _may_lead(request):
        return "en"
    if request.path_info == "/":
        return translation.get_language_from_request(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "en")
    return chosen if chosen in dict(settings.LANGUAGES) else "en"


def _asked(request: HttpRequest) -> list[str]:
    return ["Accept", "Cookie", *(["Accept-Language"] if request.path_info == "/" else [])]


def _lead(request: HttpRequest, language: str) -> HttpResponse:
    response = HttpResponseRedirect(in_language(request.get_full_path(), language))
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, _asked(request))
    return response
