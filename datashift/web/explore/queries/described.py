"""What a page holds, as schema.org has it: search engines for data read it from the page."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from datashift.exchange import catalogue
from datashift.exchange.languages import told_in
from datashift.kit import language
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore import http
from datashift.web.explore.queries import published, said
from datashift.web.explore.queries.formats import FORMS

Absolute = Callable[[str], str]
"""The address of a path, with its host."""
_OF_FINDING = ("xlsx", "csv")
_TOLD = ("xlsx", "csv", "sdmx-ml", "parquet")
# What a page in another language says of the Dataset; the rest stands where its @id is.
_ELSEWHERE = (
    *("@context", "@type", "@id", "name", "description", "inLanguage"),
    *("license", "creator", "url"),
)
_MOST = 1024
_known: OrderedDict[tuple[str, int | None], dict[str, Any]] = OrderedDict()


def release(one: Release, absolute: Absolute) -> dict[str, Any]:
    """The release as a Dataset of the catalogue of this site."""
    path = _path(one)
    return _told(one, None) | {
        **_where(absolute(reverse("explore:release", args=path)), one),
        "distribution": [
            _distribution(name, absolute(reverse("explore:release_export", args=[*path, name])))
            for name in _TOLD
        ],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": "DataShift",
            "url": absolute(reverse("explore:home")),
        },
    }


def finding(one: Finding, absolute: Absolute) -> dict[str, Any]:
    """The finding as a Dataset that is a part of its release."""
    whole = absolute(http.release_address(one.release))
    content = _told(one.release, one) | {
        **_where(absolute(http.finding_address(one)), one.release),
        "name": _headline(one),
        "alternateName": one.title,
        "isPartOf": {"@type": "Dataset", "@id": whole, "name": one.release.title},
        "distribution": [
            _distribution(name, absolute(http.below_finding(one, "finding_export", name)))
            for name in _OF_FINDING
        ],
    }
    if language.current() == "en":
        return content
    return {name: content[name] for name in _ELSEWHERE if name in content}


def _headline(one: Finding) -> str:
    with language.spoken(told_in(one.language)):
        return said.headline(one)


def _path(release: Release) -> list[Any]:
    return [release.study.organisation.slug, release.study.slug, release.number]


def _where(address: str, release: Release) -> dict[str, str]:
    return {"@id": address, "url": address, "version": str(release.number)}


def _distribution(name: str, address: str) -> dict[str, str]:
    form = FORMS[name]
    return {
        "@type": "DataDownload",
        "name": form.standard,
        "encodingFormat": form.media.partition(";")[0],
        "contentUrl": address,
    }


def _told(release: Release, finding: Finding | None) -> dict[str, Any]:
    """What does not depend on where it stands; a release never changes, so that it is read once."""
    key = (release.manifest_sha256, finding.position if finding is not None else None)
    if key not in _known:
        opened = published.opened(release)
        if finding is not None:
            opened = dataclasses.replace(opened, findings=(published.told(finding),))
        _known[key] = catalogue.dataset(opened)
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return _known[key]
