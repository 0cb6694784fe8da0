"""Releases, findings and indicators in everybody's format."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from datashift import sdg
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore.http import (
    HOUR,
    MINUTE,
    YEAR,
    absolute,
    finding_or_404,
    for_everybody,
    public,
    release_address,
    release_or_404,
)
from datashift.web.explore.queries import exports
from datashift.web.explore.queries.exports import Address, Export
from datashift.web.explore.queries.formats import FORMS, Form
from datashift.web.explore.queries.kept import SQUEEZED
from datashift.web.explore.views.withdrawn import withdrawn


@require_safe
def release_export(
    request: HttpRequest, organisation: str, study: str, number: int, form: str
) -> HttpResponseBase:
    release = release_or_404(organisation, study, number)
    if release.withdrawn_at is not None:
        return withdrawn(request, release)
    return sent(request, exports.of_release(release, FORMS[form]), for_ever=True)


@require_safe
def release_export_file(
    request: HttpRequest, organisation: str, study: str, number: int, form: str, file: str
) -> HttpResponseBase:
    release = release_or_404(organisation, study, number)
    if release.withdrawn_at is not None:
        return withdrawn(request, release)
    return _file(request, release, None, FORMS[form], file)


@public
def finding_formats(
    request: HttpRequest, organisation: str, study: str, number: int, key: str
) -> HttpResponse:
    """One finding in every format: its own page holds those that most people take."""
    finding = finding_or_404(organisation, study, number, key)
    if finding.release.withdrawn_at is not None:
        return withdrawn(request, finding.release, finding)
    context = {"finding": finding, "release": finding.release, "current": "findings"}
    return render(request, "explore/finding_formats.html", context)


@require_safe
def finding_export(
    request: HttpRequest, organisation: str, study: str, number: int, key: str, form: str
) -> HttpResponseBase:
    finding = finding_or_404(organisation, study, number, key)
    if finding.release.withdrawn_at is not None:
        return withdrawn(request, finding.release, finding)
    return sent(request, exports.of_finding(finding, _of_one(form)), for_ever=True)


@require_safe
def finding_export_file(
    request: HttpRequest, organisation: str, study: str, number: int, key: str, form: str, file: str
) -> HttpResponseBase:
    finding = finding_or_404(organisation, study, number, key)
    if finding.release.withdrawn_at is not None:
        return withdrawn(request, finding.release, finding)
    return _file(request, finding.release, finding, _of_one(form), file)


@require_safe
def indicator_export(request: HttpRequest, indicator: str, form: str) -> HttpResponseBase:
    """An indicator as all organisations counted it."""
    try:
        code = sdg.indicator(indicator).code
    except KeyError:
        raise Http404 from None
    export = exports.of_indicator(code, _of_one(form), _address(request))
    if export.modified is None:
        raise Http404
    return sent(request, export)


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    return sent(request, exports.everything(_address(request)))


@require_safe
def catalogue(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The releases as a catalogue that data portals harvest."""
    here = absolute(request, request.path)
    return sent(request, exports.catalogue(ending, _address(request), here), attached=False)


def sent(
    request: HttpRequest, export: Export, *, for_ever: bool = False, attached: bool = True
) -> HttpResponseBase:
    """The file, or word that it has not changed; compressed for those who can read that."""
    squeezed = export.squeezes and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{export.key[:32]}{"-gz" if squeezed else ""}"'
    modified = int(export.modified.timestamp()) if export.modified is not None else None
    known = get_conditional_response(request, etag=etag, last_modified=modified)
    answer = _whole(export, squeezed=squeezed, attached=attached) if known is None else known
    answer.headers["ETag"] = etag
    if modified is not None:
        answer.headers["Last-Modified"] = http_date(modified)
    if export.squeezes:
        patch_vary_headers(answer, ["Accept-Encoding"])
    if for_ever:
        # It never changes, but it may be withdrawn: caches that many share ask again.
        patch_cache_control(answer, public=True, max_age=YEAR, s_maxage=HOUR, immutable=True)
    else:
        patch_cache_control(answer, public=True, max_age=MINUTE)
    return for_everybody(answer)


def _whole(export: Export, *, squeezed: bool, attached: bool) -> HttpResponseBase:
    path = export.path()
    served = Path(f"{path}{SQUEEZED}") if squeezed else path
    answer = FileResponse(
        served.open("rb"),
        as_attachment=attached,
        filename=export.name,
        content_type=export.media,
    )
    if squeezed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _file(
    request: HttpRequest, release: Release, finding: Finding | None, form: Form, file: str
) -> HttpResponseBase:
    try:
        export = exports.file_of(release, finding, form, file)
        return sent(request, export, for_ever=True, attached=False)
    except KeyError:
        raise Http404 from None


def _of_one(form: str) -> Form:
    found = FORMS[form]
    if not found.of_one:
        raise Http404
    return found


def _address(request: HttpRequest) -> Address:
    return lambda release: absolute(request, release_address(release))
