"""What machines are given besides JSON answers: files, feeds, pictures, catalogues.

They are views of their own; here they enter the OpenAPI document, from their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import get_resolver

from datashift.figures.pictures import PICTURES
from datashift.web.explore.queries.formats import FORMS
from datashift.web.explore.queries.pictures import OF_INDICATOR
from datashift.web.explore.queries.published import FILES

_BLANK = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_NUMBERS = {"int"}
_STATE = {
    "place": "Slug of a place",
    "area": "Slug of a part of it",
    "group": "Dimension and code: SEX:F",
    "unit": "Code of UNIT_MEASURE",
    "since": "First year",
    "until": "Last year",
}
_CSV, _JSON, _XML, _ATOM = "text/csv", "application/json", "application/xml", "application/atom+xml"
_ANY = "application/octet-stream"


@dataclass(frozen=True)
class File:
    """One kind of file.

    Args:
        name: of its URL.
        summary: what it is.
        media: its media type; "application/octet-stream" where the address decides.
        query: what narrows it, with its words.
        allowed: for a part of the address, what it can be.
    """

    name: str
    summary: str
    media: str
    query: Mapping[str, str] = field(default_factory=dict)
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_FORMS = {"form": tuple(sorted(FORMS))}
_OF_ONE = {"form": tuple(sorted(name for name, form in FORMS.items() if form.of_one))}
_TAG = {"Data files": (
    File("download", "A file of a release, as it was published", _ANY, {}, {"file": tuple(FILES)}),
    File("release_export", "A release in a format", _ANY, {}, _FORMS),
    File("release_export_file", "One file of a release in a format of several", _ANY, {}, _FORMS),
    File("finding_export", "A finding in a format", _ANY, {}, _OF_ONE),
    File("finding_export_file", "One file of a finding in a format of several", _ANY, {}, _OF_ONE),
    File("indicator_export", "All findings of an indicator in a format", _ANY, {}, _OF_ONE),
    File("indicator_voices", "Citizens, offices and instruments of an indicator", _CSV, _STATE),
    File("indicator_chart", "The same as a Vega-Lite specification", _JSON,
         {**_STATE, "ground": "light or dark"}),
    File("tiles", "Boundaries as vector tiles, PMTiles", "application/vnd.pmtiles"),
    File("release_tiles", "The boundaries that a release brings, as vector tiles",
         "application/vnd.pmtiles"),
    File("everything", "Everything that is published, in one archive", "application/zip"),
), "Catalogue and feeds": (
    File("catalogue_turtle", "DCAT catalogue of all releases", "text/turtle"),
    File("catalogue_json", "The same as JSON-LD", "application/ld+json"),
    File("feed", "Newest findings", _ATOM),
    File("organisation_feed", "Newest findings of an organisation", _ATOM),
    File("indicator_feed", "Newest findings of an indicator", _ATOM),
    File("place_feed", "Newest findings of a place", _ATOM),
    File("sitemap", "Every page", _XML),
    File("robots", "What crawlers may read", "text/plain"),
), "Pictures and embedding": (
    File("finding_picture", "A finding as a picture, card, slide or brief", _ANY, {},
         {"picture": tuple(PICTURES)}),
    File("indicator_picture", "An indicator as a picture or card", _ANY, {},
         {"picture": OF_INDICATOR}),
    File("oembed", "What a page needs to show a finding or an indicator (oEmbed)", _JSON,
         {"url": "Address of a finding or an indicator", "maxwidth": "Pixels", "maxheight": "Pixels",
          "format": "json"}),
), "Credibility": (
    File("credibility_json", "Who says that a release counts, and why", _JSON),
    File("credibility_sdmx", "The same as SDMX reference metadata", _XML),
    File("credibility_schema", "Schema of the former", "application/schema+json"),
), "Search": (
    File("opensearch", "The search for a browser's own field",
         "application/opensearchdescription+xml"),
), "Description": (
    File("document", "This document", _JSON),
)}  # fmt: skip


def names() -> frozenset[str]:
    """The names of their URLs."""
    return frozenset(f"explore:{one.name}" for files in _TAG.values() for one in files)


def paths() -> dict[str, Any]:
    """Their part of the OpenAPI document."""
    routes = _routes()
    return {
        _BLANK.sub(r"{\g<name>}", routes[one.name]): {"get": _operation(one, tag, routes[one.name])}
        for tag, files in _TAG.items()
        for one in files
    }


def _operation(one: File, tag: str, route: str) -> dict[str, Any]:
    inside = [_part(one, *blank) for blank in _BLANK.findall(route)]
    asked = [
        {"name": name, "in": "query", "description": words, "schema": {"type": "string"}}
        for name, words in one.query.items()
    ]
    schema = {"type": "string"} if one.media != _JSON else {"type": "object"}
    return {
        "operationId": f"file_{one.name}",
        "summary": one.summary,
        "tags": [tag],
        "parameters": inside + asked,
        "responses": {
            "200": {"description": "OK", "content": {one.media: {"schema": schema}}},
            "404": {"description": "There is nothing of that name"},
        },
    }


def _part(one: File, kind: str, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer" if kind in _NUMBERS else "string"}
    if name in one.allowed:
        schema["enum"] = list(one.allowed[name])
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _routes() -> dict[str, str]:
    """Address patterns of the public pages by name, without a language."""
    return dict(_named(get_resolver("datashift.web.explore.urls").url_patterns))


def _named(patterns: list[Any]) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if getattr(one, "name", None):
            yield one.name, f"/{one.pattern}"
