"""CSV on the Web: observations.csv and the metadata that says what its columns are."""

from __future__ import annotations

from typing import Any

from datashift.exchange.columns import Column, columns
from datashift.exchange.languages import OURS, Worded
from datashift.exchange.licence import licence
from datashift.exchange.published import FIGURES, Published
from datashift.exchange.text import as_json, codes
from datashift.kit.cells import harmless

_TYPES = {"text": "string", "number": "double", "whole": "integer"}


def files(release: Published, version: str) -> dict[str, bytes]:
    """observations.csv-metadata.json, found beside observations.csv by its name."""
    del version
    return {
        f"{FIGURES}-metadata.json": as_json(_table(release)),
        FIGURES: release.documents[FIGURES],
    }


def _table(release: Published) -> dict[str, Any]:
    described = columns(release)
    names = codes([column.name for column in described])
    content: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "@type": "Table",
        "url": FIGURES,
        "dc:title": _worded(Worded(release.title, release.language)),
        "dc:description": _worded(release.description()),
        "dc:identifier": release.identity,
        "dc:source": [f"{part.name} (SHA-256 {part.sha256})" for part in release.inputs],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {
            "columns": [_column(column, names[column.name]) for column in described],
            "primaryKey": [names[column.name] for column in described if column.key],
        },
    }
    terms = licence(release.licence)
    if terms.text:
        content["dc:license"] = {"@id": terms.address} if terms.address else terms.text
    if release.producer:
        content["dc:publisher"] = release.producer
    if release.created:
        content["dc:issued"] = {"@value": release.created.isoformat(), "@type": "xsd:date"}
    return content


def _column(column: Column, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": name,
        "titles": harmless(column.name),
        "dc:description": _worded(Worded(column.about, "" if column.own else OURS)),
        "datatype": _TYPES[column.kind],
        "required": column.key or bool(column.values),
    }
    return made | ({"propertyUrl": column.concept} if column.concept else {})


def _worded(said: Worded) -> str | dict[str, str]:
    return {"@value": said.text, "@language": said.language} if said.language else said.text
