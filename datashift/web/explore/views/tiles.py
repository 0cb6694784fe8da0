"""Boundary sets as tiles, whole or in the parts that a map asks for."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from datashift.exchange.tiles import MEDIA
from datashift.kit.byte_range import asked_part
from datashift.web.explore.http import HOUR, YEAR, for_everybody, release_or_404
from datashift.web.explore.queries import maps
from datashift.web.explore.queries import tiles as queries
from datashift.web.explore.views.withdrawn import withdrawn


@require_safe
def tiles(request: HttpRequest, boundaries: str) -> HttpResponseBase:
    """A set of ours: countries, their first level, their second."""
    outlines = queries.named(boundaries)
    if outlines is None:
        raise Http404
    return _sent(request, queries.file_of(outlines))


@require_safe
def release_tiles(
    request: HttpRequest, organisation: str, study: str, number: int
) -> HttpResponseBase:
    """The set that a release brings."""
    release = release_or_404(organisation, study, number)
    if release.withdrawn_at is not None:
        return withdrawn(request, release)
    outlines = maps.own_areas(release)
    if outlines is None:
        raise Http404
    return _sent(request, queries.file_of(outlines))


def _sent(request: HttpRequest, path: Path) -> HttpResponseBase:
    """The file, the part of it that is asked for, or word that it has not changed."""
    etag = f'"{path.stem}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        whole = request.headers.get("If-Range", etag) != etag
        answer = _part(path, "" if whole else request.headers.get("Range", ""))
    answer.headers["ETag"] = etag
    answer.headers["Accept-Ranges"] = "bytes"
    # Another set has another address; that of a release may be withdrawn.
    patch_cache_control(answer, public=True, max_age=YEAR, s_maxage=HOUR, immutable=True)
    return for_everybody(answer)


def _part(path: Path, header: str) -> HttpResponse:
    content = path.read_bytes()  # some ten thousand bytes
    part = asked_part(header, len(content))
    if part is None:
        return HttpResponse(content, content_type=MEDIA)
    if not part:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    answer = HttpResponse(content[part.start : part.stop], status=206, content_type=MEDIA)
    answer.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return answer
