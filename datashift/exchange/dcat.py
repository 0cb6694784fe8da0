"""DCAT-AP 3: a release as a dataset of a catalogue, in Turtle and JSON-LD.

Classes, mandatory and recommended properties are those of DCAT-AP 3.0.0 (SEMIC); the vocabularies are
the EU Publications Office's. A property we do not know is left out, never filled with a stand-in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from datashift.exchange.catalogue import keywords
from datashift.exchange.languages import OURS, Worded, authority, beside_ours
from datashift.exchange.licence import licence
from datashift.exchange.published import FIGURES, Published
from datashift.exchange.sdmx.periods import bounds
from datashift.exchange.text import as_json
from datashift.exchange.triples import Iri, Literal, Resource, Value, json_ld, turtle

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_MEDIA = "https://www.iana.org/assignments/media-types"


def files(release: Published, version: str) -> dict[str, bytes]:
    """dcat.ttl, dcat.jsonld, and observations.csv that they tell of by a relative address."""
    del version
    title = Worded(release.title, release.language)
    resources = catalogue([(release, "")], title=title, publisher=release.producer)
    return {
        "dcat.ttl": turtle(resources, PREFIXES).encode(),
        "dcat.jsonld": as_json(json_ld(resources, PREFIXES)),
        FIGURES: release.documents[FIGURES],
    }


def catalogue(
    releases: Iterable[tuple[Published, str]], *, title: Worded, publisher: str, address: str = ""
) -> tuple[Resource, ...]:
    """A catalogue of releases.

    Args:
        releases: each with the address of its page, ending in a slash; "" for relative addresses.
        title: of the catalogue.
        publisher: who keeps it.
        address: of the catalogue.
    """
    datasets = [_dataset(release, base) for release, base in releases]
    told = Worded(f"Figures counted by citizens: {title.text}", beside_ours(title.language))
    says: list[tuple[str, Value]] = [
        ("dct:title", _said(title)),
        ("dct:description", _said(told)),
        ("dct:publisher", _agent(publisher or title.text)),
        *(("dcat:dataset", Iri(dataset.id or "")) for dataset in datasets),
    ]
    return (Resource(f"{address}#catalogue", "dcat:Catalog", tuple(says)), *datasets)


def _dataset(release: Published, base: str) -> Resource:
    says: list[tuple[str, Value]] = [
        ("dct:title", Literal(release.title, language=release.language)),
        ("dct:description", _said(release.description())),
        ("dct:identifier", Literal(release.identity)),
        ("dcat:theme", Resource(f"{_EU}/data-theme/SOCI", "skos:Concept", _label("Society", OURS))),
        *(("dcat:keyword", _said(word)) for word in keywords(release)),
    ]
    says += [("dct:language", one) for one in _languages(release)]
    if release.producer:
        says += [("dct:publisher", _agent(release.producer))]
        says += [("dct:creator", _agent(release.producer))]
    if release.created:
        says.append(("dct:issued", Literal(release.created.isoformat(), "xsd:date")))
    if spatial := _place(release):
        says.append(("dct:spatial", spatial))
    if spans := bounds(release):
        begins, ends = (Literal(day.isoformat(), "xsd:date") for day in spans)
        period = (("dcat:startDate", begins), ("dcat:endDate", ends))
        says.append(("dct:temporal", Resource(None, "dct:PeriodOfTime", period)))
    made = f"Computed by DataShift {release.version} from " + ", ".join(
        f"{part.name} (SHA-256 {part.sha256})" for part in release.inputs
    )
    says.append(("dct:provenance", Resource(None, "dct:ProvenanceStatement", _comment(made))))
    says.append(("dcat:distribution", _distribution(release, base)))
    return Resource(f"{base}#dataset", "dcat:Dataset", tuple(says))


def _distribution(release: Published, base: str) -> Resource:
    content = release.documents[FIGURES]
    checksum: tuple[tuple[str, Value], ...] = (
        ("spdx:algorithm", Resource(_SHA256, "spdx:ChecksumAlgorithm")),
        ("spdx:checksumValue", Literal(hashlib.sha256(content).hexdigest(), "xsd:hexBinary")),
    )
    file_type = Resource(f"{_EU}/file-type/CSV", "dct:MediaTypeOrExtent", _label("CSV", OURS))
    says: list[tuple[str, Value]] = [
        ("dct:title", Literal(FIGURES)),
        ("dct:description", Literal("One row for each figure, hidden ones empty.", language=OURS)),
        ("dcat:accessURL", Iri(f"{base}{FIGURES}")),
        ("dcat:downloadURL", Iri(f"{base}{FIGURES}")),
        ("dct:format", file_type),
        ("dcat:mediaType", Resource(f"{_MEDIA}/text/csv", "dct:MediaType")),
        ("dcat:byteSize", Literal(str(len(content)), "xsd:nonNegativeInteger")),
        ("spdx:checksum", Resource(None, "spdx:Checksum", checksum)),
    ]
    terms = licence(release.licence)
    if terms.address:
        says.append(("dct:license", Resource(terms.address, "dct:LicenseDocument")))
    elif terms.text:
        said = Resource(None, "dct:RightsStatement", _label(terms.text))
        says.append(("dct:rights", said))
    return Resource(f"{base}#csv", "dcat:Distribution", tuple(says))


def _place(release: Published) -> Resource | None:
    if release.country:
        from datashift.sdg import country

        code = country(release.country).codes["alpha3"]
        return Resource(f"{_EU}/country/{code}", "dct:Location", _label(release.place))
    return Resource(None, "dct:Location", _label(release.place)) if release.place else None


def _agent(name: str) -> Resource:
    return Resource(None, "foaf:Agent", (("foaf:name", Literal(name)),))


def _languages(release: Published) -> tuple[Resource, ...]:
    code = authority(release.language)
    return (Resource(f"{_EU}/language/{code}", "dct:LinguisticSystem"),) if code else ()


def _said(words: Worded) -> Literal:
    return Literal(words.text, language=words.language)


def _label(text: str, language: str = "") -> tuple[tuple[str, Value], ...]:
    return (("skos:prefLabel", Literal(text, language=language)),) if text else ()


def _comment(text: str) -> tuple[tuple[str, Value], ...]:
    return (("rdfs:label", Literal(text, language=OURS)),)
