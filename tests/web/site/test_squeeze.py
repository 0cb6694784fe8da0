"""Pages for everybody are made as small as the reader takes them; others keep their length vague."""

from __future__ import annotations

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpRequest, HttpResponse

from datashift.web.site.middleware import Squeeze

PAGE = b"<p>What people count for themselves.</p>" * 100


def squeezed(accepted: str, **headers: str) -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepted
    answer = Squeeze(lambda _: HttpResponse(PAGE, headers={"ETag": '"a"', **headers}))(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_page_for_everybody_goes_by_brotli() -> None:
    answer = squeezed("gzip, deflate, br", **{"Cache-Control": "public, max-age=60"})
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content) == PAGE
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["ETag"] == 'W/"a"'
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_only_the_length_of_what_is_not_for_everybody_is_made_vague() -> None:
    for kept, lengths in (("public, max-age=60", 1), ("private, no-store", 2)):
        seen = {len(squeezed("gzip", **{"Cache-Control": kept}).content) for _ in range(40)}
        assert min(len(seen), 2) == lengths


@pytest.mark.parametrize(
    ("accepted", "kept"),
    [
        ("gzip", "public"),
        ("gzip, br;q=0", "public"),
        ("gzip, br", "private, no-store"),  # its length would tell what is in it
        ("gzip, br", ""),
    ],
)
def test_other_pages_go_by_gzip(accepted: str, kept: str) -> None:
    headers = {"Cache-Control": kept} if kept else {}
    assert squeezed(accepted, **headers).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("asked", "told"), [('W/"a"', 'W/"a"'), ('"a"', '"a"'), ('"b", W/"a"', 'W/"a"')]
)
def test_what_has_not_changed_has_the_tag_it_was_sent_with(asked: str, told: str) -> None:
    request = HttpRequest()
    request.META |= {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_IF_NONE_MATCH": asked}
    answer = Squeeze(lambda _: HttpResponse(status=304, headers={"ETag": '"a"'}))(request)
    assert isinstance(answer, HttpResponse)
    assert answer.headers["ETag"] == told
