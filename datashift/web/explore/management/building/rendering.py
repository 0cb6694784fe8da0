"""A page as the platform would answer it, without a server and without anybody asking."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.translation import override

from datashift.kit.language import spoken
from datashift.kit.language.addresses import language_of


class StaticRequest(HttpRequest):
    """A request of nobody, for a page that will be a file.

    Args:
        root: the address that the site will have, or "".
        address: path and query of the page.
        pictures: whether the site has cards, charts and maps as files.
        languages: those that the site has.
    """

    static_site = True

    def __init__(
        self, root: str, address: str, *, pictures: bool = False, languages: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.pictures, self.languages = pictures, languages
        parts = urlsplit(address)
        self.root = root
        self.method = "GET"
        self.path = self.path_info = parts.path
        self.GET = QueryDict(parts.query)
        self.META = {"REQUEST_METHOD": "GET", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}


def rendered(
    root: str, address: str, *, pictures: bool = False, languages: Sequence[str] = ()
) -> bytes:
    """The page.

    Raises:
        Http404: there is none.
    """
    request = StaticRequest(root, address, pictures=pictures, languages=languages)
    language = language_of(request.path)
    with override(language), spoken(language):
        match = resolve(request.path)
        request.resolver_match = match
        answer = match.func(request, *match.args, **match.kwargs)
        if getattr(answer, "streaming", False):
            return b"".join(answer.streaming_content)
        return bytes(answer.content)
