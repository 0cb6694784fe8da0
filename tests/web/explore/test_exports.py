"""Every release and indicator in everybody's format, at addresses that stay."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
import rdflib
from django.test import Client
from people import NOW
from published import Shown

from datashift.web.evidence import actions
from datashift.web.explore.queries.formats import FORMS

OF_ONE = [name for name, form in FORMS.items() if form.of_one]


def body(answer: Any) -> bytes:
    """The bytes of an answer, sent in parts or at once."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def archive(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("name", FORMS)
def test_a_release_is_had_in_every_format(name: str, shown: Shown, stranger: Client) -> None:
    address = f"{shown.address}export/{name}"
    answer = stranger.get(address)
    content = body(answer)
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == len(content) > 0
    assert "immutable" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Disposition"].startswith('attachment; filename="water-points-')
    assert not answer["ETag"].startswith("W/")
    head = stranger.head(address)
    assert (head.status_code, head.content if not head.streaming else b"") == (200, b"")
    for name_of_header in ("ETag", "Content-Length", "Last-Modified", "Content-Type"):
        assert head[name_of_header] == answer[name_of_header]
    for question in (
        {"If-None-Match": answer["ETag"]},
        {"If-Modified-Since": answer["Last-Modified"]},
    ):
        again = stranger.get(address, headers=question)
        assert (again.status_code, body(again)) == (304, b"")
    assert f'href="{address}"' in stranger.get(shown.address).content.decode()


@pytest.mark.parametrize("name", OF_ONE)
def test_one_indicator_is_had_alone(name: str, shown: Shown, stranger: Client) -> None:
    whole = stranger.get(f"{shown.address}export/{name}")
    answer = stranger.get(f"{shown.finding}export/{name}")
    assert answer.status_code == 200
    assert answer["ETag"] != whole["ETag"]
    assert b"counted" not in body(answer) or name == "sdmx-json"
    page = stranger.get(f"{shown.finding}formats/").content.decode()
    assert f'href="{shown.finding}export/{name}"' in page


def test_the_part_is_the_rows_of_the_whole(shown: Shown, stranger: Client) -> None:
    whole = rows(body(stranger.get(f"{shown.address}export/csv")))
    part = rows(body(stranger.get(f"{shown.finding}export/csv")))
    assert part == [row for row in whole if row["INDICATOR"] == "works"]
    assert len(part) < len(whole)
    table = pq.read_table(io.BytesIO(body(stranger.get(f"{shown.finding}export/parquet"))))
    assert table["OBS_VALUE"].to_pylist() == [
        float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in part
    ]


def test_the_archive_of_a_part_names_its_whole(shown: Shown, stranger: Client) -> None:
    files = archive(body(stranger.get(f"{shown.finding}export/csvw")))
    described = json.loads(files["observations.csv-metadata.json"])
    assert described["url"] == "observations.csv"
    for name, content in files.items():
        alone = stranger.get(f"{shown.finding}export/csvw/{name}")
        assert body(alone) == content
    assert stranger.get(f"{shown.finding}export/csvw/secret-key").status_code == 404


