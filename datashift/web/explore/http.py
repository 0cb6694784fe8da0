"""What public pages share: how long they are kept, and where things are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from datashift.kit.language.addresses import permanent
from datashift.sdg.outlines import Outlines
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore import styles
from datashift.web.explore.queries import held, maps, tiles
from datashift.web.explore.queries.formats import FORMS

View = Callable[..., HttpResponse]
OK = 200
_STYLE = "datashift.style"  # the hash of the style in the page, for its policy
MINUTE, HOUR, YEAR = 60, 60 * 60, 60 * 60 * 24 * 365


def public(view: View) -> View:
    """A page for everybody: kept for a minute anywhere, then asked for again by its ETag.

    It comes with its style inside. A browser that is told "not modified" takes the policy of that
    answer for the page it has kept, so both answers allow the same style.
    """

    @conditional_page
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=MINUTE)
        if _is_page(response):
            response.content, style = styles.inlined(response.content)
            request.META[_STYLE] = style
        return response

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if hasattr(request, "static_site"):  # a file has neither headers nor its style inside
            return view(request, *args, **kwargs)
        response: HttpResponse = shown(request, *args, **kwargs)
        if style := request.META.get(_STYLE):
            csp_update({"style-src": [style]})(lambda _: response)(request)
        return response

    return answered


def _is_page(response: HttpResponse) -> bool:
    return response.status_code == OK and response.get("Content-Type", "").startswith("text/html")


def address(name: str, *args: object) -> str:
    """Where a page is, as Django's `reverse` says it, of which each page asks twenty times."""
    return _address(get_language(), get_urlconf(), get_script_prefix(), name, *args)


@lru_cache(maxsize=8192)
def _address(spoken: str | None, urls: str | None, prefix: str, name: str, *args: object) -> str:
    del spoken, urls, prefix  # reverse reads them
    return reverse(name, args=args)


def release_path(release: Release) -> list[Any]:
    """The arguments that every address of a release begins with."""
    return [release.study.organisation.slug, release.study.slug, release.number]


def release_address(release: Release) -> str:
    """Where a release is, for ever."""
    return _release_address(get_language(), *release_path(release))


def finding_address(finding: Finding) -> str:
    """Where a finding is, for ever: the finding of this release."""
    return below_release(finding.release, "finding", finding.key)


def embed_address(finding: Finding) -> str:
    """Where its card for other people's pages is, for ever."""
    return below_finding(finding, "embed")


def comparison_address(finding: Finding, official: int | str) -> str:
    """Where it stands beside an official figure: that number of its release, or that series."""
    first = below_finding(finding, "comparison", 1)  # of series there are too many to keep
    return f"{first.removesuffix('1/')}{official}/"


def below_release(release: Release, name: str, *rest: str) -> str:
    """Where a thing of a release is: a file of it, a format."""
    return release_address(release) + ending_of_release(name, *rest)


def below_finding(finding: Finding, name: str, *rest: str | int) -> str:
    """Where a thing of a finding is: its card, a format, a picture."""
    return finding_address(finding) + ending_of_finding(name, *rest)


def tiles_of(finding: Finding) -> list[tuple[Outlines, str]]:
    """The boundary sets of a finding's map and where their tiles are, the same for every language:
    its areas, then the country they lie in; none without a map."""
    areas = maps.ground(finding).outlines if maps.may_be_mapped(finding) else None
    if areas is None:
        return []
    own = maps.own_areas(finding.release) is not None
    address = below_release(finding.release, "release_tiles") if own else _tiles_address(areas)
    country = tiles.ground_of(finding.country)
    ground = [(country, permanent(_tiles_address(country)))] if country is not None else []
    return [(areas, permanent(address)), *ground]


def _tiles_address(outlines: Outlines) -> str:
    return reverse("explore:tiles", args=[tiles.name_of(outlines)])


def ending_of_release(name: str, *rest: str) -> str:
    """The end of the address of a thing of a release, after the release's own."""
    return _below("release", ("a", "a", 1), name, *rest)


def ending_of_finding(name: str, *rest: str | int) -> str:
    """The end of the address of a thing of a finding, after the finding's own."""
    return _below("finding", ("a", "a", 1, "a"), name, *rest)


def ending_of_indicator(name: str, *rest: str) -> str:
    """The end of the address of a thing of an indicator, after the indicator's own."""
    return _below("indicator", ("1.1.1",), name, *rest)


@lru_cache(maxsize=4096)
def _release_address(language: str | None, *path: str | int) -> str:
    del language  # reverse reads it
    return reverse("explore:release", args=path)


@lru_cache(maxsize=1024)
def _below(whole: str, some: tuple[str | int, ...], name: str, *rest: str | int) -> str:
    """The end of an address, which is the same whatever release or finding it is of."""
    begins = reverse(f"explore:{whole}", args=some)
    return reverse(f"explore:{name}", args=[*some, *rest]).removeprefix(begins)


def release_or_404(organisation: str, study: str, number: int) -> Release:
    """The release of that address, withdrawn or not."""
    return get_object_or_404(
        Release.objects.select_related("study__organisation"),
        study__organisation__slug=organisation,
        study__slug=study,
        number=number,
    )


def finding_or_404(organisation: str, study: str, number: int, key: str) -> Finding:
    """The finding of that address, of a release that was withdrawn or not."""
    return held.finding(organisation, study, number, key) or get_object_or_404(
        Finding.objects.select_related("release__study__organisation"),
        release__study__organisation__slug=organisation,
        release__study__slug=study,
        release__number=number,
        key=key,
    )


def absolute(request: HttpRequest, path: str, *, spoken: bool = False) -> str:
    """The address with its host, as it is written on paper: for ever, and in no language.

    Args:
        spoken: keep the language of the address, where a page speaks of itself.

    A page of a site of files stands where that site stands, or nobody knows where: it has no host.
    """
    if "://" in path:
        return path
    if not spoken:
        path = permanent(path)
    root: str | None = getattr(request, "root", None)
    if root is not None:
        return f"{root}{path}"
    if settings.PUBLIC_ADDRESS:
        return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}"
    return request.build_absolute_uri(path)


class CodeConverter:
    """A code of the framework in an address: 6-1-1 (6.1.1 is understood too)."""

    regex = r"\d{1,2}[-.][0-9a-d]{1,2}(?:[-.]\d{1,2})?"

    def to_python(self, value: str) -> str:
        return value.replace("-", ".")

    def to_url(self, value: str) -> str:
        return value.replace(".", "-")


class FormConverter:
    """The name of a format in an address: xlsx, sdmx-ml-3.0."""

    regex = "|".join(map(re.escape, sorted(FORMS, key=len, reverse=True)))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


Answer = TypeVar("Answer", bound=HttpResponseBase)


def for_everybody(response: Answer) -> Answer:
    """Let scripts of other sites read it: open data, and no cookie ever counts here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def public_data(view: View) -> View:
    """A page for everybody that other sites may read too."""
    shown = public(view)

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return for_everybody(shown(request, *args, **kwargs))

    return opened
