"""Data Package v1 and v2: observations.csv with its table schema, licence, sources and hash."""

from __future__ import annotations

import hashlib
from typing import Any

from datashift.exchange.columns import Column, columns
from datashift.exchange.licence import licence
from datashift.exchange.published import FIGURES, Published
from datashift.exchange.text import as_json, slug
from datashift.kit.cells import harmless

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {"text": "string", "number": "number", "whole": "integer"}


def files(release: Published, version: str) -> dict[str, bytes]:
    """datapackage.json and observations.csv, the very bytes of the release."""
    content = _package(release, new=version == "2")
    return {"datapackage.json": as_json(content), FIGURES: release.documents[FIGURES]}


def _package(release: Published, *, new: bool) -> dict[str, Any]:
    content: dict[str, Any] = {
        **(
            {"$schema": f"{_PROFILES}/datapackage.json"}
            if new
            else {"profile": "tabular-data-package"}
        ),
        "name": slug(release.title),
        "id": release.identity,
        "title": release.title,
        "description": release.description().text,
        "resources": [_resource(release, new=new)],
        "sources": [{"title": f"{part.name} (SHA-256 {part.sha256})"} for part in release.inputs],
    }
    terms = licence(release.licence)
    if terms.text:
        known = {"name": terms.name, "path": terms.address} if terms.name else {"name": "other"}
        content["licenses"] = [{**known, "title": terms.text}]
    if release.producer:
        role = {"roles": ["creator"]} if new else {"role": "author"}
        content["contributors"] = [{"title": release.producer, **role}]
    if release.created:
        content["created"] = f"{release.created.isoformat()}T00:00:00Z"
    return content


def _resource(release: Published, *, new: bool) -> dict[str, Any]:
    text = release.documents[FIGURES]
    schema: dict[str, Any] = {
        **({"$schema": f"{_PROFILES}/tableschema.json"} if new else {}),
        "fields": [_field(column) for column in columns(release)],
        "missingValues": [""],
        "primaryKey": [harmless(column.name) for column in columns(release) if column.key],
    }
    return {
        **(
            {"$schema": f"{_PROFILES}/dataresource.json", "type": "table"}
            if new
            else {"profile": "tabular-data-resource"}
        ),
        "name": "observations",
        "title": release.title,
        "path": FIGURES,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": f"sha256:{hashlib.sha256(text).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": harmless(column.name),
        "type": _TYPES[column.kind],
        "description": column.about,
    }
    if column.concept:
        field["rdfType"] = column.concept
    if column.values:
        field["constraints"] = {"required": True, "enum": list(column.values)}
    return field