@pytest.mark.parametrize("name", ["csv", "sdmx-ml"])
def test_text_travels_compressed(name: str, shown: Shown, stranger: Client) -> None:
    address = f"{shown.address}export/{name}"
    plain = stranger.get(address)
    squeezed = stranger.get(address, headers={"Accept-Encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    assert squeezed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in squeezed["Vary"]
    assert gzip.decompress(body(squeezed)) == body(plain)


def test_what_is_packed_is_not_packed_again(shown: Shown, stranger: Client) -> None:
    for name in ("xlsx", "parquet", "datapackage"):
        answer = stranger.get(f"{shown.address}export/{name}", headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in answer


def test_a_withdrawn_release_is_gone_in_every_format(shown: Shown, stranger: Client) -> None:
    etag = stranger.get(f"{shown.address}export/csv")["ETag"]
    owner = shown.scene.people["owner"]
    actions.withdraw_release(shown.release, because="Counted twice.", by=owner, at=NOW)
    for name in OF_ONE:
        for base in (shown.address, shown.finding):
            answer = stranger.get(f"{base}export/{name}", headers={"If-None-Match": etag})
            assert answer.status_code == 410
            assert "58.1" not in answer.content.decode()
    assert stranger.get(f"{shown.address}export/csvw/observations.csv").status_code == 410
    assert stranger.get(f"{shown.finding}export/csvw/observations.csv").status_code == 410
    assert stranger.get("/indicators/6-1-1/export/csv").status_code == 404
    assert set(archive(body(stranger.get("/everything.zip")))) == {"figures.csv", "manifest.json"}
    assert "58.1" not in body(stranger.get("/catalogue.ttl")).decode()


def test_an_indicator_comes_from_all_who_counted_it(shown: Shown, stranger: Client) -> None:
    answer = stranger.get("/indicators/6-1-1/export/csv")
    told = rows(body(answer))
    assert {row["PRODUCER"] for row in told} == {"Kisima Watch"}
    assert {row["RELEASE"] for row in told} == {f"http://testserver{shown.address}"}
    assert {row["INDICATOR"] for row in told} == {"works"}
    assert "immutable" not in answer["Cache-Control"]
    files = archive(body(stranger.get("/indicators/6-1-1/export/sdmx-ml")))
    listed = json.loads(files["manifest.json"])["releases"][0]
    assert f"{listed['folder']}/data.xml" in files
    assert 'href="/indicators/6-1-1/export/csv"' in (
        stranger.get("/indicators/6-1-1/").content.decode()
    )


def test_everything_comes_with_its_manifest(shown: Shown, stranger: Client) -> None:
    answer = stranger.get("/everything.zip")
    files = archive(body(answer))
    manifest = json.loads(files["manifest.json"])
    (one,) = manifest["releases"]
    assert (one["producer"], one["licence"]) == ("Kisima Watch", "CC-BY-4.0")
    assert one["sha256"] == shown.release.manifest_sha256
    for told in one["files"]:
        content = files[f"{one['folder']}/{told['name']}"]
        assert hashlib.sha256(content).hexdigest() == told["sha256"]
        assert len(content) == told["bytes"]
    assert len(rows(files["figures.csv"])) == len(rows(files[f"{one['folder']}/observations.csv"]))
    again = stranger.get("/everything.zip", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_what_was_withdrawn_since_is_told_to_who_asks_by_date(
    shown: Shown, stranger: Client
) -> None:
    whole = ("/everything.zip", "/catalogue.ttl", "/indicators/6-1-1/export/csv")
    before = {address: stranger.get(address)["Last-Modified"] for address in whole}
    who, at = shown.scene.people["owner"], NOW + timedelta(days=2)
    actions.withdraw_release(shown.release, because="It was wrong.", by=who, at=at)
    for address, at_first in before.items():
        again = stranger.get(address, headers={"If-Modified-Since": at_first})
        gone = 404 if "indicators" in address else 200
        assert again.status_code == gone, address


def test_a_file_that_not_every_release_has_is_had_when_it_is_there(
    shown: Shown, stranger: Client
) -> None:
    assert stranger.get(f"{shown.address}differences.csv").status_code == 404
    assert "differences.csv" not in stranger.get(shown.address).content.decode()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader
def test_portals_read_the_catalogue(shown: Shown, stranger: Client) -> None:
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    counted = []
    for name, syntax in (("ttl", "turtle"), ("jsonld", "json-ld")):
        graph = rdflib.Graph()
        graph.parse(data=body(stranger.get(f"/catalogue.{name}")), format=syntax)
        (catalogue,) = graph.subjects(rdflib.RDF.type, dcat.Catalog)
        assert str(catalogue) == f"http://testserver/catalogue.{name}#catalogue"
        (dataset,) = graph.objects(catalogue, dcat.dataset)
        assert str(dataset) == f"http://testserver{shown.address}#dataset"
        assert list(graph.objects(None, dcat.downloadURL)) == [
            rdflib.URIRef(f"http://testserver{shown.address}observations.csv")
        ]
        counted.append(len(graph))
    assert counted[0] == counted[1]
