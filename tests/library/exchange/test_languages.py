"""Every format that has a place for it says in which language a study's words are."""

from __future__ import annotations

import doctest
import functools
import json
import tempfile
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from library.exchange.readers import SHAPES, graph_of, json_rules, keep, xsd
from lxml import etree

from datashift.exchange import FORMATS, Published, languages, read_release
from datashift.exchange.catalogue import dataset
from datashift.kit.language import spoken
from datashift.studies import load, run

TITLE = "Puntos de agua en tres distritos"
INDICATOR = "Puntos de agua que funcionan"
STUDY = f"""\
study: 1
title: {TITLE}
producer: Agua Clara
licence: CC-BY-4.0
language: LANGUAGE
unit: punto
data: {{file: puntos.csv}}
design: {{sampling: register}}
place: {{country: AR, column: provincia, level: 1}}
time: {{value: 2024}}
variables:
  da: {{from: estado, map: {{funciona: 1, seco: 0}}}}
indicators:
  - id: da
    title: {INDICATOR}
    sentence: puntos de agua funcionan
    sdg: 6.1.1
    match: proxy
    because: Cuenta puntos, no personas.
    measure: proportion
    of: da
    by: [[], [place], [tipo]]
protect: {{minimum: 5}}
"""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What a study says; the language of its words, of these among English ones, and of a description.
SAID = [
    ("es-AR", "es-AR", "mul", "es-AR"),
    ("luo", "luo", "mul", "mul"),
    ("en", "en", "en", "en"),
    ("", "und", "und", ""),
]
each = pytest.mark.parametrize(("written", "own", "both", "told"), SAID)


@functools.cache
def released(written: str) -> Published:
    """The release of the study, which says that language, or none."""
    lines = ["punto,provincia,estado,tipo"]
    for k in range(60):
        state, kind = ("funciona", "seco")[k % 3 == 0], ("bomba", "pozo")[k % 2]
        lines.append(f"{k},{('Chaco', 'Salta')[k % 2]},{state},{kind}")
    said = f"language: {written}\n" if written else ""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "puntos.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "study.yaml").write_text(
            STUDY.replace("language: LANGUAGE\n", said), encoding="utf-8"
        )
        study = load(folder / "study.yaml")
        run(study, out=folder / "release", today=date(2024, 6, 1), created=date(2024, 6, 2))
        return read_release(folder / "release")


def spoken_by(content: bytes, text: str) -> set[str]:
    """The `xml:lang` of the elements with that text."""
    found = {
        one.get(XML_LANG)
        for one in etree.fromstring(content).iter()
        if one.text is not None and text in one.text
    }
    assert found
    return found


def test_the_examples_in_the_code_are_true() -> None:
    assert doctest.testmod(languages).failed == 0


@each
@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_sdmx_names_are_in_their_language(
    version: str, written: str, own: str, both: str, told: str
) -> None:
    made = FORMATS["sdmx-ml"].files(released(written), version)
    structure, metadata = made["structure.xml"], made["metadata.xml"]
    xsd("sdmx30" if version == "3.0" else "sdmx21").assertValid(etree.fromstring(structure))
    xsd("sdmx30").assertValid(etree.fromstring(metadata))
    assert spoken_by(structure, TITLE) == {own}
    names = etree.fromstring(structure).xpath("//*[local-name()='Code']/*[local-name()='Name']")
    found = {one.text: one.get(XML_LANG) for one in names}
    assert found[INDICATOR] == own
    assert found["Chaco"] == found["tipo: pozo"] == "und"
    assert found["No breakdown"] == found["Percent"] == "en"
    assert spoken_by(structure, "Cuenta puntos, no personas.") == {both}
    (title,) = etree.fromstring(metadata).xpath("//*[@id='SDG_SERIES_DESCR']/*")
    assert (title.text, title.get(XML_LANG)) == (INDICATOR, own)
    assert spoken_by(metadata, "Cuenta puntos, no personas.") == {both}
    assert spoken_by(metadata, "A register; not a random sample.") == {"en"}


