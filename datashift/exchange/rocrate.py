"""RO-Crate 1.1 and 1.2: the whole release with its provenance.

The run is a `CreateAction`: its instrument is this software in its version, its objects are the study
and the inputs, each with its hash, its results the files of the release. Inputs stay where they were;
only their names, sizes and hashes are told.
"""

from __future__ import annotations

import hashlib
from typing import Any

from datashift.exchange.licence import licence
from datashift.exchange.published import MANIFEST, Published
from datashift.exchange.text import as_json
from datashift.kit.problem import Problem

_KINDS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".html": "text/html",
    ".yaml": "application/yaml",
}
_STUDY = "study.yaml"


def files(release: Published, version: str) -> dict[str, bytes]:
    """ro-crate-metadata.json and every file of the release.

    Raises:
        Problem: the release has no date, and a crate must.
    """
    if release.created is None:
        raise Problem(
            "The release does not say when it was made, and an RO-Crate must",
            do="Add --created with the day, such as 2024-05-01",
            code="export.no_date",
        )
    graph = [_descriptor(version), _root(release), *_parts(release), *_inputs(release)]
    graph += [_action(release), _software(release), *_about(release)]
    content = {"@context": f"https://w3id.org/ro/crate/{version}/context", "@graph": graph}
    return {"ro-crate-metadata.json": as_json(content), **release.documents}


def _descriptor(version: str) -> dict[str, Any]:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": f"https://w3id.org/ro/crate/{version}"},
        "about": {"@id": "./"},
    }


def _root(release: Published) -> dict[str, Any]:
    assert release.created is not None
    terms = licence(release.licence)
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": release.identity,
        "name": release.title,
        "description": release.description().text,
        "datePublished": release.created.isoformat(),
        "hasPart": [{"@id": name} for name in release.documents],
        "mentions": [{"@id": "#run"}],
        "license": {"@id": terms.address} if terms.address else terms.text or "Not stated",
    }
    if release.language:
        root["inLanguage"] = release.language
    if release.producer:
        root |= {"author": {"@id": "#producer"}, "publisher": {"@id": "#producer"}}
    if release.place:
        root["contentLocation"] = {"@id": "#place"}
    return root


def _parts(release: Published) -> list[dict[str, Any]]:
    return [
        {
            "@id": name,
            "@type": "File",
            "name": name,
            "encodingFormat": _KINDS.get(name[name.rfind(".") :], "application/octet-stream"),
            "contentSize": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in release.documents.items()
    ]


def _inputs(release: Published) -> list[dict[str, Any]]:
    return [
        {
            "@id": f"#input-{number}",
            "@type": "CreativeWork",
            "name": part.name,
            "contentSize": str(part.size),
            "sha256": part.sha256,
        }
        for number, part in enumerate(release.inputs[1:], start=1)
    ]


def _action(release: Published) -> dict[str, Any]:
    assert release.created is not None
    inputs = [{"@id": f"#input-{k}"} for k in range(1, len(release.inputs))]
    results = [name for name in release.documents if name not in (_STUDY, MANIFEST)]
    action: dict[str, Any] = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"Computing {release.title}",
        "instrument": {"@id": "#datashift"},
        "object": [{"@id": _STUDY}, *inputs],
        "result": [{"@id": name} for name in results],
        "endTime": release.created.isoformat(),
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }
    return action | ({"agent": {"@id": "#producer"}} if release.producer else {})


def _software(release: Published) -> dict[str, Any]:
    return {
        "@id": "#datashift",
        "@type": "SoftwareApplication",
        "name": "DataShift",
        "version": release.version,
    }


def _about(release: Published) -> list[dict[str, Any]]:
    terms = licence(release.licence)
    found = []
    if release.producer:
        found.append({"@id": "#producer", "@type": "Organization", "name": release.producer})
    if release.place:
        found.append({"@id": "#place", "@type": "Place", "name": release.place})
    if terms.address:
        found.append({"@id": terms.address, "@type": "CreativeWork", "name": terms.text})
    return found