def test_sdmx1_finds_the_names_by_their_language(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its warnings are not about our file
        import sdmx

        keep(released("es-AR"), "sdmx-ml", tmp_path)
        message: Any = sdmx.read_sdmx(tmp_path / "structure.xml")
    (flow,) = message.dataflow.values()
    assert flow.name.localizations == {"es-AR": TITLE}


@each
def test_sdmx_json_has_the_names_by_their_language(
    written: str, own: str, both: str, told: str
) -> None:
    message = json.loads(FORMATS["sdmx-json"].files(released(written))["data.json"])
    json_rules().validate(message)
    structure = message["data"]["structures"][0]
    (series,) = structure["dimensions"]["series"][2]["values"]
    assert (structure["name"], series["name"]) == (TITLE, INDICATOR)
    named = {} if own in ("und", "en") else {"names": {own.lower(): INDICATOR}}
    assert {key: series[key] for key in series if key == "names"} == named
    known = dict.fromkeys(one.lower() for one in ("en", own, both) if one != "und")
    assert message["meta"]["contentLanguages"] == [*known]


@each
def test_csv_on_the_web_has_the_language_of_its_texts(
    tmp_path: Path, written: str, own: str, both: str, told: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from csvw import CSVW

        folder = keep(released(written), "csvw", tmp_path)
        read = CSVW(str(folder / "observations.csv-metadata.json"), validate=True)
        assert read.is_valid, read.warnings
    content = json.loads((folder / "observations.csv-metadata.json").read_text(encoding="utf-8"))
    assert content["dc:title"] == ({"@value": TITLE, "@language": own} if own != "und" else TITLE)
    described = content["dc:description"]
    assert (described["@language"] if told else type(described)) == (told or str)
    texts = {one["name"]: one["dc:description"] for one in content["tableSchema"]["columns"]}
    assert texts["OBS_VALUE"]["@language"] == "en"
    assert texts["TIPO"] == "Tipo; _T is all."


@each
def test_a_catalogue_has_the_language_of_its_texts(
    written: str, own: str, both: str, told: str
) -> None:
    import pyshacl

    graph = graph_of(FORMATS["dcat"].files(released(written))["dcat.ttl"], "turtle")
    conforms, _, why = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=SHAPES))
    assert conforms, why
    (me,) = graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset)
    assert graph.value(me, rdflib.DCTERMS.title) == rdflib.Literal(TITLE, lang=written or None)
    described = graph.value(me, rdflib.DCTERMS.description)
    assert isinstance(described, rdflib.Literal)
    assert (described.language or "").lower() == told.lower()
    table = "http://publications.europa.eu/resource/authority/language/"
    code = {"es-AR": "SPA", "en": "ENG"}.get(written)
    expected = [rdflib.URIRef(table + code)] if code else []
    assert list(graph.objects(me, rdflib.DCTERMS.language)) == expected


@each
def test_packages_say_the_language(
    tmp_path: Path, written: str, own: str, both: str, told: str
) -> None:
    from rocrate.rocrate import ROCrate

    release = released(written)
    crate = ROCrate(str(keep(release, "ro-crate", tmp_path)))
    assert (crate.root_dataset.get("inLanguage") or "") == written
    assert dataset(release).get("inLanguage", "") == written


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("es-AR", f"{INDICATOR}: 67 de cada 100."),
        ("luo", f"{INDICATOR}: 67 in 100."),
        ("", "67 in 100 puntos de agua funcionan."),
    ],
)
def test_a_release_is_described_in_its_language_where_that_is_one_of_ours(
    written: str, told: str
) -> None:
    release = released(written)
    assert release.description().text.replace("\u00a0", " ") == told
    with spoken("fr"):
        assert release.description().text.replace("\u00a0", " ") == told
